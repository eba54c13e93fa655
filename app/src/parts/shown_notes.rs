//! Which of a client's notes are shown, where somebody looks for some of them only.

use crate::place::kept;
use ::sync::read_copy::ClientFile;
use leptos::prelude::*;

/// Shared by the timeline and by what finds notes in it, which lives in a chunk: that says which
/// are found, and the timeline leaves out the others. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct ShownNotes {
    /// The client's file.
    pub file: RwSignal<Option<ClientFile>>,
    /// Words that are looked for. All three are as they were left where "back" leads to them.
    pub words: RwSignal<String>,
    /// Kinds of note that are looked for, by their letters.
    pub kinds: RwSignal<String>,
    /// The need that they are to be about, by its id.
    pub need: RwSignal<String>,
    /// For each note of the file, contacts first, then crisis events and other records, whether it is
    /// what is looked for: a plus or a minus. Empty while nothing is.
    pub found: RwSignal<String>,
}

impl ShownNotes {
    /// Of a client, all of them unless "back" leads to where somebody looked for some only.
    #[must_use]
    pub fn of(file: RwSignal<Option<ClientFile>>) -> Self {
        Self {
            file,
            words: kept("words"),
            kinds: kept("kinds"),
            need: kept("about"),
            found: RwSignal::new(String::new()),
        }
    }

    /// Looks for nothing any more.
    pub fn show_all(self) {
        for wanted in [self.words, self.kinds, self.need] {
            wanted.set(String::new());
        }
    }

    /// Leaves out of all notes, in their order, those that are not looked for. Tracked.
    pub fn leave_out<T>(self, notes: &mut Vec<T>) {
        self.found.with(|found| {
            let mut found = found.bytes();
            notes.retain(|_| found.next() != Some(b'-'));
        });
    }
}
