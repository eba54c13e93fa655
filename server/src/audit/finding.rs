use super::RowKey;
use std::fmt;

/// Something that is not as the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// This entry was altered, or one before it was taken out. What it says of rows is
    /// anybody's word.
    Broken(i64),
    /// The log ends before the last head that was kept elsewhere.
    Cut {
        /// The last entry there is.
        ends: i64,
        /// The last one there was.
        ended: i64,
    },
    /// This entry is another than the one whose hash was kept elsewhere.
    OtherHead(i64),
    /// There is no entry, and the agency is there: whoever made one, the log said so.
    NoLog,
    /// The log begins with what only a server writes that found none: the one before was deleted.
    BegunAnew,
    /// The server was made to take stock once more, from this entry on.
    SecondStock(i64),
    /// A row that the entry wrote is not there.
    Missing {
        /// Which.
        row: RowKey<'static>,
        /// The entry.
        entry: i64,
    },
    /// A row is there that no entry wrote.
    Unknown {
        /// Which.
        row: RowKey<'static>,
    },
    /// A row is there again that the entry took away.
    Back {
        /// Which.
        row: RowKey<'static>,
        /// The entry.
        entry: i64,
    },
    /// A row was changed by somebody else before the server wrote it again.
    Tampered {
        /// Which.
        row: RowKey<'static>,
        /// The entry that wrote it before, if any did.
        wrote: Option<i64>,
        /// The server found it; else it was taken away.
        is_there: bool,
        /// The entry with which the server wrote it again.
        entry: i64,
    },
    /// A row does not hold what the entry wrote.
    Differs {
        /// Which.
        row: RowKey<'static>,
        /// The entry.
        entry: i64,
        /// The earlier entry that wrote it as it stands now: it was rolled back.
        as_of: Option<i64>,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(entry) => {
                write!(f, "entry {entry} was altered, or one before it was taken out")
            }
            Self::Cut { ends, ended } => write!(
                f,
                "the log was cut off, or the database rolled back: it ends with entry {ends}, and had {ended}"
            ),
            Self::OtherHead(entry) => {
                write!(f, "entry {entry} is not the one whose hash was kept: the log was replaced")
            }
            Self::NoLog => write!(
                f,
                "the whole log was deleted: the agency is there, and no entry says who made it"
            ),
            Self::BegunAnew => write!(
                f,
                "the whole log was deleted, and the server began it anew with entry 1: it does not vouch for rows from before"
            ),
            Self::SecondStock(entry) => write!(
                f,
                "somebody made the server take down the rows once more, from entry {entry} on; what it took down counts for nothing"
            ),
            Self::Missing { row, entry } => {
                write!(f, "{row} is missing; entry {entry} wrote it")
            }
            Self::Unknown { row } => write!(f, "{row} is there, and no entry wrote it"),
            Self::Back { row, entry } => {
                write!(f, "{row} is there again; entry {entry} took it away")
            }
            Self::Tampered { row, wrote: None, entry, .. } => write!(
                f,
                "{row} was there when entry {entry} changed it, and no entry had written it"
            ),
            Self::Tampered { row, wrote: Some(wrote), is_there: true, entry } => write!(
                f,
                "{row} was changed, after entry {wrote} wrote it and before entry {entry} wrote it again"
            ),
            Self::Tampered { row, wrote: Some(wrote), is_there: false, entry } => write!(
                f,
                "{row} was taken away, after entry {wrote} wrote it and before entry {entry} wrote it again"
            ),
            Self::Differs { row, entry, as_of: None } => {
                write!(f, "{row} is not as entry {entry} wrote it")
            }
            Self::Differs { row, entry, as_of: Some(earlier) } => write!(
                f,
                "{row} was rolled back: it is as entry {earlier} wrote it, and entry {entry} changed it"
            ),
        }
    }
}
