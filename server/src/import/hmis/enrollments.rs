use super::{Import, Verdict, codes, people::People, staff::Staff};
use crate::import::{
    dates, languages,
    table::{Row, Table},
};
use chrono::NaiveDate;
use domain::wire::v1::Stage;
use std::collections::{BTreeMap, HashMap};

/// A programme people are enrolled in.
#[derive(Debug, Clone)]
pub(super) struct Project {
    name: String,
    kind: Option<u32>,
}

/// What contacts need to know of an enrollment.
#[derive(Debug, Clone)]
pub(super) struct Episode {
    pub(super) person: String,
    pub(super) street_outreach: bool,
}

pub(super) fn projects(table: &Table, import: &mut Import<'_>) -> HashMap<String, Project> {
    let mut projects = HashMap::new();
    for row in table.rows() {
        let key = row.get("ProjectID");
        if key.is_empty() || row.is_cut_off() || !row.get("DateDeleted").is_empty() {
            import.skip(row.at(), "project", "It has no ProjectID, is cut off, or was deleted.");
            continue;
        }
        let name = [row.get("ProjectCommonName"), row.get("ProjectName"), format!("Project {key}")]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let why = format!("Its enrollments are shown as {name}.");
        import.report.add(row.at(), "project", Verdict::Taken, why);
        projects.insert(key, Project { name, kind: row.code("ProjectType") });
    }
    projects
}

pub(super) fn exits(table: &Table, import: &mut Import<'_>) -> HashMap<String, NaiveDate> {
    let mut exits = HashMap::new();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        if row.is_cut_off() || !row.get("DateDeleted").is_empty() {
            import.skip(row.at(), "exit", "Deleted in the source, or the row is cut off.");
            continue;
        }
        match dates::iso(&row.get("ExitDate")) {
            Some(date) if date <= import.context.now.date() => {
                exits.insert(row.get("EnrollmentID"), date);
                import.report.add(row.at(), "exit", Verdict::Taken, "It ends the enrollment.");
            }
            Some(_) => {
                import.skip(row.at(), "exit", "It lies in the future; the enrollment stays open.")
            }
            None => {
                import.skip(row.at(), "exit", "ExitDate is not a date; the enrollment stays open.")
            }
        }
    }
    exits
}

/// Reads every enrollment; the one to show on a person's fact sheet is the open
/// one that began last, or, when all have ended, the one that began last.
pub(super) fn read(
    table: &Table,
    projects: &HashMap<String, Project>,
    exits: &HashMap<String, NaiveDate>,
    staff: &Staff,
    people: &mut People,
    import: &mut Import<'_>,
) -> HashMap<String, Episode> {
    let mut episodes = HashMap::new();
    let mut shown: BTreeMap<String, ((bool, NaiveDate, String), Row<'_>)> = BTreeMap::new();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let (key, person) = (row.get("EnrollmentID"), row.get("PersonalID"));
        let began = dates::iso(&row.get("EntryDate"));
        let project = projects.get(&row.get("ProjectID"));
        let why = if row.is_cut_off() {
            "The row ends before its last column; the file may be cut off."
        } else if !row.get("DateDeleted").is_empty() {
            "Deleted in the source."
        } else if key.is_empty() || episodes.contains_key(&key) {
            "It has no EnrollmentID, or an earlier row has the same."
        } else if people.get(&person).is_none() {
            "Nobody with this PersonalID was taken from Client.csv."
        } else {
            ""
        };
        if !why.is_empty() {
            import.skip(row.at(), "enrollment", why);
            continue;
        }
        let street_outreach =
            project.and_then(|project| project.kind) == Some(codes::STREET_OUTREACH);
        episodes.insert(key.clone(), Episode { person: person.clone(), street_outreach });
        let Some(began) = began.filter(|date| *date <= import.context.now.date()) else {
            let why =
                "EntryDate is not a date or lies in the future; only its contacts were taken.";
            import.skip(row.at(), "enrollment", why);
            continue;
        };
        let rank = (!exits.contains_key(&key), began, key);
        match shown.get(&person) {
            Some((best, _)) if *best > rank => not_shown(&row, import),
            _ => {
                if let Some((_, before)) = shown.insert(person, (rank, row)) {
                    not_shown(&before, import);
                }
            }
        }
    }
    for (person, ((_, began, key), row)) in shown {
        let project = projects.get(&row.get("ProjectID"));
        show(&person, began, exits.contains_key(&key), &row, project, staff, people, import);
    }
    episodes
}

fn not_shown(row: &Row<'_>, import: &mut Import<'_>) {
    let why =
        "Another enrollment of this person is open or began later; only its contacts were taken.";
    import.skip(row.at(), "enrollment", why);
}

#[expect(clippy::too_many_arguments, reason = "one row and the tables it refers to")]
fn show(
    person: &str,
    began: NaiveDate,
    ended: bool,
    row: &Row<'_>,
    project: Option<&Project>,
    staff: &Staff,
    people: &mut People,
    import: &mut Import<'_>,
) {
    let mut remarks = Vec::new();
    let Some(new) = people.get_mut(person) else { return };
    let client = &mut new.client;
    client.opened_on = Some(began);
    client.program = project.map_or_else(String::new, |project| project.name.clone());
    if project.is_none() {
        remarks.push("Its ProjectID is not in Project.csv.".to_owned());
    }
    let engaged = dates::iso(&row.get("DateOfEngagement"))
        .is_some_and(|date| date <= import.context.now.date());
    let outreach = project.and_then(|project| project.kind) == Some(codes::STREET_OUTREACH);
    client.stage = match (ended, outreach, engaged) {
        (true, ..) => Stage::Closed,
        (_, true, false) => Stage::Outreach,
        _ => Stage::Active,
    };
    client.interpreter = row.code("TranslationNeeded") == Some(1);
    match row.code("PreferredLanguage").map(|code| (code, languages::by_code(code))) {
        Some((_, Some(tag))) => client.languages = vec![tag.to_owned()],
        None | Some((8 | 9 | 99, _)) => {}
        Some((code, None)) => remarks.push(format!(
            "PreferredLanguage {code} is none this program knows by its tag; add it to the fact sheet."
        )),
    }
    match staff.known(&row.get("UserID")) {
        Some(worker) => people.assign(person, worker),
        None => remarks.push("Its UserID is not in User.csv; nobody is assigned yet.".to_owned()),
    }
    let (verdict, why) = if remarks.is_empty() {
        (Verdict::Taken, "Shown on the fact sheet.".to_owned())
    } else {
        (Verdict::Changed, remarks.join(" "))
    };
    import.report.add(row.at(), "enrollment", verdict, why);
}
