//! The only place that speaks to the browser. Everything else in the app is
//! ordinary Rust that would run anywhere.

mod by_name;
pub mod canvas;
pub mod clock;
pub mod early;
pub mod fetch;
pub mod files;
pub mod history;
pub mod in_language;
pub mod indexed_db;
pub mod local_storage;
pub mod locks;
pub mod page;
pub mod passkey;
pub mod pictures;
pub mod random;
pub mod reveal;
pub mod second_passkey;
pub mod service_worker;
pub mod speech;
pub mod tabs;
pub mod upload;
pub mod web_crypto;

use wasm_bindgen::JsValue;

/// What a browser interface answered when it could not do something. The text
/// is the browser's own and may go to the console, never to the server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BrowserError(String);

impl BrowserError {
    /// An error in our own words.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl BrowserError {
    /// It was given up because its time was over.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.starts_with("AbortError")
    }
}

impl BrowserError {
    /// A database has a higher version than this app knows.
    #[must_use]
    pub fn is_newer_version(&self) -> bool {
        self.0.starts_with("VersionError")
    }
}

impl From<JsValue> for BrowserError {
    fn from(value: JsValue) -> Self {
        let name = js_sys::Reflect::get(&value, &"name".into()).ok().and_then(|n| n.as_string());
        let message =
            js_sys::Reflect::get(&value, &"message".into()).ok().and_then(|m| m.as_string());
        Self(match (name, message) {
            (Some(name), Some(message)) => format!("{name}: {message}"),
            (_, Some(text)) | (Some(text), None) => text,
            (None, None) => value.as_string().unwrap_or_else(|| "unknown browser error".into()),
        })
    }
}
