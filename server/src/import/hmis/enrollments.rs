//! Enrollments: `Enrollment.csv`.

use super::{
    Import, Verdict, codes, columns, earlier,
    exits::{Exit, Exits},
    is_deleted,
    people::People,
    projects::Project,
    staff::Staff,
};
use crate::import::{
    dates::{EXPECTED, Of, Reading},
    languages,
    quote::quoted,
    spoiled::no_key,
    table::{Row, Table},
};
use chrono::NaiveDate;
use domain::wire::v1::{Alert, AlertKind, Client, Ended, Stage, StageBegun};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What contacts need to know of an enrollment.
#[derive(Debug, Clone)]
pub(super) struct Episode {
    pub(super) person: String,
    pub(super) street_outreach: bool,
}

/// The enrollments of an export.
#[derive(Debug, Default)]
pub(super) struct Episodes {
    by_key: HashMap<String, Episode>,
    /// Keys of those that have a row, whatever became of it.
    in_file: HashSet<String>,
    /// Whose those are of which only earlier exports told, where this one holds changes only.
    earlier: HashMap<String, String>,
}

impl Episodes {
    fn new(import: &Import<'_>) -> Self {
        let mut episodes = Self::default();
        let people = import.context.known.people.values().filter(|_| import.is_delta);
        for person in people.filter(|person| person.system == import.keys.scope()) {
            let Some(key) = &person.key else { continue };
            let enrollments = person.enrollments.iter();
            episodes
                .earlier
                .extend(enrollments.map(|enrollment| (enrollment.clone(), key.clone())));
        }
        episodes
    }

    /// The PersonalID of whoever an enrollment is of.
    pub(super) fn owner(&self, enrollment: &str) -> Option<&String> {
        let here = self.get(enrollment).map(|episode| &episode.person);
        here.or_else(|| self.earlier.get(enrollment))
    }

    pub(super) fn get(&self, enrollment: &str) -> Option<&Episode> {
        self.by_key.get(enrollment)
    }

    pub(super) fn is_in_file(&self, enrollment: &str) -> bool {
        self.in_file.contains(enrollment)
    }
}

/// An enrollment that may be shown on the fact sheet.
struct Candidate<'a> {
    /// The open one first, then the one that began last.
    rank: (bool, NaiveDate, String),
    row: Row<'a>,
}

/// Reads every enrollment; the one to show on a person's fact sheet is the open
/// one that began last, or, when all have ended, the one that began last.
pub(super) fn read(
    table: &Table<'_>,
    projects: &HashMap<String, Project>,
    exits: &Exits,
    staff: &Staff,
    people: &mut People,
    import: &mut Import<'_>,
) -> Episodes {
    let reading = import.reading(table, &columns::ENROLLMENT);
    let mut episodes = Episodes::new(import);
    let mut shown: BTreeMap<String, Candidate<'_>> = BTreeMap::new();
    let mut deleted = HashSet::new();
    let mut deaths: BTreeMap<String, Option<NaiveDate>> =
        exits.dead.iter().map(|(person, on)| (person.clone(), *on)).collect();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let (key, person) = (row.key("EnrollmentID"), row.key("PersonalID"));
        if let Some(why) = no_key("EnrollmentID", &key) {
            import.broken(&row, "enrollment", why);
            continue;
        }
        episodes.in_file.insert(key.clone());
        if is_deleted(&row) {
            import.skip(&row, "enrollment", "Deleted in the source.");
            deleted.insert(person);
            continue;
        } else if episodes.by_key.contains_key(&key) {
            let why = format!(
                "EnrollmentID {} stands on an earlier line too; that one was read.",
                quoted(&key)
            );
            import.skip(&row, "enrollment", why);
            continue;
        }
        let Some(new) = people.get_mut(&person) else {
            let why = people.why_not(&person);
            if people.is_in_file(&person) || import.is_delta {
                import.skip(&row, "enrollment", why);
            } else {
                // If that is so of all of them, the keys of the two files are written otherwise.
                import.broken(&row, "enrollment", why);
            }
            continue;
        };
        new.enrollments.push(key.clone());
        let street_outreach =
            projects.get(&row.key("ProjectID")).is_some_and(|project| project.street_outreach);
        episodes.by_key.insert(key.clone(), Episode { person: person.clone(), street_outreach });
        let exit = exits.get(&key);
        if let Some(Exit { on, died: true }) = exit {
            deaths.insert(person.clone(), *on);
        }
        let text = row.get("EntryDate");
        let Some(read) = reading.likely(&text, Of::Event) else {
            let why = format!(
                "EntryDate {} was not read, {EXPECTED}; only its contacts were taken.",
                quoted(&text)
            );
            import.broken(&row, "enrollment", why);
            continue;
        };
        if read.date > reading.today {
            let why = format!(
                "EntryDate {} lies in the future; only its contacts were taken.",
                quoted(&text)
            );
            import.broken(&row, "enrollment", why);
            continue;
        }
        let one = Candidate { rank: (exit.is_none(), read.date, key), row };
        match shown.get(&person) {
            Some(best) if best.rank > one.rank => not_shown(&one.row, import),
            _ => {
                if let Some(before) = shown.insert(person, one) {
                    not_shown(&before.row, import);
                }
            }
        }
    }
    for person in people.keys() {
        let Some(id) = people.get(&person).map(|client| client.client_id) else { continue };
        let mut stood = false;
        match shown.get(&person) {
            Some(one) => {
                let this = (one.rank.2.as_str(), one.rank.0);
                if let Some(why) = earlier::stands(id, this, &episodes, exits, import) {
                    import.report.add(one.row.at(), "enrollment", Verdict::Changed, why);
                    people.without_enrollment(&person, false, import);
                    stood = true;
                } else {
                    let project = projects.get(&one.row.key("ProjectID"));
                    show(&person, one, project, &reading, staff, people, import);
                }
            }
            None => people.without_enrollment(&person, deleted.contains(&person), import),
        }
        people.keep_enrollments(&person, &episodes, import);
        if let Some(on) = earlier::died_on(id, import)
            && shown.contains_key(&person)
            && !exits.are_all
            && !stood
        {
            deaths.entry(person.clone()).or_insert(Some(on));
        }
        if let Some(on) = deaths.get(&person) {
            let later =
                shown.get(&person).filter(|one| one.rank.0 && on.is_some_and(|on| one.rank.1 > on));
            let died_on = (*on, reading.today);
            died(&person, died_on, later.map(|one| &one.row), people, import);
        }
    }
    episodes
}

