//! A sheet to draw on, which is on no page.

use super::{
    by_name::{call, get, set},
    page::document,
};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A white sheet for black letters; lengths are in pixels.
pub struct Sheet {
    canvas: JsValue,
    pen: JsValue,
    pixels: (i32, i32),
}

impl Sheet {
    /// A sheet of this size; none where the browser draws nothing.
    #[must_use]
    pub fn new(width: f32, height: f32) -> Option<Self> {
        let canvas = JsValue::from(document()?.create_element("canvas").ok()?);
        #[expect(clippy::cast_possible_truncation, reason = "whole pixels of a page")]
        let pixels = (width.round() as i32, height.round() as i32);
        set(&canvas, "width", pixels.0);
        set(&canvas, "height", pixels.1);
        let pen = call(&canvas, "getContext", &["2d".into()])?;
        // Refused by browsers that draw nothing: then there is no pen.
        (!pen.is_null()).then_some(Self { canvas, pen, pixels })
    }

    /// How wide and high it is.
    #[must_use]
    pub const fn pixels(&self) -> (i32, i32) {
        self.pixels
    }

    /// Makes all of it white.
    pub fn clear(&self) {
        set(&self.pen, "fillStyle", "#fff");
        let (wide, high) = self.pixels;
        let _drawn = call(&self.pen, "fillRect", &[0.into(), 0.into(), wide.into(), high.into()]);
        set(&self.pen, "fillStyle", "#000");
    }

    /// How wide a text is in a font of a stylesheet.
    #[must_use]
    pub fn width(&self, text: &str, font: &str) -> f32 {
        set(&self.pen, "font", font);
        let measured = call(&self.pen, "measureText", &[text.into()]);
        let width = measured.and_then(|measured| get(&measured, "width")?.as_f64());
        #[expect(clippy::cast_possible_truncation, reason = "some hundred pixels")]
        let width = width.unwrap_or_default() as f32;
        width
    }

    /// Writes a line.
    pub fn write(&self, text: &str, font: &str, left: f32, base: f32, from_the_right: bool) {
        set(&self.pen, "font", font);
        set(&self.pen, "textAlign", "left");
        // A browser without it draws each letter right, and the line from the left.
        set(&self.pen, "direction", if from_the_right { "rtl" } else { "ltr" });
        let _drawn = call(&self.pen, "fillText", &[text.into(), left.into(), base.into()]);
    }

    /// What is drawn, as the bytes of a JPEG.
    pub async fn jpeg(&self) -> Option<Vec<u8>> {
        let mut make = |resolve: Function, _: Function| {
            let with = [resolve.clone().into(), "image/jpeg".into(), 0.85.into()];
            if call(&self.canvas, "toBlob", &with).is_none() {
                // No picture, said at once.
                let _told = resolve.call1(&JsValue::NULL, &JsValue::NULL);
            }
        };
        let blob = JsFuture::from(Promise::new(&mut make)).await.ok()?;
        let bytes = Promise::from(call(&blob, "arrayBuffer", &[])?);
        Some(Uint8Array::new(&JsFuture::from(bytes).await.ok()?).to_vec())
    }
}
