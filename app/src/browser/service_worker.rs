//! The service worker: registering it, and letting a new version take over
//! only when the worker says so.

use super::BrowserError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RegistrationOptions, ServiceWorkerRegistration};

/// Registers `/sw.js`. A browser without service workers runs online only.
///
/// # Errors
/// When the browser refuses, as in some private windows.
pub async fn register() -> Result<(), BrowserError> {
    let Some(container) = container() else { return Ok(()) };
    let options = RegistrationOptions::new();
    options.set_update_via_cache(web_sys::ServiceWorkerUpdateViaCache::None);
    JsFuture::from(container.register_with_options("/sw.js", &options)).await?;
    Ok(())
}

/// Whether a newer version is installed and waits.
pub async fn update_waits() -> bool {
    registration().await.is_some_and(|registration| registration.waiting().is_some())
}

/// Looks for a newer version on the server.
pub async fn look_for_update() {
    if let Some(promise) = registration().await.and_then(|found| found.update().ok()) {
        // Offline, or the server is away: the next look will do.
        let _later = JsFuture::from(promise).await;
    }
}

/// Lets the waiting version take over, then starts again with it.
///
/// # Errors
/// When the browser refuses to pass the message.
pub async fn take_over() -> Result<(), BrowserError> {
    let Some(container) = container() else { return Ok(()) };
    if let Some(waiting) = registration().await.and_then(|found| found.waiting()) {
        let reload = wasm_bindgen::closure::Closure::once_into_js(|| {
            if let Some(window) = web_sys::window() {
                // Refused only while the page is being left anyway.
                let _leaving = window.location().reload();
            }
        });
        container.set_oncontrollerchange(Some(reload.unchecked_ref()));
        let message = js_sys::Object::new();
        js_sys::Reflect::set(&message, &"type".into(), &"take-over".into())?;
        waiting.post_message(&message)?;
    }
    Ok(())
}

/// Asks the browser to keep this app's storage when space runs short.
/// Answers whether it will; never depended on.
pub async fn persist_storage() -> bool {
    let Some(storage) = web_sys::window().map(|window| window.navigator().storage()) else {
        return false;
    };
    let Ok(promise) = storage.persist() else { return false };
    JsFuture::from(promise).await.is_ok_and(|kept| kept == JsValue::TRUE)
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.dyn_into().ok()
}

fn container() -> Option<web_sys::ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let there = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    there.then(|| navigator.service_worker())
}
