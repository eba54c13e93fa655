//! Which of a client's notes are shown, where somebody looks for some of them only.

use crate::held::Held;
use ::sync::read_copy::ClientFile;

/// Shared by the timeline and by what finds notes in it, which lives in a chunk: that says which
/// are found, and the timeline leaves out the others. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct ShownNotes {
    /// The client's file.
    pub file: Held<Option<ClientFile>>,
    /// For each note of the file, contacts first, then crisis events and other records, whether it is
    /// what is looked for: a plus or a minus. Empty while nothing is.
    pub found: Held<String>,
}

impl ShownNotes {
    /// Of a client, all of them.
    #[must_use]
    pub fn of(file: Held<Option<ClientFile>>) -> Self {
        Self { file, found: Held::new(String::new()) }
    }

    /// Leaves out of all notes, in their order, those that are not looked for. Tracked.
    pub fn leave_out<T>(self, notes: &mut Vec<T>) {
        self.found.with(|found| {
            let mut found = found.bytes();
            notes.retain(|_| found.next() != Some(b'-'));
        });
    }
}
