//! The statements of the short way. Each call of a statement crosses to the
//! connection's thread and back, which costs as much as writing some rows; so
//! all are run by one call, one a table, a tuple a row. Values are bound, not
//! laid into JSON that SQLite would have to take apart again. The text depends
//! on nothing but numbers of rows, so that the connection keeps what it
//! prepared for the usual numbers.

use super::{
    Opened, audit_entry,
    run::{Ready, rows_of},
};
use crate::{
    audit::{Column, Entry, RowKey},
    store::{Deposit, change::Change, rows::Kind},
};
use domain::{
    Moment,
    id::{AgencyId, ClientId, StaffId},
    record::RecordKind,
};
use sqlx::{QueryBuilder, Sqlite};
use std::collections::BTreeSet;

type Statement = QueryBuilder<Sqlite>;

/// Adds a query for how many of these clients are assigned to the staff member.
pub(super) fn count_own(
    sql: &mut Statement,
    agency: AgencyId,
    staff: StaffId,
    clients: &BTreeSet<ClientId>,
) {
    sql.push("select count(*) from case_assignment where to_seq is null and agency_id = ");
    sql.push_bind(agency.as_bytes().as_slice());
    sql.push(" and staff_id = ").push_bind(staff.as_bytes().as_slice());
    sql.push(" and client_id in ").push_tuples(clients, |mut client, id| {
        client.push_bind(id.as_bytes().as_slice());
    });
}

/// Those of these records that are there, and whose they are.
pub(super) fn find_records(
    agency: AgencyId,
    kind: RecordKind,
    wanted: &BTreeSet<([u8; 16], ClientId)>,
) -> Statement {
    let mut sql = Statement::new("select record_id, client_id from record where agency_id = ");
    sql.push_bind(agency.as_bytes().as_slice());
    sql.push(" and kind = ").push_bind(kind.word());
    sql.push(" and record_id in ").push_tuples(wanted, |mut record, (id, _)| {
        record.push_bind(id.as_slice());
    });
    sql
}

/// Everything that a run of operations brings, inside the savepoint `one` unless they are
/// the first of their change. The operations come first: they clash soonest.
pub(super) fn write(
    change: &mut Change,
    from: &Deposit,
    run: &[Opened],
    is_first: bool,
    now: Moment,
) -> Statement {
    let mut sql = Statement::new(if is_first { "" } else { "savepoint one; " });
    let first_seq = change.next_seqs(rows_of(run).count());
    let entries = entries(change, from, run, first_seq, now);
    insert_operations(&mut sql, from, run, now);
    insert_records(&mut sql, change.agency, run);
    insert_tasks(&mut sql, change.agency, run);
    insert_feed(&mut sql, change.agency, run, first_seq);
    change.finish_together(&mut sql, &entries);
    if !is_first {
        sql.push("; release one");
    }
    sql
}

/// The operations themselves, so that each is known when it comes again.
fn insert_operations(sql: &mut Statement, from: &Deposit, run: &[Opened], now: Moment) {
    sql.push("insert into operation (agency_id, op_id, device_id, hash, received_at_ms) ");
    sql.push_values(run, |mut row, opened| {
        row.push_bind(from.agency.as_bytes().as_slice())
            .push_bind(opened.sealed.op_id.as_bytes().as_slice())
            .push_bind(from.device.as_bytes().as_slice())
            .push_bind(opened.hash.as_bytes().as_slice())
            .push_bind(now.utc_ms());
    });
}

/// All records.
fn insert_records(sql: &mut Statement, agency: AgencyId, run: &[Opened]) {
    let records: Vec<&Ready> =
        rows_of(run).filter(|row| matches!(row.kind, Kind::Record(_))).collect();
    if records.is_empty() {
        return;
    }
    sql.push("; insert into record (agency_id, kind, record_id, client_id, body) ");
    sql.push_values(records, |mut columns, row| {
        columns
            .push_bind(agency.as_bytes().as_slice())
            .push_bind(row.kind.word())
            .push_bind(row.id.as_slice())
            .push_bind(row.client.as_bytes().as_slice())
            .push_bind(row.sealed.as_slice());
    });
}

/// All tasks.
fn insert_tasks(sql: &mut Statement, agency: AgencyId, run: &[Opened]) {
    let tasks: Vec<&Ready> = rows_of(run).filter(|row| row.kind == Kind::Task).collect();
    if tasks.is_empty() {
        return;
    }
    sql.push("; insert into task (agency_id, task_id, client_id, body) ");
    sql.push_values(tasks, |mut columns, row| {
        columns
            .push_bind(agency.as_bytes().as_slice())
            .push_bind(row.id.as_slice())
            .push_bind(row.client.as_bytes().as_slice())
            .push_bind(row.sealed.as_slice());
    });
}

/// The rows' places in the feed.
fn insert_feed(sql: &mut Statement, agency: AgencyId, run: &[Opened], first: i64) {
    if rows_of(run).next().is_none() {
        return;
    }
    sql.push("; insert into feed (agency_id, kind, entity_id, client_id, seq) ");
    sql.push_values((first..).zip(rows_of(run)), |mut columns, (seq, row)| {
        columns
            .push_bind(agency.as_bytes().as_slice())
            .push_bind(row.kind.word())
            .push_bind(row.id.as_slice())
            .push_bind(row.client.as_bytes().as_slice())
            .push_bind(seq);
    });
}

/// An entry an operation, with what the log keeps of the rows it brings. They are not read back:
/// everything in them is at hand.
fn entries(
    change: &Change,
    from: &Deposit,
    run: &[Opened],
    first_seq: i64,
    now: Moment,
) -> Vec<Entry> {
    let (agency, key) = (change.agency, change.imprint_key());
    let mut seqs = first_seq..;
    let mut entries = Vec::with_capacity(run.len());
    for opened in run {
        let Ok(operation) = &opened.read else { continue };
        let mut entry = audit_entry(from, operation, now);
        let known = RowKey::new("operation", [Column::bytes(operation.op_id.as_bytes())]);
        let rest = [
            Column::bytes(from.device.as_bytes()),
            Column::bytes(opened.hash.as_bytes()),
            Column::Number(now.utc_ms()),
            Column::None,
        ];
        entry.rows.add(&known, known.imprint(key, agency, &rest));
        for (row, seq) in opened.ready.iter().flatten().zip(&mut seqs) {
            let client = Column::bytes(row.client.as_bytes());
            let written = match row.kind {
                Kind::Task => RowKey::new("task", [Column::bytes(&row.id)]),
                kind => RowKey::new("record", [Column::text(kind.word()), Column::bytes(&row.id)]),
            };
            // A sealed body is never short.
            let body = Column::Long(row.hash);
            let rest = [client.clone(), body, client, Column::Number(seq)];
            entry.rows.add(&written, written.imprint(key, agency, &rest));
        }
        entries.push(entry);
    }
    entries
}
