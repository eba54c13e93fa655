//! localStorage through gloo-storage, wrapped once because gloo panics where
//! storage is blocked. It mirrors what IndexedDB holds; it is never the only copy,
//! because Chromium killed soon after a write loses it.

use domain::json;
use gloo_storage::{LocalStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};

/// Whether storage may be touched at all.
fn available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

/// Reads a value; nothing if it is absent, unreadable or storage is blocked.
#[must_use]
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    json::from_slice(stored(key)?.as_bytes()).ok()
}

/// Kept as JSON inside a string of JSON, which is how gloo writes a string.
fn stored(key: &str) -> Option<String> {
    if !available() {
        return None;
    }
    let stored = LocalStorage::raw().get_item(key).ok()??;
    json::from_slice(stored.as_bytes()).ok()
}

/// Writes a value; false when the browser refused (full or blocked).
#[must_use]
pub fn write<T: Serialize>(key: &str, value: &T) -> bool {
    serde_json::to_vec(value).is_ok_and(|text| store(key, text))
}

fn store(key: &str, text: Vec<u8>) -> bool {
    let text = String::from_utf8(text);
    available() && text.is_ok_and(|text| LocalStorage::set(key, text).is_ok())
}

/// Removes a value.
pub fn remove(key: &str) {
    if available() {
        LocalStorage::delete(key);
    }
}

/// Gives a value another key; where the browser refuses, it stays under its own.
pub fn rename(key: &str, to: &str) {
    if !available() {
        return;
    }
    let raw = LocalStorage::raw();
    if let Ok(Some(value)) = raw.get_item(key)
        && raw.set_item(to, &value).is_ok()
    {
        LocalStorage::delete(key);
    }
}

/// Every key that begins with `prefix`.
#[must_use]
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}
