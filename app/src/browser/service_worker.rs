//! The service worker: hearing of a new version, and letting it take over only
//! when the person says so.

use super::{BrowserError, page};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerRegistration, ServiceWorkerState};

/// Calls `waits` when a newer version is installed and waits for its turn, now
/// or later. The boot script registers the service worker; a browser without
/// one runs online only.
pub async fn on_update(waits: impl Fn() + Clone + 'static) {
    let Some(registration) = ready().await else { return };
    if registration.waiting().is_some() {
        waits();
    }
    let found = registration.clone();
    let listener = Closure::<dyn FnMut()>::new(move || {
        let Some(coming) = found.installing() else { return };
        let (worker, waits) = (coming.clone(), waits.clone());
        let settled = Closure::<dyn FnMut()>::new(move || {
            if worker.state() == ServiceWorkerState::Installed {
                waits();
            }
        });
        coming.set_onstatechange(Some(settled.as_ref().unchecked_ref()));
        // One a new version: as rare as releases.
        settled.forget();
    });
    registration.set_onupdatefound(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

/// The registration, as soon as a version of the app is in charge.
async fn ready() -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container()?.ready().ok()?).await.ok()?.dyn_into().ok()
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
    let Some(waiting) = registration().await.and_then(|found| found.waiting()) else {
        // Nobody stood in its way: it is in charge already, of every page but this one.
        page::reload();
        return Ok(());
    };
    // Not when the page's own worker changes: the first page there ever was has none.
    let coming = waiting.clone();
    let settled = Closure::<dyn FnMut()>::new(move || {
        if coming.state() == ServiceWorkerState::Activated {
            page::reload();
        }
    });
    waiting.set_onstatechange(Some(settled.as_ref().unchecked_ref()));
    settled.forget();
    let message = js_sys::Object::new();
    js_sys::Reflect::set(&message, &"type".into(), &"take-over".into())?;
    waiting.post_message(&message)?;
    Ok(())
}

/// Asks the system to have the service worker deliver the outbox when there is
/// a network again, even if no page is open then. A browser that cannot
/// (Safari, Firefox) delivers with the next page.
pub async fn ask_for_delivery() {
    let Some(registration) = registration().await else { return };
    let part = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let Some(sync) = part(&registration, "sync").filter(JsValue::is_object) else { return };
    let Some(Ok(register)) = part(&sync, "register").map(JsCast::dyn_into::<js_sys::Function>)
    else {
        return;
    };
    if let Ok(Ok(promise)) =
        register.call1(&sync, &"deliver-outbox".into()).map(JsCast::dyn_into::<js_sys::Promise>)
    {
        // Refused where the person forbade it.
        let _asked = JsFuture::from(promise).await;
    }
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
