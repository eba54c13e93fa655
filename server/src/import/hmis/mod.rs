//! HUD's HMIS CSV export (format FY2024 and FY2026): a folder of sheets that
//! every homelessness system in the United States can write.
//!
//! Taken: who the person is, the open enrollment, and each recorded contact.
//! Left behind: social security numbers, race, sex, veteran status, income,
//! disabilities, and everything else that outreach does not need on a phone.

mod codes;
mod contacts;
mod enrollments;
mod files;
mod people;
mod staff;

pub use files::Files;
pub(crate) use people::blank;

use super::{Context, OnProgress, Outcome, Report, Verdict, ids::Keys, table::Table};
use crate::store::load::Batch;

/// Columns without which a file cannot be understood.
const REQUIRED: [(&str, &[&str]); 6] = [
    ("User.csv", &["UserID"]),
    ("Project.csv", &["ProjectID", "ProjectType"]),
    ("Client.csv", &["PersonalID", "FirstName", "LastName", "NameDataQuality"]),
    ("Enrollment.csv", &["EnrollmentID", "PersonalID", "ProjectID", "EntryDate"]),
    (
        "CurrentLivingSituation.csv",
        &[
            "CurrentLivingSitID",
            "EnrollmentID",
            "PersonalID",
            "InformationDate",
            "CurrentLivingSituation",
        ],
    ),
    ("Services.csv", &["ServicesID", "PersonalID", "DateProvided", "RecordType", "TypeProvided"]),
];

/// Columns of the files an export may come without.
const OPTIONAL: [(&str, &[&str]); 2] =
    [("Export.csv", &["ExportID"]), ("Exit.csv", &["EnrollmentID", "ExitDate"])];

/// What every step of the import shares.
struct Import<'a> {
    context: &'a Context,
    keys: Keys<'a>,
    report: Report,
    on_progress: OnProgress<'a>,
}

impl Import<'_> {
    fn skip(&mut self, at: (&str, u64), what: &'static str, why: impl Into<String>) {
        self.report.add(at, what, Verdict::Skipped, why);
    }
}

/// Reads an export.
///
/// # Errors
/// When a required file or column is missing; never because of a row.
pub fn read(files: &Files, context: &Context, on_progress: OnProgress<'_>) -> Outcome {
    let mut tables = Vec::new();
    for (name, columns) in REQUIRED {
        let bytes = files.required(name)?;
        tables.push(Table::read(name, bytes, columns, &mut *on_progress)?);
    }
    let mut import = Import {
        context,
        keys: Keys::new("hmis", context),
        report: Report::default(),
        on_progress,
    };
    let [export, exit] = OPTIONAL.map(|(name, columns)| import.optional(files, name, columns));
    for table in tables.iter().chain(&export).chain(&exit) {
        for (line, remark) in &table.remarks {
            import.report.add(
                (&table.file, *line),
                if *line == 0 { "file" } else { "cell" },
                Verdict::Changed,
                remark.as_str(),
            );
        }
    }
    let [user, project, client, enrollment, situation, services] = tables.as_slice() else {
        unreachable!("one table is read for each required file");
    };

    let mut staff = staff::read(user, &mut import);
    let projects = enrollments::projects(project, &mut import);
    let exits = exit.as_ref().map(|exit| enrollments::exits(exit, &mut import)).unwrap_or_default();
    let mut clients = people::read(client, export.as_ref(), &mut import);
    let episodes =
        enrollments::read(enrollment, &projects, &exits, &staff, &mut clients, &mut import);
    let mut contacts =
        contacts::situations(situation, &episodes, &mut clients, &mut staff, &mut import);
    contacts.extend(contacts::services(services, &episodes, &clients, &mut staff, &mut import));
    contacts.sort_by_key(|row| (row.contact.occurred_start, row.contact.contact_id));

    let batch = Batch {
        staff: staff.into_new(),
        clients: clients.into_new(),
        records: contacts.into_iter().map(Into::into).collect(),
        ..Batch::of(context.agency.clone())
    };
    Ok((batch, import.report))
}

impl Import<'_> {
    /// A file that may be missing; one that cannot be understood is reported and left.
    fn optional(&mut self, files: &Files, name: &str, columns: &[&str]) -> Option<Table> {
        let bytes = files.get(name)?;
        match Table::read(name, bytes, columns, &mut *self.on_progress) {
            Ok(table) => Some(table),
            Err(problem) => {
                let why = problem.to_string().replace("Nothing was imported.", "It was left out.");
                self.skip((name, 0), "file", why);
                None
            }
        }
    }
}
