//! What the log keeps of a row, and how an entry carries it.

use super::{COVERED, Covered};
use crate::keys;
use domain::{Hash, id::AgencyId};
use sqlx::{QueryBuilder, Row as _, Sqlite, TypeInfo as _, ValueRef as _, sqlite::SqliteRow};
use std::{borrow::Cow, fmt};
use uuid::Uuid;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column<'a> {
    /// Nothing.
    None,
    /// An integer.
    Number(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// The SHA-256 of bytes that are longer than [`SHORT`], for whoever has it at hand.
    Long(Hash),
}

/// Bytes that are longer go into an imprint by their hash, which a push takes before it holds
/// the database.
const SHORT: usize = 64;

impl<'a> Column<'a> {
    /// Bytes that are somebody else's.
    #[must_use]
    pub const fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }

    /// Text that is somebody else's.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    fn into_owned(self) -> Column<'static> {
        match self {
            Self::None => Column::None,
            Self::Number(number) => Column::Number(number),
            Self::Text(text) => Column::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Column::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Long(hash) => Column::Long(hash),
        }
    }

    pub(super) fn bind(&self, sql: &mut QueryBuilder<Sqlite>) {
        match self {
            Self::None => sql.push_bind(None::<i64>),
            Self::Number(number) => sql.push_bind(*number),
            Self::Text(text) => sql.push_bind(text.to_string()),
            Self::Bytes(bytes) => sql.push_bind(bytes.to_vec()),
            // Of a key nothing is that long.
            Self::Long(hash) => sql.push_bind(hash.as_bytes().to_vec()),
        };
    }

    /// A kind, a length and the bytes, so that no two lists of values read alike.
    fn write(&self, out: &mut Vec<u8>) {
        let (number, hash);
        let (kind, bytes): (u8, &[u8]) = match self {
            Self::None => (0, &[]),
            Self::Long(hash) => (4, hash.as_bytes()),
            Self::Bytes(bytes) if bytes.len() > SHORT => {
                hash = Hash::of(bytes);
                (4, hash.as_bytes())
            }
            Self::Number(n) => {
                number = n.to_be_bytes();
                (1, &number)
            }
            Self::Text(text) => (2, text.as_bytes()),
            Self::Bytes(bytes) => (3, bytes),
        };
        out.push(kind);
        out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(bytes);
    }

    fn read(from: &mut &[u8]) -> Option<Column<'static>> {
        let (kind, rest) = from.split_first()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (bytes, rest) = rest.split_at_checked(length)?;
        *from = rest;
        Some(match kind {
            0 => Column::None,
            1 => Column::Number(i64::from_be_bytes(bytes.try_into().ok()?)),
            2 => Column::Text(Cow::Owned(String::from_utf8(bytes.to_vec()).ok()?)),
            _ => Column::Bytes(Cow::Owned(bytes.to_vec())),
        })
    }
}

pub(super) fn value(row: &SqliteRow, column: usize) -> sqlx::Result<Column<'_>> {
    let raw = row.try_get_raw(column)?;
    Ok(match raw.type_info().name() {
        _ if raw.is_null() => Column::None,
        "TEXT" => Column::text(row.try_get(column)?),
        "BLOB" => Column::bytes(row.try_get(column)?),
        _ => Column::Number(row.try_get(column)?),
    })
}

/// Which row it is, within an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowKey<'a> {
    /// Of which table.
    pub covered: &'static Covered,
    /// The columns of its key.
    pub values: Vec<Column<'a>>,
}

impl<'a> RowKey<'a> {
    /// A row of a covered table.
    #[must_use]
    pub fn new(table: &str, values: impl Into<Vec<Column<'a>>>) -> Self {
        Self { covered: Covered::named(table), values: values.into() }
    }

    /// What the log keeps of the row with this rest.
    #[must_use]
    pub fn imprint(&self, key: &[u8], agency: AgencyId, rest: &[Column<'_>]) -> Imprint {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(self.covered.code);
        for value in self.values.iter().chain(rest) {
            value.write(&mut bytes);
        }
        let hash = keys::hmac(key, &[agency.as_bytes(), &bytes]);
        Imprint(hash.first_chunk().copied().unwrap_or_default())
    }

    /// The same row, borrowing from nobody.
    #[must_use]
    pub fn into_owned(self) -> RowKey<'static> {
        let values = self.values.into_iter().map(Column::into_owned).collect();
        RowKey { covered: self.covered, values }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(self.covered.code);
        for value in &self.values {
            value.write(out);
        }
    }

    /// The same bytes for the same row and no other.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(48);
        self.write(&mut bytes);
        bytes
    }
}

/// As `verify-audit` names a row: its table, and what tells it from others.
impl fmt::Display for RowKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.covered.table)?;
        for value in &self.values {
            match value {
                Column::None => f.write_str(" -")?,
                Column::Number(number) => write!(f, " {number}")?,
                Column::Text(text) => write!(f, " {text}")?,
                Column::Long(hash) => write!(f, " {}", keys::hex(hash.as_bytes()))?,
                Column::Bytes(bytes) => match Uuid::from_slice(bytes) {
                    Ok(id) => write!(f, " {id}")?,
                    Err(_) => write!(f, " {}", keys::hex(bytes))?,
                },
            }
        }
        Ok(())
    }
}

