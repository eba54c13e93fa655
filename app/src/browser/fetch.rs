//! Requests to our own server, each of which ends within a time limit.

use super::{BrowserError, clock};
use domain::Moment;
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestInit, Response};

/// A request to the same origin.
#[derive(Debug, Default)]
pub struct Ask<'a> {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'a str,
    /// Path with query.
    pub path: &'a str,
    /// The phone that asks, where what is answered is only for it.
    pub phone: Option<String>,
    /// JSON body.
    pub json: Option<String>,
    /// `Authorization` header.
    pub authorization: Option<String>,
    /// Milliseconds until it is given up.
    pub limit_ms: i32,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Whether the server says it is JSON; a captive portal does not.
    pub is_json: bool,
    /// The server's clock, where it says.
    pub server_time: Option<Moment>,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// The body.
    pub body: Vec<u8>,
}

thread_local! {
    /// When each request without an answer was sent. Which is which does not matter: two of one
    /// millisecond have waited for as long.
    static UNANSWERED: RefCell<Vec<i64>> = const { RefCell::new(Vec::new()) };
    /// The request that ended last had an answer of our server.
    static ANSWERED: Cell<bool> = const { Cell::new(false) };
}

/// A request that waits for its answer, and for no other's; until this is dropped.
struct Unanswered(i64);

impl Unanswered {
    fn since(now_ms: i64) -> Self {
        UNANSWERED.with_borrow_mut(|all| all.push(now_ms));
        Self(now_ms)
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        UNANSWERED.with_borrow_mut(|all| {
            if let Some(at) = all.iter().position(|since| *since == self.0) {
                all.swap_remove(at);
            }
        });
    }
}

/// For how long the oldest request has been without an answer, in milliseconds;
/// nothing when none is under way.
#[must_use]
pub fn unanswered_for_ms() -> Option<i64> {
    oldest().map(|since| clock::now_ms() - since)
}

/// What was answered before says nothing any more: the phone was put away, and may be somewhere else.
pub fn forget_answers() {
    ANSWERED.set(false);
}

/// Whether the request that ended last was answered by our server; a captive portal or a gateway says
/// no JSON. Not yet when none has ended.
#[must_use]
pub fn was_answered() -> bool {
    ANSWERED.get()
}

fn oldest() -> Option<i64> {
    UNANSWERED.with_borrow(|all| all.iter().copied().min())
}

/// Sends and reads the whole answer.
///
/// # Errors
/// When no answer came within the limit.
pub async fn send(ask: Ask<'_>) -> Result<Answer, BrowserError> {
    let window = web_sys::window().ok_or_else(|| BrowserError::new("there is no window"))?;
    let abort = AbortController::new()?;
    let init = RequestInit::new();
    init.set_method(ask.method);
    init.set_signal(Some(&abort.signal()));
    init.set_cache(web_sys::RequestCache::NoStore);
    init.set_redirect(web_sys::RequestRedirect::Error);
    let headers = Headers::new()?;
    if let Some(json) = &ask.json {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(json));
    }
    if let Some(phone) = &ask.phone {
        headers.set("streetlight-phone", phone)?;
    }
    if let Some(credential) = &ask.authorization {
        // A push needs no session. One that is there goes along, and tells the phone from
        // whoever copied its token.
        headers.set("authorization", credential)?;
    }
    init.set_headers(&headers);
    let request = Request::new_with_str_and_init(ask.path, &init)?;

    let give_up = Closure::once_into_js(move || abort.abort());
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(
        give_up.unchecked_ref(),
        ask.limit_ms,
    )?;
    let unanswered = Unanswered::since(clock::now_ms());
    let outcome = read(&window, &request).await;
    drop(unanswered);
    ANSWERED.set(
        outcome.as_ref().is_ok_and(|answer| answer.is_json || matches!(answer.status, 204 | 304)),
    );
    window.clear_timeout_with_handle(timer);
    outcome
}

pub(super) async fn read(
    window: &web_sys::Window,
    request: &Request,
) -> Result<Answer, BrowserError> {
    let response: Response =
        JsFuture::from(window.fetch_with_request(request)).await?.dyn_into()?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let is_json = header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    // Not a number where it cannot be read, which would be taken for 1970.
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    let server_time = header("date")
        .map(|date| js_sys::Date::parse(&date))
        .filter(|ms| ms.is_finite())
        .map(|ms| Moment::new(ms as i64, 0));
    let retry_after = header("retry-after").and_then(|seconds| seconds.parse().ok());
    let status = response.status();
    let body = if status == 204 {
        Vec::new()
    } else {
        js_sys::Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?).to_vec()
    };
    Ok(Answer { status, is_json, server_time, retry_after, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_the_waiting_of_its_own_request_alone() {
        let slow = Unanswered::since(1_000);
        let quick = Unanswered::since(4_000);
        let twin = Unanswered::since(4_000);
        assert_eq!(oldest(), Some(1_000));
        drop(quick);
        assert_eq!(oldest(), Some(1_000), "the slow one still waits");
        drop(slow);
        assert_eq!(oldest(), Some(4_000));
        drop(twin);
        assert_eq!(oldest(), None);
    }
}
