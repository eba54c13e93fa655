//! Finding words in what was written about anybody in the caseload: notes, plans, support people.
//!
//! What is on the phone is read client by client, and what was read is kept as an *index*: which words
//! stand in which [`Unit`], a note or a line of a plan. It says of each client what state of their
//! shelves it was made of ([`Tag`]); where that is not the present one, it is not asked, and what lies
//! there is read anew. So it can be late and never wrong (`docs/decisions/0028`).
//!
//! | module | what |
//! |---|---|
//! | [`unit`] | what can be found, out of a client's shelves |
//! | [`present`] | who is in the caseload, and in which state |
//! | [`tag`] | the state of a client's shelves |
//! | `bits` | numbers and letters in few bits |
//! | `segment` | the index of some clients |
//! | [`builder`] | making one, out of what was read or of several |
//! | [`finder`] | all of it, and what is looked for |

mod bits;
pub mod builder;
pub mod finder;
pub mod present;
mod segment;
pub mod tag;
#[cfg(test)]
mod tests;
pub mod unit;

pub use builder::Joining;
pub use finder::{Finder, Found, Hit};
pub use present::Present;
pub use tag::Tag;
pub use unit::{Place, Unit, units_of};

use chrono::NaiveDate;
use domain::{
    document::DocumentKind,
    id::{ClientId, StaffId},
    record::RecordKind,
    search::Query,
};

/// What sort of thing something was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What was signed once.
    Record(RecordKind),
    /// What is written in versions.
    Document(DocumentKind),
}

/// Where the documents begin among the numbers of kinds.
const DOCUMENTS: usize = 128;

impl Kind {
    /// Every kind, records first.
    pub fn all() -> impl Iterator<Item = Self> {
        let records = RecordKind::ALL.iter().copied().map(Self::Record);
        records.chain(DocumentKind::ALL.iter().copied().map(Self::Document))
    }

    /// Its word: no record has that of a document.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.word(),
            Self::Document(kind) => kind.word(),
        }
    }

    /// The kind that has this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::all().find(|kind| kind.word() == word)
    }

    /// Its number in an index of this build of the app.
    fn number(self) -> u8 {
        let place = match self {
            Self::Record(kind) => RecordKind::ALL.iter().position(|one| *one == kind),
            Self::Document(kind) => {
                let place = DocumentKind::ALL.iter().position(|one| *one == kind);
                place.map(|place| DOCUMENTS + place)
            }
        };
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
    }
}

/// What somebody looks for: words, and what it has to be beside that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The words.
    pub query: Query,
    /// Whose.
    pub client: Option<ClientId>,
    /// Not before this day; what has no day is left out.
    pub from: Option<NaiveDate>,
    /// Not after this day.
    pub to: Option<NaiveDate>,
    /// What sort of thing.
    pub kind: Option<Kind>,
    /// About the need with this number.
    pub need: Option<u32>,
    /// By whom.
    pub author: Option<StaffId>,
}

impl Wanted {
    /// Whether anything is asked for beside words.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        *self != Self { query: self.query.clone(), ..Self::default() }
    }

    /// Nothing is asked for at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.query.is_empty() && !self.is_filtered()
    }

    fn takes(&self, facts: &Facts) -> bool {
        let in_time = match facts.day {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self.from.is_none() && self.to.is_none(),
        };
        in_time
            && self.kind.is_none_or(|kind| kind == facts.kind)
            && self.need.is_none_or(|need| facts.needs.contains(&need))
            && self.author.is_none_or(|author| Some(author) == facts.author)
    }
}

/// What is known of a unit beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What sort of thing.
    pub kind: Kind,
    /// The day on which it happened, or was written.
    pub day: Option<NaiveDate>,
    /// Who wrote it.
    pub author: Option<StaffId>,
    /// Numbers of the needs that it is about.
    pub needs: Vec<u32>,
}
