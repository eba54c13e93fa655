use super::*;
use crate::{id::StaffId, phone::NotOne, record::Record as _};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn now() -> Moment {
    Moment::new(1_764_000_000_000, 0)
}

fn id(n: u8) -> SupportPersonId {
    SupportPersonId::from_bytes([n; 16])
}

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

fn row(n: u8, of: u8, name: &str) -> SupportPersonRow {
    let draft = SupportDraft::new(ClientId::from_bytes([1; 16]), id(n), person(of), now());
    let support_person = SupportPerson { name: name.into(), ..draft.support_person };
    SupportPersonRow::new(support_person, StaffId::from_bytes([n; 16]), None)
}

fn replacing(mut row: SupportPersonRow, replaced: &[u8]) -> SupportPersonRow {
    row.support_person.replaces = replaced.iter().copied().map(id).collect();
    row
}

fn ended(mut row: SupportPersonRow) -> SupportPersonRow {
    row.support_person.ended = true;
    row
}

fn names(rows: &[SupportPersonRow]) -> Vec<Vec<&str>> {
    let all = supports(rows);
    let of = |support: Support<'_>| -> Vec<&str> {
        let ids: Vec<_> =
            support.writings.iter().map(|row| row.support_person.support_person_id).collect();
        let here = rows.iter().filter(|row| ids.contains(&row.support_person.support_person_id));
        here.map(|row| row.support_person.name.as_str()).collect()
    };
    all.into_iter().map(of).collect()
}

#[test]
fn people_come_by_name_and_a_change_takes_the_place_of_what_it_replaces() {
    let rows = [row(1, 1, "Tía Rosa"), row(2, 2, "Bernard"), replacing(row(3, 1, "Álvaro"), &[1])];
    assert_eq!(names(&rows), [["Álvaro"], ["Bernard"]]);
}

#[test]
fn two_changes_made_apart_both_stand_until_one_replaces_both() {
    let mut rows = vec![
        row(1, 1, "Rosa"),
        replacing(row(2, 1, "Rosa M."), &[1]),
        replacing(row(3, 1, "Rosa N."), &[1]),
    ];
    assert_eq!(names(&rows), [["Rosa M.", "Rosa N."]]);
    let both = supports(&rows);
    let from = &rows[1].support_person;
    let settled = SupportDraft::change(&both[0], from, id(4), now()).finish(now()).unwrap();
    assert_eq!(settled.replaces, [id(2), id(3)]);
    rows.push(SupportPersonRow { support_person: settled, ..rows[1].clone() });
    assert_eq!(names(&rows), [["Rosa M."]]);
}

#[test]
fn who_was_ended_is_gone_unless_somebody_changed_them_meanwhile() {
    let first = row(1, 1, "Rosa");
    let gone = ended(replacing(row(2, 1, "Rosa"), &[1]));
    let rows = [first.clone(), gone.clone()];
    assert_eq!((supports(&rows).len(), former(&rows).len()), (0, 1));
    let changed = replacing(row(3, 1, "Rosa M."), &[1]);
    let rows = [first, gone, changed];
    assert_eq!(names(&rows), [["Rosa", "Rosa M."]]);
    assert_eq!(supports(&rows)[0].latest().unwrap().name, "Rosa M.");
    assert_eq!(former(&rows), []);
}

#[test]
fn one_voice_is_enough_not_to_involve_somebody() {
    let mut rows = vec![replacing(row(2, 1, "Rosa"), &[1]), replacing(row(3, 1, "Rosa"), &[1])];
    let said = |rows: &[SupportPersonRow]| not_to_involve(rows).count();
    assert_eq!(said(&rows), 0);
    rows[0].support_person.do_not_involve = true;
    assert_eq!(said(&rows), 1);
    let both = supports(&rows);
    let other = &rows[1].support_person;
    let change = SupportDraft::change(&both[0], other, id(9), now());
    assert!(change.support_person.do_not_involve, "taken off knowingly, or not at all");
    rows.push(replacing(row(4, 1, "Rosa"), &[2, 3]));
    assert_eq!(said(&rows), 0, "somebody who saw both decided");
}

#[test]
fn what_is_about_another_person_replaces_nobody() {
    let rows = [row(1, 1, "Rosa"), replacing(row(2, 2, "Bernard"), &[1])];
    assert_eq!(names(&rows), [["Bernard"], ["Rosa"]]);
}

fn problem(field: Field, wrong: Wrong) -> Result<SupportPerson, Vec<Problem>> {
    Err(vec![Problem::new(field, wrong)])
}

