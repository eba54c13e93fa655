//! A caseload sheet: one line a person, as an agency keeps it in a spreadsheet.
//! The columns are described in `docs/import.md`.

mod columns;
mod fields;
mod former;
mod numbers;
mod same;

use super::{
    Context, OnProgress, Outcome, Report, Verdict,
    gathered::{self, Gathered},
    ids::Keys,
    quote::{holds_ssn, quoted},
    spoiled::no_key,
    table::Table,
};
use crate::store::load::Batch;
use columns::{COLUMNS, Orders};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Reads a caseload sheet; `name` is what the report calls the file.
///
/// # Errors
/// When the sheet has no header or no column `preferred_name`; never because of a row.
pub fn read(name: &str, bytes: &[u8], context: &Context, on_progress: OnProgress<'_>) -> Outcome {
    let table = Table::read(name, bytes, &COLUMNS, &mut *on_progress)?;
    let scope = match context.choices.sheet.as_str() {
        "" => "caseload".to_owned(),
        sheet => format!("caseload/{sheet}"),
    };
    let keys = Keys::new(&scope, context);
    let orders = Orders::of(&table, context.now.date());
    let mut report = Report::default();
    table.tell(&mut report);
    report.people.skipped += table.broken();
    let mut lines_by_id = HashMap::new();
    let mut people = Vec::new();
    for row in table.rows() {
        row.tell(&mut *on_progress);
        let refuse = |report: &mut Report, why: Cow<'static, str>| {
            report.broken(row.at(), "client", why);
            report.people.add(Verdict::Skipped);
        };
        let key = row.get("key");
        if let Some(why) = (!key.is_empty()).then(|| no_key("key", &key)).flatten() {
            refuse(&mut report, why.into());
            continue;
        }
        let Some(id) = same::id(&row, &keys, &orders) else {
            let why = "It has neither a preferred name, a legal name nor an alias.";
            refuse(&mut report, why.into());
            continue;
        };
        if let Some(line) = lines_by_id.get(&id) {
            let why = format!(
                "Line {line} is the same person; that one was taken. If they are two people, give \
                 each a key of its own."
            );
            report.add(row.at(), "client", Verdict::Skipped, why);
            report.people.add(Verdict::Skipped);
            continue;
        }
        let read = match fields::client(&row, id, &orders, context) {
            Ok(read) => read,
            Err(why) => {
                refuse(&mut report, why.into());
                continue;
            }
        };
        let fields::Read { client, worker, mut remarks } = read;
        let said = context.known.said.get(&id);
        if gathered::is_somebody_else(&client, context) {
            let why = format!(
                "Key {} was somebody else in an earlier sheet, of another name and of another date of \
                 birth or none here. Left as it is. If this is a sheet of its own, name it with --sheet.",
                quoted(&key)
            );
            refuse(&mut report, why.into());
            continue;
        }
        if said.is_some_and(|said| gathered::has_other_names(&client, &said.names)) {
            remarks.push("No name is as in the earlier sheet: see that it is one person.".into());
        }
        if row.is_one_cell_of_many() {
            remarks.push(
                "Nothing but one cell is filled in: see that it is a person and not a heading."
                    .into(),
            );
        }
        if holds_ssn(&key) {
            remarks.push(
                "key is written like a social security number: it is not kept, though it tells who \
                 this is when the sheet comes again. Better give a number of your own."
                    .into(),
            );
        }
        lines_by_id.insert(id, row.at().1);
        let verdict = if remarks.is_empty() { Verdict::Taken } else { Verdict::Changed };
        let why: Cow<'static, str> = if remarks.is_empty() {
            "Taken as it stands.".into()
        } else {
            remarks.join(" ").into()
        };
        report.add(row.at(), "client", verdict, why);
        let at = (Arc::clone(row.at().0), row.at().1);
        people.push(Gathered { client, at, key, worker, enrollments: Vec::new(), verdict });
    }
    let seen: HashSet<_> = lines_by_id.into_keys().collect();
    tell_of_gone(&table.file, &scope, context, |id| seen.contains(id), &mut report);
    let mut batch = Batch::of(context.agency.clone());
    gathered::settle(people, &scope, context, &mut batch, &mut report);
    report.sort();
    Ok((batch, report))
}

/// Puts into the report who came with an earlier sheet and is not in this one. Whoever is not in
/// it may be in another, so nothing follows from it.
fn tell_of_gone(
    file: &Arc<str>,
    scope: &str,
    context: &Context,
    seen: impl Fn(&domain::id::ClientId) -> bool,
    report: &mut Report,
) {
    let people = context.known.people.iter();
    let gone = people.filter(|(id, person)| person.system == scope && !seen(id));
    let mut gone: Vec<String> = gone
        .map(|(id, person)| {
            let key = person
                .key
                .as_ref()
                .map_or_else(String::new, |key| format!(", key {}", quoted(key)));
            format!(
                "Client {id}{key} was in an earlier sheet and is not in this one. Left as it was."
            )
        })
        .collect();
    gone.sort();
    for why in gone {
        report.add((file, 0), "person who is gone", Verdict::Changed, why);
    }
}
