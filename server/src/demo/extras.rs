//! Tasks and addenda around the notes.

use super::{
    Dice,
    cast::{Part, Persona},
};
use crate::import::derived;
use chrono::{Days, NaiveDate};
use domain::{
    Moment,
    id::{AddendumId, StaffId, TaskId},
    wire::v1::{Addendum, AddendumKind, AddendumRow, ContactRow, Outcome, Task, TaskState},
};

/// The task a note's next step became; long past ones are done.
pub(super) fn task_of(row: &ContactRow, today: NaiveDate, dice: &mut Dice) -> Option<Task> {
    let step = row.contact.next_step.as_ref()?;
    let overdue = (today - step.due).num_days();
    let state = match overdue {
        ..=0 => TaskState::Open,
        1..=5 if dice.chance(12) => TaskState::Open,
        _ if dice.chance(5) => TaskState::Cancelled,
        _ => TaskState::Done,
    };
    Some(Task {
        task_id: step.task_id,
        client_id: row.contact.client_id,
        owner: row.author,
        title: step.text.clone(),
        due: step.due,
        contact_id: Some(row.contact.contact_id),
        message_id: None,
        for_client: step.for_client,
        state,
    })
}

/// A task that came from no note: around today for a few, so that Today has some.
pub(super) fn own_task(persona: &Persona, worker: StaffId, today: NaiveDate) -> Option<Task> {
    let name = &persona.client.preferred_name;
    let (title, in_days) = match persona.number % 30 {
        0 | 17 => (format!("Bring {name}'s bus pass"), 0),
        1 | 11 if persona.role == Part::LevelI => (format!("72-hour follow-up with {name}"), 1),
        3 | 13 => (format!("Renew {name}'s release for the clinic"), 4),
        5 => (format!("Ask the housing office about {name}'s place on the list"), -1),
        // Some days before the plan says that it is to be looked at.
        7 | 24 => {
            let review = persona.client.review_due?;
            let title = format!("Prepare {name}'s service plan review");
            (title, (review - today).num_days() - 3)
        }
        8 => (format!("Take {name}'s form to the benefits office"), 0),
        _ => return None,
    };
    let days = Days::new(i64::unsigned_abs(in_days));
    let due = if in_days < 0 { today.checked_sub_days(days) } else { today.checked_add_days(days) };
    Some(Task {
        task_id: TaskId::from_bytes(derived(&format!("demo|task|{}", persona.client.client_id))),
        client_id: persona.client.client_id,
        owner: worker,
        title,
        due: due.unwrap_or(today),
        contact_id: None,
        message_id: None,
        for_client: false,
        state: TaskState::Open,
    })
}

/// About one note in ninety has words added to it.
pub(super) fn addendum_to(row: &ContactRow, now: Moment, dice: &mut Dice) -> Option<AddendumRow> {
    if dice.below(90) != 0 || row.contact.outcome != Outcome::Completed {
        return None;
    }
    let (kind, text, reason) = dice.pick(WORDS)?;
    let at = row.contact.signed_at.plus_ms(dice.between(30, 3_000) * 60_000).min(now);
    let addendum = Addendum {
        addendum_id: AddendumId::from_parts(at.utc_ms().unsigned_abs(), dice.bytes()),
        contact_id: row.contact.contact_id,
        client_id: row.contact.client_id,
        kind,
        text: text.to_owned(),
        reason: reason.to_owned(),
        at,
    };
    Some(AddendumRow::new(addendum, row.author, Some(at)))
}

const WORDS: &[(AddendumKind, &str, &str)] = &[
    (
        AddendumKind::LateEntry,
        "The appointment was also moved to the afternoon at the client's wish; I left that out.",
        "Remembered while preparing the next visit.",
    ),
    (
        AddendumKind::LateEntry,
        "We also spoke about the bus line that is closed until the end of the month.",
        "Remembered on the way home.",
    ),
    (
        AddendumKind::Correction,
        "The visit took place at the laundromat, not at the library.",
        "Wrong place picked from the list.",
    ),
    (
        AddendumKind::Correction,
        "The next appointment is at 2:30, not at 1:45.",
        "The clinic called back with the right time.",
    ),
    (
        AddendumKind::Correction,
        "The quote is the cousin's, not the client's.",
        "Mixed up while writing; read it back with the client.",
    ),
    (
        AddendumKind::Addendum,
        "The client read this note today and agreed with it.",
        "Client asked to see it.",
    ),
    (
        AddendumKind::Addendum,
        "The clinic confirmed by phone what is said here about the refill.",
        "Answer came after signing.",
    ),
    (
        AddendumKind::EnteredInError,
        "This note describes a visit with somebody else. It was written again there.",
        "Written under the wrong name.",
    ),
];