#[test]
fn a_writing_needs_a_name_or_a_relation_and_room() {
    let mut draft = SupportDraft::new(ClientId::from_bytes([1; 16]), id(1), person(1), now());
    draft.support_person.name = "  ".into();
    assert_eq!(draft.finish(now()), problem(Field::Name, Wrong::Missing));
    draft.support_person.relation = " the landlord ".into();
    assert_eq!(draft.finish(now()).unwrap().relation, "the landlord");
    draft.support_person.note = "x".repeat(Field::Note.max() + 1);
    let too_long = |field, by| problem(field, Wrong::TooLong(by));
    assert_eq!(draft.finish(now()), too_long(Field::Note, 1));
    draft.support_person.name = "x".repeat(Field::Name.max() + 20);
    draft.support_person.note.clear();
    assert_eq!(draft.finish(now()), too_long(Field::Name, 20), "a name is no letter");
}

#[test]
fn a_number_is_one_that_can_be_dialled_or_said_to_be_none() {
    let mut draft = SupportDraft::new(ClientId::from_bytes([1; 16]), id(1), person(1), now());
    draft.support_person.name = "Mara".into();
    draft.support_person.tel = " 860-555-0142 ext. 7 ".into();
    draft.support_person.sms = "860-555-0142".into();
    assert_eq!(draft.finish(now()).unwrap().tel, "860-555-0142 ext. 7", "kept as it was written");
    draft.support_person.sms = "860-555-0142 / 860-555-0143".into();
    let two = problem(Field::Sms, Wrong::Number(NotOne::Several));
    assert_eq!(draft.finish(now()), two);
    draft.support_person.do_not_involve = true;
    assert!(draft.finish(now()).is_ok(), "whom not to call has no button, and is never held up");
}

#[test]
fn one_writing_replaces_as_many_as_it_may_and_no_more() {
    let rows: Vec<_> = (0..100).map(|n| row(n, 1, "Rosa")).collect();
    let all = supports(&rows);
    let from = all[0].latest().unwrap();
    let change = SupportDraft::change(&all[0], from, id(200), now());
    assert_eq!(change.support_person.replaces.len(), REPLACES_MAX);
    assert!(change.finish(now()).unwrap().keeps_the_rules());
}

/// What phones write, each knowing some of what was written before.
fn histories() -> impl Strategy<Value = Vec<SupportPersonRow>> {
    let one = (0..3_u8, any::<u32>(), any::<bool>());
    prop::collection::vec(one, 0..20).prop_map(|all| {
        let mut rows = Vec::<SupportPersonRow>::new();
        for (n, (of, knows, ends)) in (0_u8..).zip(all) {
            let known = rows.iter().enumerate().filter(|(place, row)| {
                row.support_person.person_id == person(of) && knows >> place & 1 == 1
            });
            let replaced: Vec<u8> = known.map(|(place, _)| u8::try_from(place).unwrap()).collect();
            let made = replacing(row(n, of, &format!("writing {n}")), &replaced);
            rows.push(if ends { ended(made) } else { made });
        }
        rows
    })
}

proptest! {
    /// I1 of this list: words go only where somebody who saw them wrote others.
    #[test]
    fn nobodys_words_go_unless_replaced_or_everything_about_the_person_ended(rows in histories()) {
        let replaced: BTreeSet<_> =
            rows.iter().flat_map(|row| &row.support_person.replaces).copied().collect();
        let holding: Vec<_> = rows
            .iter()
            .filter(|row| !replaced.contains(&row.support_person.support_person_id))
            .collect();
        let (shown, gone) = (supports(&rows), former(&rows));
        for row in &holding {
            let here = shown.iter().any(|support| support.writings.contains(row));
            let of = row.support_person.person_id;
            let mut about = holding.iter().filter(|one| one.support_person.person_id == of);
            let alive = about.any(|one| !one.support_person.ended);
            prop_assert_eq!(here, alive);
            prop_assert_eq!(gone.iter().any(|support| support.writings.contains(row)), !alive);
        }
        let count: usize =
            shown.iter().chain(&gone).map(|support| support.writings.len()).sum();
        prop_assert_eq!(count, holding.len());
    }

    #[test]
    fn the_order_in_which_writings_arrive_says_nothing(rows in histories(), turn in 0..20_usize) {
        let mut turned = rows.clone();
        turned.reverse();
        let turn = turn % turned.len().max(1);
        turned.rotate_left(turn);
        prop_assert_eq!(supports(&rows), supports(&turned));
    }
}
