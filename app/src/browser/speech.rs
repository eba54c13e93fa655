//! Reading aloud, with voices that live on the phone and no others: a voice of
//! a service would be sent the client's words.

use super::by_name::{call, get, new, set};
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};

/// None in browsers that have no such thing.
fn synthesis() -> Option<JsValue> {
    get(&web_sys::window()?.into(), "speechSynthesis")
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
    begin(text, language).is_some()
}

fn begin(text: &str, language: &str) -> Option<()> {
    let synthesis = synthesis()?;
    let words = new("SpeechSynthesisUtterance", &[text.into()])?;
    let spoken = |tag: &str| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    let tag = |voice: &JsValue| get(voice, "lang").and_then(|tag| tag.as_string());
    let voices: Array = call(&synthesis, "getVoices", &[])?.dyn_into().ok()?;
    let own = voices.iter().find(|voice| {
        let is_here = get(voice, "localService").and_then(|here| here.as_bool()) == Some(true);
        is_here && tag(voice).is_some_and(|tag| spoken(&tag) == spoken(language))
    })?;
    set(&words, "lang", tag(&own)?);
    set(&words, "voice", &own);
    call(&synthesis, "cancel", &[])?;
    call(&synthesis, "speak", &[words]).map(drop)
}

/// Stops reading.
pub fn hush() {
    if let Some(synthesis) = synthesis() {
        let _stopped = call(&synthesis, "cancel", &[]);
    }
}
