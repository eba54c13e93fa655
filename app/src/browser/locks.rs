//! Web Locks: one tab sends at a time. An optimisation only; idempotency is
//! the guarantee, so a browser without locks simply runs.

use super::BrowserError;
use std::{cell::RefCell, future::Future, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Runs `work` while holding the named lock; returns false at once, without
/// running it, when another tab holds it.
///
/// # Errors
/// When the browser refuses the request.
pub async fn if_free(
    name: &str,
    work: impl Future<Output = ()> + 'static,
) -> Result<bool, BrowserError> {
    let Some(locks) = manager() else {
        work.await;
        return Ok(true);
    };
    let ran = Rc::new(RefCell::new(false));
    let mark = Rc::clone(&ran);
    let mut work = Some(work);
    let callback = Closure::<dyn FnMut(JsValue) -> js_sys::Promise>::new(move |lock: JsValue| {
        let granted = !lock.is_null() && !lock.is_undefined();
        let work = if granted { work.take() } else { None };
        mark.replace(work.is_some());
        future_to_promise(async move {
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
    let request: js_sys::Function = js_sys::Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let promise: js_sys::Promise =
        request.call3(&locks, &name.into(), &options, callback.as_ref())?.dyn_into()?;
    JsFuture::from(promise).await?;
    let ran = *ran.borrow();
    Ok(ran)
}

fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let locks = js_sys::Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined() && !locks.is_null()).then_some(locks)
}
