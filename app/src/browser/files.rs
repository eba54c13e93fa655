//! Files that leave the app: to another app of the phone, or among its downloads.

use super::{
    by_name::{call, get, new, set},
    page::document,
};
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::JsValue;

/// Milliseconds until a file that was handed to the browser is forgotten here. Safari begins to read it a
/// moment after the tap.
const FORGET_AFTER_MS: u64 = 60_000;

fn file(name: &str, kind: &str, bytes: &[u8]) -> Option<JsValue> {
    let about = Object::new();
    set(&about, "type", kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    new("File", &[parts.into(), name.into(), about.into()])
}

fn sharing(file: &JsValue) -> JsValue {
    let data = Object::new();
    set(&data, "files", Array::of1(file));
    data.into()
}

/// Whether files of this media type can be given to another app.
#[must_use]
pub fn can_share(kind: &str) -> bool {
    let can = || {
        let navigator = web_sys::window()?.navigator();
        call(&navigator, "canShare", &[sharing(&file("a", kind, &[0])?)])?.as_bool()
    };
    can() == Some(true)
}

/// Whether the phone has a sheet by which text is given to another app.
#[must_use]
pub fn can_share_text() -> bool {
    let window = web_sys::window();
    window.is_some_and(|window| get(&window.navigator(), "share").is_some())
}

/// Gives text to another app, by the phone's own sheet. Whoever closes that has sent nothing.
pub fn share_text(text: &str) {
    let data = Object::new();
    set(&data, "text", text);
    if let Some(window) = web_sys::window() {
        let _closed = call(&window.navigator(), "share", &[data.into()]);
    }
}

/// Gives a file to another app, by the phone's own sheet. Whoever closes that has sent nothing.
///
/// # Errors
///
/// Nothing left the phone where the browser makes no file, or has no such sheet.
pub fn share(name: &str, kind: &str, bytes: &[u8]) -> Result<(), ()> {
    let share = || {
        let navigator = web_sys::window()?.navigator();
        call(&navigator, "share", &[sharing(&file(name, kind, bytes)?)])
    };
    share().map(drop).ok_or(())
}

/// Puts a file among the phone's downloads.
///
/// # Errors
///
/// Nothing was saved where the browser makes no file or gives it no address.
pub fn save(name: &str, kind: &str, bytes: &[u8]) -> Result<(), ()> {
    let save = || {
        let addresses = get(&web_sys::window()?.into(), "URL")?;
        let address = call(&addresses, "createObjectURL", &[file(name, kind, bytes)?])?;
        let link = JsValue::from(document()?.create_element("a").ok()?);
        set(&link, "href", &address);
        set(&link, "download", name);
        let clicked = call(&link, "click", &[]);
        let forget = move || {
            // An address of this page can be taken back at any time.
            let _taken = call(&addresses, "revokeObjectURL", &[address]);
        };
        leptos::prelude::set_timeout(forget, std::time::Duration::from_millis(FORGET_AFTER_MS));
        clicked
    };
    save().map(drop).ok_or(())
}
