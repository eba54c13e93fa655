//! Pictures and files that somebody chooses: read, made smaller, drawn and saved, in memory alone.
//!
//! A picture is drawn anew to be made smaller, so that nothing stays of what a camera writes beside it:
//! neither where nor when, nor with which phone. No address is ever made for one that is shown.

use super::BrowserError;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlElement,
    HtmlInputElement, ImageBitmap, Url,
};

/// Longest side of a picture, in pixels: small print on a letter can be read at that.
const LONGEST_SIDE: u32 = 2_000;
/// How true to the original a JPEG is, from 0 to 1.
const QUALITY: f64 = 0.8;

/// A file that somebody chose, or took with the camera.
#[derive(Debug, Clone)]
pub struct Chosen(File);

impl Chosen {
    /// Bytes of it as it is.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole bytes, far below 2^53"
        )]
        let bytes = self.0.size() as u64;
        bytes
    }

    /// The system takes it for a PDF.
    #[must_use]
    pub fn is_pdf(&self) -> bool {
        self.0.type_() == "application/pdf"
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
        let (wide, high) = (picture.width(), picture.height());
        let longest = wide.max(high).max(1);
        let scaled = |side: u32| match longest <= LONGEST_SIDE {
            true => side,
            // Below 2^64 whatever a camera makes.
            false => u32::try_from(u64::from(side) * u64::from(LONGEST_SIDE) / u64::from(longest))
                .unwrap_or(LONGEST_SIDE),
        };
        let canvas: HtmlCanvasElement = super::page::document()
            .ok_or_else(|| BrowserError::new("there is no page"))?
            .create_element("canvas")?
            .unchecked_into();
        draw_on(&canvas, &picture, (scaled(wide).max(1), scaled(high).max(1)))?;
        picture.close();
        let blob = to_jpeg(&canvas).await?;
        // The memory of a canvas is given back when it has no size.
        canvas.set_width(0);
        bytes_of(&blob).await
    }
}

/// The files that were chosen in an input; it has none afterwards, so that the same may be chosen again.
#[must_use]
pub fn taken_from(event: &web_sys::Event) -> Vec<Chosen> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = input.files();
    let chosen = files
        .map(|files| (0..files.length()).filter_map(|at| files.get(at)).map(Chosen).collect())
        .unwrap_or_default();
    input.set_value("");
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
    let Some(canvas) = canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok()) else {
        return Ok(());
    };
    draw_on(&canvas, &picture, (picture.width(), picture.height()))?;
    picture.close();
    Ok(())
}

/// Offers bytes as a file to keep. The address that is made for it is gone when this returns.
///
/// # Errors
/// When the browser refuses.
pub fn save(name: &str, bytes: &[u8], media_type: &str) -> Result<(), BrowserError> {
    let address = Url::create_object_url_with_blob(&blob(bytes, media_type)?)?;
    let link = super::page::document()
        .ok_or_else(|| BrowserError::new("there is no page"))?
        .create_element("a")?
        .unchecked_into::<HtmlElement>();
    link.set_attribute("download", name)?;
    link.set_attribute("href", &address)?;
    link.click();
    Ok(Url::revoke_object_url(&address)?)
}

/// Bytes that this app may still keep, as the browser guesses; none where it says nothing.
pub async fn room() -> Option<u64> {
    let storage = web_sys::window()?.navigator().storage();
    let said = JsFuture::from(storage.estimate().ok()?).await.ok()?;
    let number = |name: &str| js_sys::Reflect::get(&said, &name.into()).ok()?.as_f64();
    let left = (number("quota")? - number("usage")?).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole bytes, not below nought, far below 2^53"
    )]
    let left = left as u64;
    Some(left)
}

async fn bytes_of(blob: &Blob) -> Result<Vec<u8>, BrowserError> {
    let buffer = JsFuture::from(blob.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

fn blob(bytes: &[u8], media_type: &str) -> Result<Blob, BrowserError> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Ok(Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)
}

async fn decoded(blob: &Blob) -> Result<ImageBitmap, BrowserError> {
    let window = web_sys::window().ok_or_else(|| BrowserError::new("there is no window"))?;
    let promise = window.create_image_bitmap_with_blob(blob)?;
    Ok(JsFuture::from(promise).await?.dyn_into()?)
}

fn draw_on(
    canvas: &HtmlCanvasElement,
    picture: &ImageBitmap,
    (wide, high): (u32, u32),
) -> Result<(), BrowserError> {
    canvas.set_width(wide);
    canvas.set_height(high);
    let context = canvas
        .get_context("2d")?
        .ok_or_else(|| BrowserError::new("this browser draws nothing"))?
        .unchecked_into::<CanvasRenderingContext2d>();
    let (wide, high) = (f64::from(wide), f64::from(high));
    context.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, wide, high)?;
    Ok(())
}

async fn to_jpeg(canvas: &HtmlCanvasElement) -> Result<Blob, BrowserError> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let made = Closure::once_into_js(move |blob: JsValue| {
            // A promise's own resolver does not throw.
            let _resolved = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        let quality = JsValue::from_f64(QUALITY);
        let made = made.unchecked_ref();
        if let Err(error) =
            canvas.to_blob_with_type_and_encoder_options(made, "image/jpeg", &quality)
        {
            let _rejected = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    // Nothing where the browser has no room for it.
    Ok(JsFuture::from(promise).await?.dyn_into()?)
}
