//! Reading aloud, with voices that live on the phone and no others: a voice of
//! a service would be sent the client's words.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

fn synthesis() -> Option<SpeechSynthesis> {
    let window = web_sys::window()?;
    // Some browsers have no such thing, and then asking for it throws.
    let there = js_sys::Reflect::has(&window, &JsValue::from_str("speechSynthesis"));
    if there.unwrap_or(false) { window.speech_synthesis().ok() } else { None }
}

/// The browser can read aloud; whether it has a voice of its own shows in [`say`].
#[must_use]
pub fn is_there() -> bool {
    synthesis().is_some()
}

/// Reads aloud in a language, by its BCP 47 tag; what was being read stops.
/// False where the phone has no voice of its own for it: then nothing is read,
/// and nothing has left the phone.
#[must_use]
pub fn say(text: &str, language: &str) -> bool {
    let (Some(synthesis), Ok(words)) = (synthesis(), SpeechSynthesisUtterance::new_with_text(text))
    else {
        return false;
    };
    let spoken = |tag: &str| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    let voices = synthesis.get_voices();
    let own = voices
        .iter()
        .filter_map(|voice| voice.dyn_into::<SpeechSynthesisVoice>().ok())
        .find(|voice| voice.local_service() && spoken(&voice.lang()) == spoken(language));
    let Some(own) = own else { return false };
    words.set_lang(&own.lang());
    words.set_voice(Some(&own));
    synthesis.cancel();
    synthesis.speak(&words);
    true
}

/// Stops reading.
pub fn hush() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}
