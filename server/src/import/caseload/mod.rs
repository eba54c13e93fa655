//! A caseload sheet: one line a person, as an agency keeps it in a spreadsheet.
//! The columns are described in `docs/import.md`.

mod fields;
mod former;

use super::{
    Context, OnProgress, Outcome, Report, Verdict,
    ids::Keys,
    table::{Row, Table},
};
use crate::store::load::{Batch, NewClient};
use domain::search::fold;
use std::collections::HashMap;

/// The one column that must be there; every other may be left out.
const REQUIRED: &[&str] = &["preferred_name"];

/// Reads a caseload sheet; `name` is what the report calls the file.
///
/// # Errors
/// When the sheet has no header or no column `preferred_name`; never because of a row.
pub fn read(name: &str, bytes: &[u8], context: &Context, on_progress: OnProgress<'_>) -> Outcome {
    let table = Table::read(name, bytes, REQUIRED, &mut *on_progress)?;
    let keys = Keys::new("caseload", context);
    let mut report = Report::default();
    for (line, remark) in &table.remarks {
        report.add(
            (name, *line),
            if *line == 0 { "file" } else { "cell" },
            Verdict::Changed,
            remark.as_str(),
        );
    }
    let mut lines_by_id = HashMap::new();
    let mut clients = Vec::new();
    for row in table.rows() {
        row.tell(&mut *on_progress);
        let Some(same) = key(&row, fold) else {
            let why = "It has neither a preferred name, a legal name nor an alias.";
            report.add(row.at(), "client", Verdict::Skipped, why);
            continue;
        };
        // Whoever was imported under the former rule stays who they are.
        let known = key(&row, former::fold).and_then(|key| keys.former_client(&key));
        let id = known.unwrap_or_else(|| keys.client(&same));
        if let Some(line) = lines_by_id.get(&id) {
            let why = format!("Line {line} is the same person; that one was taken.");
            report.add(row.at(), "client", Verdict::Skipped, why);
            continue;
        }
        let (client, remarks) = fields::client(&row, id, context);
        lines_by_id.insert(id, row.at().1);
        let (verdict, why) = if remarks.is_empty() {
            (Verdict::Taken, "Fact sheet made.".to_owned())
        } else {
            (Verdict::Changed, remarks.join(" "))
        };
        report.add(row.at(), "client", verdict, why);
        clients.push(NewClient { assigned: client.primary.into_iter().collect(), client });
    }
    let batch = Batch { clients, ..Batch::of(context.agency.clone()) };
    Ok((batch, report))
}

/// What makes a person the same when the sheet comes again: the agency's own
/// key, or else the names, folded, and the date of birth as written.
fn key(row: &Row<'_>, fold: fn(&str) -> String) -> Option<String> {
    let given = row.get("key");
    if !given.is_empty() {
        return Some(format!("key|{given}"));
    }
    let names: Vec<String> = ["preferred_name", "legal_name", "alias"]
        .iter()
        .map(|column| fold(&row.get(column)))
        .collect();
    let named = names.iter().any(|name| !name.trim().is_empty());
    named.then(|| format!("person|{}|{}", names.join("|"), row.get("born_on")))
}
