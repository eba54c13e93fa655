//! Objects of the browser asked by the names of what they do. Each typed call of `web-sys` is an import of the
//! first file, about 30 bytes of it, also where a chunk alone makes it: what only chunks ask for is asked like this.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What an object holds under a name; none where it has no such thing.
pub(super) fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
}

/// Puts something into an object.
pub(super) fn set(into: &JsValue, name: &str, value: impl Into<JsValue>) {
    // Refused only by objects that nobody may change, which none of these is.
    let _set = Reflect::set(into, &name.into(), &value.into());
}

/// Has an object do something; none where it cannot, or refuses.
pub(super) fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let function: Function = get(of, name)?.dyn_into().ok()?;
    function.apply(of, &with.iter().collect::<Array>()).ok()
}

/// A new object of a kind that the window names.
pub(super) fn new(kind: &str, with: &[JsValue]) -> Option<JsValue> {
    let kind: Function = get(&web_sys::window()?.into(), kind)?.dyn_into().ok()?;
    Reflect::construct(&kind, &with.iter().collect::<Array>()).ok()
}
