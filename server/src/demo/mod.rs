//! The demonstration agency: invented people with the rhythm of real ones, so
//! that a visitor sees at once what Streetlight is for, and a benchmark measures
//! something like a real caseload.
//!
//! Nobody in it exists. Names are made up, telephone numbers come from the range
//! kept free for fiction (555-0100 to 555-0199), and the agency says in its name
//! what it is. The same day and moment give the same bytes.

mod agency;
mod appointments;
mod assessments;
mod benefits;
mod calendar;
mod cast;
mod chain;
mod course;
mod dice;
mod episodes;
mod extras;
mod known;
mod made;
mod notes;
mod plans;
mod reviews;
mod service_plans;
mod services;
mod sharing;
mod sheet;
mod supports;
mod words;

use crate::store::load::{Batch, NewClient, NewStaff};
use cast::Persona;
use chrono::{NaiveDate, NaiveTime};
use dice::Dice;
use domain::{Moment, id::StaffId, record::RecordRow, wire::v1::Role};

/// The passphrase of every demonstration account. For demonstrations only: it
/// is printed in the README.
pub const PASSPHRASE: &str = "harbor lights after rain";

/// One worker's share of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caseload {
    /// The worker's sign-in name.
    pub login: String,
    /// The worker's name.
    pub name: String,
    /// Behind the name.
    pub credentials: String,
    /// How many people.
    pub clients: usize,
    /// How many notes about them, exactly.
    pub contacts: usize,
}

impl Caseload {
    /// A worker of this sign-in name with so many people and notes.
    #[must_use]
    pub fn new(login: &str, clients: usize, contacts: usize) -> Self {
        let (name, credentials) = match login {
            "dana" => ("Dana Whitlock-Sample", "LCSW"),
            "marcus" => ("Marcus Obi-Sample", "CPRP"),
            other => (other, ""),
        };
        Self {
            login: login.to_owned(),
            name: name.to_owned(),
            credentials: credentials.to_owned(),
            clients,
            contacts,
        }
    }
}

/// The agency of the demonstration: Dana with 60 people and 5,000 notes over two
/// years, Marcus with 60 and 1,200, Rosa as supervisor and an administrator. Dana is on
/// call for two weeks, so that one sees what that looks like.
#[must_use]
pub fn agency(today: NaiveDate, now: Moment) -> Batch {
    let caseloads = [Caseload::new("dana", 60, 5_000), Caseload::new("marcus", 60, 1_200)];
    let mut batch = build(today, now, &caseloads);
    batch.shifts.push(agency::shift("dana", today, now));
    batch
}

/// Two workers with five people each, for tests. Of the first of each there is no assessment and
/// no service plan, so that a test can begin them.
#[must_use]
pub fn small(today: NaiveDate) -> Batch {
    let evening = today.and_time(NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default());
    let now = Moment::from_local(evening, -300);
    let caseloads = [Caseload::new("dana", 5, 120), Caseload::new("marcus", 5, 40)];
    let mut batch = build(today, now, &caseloads);
    for caseload in &caseloads {
        chain::none_of_the_first(&mut batch, agency::staff_id(&caseload.login));
    }
    batch
}

/// The agency with these caseloads, for benchmarks.
#[must_use]
pub fn build(today: NaiveDate, now: Moment, caseloads: &[Caseload]) -> Batch {
    let mut staff: Vec<NewStaff> = caseloads.iter().map(agency::worker).collect();
    staff.push(agency::staff("rosa", "Rosa Delmar-Sample", "LICSW", Role::Supervisor));
    staff.push(agency::staff("admin", "Alex Porter-Sample", "", Role::Administrator));
    let mut batch = Batch::of(agency::agency(today, &staff));
    batch.staff = staff;
    for (at, caseload) in caseloads.iter().enumerate() {
        fill(&mut batch, today, now, at, caseload);
    }
    batch.records.sort();
    if let Some(first) = caseloads.first() {
        (batch.services, batch.checks) = services::directory(&first.login, today, now);
    }
    batch
}

fn fill(batch: &mut Batch, today: NaiveDate, now: Moment, at: usize, caseload: &Caseload) {
    let worker: StaffId = agency::staff_id(&caseload.login);
    let mut people: Vec<Persona> =
        (0..caseload.clients).map(|number| cast::persona(at, number, worker, today)).collect();
    for persona in &mut people {
        let mut documents = chain::of(persona, worker, today, now);
        let reviews = reviews::of(persona, &mut documents, worker, now);
        batch.records.extend(reviews.into_iter().map(RecordRow::from));
        let sharing = sharing::of(persona, &documents, worker, today, now);
        batch.records.extend(sharing.into_iter().map(RecordRow::from));
        let appointments = appointments::of(persona, worker, today, now);
        batch.records.extend(appointments.into_iter().map(RecordRow::from));
        let benefits = benefits::of(persona, worker, today, now);
        batch.records.extend(benefits.into_iter().map(RecordRow::from));
        batch.documents.extend(documents);
    }
    let meetings = calendar::meetings(&caseload.login, &people, caseload.contacts, today, now);
    let mut dice = Dice::new(&format!("notes of {}", caseload.login));
    for meeting in &meetings {
        let Some(persona) = people.get(meeting.person) else { continue };
        let row = notes::note(persona, meeting, worker, now, &mut dice);
        batch.tasks.extend(extras::task_of(&row, today, &mut dice));
        batch.records.extend(extras::addendum_to(&row, now, &mut dice).map(RecordRow::from));
        batch.records.push(row.into());
    }
    for persona in people {
        batch.tasks.extend(extras::own_task(&persona, worker, today));
        let mut plan = plans::plan(&persona, worker, today, now);
        let people = supports::around(&persona, plan.as_mut(), worker, now);
        batch.records.extend(people.into_iter().map(RecordRow::from));
        batch.crisis_plans.extend(plan);
        batch.clients.push(NewClient { client: persona.client, assigned: vec![worker] });
    }
}
