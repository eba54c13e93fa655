use super::*;
use crate::{Moment, client::ClientDraft};
use chrono::NaiveDate;
use proptest::prelude::*;

fn client(n: u8, name: &str, place: &str) -> Client {
    let now = Moment::new(1_764_000_000_000, 0);
    let mut draft = ClientDraft::begin(ClientId::from_bytes([n; 16]), now);
    (draft.called, draft.place) = (name.to_owned(), place.to_owned());
    draft.met(now).expect("a name is enough")
}

/// What tells each apart, in words; nothing where the name does.
fn told(clients: &[Client]) -> Vec<Option<Vec<String>>> {
    let apart = apart(&clients.iter().map(Seen::of).collect::<Vec<_>>());
    let of = |client: &Client| {
        let (_, told) = apart.iter().find(|(id, _)| *id == client.client_id)?;
        assert_eq!(told.len(), CODE + 1);
        Some(told.iter().filter(|text| !text.is_empty()).cloned().collect())
    };
    clients.iter().map(of).collect()
}

fn words(texts: &[&str]) -> Option<Vec<String>> {
    Some(texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn whoever_has_a_name_alone_needs_nothing() {
    assert_eq!(told(&[client(1, "Rosa", "Pier"), client(2, "Marlow", "Pier")]), [None, None]);
}

#[test]
fn what_differs_is_told_and_what_is_the_same_is_not() {
    let one = Client {
        legal_name: "Rosa Delgado".into(),
        born_on: NaiveDate::from_ymd_opt(1987, 3, 4),
        ..client(1, "Rosa", "Pier")
    };
    let other = Client { alias: "Red".into(), ..client(2, "RÓSA", "Pier") };
    assert_eq!(told(&[one.clone(), other]), [words(&["Rosa Delgado", "1987"]), words(&["Red"])]);
    let elsewhere = client(3, "Rosa", "Library");
    let told = told(&[Client { legal_name: String::new(), born_on: None, ..one }, elsewhere]);
    assert_eq!(told, [words(&["Pier"]), words(&["Library"])]);
}

#[test]
fn where_nothing_is_known_a_code_tells_them_apart() {
    let told = told(&[client(1, "Rosa", "Pier"), client(0xab, "Rosa", "Pier")]);
    assert_eq!(told, [words(&["0101"]), words(&["ABAB"])]);
}

#[test]
fn one_of_three_who_is_known_by_something_does_not_hide_that_two_are_not() {
    let known = Client { alias: "Red".into(), ..client(3, "Rosa", "Pier") };
    let told = told(&[client(1, "Rosa", "Pier"), client(2, "Rosa", "Pier"), known]);
    assert_eq!(told, [words(&["0101"]), words(&["0202"]), words(&["Red"])]);
}

#[test]
fn somebody_new_may_be_one_who_is_known() {
    let rosa = Client { legal_name: "Rosa Delgado Hương".into(), ..client(1, "Rosa", "Pier") };
    for called in ["Ro", "rosa", "Rosa D", "delgado", "Rosa Miller", "huong", "ROSÁ"] {
        assert!(may_be(called, &rosa), "{called}");
    }
    for called in ["", "R", "Marlow", "Rosalind", "Miller"] {
        assert!(!may_be(called, &rosa), "{called}");
    }
}

#[test]
fn whoever_was_met_in_the_same_place_comes_first() {
    let all = [client(1, "Rosa", "Library"), client(2, "Rosa", "Pier"), client(3, "Bo", "Pier")];
    let ids = |place: &str| -> Vec<u8> {
        let found = may_be_one_of("rosa", place, all.iter());
        found.iter().filter_map(|client| client.client_id.as_bytes().first().copied()).collect()
    };
    assert_eq!(ids("pier"), [2, 1]);
    assert_eq!(ids(""), [1, 2]);
}

proptest! {
    #[test]
    fn no_two_of_one_name_are_told_the_same(
        people in prop::collection::vec((0..3_u8, 0..3_u8, 0..3_u8, 0..2_u16), 0..12),
    ) {
        let clients: Vec<Client> = (0..).zip(people).map(|(n, (name, alias, place, year))| Client {
            alias: ["", "Zo\u{eb}", "Zoe\u{308}"][usize::from(alias)].into(),
            born_on: NaiveDate::from_ymd_opt(1980, 1, 1).filter(|_| year == 1),
            ..client(n, ["Rosa", "Rósa", "Bo"][usize::from(name)], ["", "Pier 9", "pier 9 "][usize::from(place)])
        }).collect();
        let told = told(&clients);
        for (one, apart) in clients.iter().zip(&told) {
            for (other, of_other) in clients.iter().zip(&told) {
                let same_name = number_of(&one.preferred_name) == number_of(&other.preferred_name);
                if same_name && one.client_id != other.client_id {
                    prop_assert!(apart.is_some());
                    prop_assert_ne!(apart, of_other);
                }
            }
        }
    }
}
