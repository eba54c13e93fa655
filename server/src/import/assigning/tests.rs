use super::*;
use crate::import::{Colleague, IdSecret};
use domain::{Moment, id::AgencyId, wire::v1::Agency};

const CLIENT: ClientId = ClientId::from_bytes([9; 16]);

const fn staff(number: u8) -> StaffId {
    StaffId::from_bytes([number; 16])
}

/// Whom a source gave the client to with change 1, and who carries them since which change.
fn context(made: Option<u8>, carried: &[(u8, i64)]) -> Context {
    let agency = Agency::new(AgencyId::from_bytes([7; 16]), String::new());
    let mut context = Context::new(agency, IdSecret::new([1; 32].into()), Moment::new(0, 0), 0);
    for number in 1..=3 {
        context.colleagues.push(Colleague {
            staff_id: staff(number),
            login: format!("worker.{number}"),
            name: format!("Worker {number}"),
            carries: true,
            has_left: false,
            can_sign_in: true,
        });
    }
    let of = |(number, from_seq): &(u8, i64)| Made { staff: staff(*number), from_seq: *from_seq };
    context.known.carried.insert(CLIENT, carried.iter().map(of).collect());
    if let Some(number) = made {
        let made = Some(Made { staff: staff(number), from_seq: 1 });
        let (worker, primary) = (Some(staff(number)), Some(staff(number)));
        context.known.people.insert(CLIENT, Person { worker, primary, made, ..Person::default() });
    }
    context
}

/// Whose assignment ends and whose begins, and whether somebody carries the client then.
fn says(context: &Context, word: Option<u8>) -> (Option<StaffId>, Option<StaffId>, bool) {
    let Decision { ends, begins, carried, .. } = decide(context, CLIENT, word.map(staff), true);
    (ends, begins, carried)
}

#[test]
fn the_first_word_begins_an_assignment_and_the_same_word_changes_nothing() {
    assert_eq!(says(&context(None, &[]), Some(1)), (None, Some(staff(1)), true));
    assert_eq!(says(&context(Some(1), &[(1, 1)]), Some(1)), (None, None, true));
}

#[test]
fn a_later_word_moves_what_the_source_made_and_leaves_whom_people_added() {
    let moved = (Some(staff(1)), Some(staff(2)), true);
    assert_eq!(says(&context(Some(1), &[(1, 1)]), Some(2)), moved);
    assert_eq!(says(&context(Some(1), &[(1, 1), (3, 5)]), Some(2)), moved);
    let had = (Some(staff(1)), None, true);
    assert_eq!(says(&context(Some(1), &[(1, 1), (2, 5)]), Some(2)), had, "they have them already");
}

#[test]
fn what_people_decided_stays_whatever_the_source_says() {
    for word in [Some(1), Some(2), None] {
        let given = says(&context(Some(1), &[(3, 5)]), word);
        assert_eq!(given, (None, None, true), "a transfer, then {word:?}");
        let taken = says(&context(Some(1), &[]), word);
        assert_eq!(taken, (None, None, false), "taken away, then {word:?}");
        let again = says(&context(Some(1), &[(1, 5)]), word);
        assert_eq!(again, (None, None, true), "taken and given back by people, then {word:?}");
    }
}

#[test]
fn whoever_left_is_followed_by_whom_the_source_names_next() {
    let mut gone = context(Some(1), &[]);
    gone.colleagues[0].has_left = true;
    assert_eq!(says(&gone, Some(2)), (None, Some(staff(2)), true));
    assert_eq!(says(&gone, Some(1)), (None, None, false), "nobody is given to who has left");
}

#[test]
fn whom_nobody_carries_can_be_given_to_somebody_and_follows_the_source_later() {
    let mut fresh = context(None, &[]);
    fresh.choices.unassigned_to = Some(staff(3));
    assert_eq!(says(&fresh, None), (None, Some(staff(3)), true));
    let closed = decide(&fresh, CLIENT, None, false);
    assert_eq!(closed.begins, None, "a closed case is nobody's");
    assert_eq!(says(&context(Some(3), &[(3, 1)]), Some(1)), (Some(staff(3)), Some(staff(1)), true));
}

#[test]
fn a_client_who_is_deleted_in_the_source_leaves_whom_it_gave_them_to_alone() {
    assert_eq!(end(&context(Some(1), &[(1, 1)]), CLIENT).ends, Some(staff(1)));
    let given = end(&context(Some(1), &[(3, 5)]), CLIENT);
    assert_eq!((given.ends, given.carried, given.remark.is_some()), (None, true, true));
}
