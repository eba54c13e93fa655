//! Sending bytes to our own server. Apart from other requests, which somebody may wait for: a part of a
//! picture that takes its time says nothing about the network.

use super::{
    BrowserError,
    fetch::{Answer, read},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AbortController, Headers, Request, RequestInit};

/// Puts bytes under a path and reads the whole answer.
///
/// # Errors
/// When no answer came within so many milliseconds.
pub async fn put(
    path: &str,
    authorization: &str,
    bytes: &[u8],
    limit_ms: i32,
) -> Result<Answer, BrowserError> {
    let init = RequestInit::new();
    init.set_method("PUT");
    init.set_body(&js_sys::Uint8Array::from(bytes));
    let headers = Headers::new()?;
    headers.set("content-type", "application/octet-stream")?;
    headers.set("authorization", authorization)?;
    init.set_headers(&headers);
    send(path, &init, limit_ms).await
}

/// Gets what a phone may read, and reads all of it.
///
/// # Errors
/// When it did not come within so many milliseconds.
pub async fn get(path: &str, phone: &str, limit_ms: i32) -> Result<Answer, BrowserError> {
    let init = RequestInit::new();
    init.set_method("GET");
    let headers = Headers::new()?;
    headers.set("streetlight-phone", phone)?;
    init.set_headers(&headers);
    send(path, &init, limit_ms).await
}

async fn send(path: &str, init: &RequestInit, limit_ms: i32) -> Result<Answer, BrowserError> {
    let window = web_sys::window().ok_or_else(|| BrowserError::new("there is no window"))?;
    let abort = AbortController::new()?;
    init.set_signal(Some(&abort.signal()));
    init.set_cache(web_sys::RequestCache::NoStore);
    init.set_redirect(web_sys::RequestRedirect::Error);
    let request = Request::new_with_str_and_init(path, init)?;
    let give_up = Closure::once_into_js(move || abort.abort());
    let timer = window
        .set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), limit_ms)?;
    let outcome = read(&window, &request).await;
    window.clear_timeout_with_handle(timer);
    outcome
}
