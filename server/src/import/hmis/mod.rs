//! HUD's HMIS CSV export (format FY2024 and FY2026; dates and codes of FY2020 and FY2022 are
//! understood too): a folder of sheets that every homelessness system in the United States can
//! write.
//!
//! Taken: who the person is, the open enrollment, and each recorded contact.
//! Left behind: social security numbers, race, sex, veteran status, income,
//! disabilities, and everything else that outreach does not need on a phone.

mod about;
mod codes;
mod columns;
mod contacts;
mod deleted;
mod earlier;
mod enrollments;
mod exits;
mod files;
mod gone;
mod names;
mod people;
mod places;
mod projects;
mod services;
mod staff;
mod system;

pub use files::Files;
pub(crate) use people::blank;

use super::{
    Context, OnProgress, Outcome, Report, Verdict,
    dates::Reading,
    gathered,
    ids::Keys,
    table::{Columns, Row, Table},
};
use crate::store::{imported::Memory, load::Batch};
use std::{borrow::Cow, sync::Arc};

/// What every step of the import shares.
struct Import<'a> {
    context: &'a Context,
    keys: Keys<'a>,
    report: Report,
    /// The export holds only what changed.
    is_delta: bool,
    on_progress: OnProgress<'a>,
}

impl Import<'_> {
    fn skip(&mut self, row: &Row<'_>, what: &'static str, why: impl Into<Cow<'static, str>>) {
        self.report.add(row.at(), what, Verdict::Skipped, why);
    }

    fn broken(&mut self, row: &Row<'_>, what: &'static str, why: impl Into<Cow<'static, str>>) {
        self.report.broken(row.at(), what, why);
    }

    /// How the dates of a file are to be read: whatever saved it wrote all of them alike.
    fn reading(&self, table: &Table<'_>, columns: &Columns) -> Reading {
        Reading { order: table.order(columns.days), today: self.context.now.date() }
    }
}

/// Reads an export.
///
/// # Errors
/// When a required file or column is missing, or the export is of a system that was not imported
/// from before; never because of a row.
pub fn read(files: &Files, context: &Context, on_progress: OnProgress<'_>) -> Outcome {
    let mut tables = Vec::new();
    for (name, columns) in columns::REQUIRED {
        let bytes = files.required(name)?;
        tables.push(Table::read(name, bytes, &columns, &mut *on_progress)?);
    }
    let mut import = Import {
        context,
        keys: Keys::new(system::FIRST, context),
        report: Report::default(),
        is_delta: false,
        on_progress,
    };
    let [export, exit] =
        columns::OPTIONAL.map(|(name, columns)| import.optional(files, name, &columns));
    for table in tables.iter().chain(&export).chain(&exit) {
        table.tell(&mut import.report);
    }
    let [user, project, client, enrollment, situation, services] = tables.as_slice() else {
        unreachable!("one table is read for each required file");
    };
    let export = system::Export::of(export.as_ref(), context.now.date());
    let system = system::find(&export, context)?;
    import.keys = Keys::new(&system.scope, context);
    import.is_delta = export.is_delta;
    if export.is_delta {
        let why = "It says that this export holds changes only (ExportDirective 1, or \
                   ExportPeriodType 1): a row whose person or enrollment did not change is skipped. \
                   Ask for a whole one (ExportDirective 2) now and then.";
        import.report.add((&Arc::from("Export.csv"), 0), "file", Verdict::Changed, why);
    }

    let mut batch = Batch::of(context.agency.clone());
    let mut staff = staff::read(user, &mut import);
    let projects = projects::read(project, &mut import);
    let exits = match &exit {
        Some(exit) => exits::read(exit, enrollment, &mut import),
        None => {
            if files.get("Exit.csv").is_none() {
                let why = "It is not there, so this export does not say who has left or died: \
                           whoever an earlier one closed stays closed, everybody else looks open.";
                import.report.add((&Arc::from("Exit.csv"), 0), "file", Verdict::Changed, why);
            }
            exits::Exits::default()
        }
    };
    let mut people = people::read(client, export.hashed, &mut import);
    let episodes =
        enrollments::read(enrollment, &projects, &exits, &staff, &mut people, &mut import);
    let mut contacts =
        contacts::situations(situation, &episodes, &mut people, &mut staff, &mut import);
    contacts.extend(services::read(services, &episodes, &people, &mut staff, &mut import));

    people.keep_places(&import);
    if !export.is_delta {
        gone::tell(&system.scope, &people, &episodes, &mut import);
        gone::tell_of_contacts(&system.scope, &export, &people, &contacts, &mut import);
    }
    let author = (!contacts.taken_back.is_empty()).then(|| staff.author("", &import));
    for deleted in people.take_deleted() {
        let at = (&client.file, deleted.line);
        gathered::delete(deleted.id, at, deleted.why, context, &mut batch, &mut import.report);
    }
    batch.memory = staff.memory(context);
    batch.staff = staff.into_new();
    let gathered = people.into_gathered();
    gathered::settle(gathered, &system.scope, context, &mut batch, &mut import.report);
    batch.records = contacts.into_records(author, context.now);
    if !context.known.systems.contains(&system) {
        batch.memory.push(Memory::System(system));
    }
    import.report.sort();
    Ok((batch, import.report))
}

impl Import<'_> {
    /// A file that may be missing; one that cannot be understood is reported and left.
    fn optional<'f>(
        &mut self,
        files: &'f Files,
        name: &str,
        columns: &Columns,
    ) -> Option<Table<'f>> {
        let bytes = files.get(name)?;
        match Table::read(name, bytes, columns, &mut *self.on_progress) {
            Ok(table) => Some(table),
            Err(problem) => {
                let why = problem.to_string().replace("Nothing was imported.", "It was left out.");
                self.report.add((&Arc::from(name), 0), "file", Verdict::Skipped, why);
                None
            }
        }
    }
}

/// Whether the source has deleted a row. Some databases write a word where nothing stands.
fn is_deleted(row: &Row<'_>) -> bool {
    let cell = row.get("DateDeleted");
    let nothing = ["null", "none", "n/a", "nan", "0", "0000-00-00", "0000-00-00 00:00:00"];
    !cell.is_empty() && !nothing.iter().any(|word| cell.eq_ignore_ascii_case(word))
}
