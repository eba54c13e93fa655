//! Pictures and files that somebody chooses: read, made smaller, drawn and saved, in memory alone.
//!
//! A picture is drawn anew to be made smaller, so that nothing stays of what a camera writes beside it:
//! neither where nor when, nor with which phone. No address is ever made for one that is shown.

use super::BrowserError;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};

/// Longest side of a picture, in pixels: small print on a letter can be read at that.
const LONGEST_SIDE: f64 = 2_000.0;
/// How true to the original a JPEG is, from 0 to 1.
const QUALITY: f64 = 0.8;

/// A file that somebody chose, or took with the camera.
///
/// It is asked by name, and so is everything else here: what the browser's own types would add to the
/// glue, everybody fetches before the first screen.
#[derive(Debug, Clone)]
pub struct Chosen(JsValue);

impl Chosen {
    /// Bytes of it as it is.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        whole(number(&self.0, "size"))
    }

    /// The system takes it for a PDF.
    #[must_use]
    pub fn is_pdf(&self) -> bool {
        let media_type = Reflect::get(&self.0, &"type".into());
        media_type.is_ok_and(|found| found == JsValue::from_str("application/pdf"))
    }

    /// It as it is.
    ///
    /// # Errors
    /// When it cannot be read: it was taken away meanwhile.
    pub async fn read(&self) -> Result<Vec<u8>, BrowserError> {
        bytes_of(&self.0).await
    }

    /// It as a JPEG of bearable size, drawn anew.
    ///
    /// # Errors
    /// When it is no picture that this browser can read, or the browser has no room for it.
    pub async fn smaller(&self) -> Result<Vec<u8>, BrowserError> {
        let picture = decoded(&self.0).await?;
        let canvas = made("canvas")?;
        draw_on(&canvas, &picture, LONGEST_SIDE)?;
        let blob = to_jpeg(&canvas).await?;
        // The memory of a canvas is given back when it has no size.
        set(&canvas, "width", 0.0)?;
        bytes_of(&blob).await
    }
}

/// The files that were chosen in an input; it has none afterwards, so that the same may be chosen again.
#[must_use]
pub fn taken_from(event: &web_sys::Event) -> Vec<Chosen> {
    let Some(input) = event.target() else { return Vec::new() };
    let files = Reflect::get(&input, &"files".into()).unwrap_or_default();
    let chosen = js_sys::Array::from(&files).iter().map(Chosen).collect();
    // Emptying it is never refused.
    let _emptied = Reflect::set(&input, &"value".into(), &"".into());
    chosen
}

/// Opens the system's own way to choose a file, of the input with this id.
pub fn choose(id: &str) {
    let input = super::page::document().and_then(|document| document.get_element_by_id(id));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        input.click();
    }
}

/// Draws a JPEG on the canvas with this id, as large as it is.
///
/// # Errors
/// When it is no picture.
pub async fn draw(id: &str, jpeg: &[u8]) -> Result<(), BrowserError> {
    let picture = decoded(&blob(jpeg, "image/jpeg")?).await?;
    let canvas = super::page::document().and_then(|document| document.get_element_by_id(id));
    // The screen may be gone by now.
    canvas.map_or(Ok(()), |canvas| draw_on(&canvas, &picture, f64::INFINITY))
}

/// Bytes that this app may still keep, as the browser guesses; none where it says nothing.
pub async fn room() -> Option<u64> {
    let storage = web_sys::window()?.navigator().storage();
    let said = answer(call(&storage, "estimate", &[]).ok()?).await.ok()?;
    let (quota, usage) = (number(&said, "quota"), number(&said, "usage"));
    (quota > 0.0).then(|| whole(quota - usage))
}

fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, BrowserError> {
    let function: js_sys::Function = Reflect::get(of, &name.into())?.dyn_into()?;
    let with: js_sys::Array = with.iter().collect();
    Ok(Reflect::apply(&function, of, &with)?)
}

/// What a promise comes to.
async fn answer(promise: JsValue) -> Result<JsValue, BrowserError> {
    Ok(JsFuture::from(promise.dyn_into::<js_sys::Promise>()?).await?)
}

fn number(of: &JsValue, name: &str) -> f64 {
    let found = Reflect::get(of, &name.into()).ok();
    found.and_then(|found| found.as_f64()).unwrap_or_default()
}

fn set(of: &JsValue, name: &str, to: f64) -> Result<(), BrowserError> {
    Reflect::set(of, &name.into(), &JsValue::from_f64(to))?;
    Ok(())
}

/// Whole bytes; none below nought.
fn whole(bytes: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole bytes, not below nought, far below 2^53"
    )]
    let bytes = bytes.max(0.0) as u64;
    bytes
}

fn made(element: &str) -> Result<Element, BrowserError> {
    let document = super::page::document().ok_or_else(|| BrowserError::new("there is no page"))?;
    Ok(document.create_element(element)?)
}

async fn bytes_of(blob: &JsValue) -> Result<Vec<u8>, BrowserError> {
    let buffer = answer(call(blob, "arrayBuffer", &[])?).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

fn blob(bytes: &[u8], media_type: &str) -> Result<JsValue, BrowserError> {
    let parts: js_sys::Array = [js_sys::Uint8Array::from(bytes)].iter().collect();
    let options = js_sys::Object::new();
    Reflect::set(&options, &"type".into(), &media_type.into())?;
    let with: js_sys::Array = [JsValue::from(parts), options.into()].iter().collect();
    let of: js_sys::Function = Reflect::get(&js_sys::global(), &"Blob".into())?.dyn_into()?;
    Ok(Reflect::construct(&of, &with)?)
}

async fn decoded(blob: &JsValue) -> Result<JsValue, BrowserError> {
    answer(call(&js_sys::global(), "createImageBitmap", std::slice::from_ref(blob))?).await
}

/// Draws a picture on a canvas, no longer than this on either side, and lets go of it.
fn draw_on(canvas: &Element, picture: &JsValue, longest: f64) -> Result<(), BrowserError> {
    let (wide, high) = (number(picture, "width"), number(picture, "height"));
    let scale = (longest / wide.max(high)).min(1.0);
    let scaled = |side: f64| (side * scale).round().max(1.0);
    let (wide, high) = (scaled(wide), scaled(high));
    set(canvas, "width", wide)?;
    set(canvas, "height", high)?;
    let context = call(canvas, "getContext", &["2d".into()])?;
    let place = [0.0, 0.0, wide, high].map(JsValue::from_f64);
    call(&context, "drawImage", &[&[picture.clone()][..], &place].concat())?;
    call(picture, "close", &[])?;
    Ok(())
}

async fn to_jpeg(canvas: &Element) -> Result<JsValue, BrowserError> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let made = Closure::once_into_js(move |blob: JsValue| {
            // A promise's own resolver does not throw.
            let _resolved = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        let with = [made, "image/jpeg".into(), JsValue::from_f64(QUALITY)];
        if call(canvas, "toBlob", &with).is_err() {
            let _rejected = reject.call0(&JsValue::UNDEFINED);
        }
    });
    // Nothing where the browser has no room for it.
    let blob = JsFuture::from(promise).await?;
    if blob.is_null() { Err(BrowserError::new("there is no room for a picture")) } else { Ok(blob) }
}
