//! Which rows the audit log vouches for, and what it keeps of each.
//!
//! An entry carries an [`Imprint`] of every row that was written with it: an HMAC over all the
//! row's columns. So the chain says what must stand in each table now, and `verify-audit` names
//! what is missing, what is there and should not be, and what differs.

use crate::keys;
use domain::{Hash, id::AgencyId};
use sqlx::{QueryBuilder, Row as _, Sqlite, TypeInfo as _, ValueRef as _, sqlite::SqliteRow};
use std::{borrow::Cow, fmt};
use uuid::Uuid;

/// A table whose rows are covered.
#[derive(Debug, PartialEq, Eq)]
pub struct Covered {
    /// Its number in the log, for ever. Where columns are added to a table, it gets another
    /// number for the rows written from then on.
    pub code: u8,
    /// What it is called, in the database and by `verify-audit`.
    pub table: &'static str,
    /// The columns that tell its rows apart within an agency.
    pub key: &'static [&'static str],
    /// Everything else about a row `t` that matters, as SQL. What is left out says when something
    /// was last seen, and no more.
    pub rest: &'static [&'static str],
}

/// A row's place in the feed belongs to it: whoever takes it out of there hides it from phones.
macro_rules! fed {
    ($kind:literal, $id:literal, $column:literal) => {
        concat!(
            "(select f.",
            $column,
            " from feed f where f.agency_id = t.agency_id and f.kind = ",
            $kind,
            " and f.entity_id = t.",
            $id,
            ")"
        )
    };
}

/// Every table that is covered. Left out are those that say who tried to get in, and sessions:
/// they come and go by themselves.
pub static COVERED: [Covered; 14] = [
    Covered { code: 1, table: "agency", key: &[], rest: &["sealed_key", "body"] },
    Covered {
        code: 2,
        table: "staff",
        key: &["staff_id"],
        rest: &["role", "login_tag", "login_rule", "password_hash", "body", "ended_at_ms"],
    },
    Covered { code: 3, table: "client", key: &["client_id"], rest: &[] },
    Covered {
        code: 4,
        table: "case_assignment",
        key: &["staff_id", "client_id", "from_seq"],
        rest: &["to_seq"],
    },
    Covered {
        code: 5,
        table: "record",
        key: &["kind", "record_id"],
        rest: &[
            "client_id",
            "body",
            fed!("t.kind", "record_id", "client_id"),
            fed!("t.kind", "record_id", "seq"),
        ],
    },
    Covered {
        code: 6,
        table: "document",
        key: &["kind", "document_id"],
        rest: &[
            "client_id",
            "version",
            "body",
            fed!("t.kind", "document_id", "client_id"),
            fed!("t.kind", "document_id", "seq"),
        ],
    },
    Covered {
        code: 7,
        table: "document_version",
        key: &["kind", "client_id", "document_id", "version"],
        rest: &["body"],
    },
    Covered {
        code: 8,
        table: "task",
        key: &["task_id"],
        rest: &[
            "client_id",
            "body",
            fed!("'task'", "task_id", "client_id"),
            fed!("'task'", "task_id", "seq"),
        ],
    },
    Covered {
        code: 9,
        table: "device",
        key: &["device_id"],
        rest: &[
            "staff_id",
            "escrow",
            "deposit_hash",
            "body",
            "enrolled_at_ms",
            "revoked",
            "revoked_at_ms",
        ],
    },
    Covered {
        code: 10,
        table: "operation",
        key: &["op_id"],
        rest: &["device_id", "hash", "received_at_ms", "quarantined"],
    },
    Covered {
        code: 11,
        table: "op_quarantine",
        key: &["op_id", "hash"],
        rest: &["device_id", "code", "sealed", "received_at_ms", "released_at_ms", "released_by"],
    },
    Covered {
        code: 12,
        table: "on_call_shift",
        key: &["shift_id"],
        rest: &["staff_id", "from_ms", "to_ms"],
    },
    Covered {
        code: 13,
        table: "plan_opening",
        key: &["lookup_id"],
        rest: &[
            "staff_id",
            "client_id",
            "at_ms",
            "offset_min",
            "received_at_ms",
            "offline",
            "why",
            "on_call",
            "reviewed_by",
            "reviewed_at_ms",
        ],
    },
    Covered { code: 14, table: "document_source", key: &["kind", "document_id"], rest: &["body"] },
];

