use super::Position;
use domain::id::{ClientId, Epoch};
use std::{fmt, str::FromStr};

/// Where a phone has come to; opaque text to the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The history it belongs to.
    pub epoch: Epoch,
    /// Everything up to this sequence number is on the phone.
    pub since: u64,
    /// In the middle of a pull: where it will end.
    pub target: u64,
    /// In the middle of a pull: how far it has come.
    pub position: Position,
}

/// The text is not a cursor of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a cursor")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.epoch, self.since)?;
        match self.position {
            Position::Settled => Ok(()),
            Position::Sheets(None) => write!(f, ".{}.s", self.target),
            Position::Sheets(Some(client)) => write!(f, ".{}.s.{client}", self.target),
            Position::Files(None) => write!(f, ".{}.f", self.target),
            Position::Files(Some((client, seq))) => {
                write!(f, ".{}.f.{client}.{seq}", self.target)
            }
            Position::Changes(seq) => write!(f, ".{}.c.{seq}", self.target),
        }
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let number = |text: &str| text.parse::<u64>().map_err(|_| BadCursor);
        let client = |text: &str| text.parse::<ClientId>().map_err(|_| BadCursor);
        let parts: Vec<&str> = text.split('.').collect();
        let (epoch, since, rest) = match parts.as_slice() {
            [epoch, since, rest @ ..] => (epoch, number(since)?, rest),
            _ => return Err(BadCursor),
        };
        let epoch = epoch.parse().map_err(|_| BadCursor)?;
        let (target, position) = match rest {
            [] => (since, Position::Settled),
            [target, "s"] => (number(target)?, Position::Sheets(None)),
            [target, "s", id] => (number(target)?, Position::Sheets(Some(client(id)?))),
            [target, "f"] => (number(target)?, Position::Files(None)),
            [target, "f", id, seq] => {
                (number(target)?, Position::Files(Some((client(id)?, number(seq)?))))
            }
            [target, "c", seq] => (number(target)?, Position::Changes(number(seq)?)),
            _ => return Err(BadCursor),
        };
        if target < since {
            return Err(BadCursor);
        }
        Ok(Self { epoch, since, target, position })
    }
}