fn not_shown(row: &Row<'_>, import: &mut Import<'_>) {
    let why =
        "Another enrollment of this person is open or began later; only its contacts were taken.";
    import.skip(row, "enrollment", why);
}

/// Closes the case of somebody who died, unless an enrollment began afterwards: then one of the
/// two is wrong, and looking for somebody who died is the smaller harm. `on` is the day of that
/// exit, if it could be read, and the day of the import.
fn died(
    person: &str,
    (on, today): (Option<NaiveDate>, NaiveDate),
    later: Option<&Row<'_>>,
    people: &mut People,
    import: &mut Import<'_>,
) {
    if let Some(row) = later {
        let why = "It began after an exit that says that the person died (Destination 24). Left \
                   open: find out which of the two is right, and put it right in HMIS.";
        return import.report.add(row.at(), "enrollment", Verdict::Changed, why);
    }
    let Some(new) = people.get_mut(person) else { return };
    new.client.stage = Stage::Closed;
    let day = on.map_or_else(String::new, |on| format!(", exit of {on}"));
    let text = format!("Died, as HMIS says (Destination 24{day})");
    let since = on.or(new.client.opened_on).unwrap_or(today);
    let begun = StageBegun::new(None, Stage::Closed, since);
    let ended = Some(Ended::Died);
    new.client.stages.push(StageBegun { reason: text.clone(), ended, ..begun });
    new.client.alerts.push(Alert { line_id: None, kind: AlertKind::Other, text });
}

fn show(
    person: &str,
    one: &Candidate<'_>,
    project: Option<&Project>,
    reading: &Reading,
    staff: &Staff,
    people: &mut People,
    import: &mut Import<'_>,
) {
    let Candidate { rank: (open, began, key), row } = one;
    let mut remarks = Vec::new();
    let Some(new) = people.get_mut(person) else { return };
    let client = &mut new.client;
    client.opened_on = Some(*began);
    client.program = project.map_or_else(String::new, |project| project.name.clone());
    if project.is_none() {
        let project = quoted(&row.key("ProjectID"));
        remarks.push(format!("ProjectID {project} is not in Project.csv: no programme is shown."));
    }
    if let Some(doubt) =
        reading.likely(&row.get("EntryDate"), Of::Event).and_then(|read| read.doubt)
    {
        remarks.push(format!("EntryDate {} is {doubt}: {began}.", quoted(&row.get("EntryDate"))));
    }
    let text = row.get("DateOfEngagement");
    let engaged = reading.likely(&text, Of::Event);
    if engaged.is_none() && !text.is_empty() {
        remarks.push(format!("DateOfEngagement {} was not read, {EXPECTED}.", quoted(&text)));
    }
    let engaged = engaged.is_some_and(|read| read.date <= reading.today);
    let outreach = project.is_some_and(|project| project.street_outreach);
    client.stage = match (open, outreach, engaged) {
        (false, ..) => Stage::Closed,
        (_, true, false) => Stage::Outreach,
        _ => Stage::Active,
    };
    if *open && earlier::had_ended(client.client_id, key, import) {
        let why = "An earlier export said that it had ended, and this one does not: open again.";
        remarks.push(why.to_owned());
    }
    client.interpreter = row.code("TranslationNeeded") == Some(1);
    language(row, client, &mut remarks);
    let user = row.key("UserID");
    match staff.known(&user) {
        Some(worker) => people.assign(person, worker),
        None if user.is_empty() => remarks.push("UserID is empty: it names no worker.".to_owned()),
        None => remarks.push(format!(
            "UserID {} is not in User.csv, or was deleted there: it names no worker.",
            quoted(&user)
        )),
    }
    if remarks.is_empty() {
        import.report.add(row.at(), "enrollment", Verdict::Taken, "Shown on the fact sheet.");
    } else {
        import.report.add(row.at(), "enrollment", Verdict::Changed, remarks.join(" "));
    }
}

/// The language by HUD's list C4.A; 21 has it in words in a column of its own.
fn language(row: &Row<'_>, client: &mut Client, remarks: &mut Vec<String>) {
    let text = row.get("PreferredLanguage");
    let other = row.get("PreferredLanguageDifferent");
    let tag = match row.code("PreferredLanguage") {
        Some(codes::OTHER_LANGUAGE) if other.is_empty() => {
            remarks.push(
                "PreferredLanguage 21 is another language, and PreferredLanguageDifferent is empty."
                    .to_owned(),
            );
            return;
        }
        Some(codes::OTHER_LANGUAGE) => languages::by_name(&other),
        Some(8 | 9 | 99) => return,
        Some(code) => languages::by_code(code).map(ToOwned::to_owned),
        None if text.is_empty() => return,
        None => languages::by_name(&text),
    };
    match tag {
        Some(tag) => client.languages = vec![tag],
        None => {
            let said = if other.is_empty() { text } else { other };
            remarks.push(format!(
                "The language {} is none this program knows by its tag; add it to the fact sheet.",
                quoted(&said)
            ));
        }
    }
}
