//! What is said for a few seconds, and what can be taken back as long as it is said.

use super::AppState;
use leptos::prelude::*;
use std::sync::Arc;

/// Something to do later, or not at all.
pub type Act = Arc<dyn Fn() + Send + Sync>;

/// A sentence that goes by itself.
#[derive(Clone)]
pub struct Told {
    /// What to say.
    pub says: String,
    /// Takes back what was done.
    pub undo: Option<Act>,
    /// Does what was held back until now, once it is not taken back any more.
    over: Option<Act>,
}

impl AppState {
    /// Shows a sentence for a few seconds.
    pub fn tell(&self, sentence: impl Into<String>) {
        self.say(Some(Told { says: sentence.into(), undo: None, over: None }));
    }

    /// Says what was done, and offers to take it back for some seconds. What cannot be done twice
    /// is held back for as long: `over` does it. Where the phone is locked meanwhile, or the browser
    /// is killed, neither runs, and that has to be right as well.
    pub fn offer(&self, done: impl Into<String>, undo: Act, over: Option<Act>) {
        self.say(Some(Told { says: done.into(), undo: Some(undo), over }));
    }

    /// Nothing that is said now means anything any more.
    pub fn hush(&self) {
        if self.notice.with_untracked(Option::is_some) {
            self.say(None);
        }
    }

    /// Does at once what is held back: somebody went on from there.
    pub fn settle(&self) {
        let holds = |told: &Option<Told>| told.as_ref().is_some_and(|told| told.over.is_some());
        if self.notice.with_untracked(holds) {
            self.say(None);
        }
    }

    /// Takes back what was done last.
    pub fn undo(&self) {
        let told = self.notice.try_update(Option::take).flatten();
        if let Some(undo) = told.and_then(|told| told.undo) {
            undo();
        }
    }

    fn say(&self, told: Option<Told>) {
        let before = self.notice.try_update(|now| std::mem::replace(now, told)).flatten();
        if let Some(over) = before.and_then(|before| before.over) {
            over();
        }
    }
}
