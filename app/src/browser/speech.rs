//! Reading aloud with the phone's own voices, which work offline where it has them.

use wasm_bindgen::JsValue;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

fn voice() -> Option<SpeechSynthesis> {
    let window = web_sys::window()?;
    // Some browsers have no such thing, and then asking for it throws.
    let there = js_sys::Reflect::has(&window, &JsValue::from_str("speechSynthesis"));
    if there.unwrap_or(false) { window.speech_synthesis().ok() } else { None }
}

/// The browser can read aloud.
#[must_use]
pub fn is_there() -> bool {
    voice().is_some()
}

/// Reads aloud in a language; what was being read stops.
pub fn say(text: &str, language: &str) {
    let (Some(voice), Ok(words)) = (voice(), SpeechSynthesisUtterance::new_with_text(text)) else {
        return;
    };
    if !language.is_empty() {
        words.set_lang(language);
    }
    voice.cancel();
    voice.speak(&words);
}

/// Stops reading.
pub fn hush() {
    if let Some(voice) = voice() {
        voice.cancel();
    }
}
