//! What the tabs of one phone tell each other: words of ours, never data.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "streetlight";

/// Something every tab is to do or to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// One tab was locked: all are.
    Lock,
    /// Somebody is using one of them.
    Touched,
}

impl Word {
    const fn text(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Touched => "touched",
        }
    }
}

thread_local! {
    static OPEN: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
}

/// Tells the other tabs. A browser without channels has each tab lock by itself.
pub fn tell(word: Word) {
    OPEN.with(|channel| {
        if let Some(channel) = channel {
            // Refused only by a channel that is closed, as a page is that goes away.
            let _told = channel.post_message(&JsValue::from_str(word.text()));
        }
    });
}

/// Calls `heard` for every word of another tab, for as long as the app lives.
pub fn on_told(mut heard: impl FnMut(Word) + 'static) {
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let said = event.data().as_string();
        let known = [Word::Lock, Word::Touched];
        if let Some(word) = known.into_iter().find(|word| said.as_deref() == Some(word.text())) {
            heard(word);
        }
    });
    OPEN.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        }
    });
    listener.forget();
}