/// Sixteen bytes: under a key that is not in the database nobody finds another row with the same.
const IMPRINT_BYTES: usize = 16;

/// What the log keeps of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imprint([u8; IMPRINT_BYTES]);

impl Imprint {
    /// Of a row that is there no longer.
    pub const GONE: Self = Self([0; IMPRINT_BYTES]);

    fn read(from: &mut &[u8]) -> Option<Self> {
        let (imprint, rest) = from.split_first_chunk()?;
        *from = rest;
        Some(Self(*imprint))
    }
}

/// Added to a table's number where the imprint of before follows.
const CHANGED: u8 = 0x80;

/// A row that an entry says was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub row: RowKey<'static>,
    /// What it was until then; none of one that was not there.
    pub before: Option<Imprint>,
    /// What it is from then on.
    pub imprint: Imprint,
}

/// Rows and their imprints as an entry carries them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows(Vec<u8>);

impl Rows {
    /// No row.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds a row that was not there before.
    pub fn add(&mut self, row: &RowKey<'_>, imprint: Imprint) {
        row.write(&mut self.0);
        self.0.extend_from_slice(&imprint.0);
    }

    /// Adds a row that was changed or taken away, with the imprint it had until then.
    pub fn add_changed(&mut self, row: &RowKey<'_>, before: Imprint, imprint: Imprint) {
        let start = self.0.len();
        row.write(&mut self.0);
        if let Some(code) = self.0.get_mut(start) {
            *code |= CHANGED;
        }
        self.0.extend_from_slice(&before.0);
        self.0.extend_from_slice(&imprint.0);
    }

    /// As the log holds it; nothing where there is no row.
    #[must_use]
    pub fn to_column(&self) -> Option<&[u8]> {
        (!self.0.is_empty()).then_some(self.0.as_slice())
    }

    /// Reads what an entry carries. Nothing where it is none of ours, which the chain says first.
    #[must_use]
    pub fn read(mut column: &[u8]) -> Option<Vec<Written>> {
        let mut rows = Vec::new();
        while let Some((code, rest)) = column.split_first() {
            let covered = COVERED.iter().find(|covered| covered.code == code & !CHANGED)?;
            column = rest;
            let values = covered.key.iter().map(|_| Column::read(&mut column));
            let values = values.collect::<Option<Vec<_>>>()?;
            let before = match code & CHANGED {
                0 => None,
                _ => Some(Imprint::read(&mut column)?),
            };
            let imprint = Imprint::read(&mut column)?;
            rows.push(Written { row: RowKey { covered, values }, before, imprint });
        }
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_read_as_they_were_added() {
        let agency = AgencyId::from_bytes([1; 16]);
        let mut rows = Rows::default();
        let record = RowKey::new("record", [Column::text("contact"), Column::bytes(&[7; 16])]);
        let turn = RowKey::new("on_call_shift", [Column::bytes(&[9; 16])]);
        let imprint = record.imprint(b"key", agency, &[Column::bytes(b"body")]);
        rows.add(&record, imprint);
        rows.add_changed(&turn, imprint, Imprint::GONE);
        let read = Rows::read(rows.to_column().expect("two rows")).expect("its own bytes");
        let written = [
            Written { row: record.clone(), before: None, imprint },
            Written { row: turn, before: Some(imprint), imprint: Imprint::GONE },
        ];
        assert_eq!(read, written);
        assert_eq!(record.to_string(), "record contact 07070707-0707-0707-0707-070707070707");
        let long = [9; SHORT + 1];
        assert_eq!(
            record.imprint(b"key", agency, &[Column::bytes(&long)]),
            record.imprint(b"key", agency, &[Column::Long(Hash::of(&long))]),
        );
        assert_ne!(imprint, record.imprint(b"key", agency, &[Column::text("body")]));
        assert_ne!(imprint, record.imprint(b"yek", agency, &[Column::bytes(b"body")]));
    }

    /// What is in the log stays there: these bytes must read alike for ever.
    #[test]
    fn imprints_and_rows_are_made_as_ever() {
        let agency = AgencyId::from_bytes([1; 16]);
        let record = RowKey::new("record", [Column::text("contact"), Column::bytes(&[7; 16])]);
        let rest =
            [Column::bytes(&[2; 16]), Column::bytes(&[9; 100]), Column::Number(-3), Column::None];
        let mut rows = Rows::none();
        rows.add(&record, record.imprint(b"key", agency, &rest));
        rows.add_changed(&record, Imprint([4; 16]), Imprint::GONE);
        let golden = "050200000007636f6e7461637403000000100707070707070707070707070707\
            0707eb3f0b0c7e6e7c4408a2600ead550997850200000007636f6e74616374030000001007070707070707070\
            7070707070707070404040404040404040404040404040400000000000000000000000000000000";
        assert_eq!(keys::hex(rows.to_column().expect("two rows")), golden);
    }

    #[test]
    fn every_table_has_a_number_of_its_own() {
        let codes: std::collections::BTreeSet<_> = COVERED.iter().map(|table| table.code).collect();
        assert_eq!(codes.len(), COVERED.len());
        assert!(!codes.contains(&0));
    }
}
