//! Units that are used, as a phone counts them.

use super::{MONDAY, day, rule, rules};
use crate::{
    Moment,
    addendum::AddendumDraft,
    contact::{ContactDraft, Kind},
    id::{AddendumId, ClientId, ContactId, StaffId, TaskId},
    units::used,
    wire::v1::{AddendumKind, AddendumRow, Component, ContactRow, UnitRule, UnitRules},
};

const CLIENT: ClientId = ClientId::from_bytes([1; 16]);
const STAFF: StaffId = StaffId::from_bytes([2; 16]);

fn id(n: u8) -> ContactId {
    ContactId::from_bytes([n; 16])
}

/// A visit of half an hour, so many days after the first Monday.
fn visit(contact_id: ContactId, days: i64, received: bool) -> ContactRow {
    let start = Moment::new(MONDAY, 0).plus_ms(days * super::DAY_MS);
    let end = start.plus_ms(super::HOUR_MS / 2);
    let mut draft = ContactDraft::begin(CLIENT, contact_id, TaskId::from_bytes([9; 16]), start);
    draft.choose(Kind::Met);
    draft.seen_heard = "At the pier.".to_owned();
    draft.component = Component::Monitoring;
    (draft.occurred_start, draft.occurred_end) = (Some(start), Some(end));
    let contact = draft.sign(end).expect("a contact with words");
    ContactRow::new(contact, STAFF, received.then_some(end))
}

fn quarters() -> UnitRules {
    rules(UnitRule { unit_minutes: 15, ..rule() })
}

#[test]
fn notes_of_the_days_count_whether_or_not_the_server_has_them() {
    let notes = [
        visit(id(1), -1, true),
        visit(id(2), 0, true),
        visit(id(3), 2, false),
        visit(id(4), 9, true),
    ];
    let count = |from: &str, until: Option<&str>| {
        used(&quarters(), &notes, &[], (day(from), until.map(day)))
    };
    assert_eq!(count("2026-03-02", Some("2026-03-04")), 4, "both days are included");
    assert_eq!(count("2026-03-02", None), 6);
    assert_eq!(count("2026-03-05", Some("2026-03-06")), 0);
    assert_eq!(used(&UnitRules::default(), &notes, &[], (day("2026-01-01"), None)), 0, "no rule");
}

#[test]
fn what_was_entered_in_error_or_came_with_an_import_is_not_used() {
    let mut imported = [7; 16];
    imported[6] = 0x80;
    let notes = [
        visit(id(1), 0, true),
        visit(id(2), 1, true),
        visit(ContactId::from_bytes(imported), 2, true),
    ];
    let at = Moment::new(MONDAY + 3 * super::DAY_MS, 0);
    let mut draft = AddendumDraft::begin(AddendumId::from_bytes([5; 16]), id(2), CLIENT, at);
    draft.kind = AddendumKind::EnteredInError;
    draft.reason = "Another person.".to_owned();
    draft.text = "Another person.".to_owned();
    let added = draft.sign(at).expect("it says why");
    let added = [AddendumRow::new(added, STAFF, None)];
    assert_eq!(used(&quarters(), &notes, &added, (day("2026-03-01"), None)), 2);
}
