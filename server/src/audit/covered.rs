//! Which rows the audit log vouches for, and what it keeps of each.
//!
//! An entry carries an [`Imprint`] of every row that was written with it: an HMAC over all the
//! row's columns. So the chain says what must stand in each table now, and `verify-audit` names
//! what is missing, what is there and should not be, and what differs.

use super::{Imprint, RowKey, imprint::value};
use domain::id::AgencyId;
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};

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

/// Every table that is covered. Left out are those that say who tried to get in, sessions and
/// which phones they were on: they come and go by themselves.
pub static COVERED: [Covered; 27] = [
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
    Covered { code: 15, table: "import_memory", key: &["kind", "memory_id"], rest: &["body"] },
    Covered { code: 16, table: "password_set", key: &["staff_id"], rest: &["at_ms"] },
    Covered { code: 17, table: "agency_rule", key: &[], rest: &["second_factor"] },
    Covered {
        code: 18,
        table: "passkey",
        key: &["passkey_id"],
        rest: &["staff_id", "credential_id", "public_key", "count", "body", "added_at_ms"],
    },
    Covered {
        code: 19,
        table: "recovery_code",
        key: &["staff_id", "code_hash"],
        rest: &["used_at_ms"],
    },
    Covered {
        code: 20,
        table: "disclosure_look",
        key: &["is_note", "record_id"],
        rest: &["client_id", "noted_at_ms", "seen_by", "seen_at_ms"],
    },
    Covered {
        code: 30,
        table: "client_access",
        key: &["access_id"],
        rest: &["client_id", "tag", "ended_at_ms"],
    },
    Covered {
        code: 31,
        table: "client_access_event",
        key: &["client_id", "number"],
        rest: &["access_id", "at_ms", "what", "staff_id"],
    },
    Covered { code: 34, table: "agency_content", key: &["kind"], rest: &["body"] },
    Covered {
        code: 40,
        table: "agency_record",
        key: &["kind", "record_id"],
        rest: &["about", "seq", "body"],
    },
    Covered { code: 41, table: "service", key: &["service_id"], rest: &["seq", "body", "said"] },
    Covered {
        code: 42,
        table: "suggestion",
        key: &["record_id"],
        rest: &["settled_by", "settled_at_ms", "taken"],
    },
    Covered {
        code: 43,
        table: "paper_page",
        key: &["device_id", "page_id"],
        rest: &["client_id", "bytes", "sha256", "received_at_ms"],
    },
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

    /// Makes this connection keep each row of the table as it was before it changed or took it
    /// away, until the change is done. Whoever changed it before that without the server is
    /// found by it: the server would vouch for what it found there otherwise.
    pub(crate) fn keep_former(&self) -> String {
        let Self { table, .. } = self;
        let columns: Vec<_> = ["agency_id"].iter().chain(self.key).chain(self.rest).collect();
        let places: Vec<_> = (0..columns.len()).map(|n| format!("c{n}")).collect();
        let former: Vec<_> = columns
            .iter()
            .map(|column| match column.contains("t.") {
                true => column.replace("t.", "old."),
                false => format!("old.{column}"),
            })
            .collect();
        let own: Vec<_> =
            self.rest.iter().filter(|column| !column.contains("t.")).copied().collect();
        let (places, former) = (places.join(", "), former.join(", "));
        let keep = format!("begin insert into former_{table} values ({former}); end;");
        let mut sql = format!("create temp table if not exists former_{table} ({places});");
        sql.push_str(&format!(
            "create temp trigger if not exists {table}_taken before delete on main.{table} {keep}"
        ));
        if !own.is_empty() {
            let own = own.join(", ");
            sql.push_str(&format!(
                "create temp trigger if not exists {table}_changed before update of {own} on main.{table} {keep}"
            ));
        }
        sql
    }

    /// A query for rows as they were before this change, the first of each first.
    pub(crate) fn former(&self, agency: AgencyId) -> QueryBuilder<Sqlite> {
        let columns: Vec<_> =
            (1..=self.key.len() + self.rest.len()).map(|n| format!("c{n}")).collect();
        let mut sql = QueryBuilder::new("select ");
        sql.push(columns.join(", ")).push(" from former_").push(self.table);
        sql.push(" where c0 = ").push_bind(agency.as_bytes().to_vec()).push(" order by rowid");
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
