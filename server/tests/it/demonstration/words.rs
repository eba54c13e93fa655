//! How assessments and plans of the demonstration read.

use super::{last, whole};
use domain::document::{Cells, DocumentKind, Key, Value, assessment, assessment::items};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_cell_is_filled_in_by_somebody() {
    let batch = whole();
    for kind in DocumentKind::OF_CELLS {
        let mut filled = BTreeSet::new();
        for version in batch.documents.iter().filter(|version| version.kind == *kind) {
            let cells = &version.cells;
            let keys = cells.lines.iter().flat_map(|line| cells.line_keys(line));
            for key in cells.fact_keys().chain(keys) {
                let value = cells.value(key);
                let is_empty = value == Value::Nothing
                    || value.as_text().is_some_and(str::is_empty)
                    || value.parts().is_some_and(|(sort, _)| sort == "flag") && !value.is_yes();
                if !is_empty {
                    filled.insert((key.line.is_some(), key.field));
                }
            }
        }
        let facts = kind.shape().facts.iter().map(|cell| (false, cell.name));
        let of_lines = kind.shape().lists.iter().flat_map(|list| list.cells);
        for (in_line, name) in facts.chain(of_lines.map(|cell| (true, cell.name))) {
            let is_filled = filled.iter().any(|(line, cell)| *line == in_line && cell == name);
            assert!(is_filled, "{kind:?}: nobody has {name}");
        }
    }
}

#[test]
fn every_answer_that_can_be_given_is_given_by_somebody() {
    let batch = whole();
    let mut given: BTreeSet<String> = BTreeSet::new();
    for cells in batch.documents.iter().map(|version| &version.cells) {
        let keys = cells.lines.iter().flat_map(|line| cells.line_keys(line));
        for key in cells.fact_keys().chain(keys) {
            let value = cells.value(key);
            given.extend(value.as_word().map(|word| format!("{}: {word}", key.field.as_str())));
        }
    }
    let domains = assessment::DOMAIN_WORDS.map(|word| ("domain", word));
    let kinds = assessment::ITEM_KINDS.map(|word| ("kind", word));
    let others = [
        ("answer", "discussed"),
        ("answer", "not_discussed"),
        ("answer", "declined"),
        ("standing", "open"),
        ("standing", "met"),
        ("standing", "gone"),
        ("client_present", "yes"),
        ("client_present", "partly"),
        ("disposition", "in_plan"),
        ("disposition", "deferred"),
        ("disposition", "declined"),
        ("agreement", "signed"),
        ("agreement", "said"),
        ("agreement", "declined"),
        ("agreement", "unable"),
        ("advocate", "there"),
        ("advocate", "invited"),
        ("advocate", "none_named"),
        ("state", "in_work"),
        ("state", "finished"),
    ];
    for (name, word) in domains.into_iter().chain(kinds).chain(others) {
        assert!(given.contains(&format!("{name}: {word}")), "nobody has {name}: {word}");
    }
}

#[test]
fn a_whole_assessment_has_as_many_of_each_as_real_ones_and_each_part_of_life_is_answered() {
    let batch = whole();
    let planned = last(&batch, DocumentKind::ServicePlan);
    for (client, version) in last(&batch, DocumentKind::Assessment) {
        let of = |kind: &str| items(&version.cells).iter().filter(|one| one.kind == kind).count();
        assert!((1..=5).contains(&of("need")) && of("strength") >= 1);
        if planned.contains_key(&client) {
            assert!((2..=5).contains(&of("need")));
            assert!(of("barrier") <= 3 && of("strength") <= 3 && of("preference") <= 2);
            assert_eq!(version.cells.lines_in(assessment::DOMAINS, None).count(), 12);
        }
    }
}

/// What clients said: of needs, parts of life, goals and the plan.
fn own(cells: &Cells) -> Vec<String> {
    let keys = cells.lines.iter().flat_map(|line| cells.line_keys(line)).chain(cells.fact_keys());
    let own = keys.filter(|key| key.field == "own" || key.field == "agreement_note");
    own.filter_map(|key| cells.value(key).as_text().map(str::to_owned)).collect()
}

#[test]
fn people_do_not_read_alike() {
    let batch = whole();
    let assessed = last(&batch, DocumentKind::Assessment);
    let mut needs: BTreeMap<String, usize> = BTreeMap::new();
    let mut sets = BTreeSet::new();
    for version in assessed.values() {
        let said: Vec<_> = items(&version.cells)
            .into_iter()
            .filter(|item| item.kind == "need")
            .map(|item| item.said)
            .collect();
        said.iter().for_each(|said| *needs.entry(said.clone()).or_default() += 1);
        sets.insert(said);
    }
    println!("{} ways to say a need, at most {:?} times", needs.len(), needs.values().max());
    assert!(needs.len() >= 60, "{}", needs.len());
    assert_eq!(sets.len(), assessed.len(), "no two people need the same in the same words");
}

#[test]
fn who_speaks_spanish_is_quoted_in_spanish_and_staff_write_english() {
    let batch = whole();
    let spanish = |client| {
        let sheet = batch.clients.iter().find(|new| new.client.client_id == client).unwrap();
        sheet.client.languages.first().is_some_and(|tag| tag == "es")
    };
    let of = |is_spanish: bool| {
        let versions =
            batch.documents.iter().filter(move |one| spanish(one.client_id) == is_spanish);
        versions.clone().for_each(|version| {
            let language = version.cells.value(Key::fact("language"));
            assert_eq!(language.as_text(), Some(if is_spanish { "es" } else { "en" }));
        });
        versions.flat_map(|version| own(&version.cells)).collect::<BTreeSet<_>>()
    };
    let (english, spanish) = (of(false), of(true));
    assert!(spanish.len() > 40 && english.len() > 100);
    // A goal that names somebody is the only one that could be alike.
    let both: Vec<_> = english.intersection(&spanish).filter(|words| !words.is_empty()).collect();
    assert_eq!(both, Vec::<&String>::new());
}
