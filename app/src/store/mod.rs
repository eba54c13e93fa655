//! Where things lie on the phone.
//!
//! One IndexedDB database per enrolled phone and worker, so that nobody's sealed
//! outbox can be touched by the next person who signs in. Everything but ids,
//! hashes and the cursor is ciphertext.

mod database;
mod directory;
mod drafts;
mod find;
mod mirror;
mod outbox;
mod papers;
mod profiles;
mod shelves;
mod team;

pub use database::{Store, StoreError};
pub use drafts::{DraftName, FormKind, Unfinished, Wordless};
pub use outbox::{Kept, OutboxItem};
pub use papers::{Papers, keep_pictures_asked, pictures_asked, pictures_wait, say_pictures_wait};
pub use profiles::{Missing, Profile, Profiles};
pub use shelves::Sealed;
