//! The phone's clock, which is shown and never decides anything.

use domain::Moment;

/// Milliseconds since 1970 by this phone.
#[must_use]
pub fn now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    let ms = js_sys::Date::now() as i64;
    ms
}

/// Now, with the offset the phone is set to.
#[must_use]
pub fn now() -> Moment {
    at(now_ms())
}

/// A time, with the offset in force here at that time.
#[must_use]
pub fn at(utc_ms: i64) -> Moment {
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 for the next 285,000 years")]
    let date = js_sys::Date::new(&(utc_ms as f64).into());
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a day; NaN becomes 0")]
    let behind_utc = date.get_timezone_offset() as i16;
    Moment::new(utc_ms, -behind_utc)
}

/// Minutes that this phone's clock is, was or will be ahead of UTC at an instant,
/// so that a note about last March carries March's daylight saving.
#[must_use]
pub fn offset_at(utc_ms: i64) -> i16 {
    #[expect(clippy::cast_precision_loss, reason = "whole milliseconds, far below 2^53")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(utc_ms as f64));
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a day; NaN becomes 0")]
    let behind_utc = date.get_timezone_offset() as i16;
    -behind_utc
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let wait = i32::try_from(ms).unwrap_or(i32::MAX);
            // A window that refuses timers is closing; nothing waits for it.
            let _closing =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, wait);
        }
    });
    let _always_resolves = wasm_bindgen_futures::JsFuture::from(promise).await;
}