impl Covered {
    /// The table of this name.
    ///
    /// # Panics
    /// When it is none of [`COVERED`].
    #[must_use]
    pub fn named(table: &str) -> &'static Self {
        COVERED.iter().find(|covered| covered.table == table).expect("a covered table")
    }

    /// Begins a query for whole rows `t` of an agency: key first, then the rest.
    fn select(&self, agency: AgencyId) -> QueryBuilder<Sqlite> {
        let columns: Vec<_> = self.key.iter().chain(self.rest).copied().collect();
        let mut sql = QueryBuilder::new("select ");
        sql.push(columns.join(", ")).push(" from ").push(self.table);
        sql.push(" t where agency_id = ").push_bind(agency.as_bytes().to_vec());
        sql
    }

    /// A query for the next so many rows of an agency, in the order of their keys.
    pub(crate) fn page(
        &self,
        agency: AgencyId,
        after: Option<&RowKey<'_>>,
        limit: u32,
    ) -> QueryBuilder<Sqlite> {
        let mut sql = self.select(agency);
        let key = self.key.join(", ");
        if let Some(after) = after {
            sql.push(" and (").push(&key).push(") > (");
            for (at, value) in after.values.iter().enumerate() {
                value.bind(sql.push(if at == 0 { "" } else { ", " }));
            }
            sql.push(")");
        }
        if !key.is_empty() {
            sql.push(" order by ").push(key);
        }
        sql.push(" limit ").push(limit);
        sql
    }

    /// A query for those of these rows that are there.
    pub(crate) fn find(&self, agency: AgencyId, rows: &[&RowKey<'_>]) -> QueryBuilder<Sqlite> {
        let mut sql = self.select(agency);
        if !self.key.is_empty() {
            sql.push(" and (").push(self.key.join(", ")).push(") in (values ");
            for (n, row) in rows.iter().enumerate() {
                sql.push(if n == 0 { "(" } else { "), (" });
                for (at, value) in row.values.iter().enumerate() {
                    value.bind(sql.push(if at == 0 { "" } else { ", " }));
                }
            }
            sql.push("))");
        }
        sql
    }

    /// A row's key and imprint, from what these queries answer.
    pub(crate) fn read<'r>(
        &'static self,
        key: &[u8],
        agency: AgencyId,
        row: &'r SqliteRow,
    ) -> sqlx::Result<(RowKey<'r>, Imprint)> {
        let values = (0..row.len()).map(|column| value(row, column));
        let mut values = values.collect::<sqlx::Result<Vec<_>>>()?;
        let rest = values.split_off(self.key.len());
        let row_key = RowKey { covered: self, values };
        let imprint = row_key.imprint(key, agency, &rest);
        Ok((row_key, imprint))
    }
}

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

    fn bind(&self, sql: &mut QueryBuilder<Sqlite>) {
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

fn value(row: &SqliteRow, column: usize) -> sqlx::Result<Column<'_>> {
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

    /// Adds a row.
    pub fn add(&mut self, row: &RowKey<'_>, imprint: Imprint) {
        row.write(&mut self.0);
        self.0.extend_from_slice(&imprint.0);
    }

    /// As the log holds it; nothing where there is no row.
    #[must_use]
    pub fn to_column(&self) -> Option<&[u8]> {
        (!self.0.is_empty()).then_some(self.0.as_slice())
    }

    /// Reads what an entry carries. Nothing where it is none of ours, which the chain says first.
    #[must_use]
    pub fn read(mut column: &[u8]) -> Option<Vec<(RowKey<'static>, Imprint)>> {
        let mut rows = Vec::new();
        while let Some((code, rest)) = column.split_first() {
            let covered = COVERED.iter().find(|covered| covered.code == *code)?;
            column = rest;
            let values = covered.key.iter().map(|_| Column::read(&mut column));
            let values = values.collect::<Option<Vec<_>>>()?;
            let (imprint, rest) = column.split_first_chunk::<IMPRINT_BYTES>()?;
            rows.push((RowKey { covered, values }, Imprint(*imprint)));
            column = rest;
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
        rows.add(&turn, Imprint::GONE);
        let read = Rows::read(rows.to_column().expect("two rows")).expect("its own bytes");
        assert_eq!(read, [(record.clone(), imprint), (turn, Imprint::GONE)]);
        assert_eq!(record.to_string(), "record contact 07070707-0707-0707-0707-070707070707");
        let long = [9; SHORT + 1];
        assert_eq!(
            record.imprint(b"key", agency, &[Column::bytes(&long)]),
            record.imprint(b"key", agency, &[Column::Long(Hash::of(&long))]),
        );
        assert_ne!(imprint, record.imprint(b"key", agency, &[Column::text("body")]));
        assert_ne!(imprint, record.imprint(b"yek", agency, &[Column::bytes(b"body")]));
    }

    #[test]
    fn every_table_has_a_number_of_its_own() {
        let codes: std::collections::BTreeSet<_> = COVERED.iter().map(|table| table.code).collect();
        assert_eq!(codes.len(), COVERED.len());
        assert!(!codes.contains(&0));
    }
}
