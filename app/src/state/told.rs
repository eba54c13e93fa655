//! What is said for a few seconds, and what can be taken back as long as it is said.

use super::{AppState, lock};
use crate::browser::clock;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};

/// Milliseconds for which a sentence stands.
const STANDS_MS: u32 = 5_000;
/// The same of one with something to take back.
const OFFERS_MS: u32 = 10_000;

/// Something to do later, or not at all.
pub type Act = Box<dyn FnOnce()>;

struct Offer {
    /// Takes back what was done.
    undo: Act,
    /// Does what was held back until now, once it is not taken back any more.
    over: Option<Act>,
}

thread_local! {
    static OFFER: RefCell<Option<Offer>> = const { RefCell::new(None) };
    /// How much was said so far.
    static SAID: Cell<u32> = const { Cell::new(0) };
}

/// Whether what is said now can be taken back.
#[must_use]
pub fn is_offered() -> bool {
    OFFER.with_borrow(Option::is_some)
}

impl AppState {
    /// Shows a sentence for a few seconds.
    pub fn tell(&self, sentence: impl Into<String>) {
        self.say(Some(sentence.into()), None);
    }

    /// Says what was done, and offers to take it back for some seconds. What cannot be done twice
    /// is held back for as long: `over` does it. Where the phone is locked meanwhile, or the browser
    /// is killed, neither runs, and that has to be right as well. `locks` is [`lock::locks`] when it
    /// was begun: of what came to its end after a lock nobody else is offered the undoing.
    pub fn offer(&self, locks: u32, done: &str, undo: Act, over: Option<Act>) {
        if lock::locks() == locks {
            self.say(Some(done.to_owned()), Some(Offer { undo, over }));
        }
    }

    /// Nothing that is said now means anything any more.
    pub fn hush(&self) {
        if self.notice.with_untracked(Option::is_some) {
            self.say(None, None);
        }
    }

    /// Does at once what is held back: somebody went on from there.
    pub fn settle(&self) {
        if OFFER.with_borrow(|offer| offer.as_ref().is_some_and(|offer| offer.over.is_some())) {
            self.say(None, None);
        }
    }

    /// Takes back what was done last.
    pub fn undo(&self) {
        let offer = OFFER.take();
        self.notice.set(None);
        if let Some(offer) = offer {
            (offer.undo)();
        }
    }

    /// Forgets what was said and what can be taken back, and does nothing of it: the phone is locked.
    pub fn forget_offer(&self) {
        drop(OFFER.take());
        self.notice.set(None);
    }

    fn say(&self, sentence: Option<String>, offer: Option<Offer>) {
        let stands = if offer.is_some() { OFFERS_MS } else { STANDS_MS };
        let number = SAID.get().wrapping_add(1);
        SAID.set(number);
        let before = OFFER.replace(offer);
        let is_said = sentence.is_some();
        self.notice.set(sentence);
        if let Some(over) = before.and_then(|before| before.over) {
            over();
        }
        if is_said {
            let app = *self;
            spawn_local(async move {
                clock::sleep(stands).await;
                if SAID.get() == number {
                    app.hush();
                }
            });
        }
    }
}
