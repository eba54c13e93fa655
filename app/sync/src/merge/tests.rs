//! I8 and I9, over pairs of edits as people make them, and the proof that
//! these tests can fail. `STREETLIGHT_MERGE_CASES` sets how many pairs.

mod laws;
mod people;
mod versions;

use super::*;
use laws::{Merge, keeps_the_laws};
use people::{Pair, pair};
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

fn cases() -> u32 {
    let told = std::env::var("STREETLIGHT_MERGE_CASES").ok();
    told.and_then(|cases| cases.parse().ok()).unwrap_or(3_000)
}

/// Other pairs on every run, for the merge that is in use.
fn at_random(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// The same pairs on every run: what counts pairs, or needs one of a kind to
/// turn up, must not fail by bad luck.
fn the_same_pairs(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// The smallest pair of edits on which a merge breaks a law.
fn broken(merge: Merge, mut pairs: TestRunner) -> Option<String> {
    let law = |Pair { base, ours, theirs }| {
        keeps_the_laws(merge, &base, &ours, &theirs)
            .map_err(proptest::test_runner::TestCaseError::fail)
    };
    match pairs.run(&pair(), law) {
        Ok(()) => None,
        Err(TestError::Fail(why, pair)) => Some(format!("{why}\n{pair:?}")),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn every_pair_of_edits_keeps_the_laws() {
    let begun = std::time::Instant::now();
    if let Some(why) = broken(merge, at_random(cases())) {
        panic!("{why}");
    }
    println!("merge: {} pairs of edits keep the laws, {:?}", cases(), begun.elapsed());
}

#[test]
fn pairs_overlap_as_people_do() {
    let mut seen = [0_u32; 5];
    let seen_cell = std::cell::RefCell::new(&mut seen);
    let count = |Pair { base, ours, theirs }| {
        let merged = merge(Some(&base), &ours, &theirs);
        let line = |clash: &Clash| clash.key.field == PlanField::Line;
        let restless = people::moves(&base, &ours) && people::moves(&base, &theirs);
        let twice = ours.items.iter().any(|a| {
            base.line(a.item_id).is_none()
                && theirs.items.iter().any(|b| b.item_id != a.item_id && a.text == b.text)
        });
        let what = [
            merged.clashes.is_empty() && ours != base && theirs != base && ours != theirs,
            merged.clashes.iter().any(|clash| !line(clash)),
            merged.clashes.iter().any(line),
            restless,
            twice,
        ];
        let mut seen = seen_cell.borrow_mut();
        seen.iter_mut().zip(what).for_each(|(count, is)| *count += u32::from(is));
        Ok(())
    };
    the_same_pairs(1_000).run(&pair(), count).unwrap();
    assert!(
        seen.iter().all(|count| *count > 40),
        "apart, clash, taken out, moved, twice: {seen:?}"
    );
}

fn is_caught(faulty: Merge) {
    let why = broken(faulty, the_same_pairs(3_000)).expect("no law was broken");
    println!("{}", why.lines().next().unwrap_or_default());
}

#[test]
fn a_merge_that_takes_ours_is_caught() {
    is_caught(|_, ours, _| Merged { content: ours.clone(), clashes: Vec::new() });
}

#[test]
fn a_merge_that_takes_theirs_is_caught() {
    is_caught(|_, _, theirs| Merged { content: theirs.clone(), clashes: Vec::new() });
}

#[test]
fn a_merge_that_forgets_a_clash_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        merged.clashes.pop();
        merged
    });
}

#[test]
fn a_merge_that_lets_taking_out_win_over_writing_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        for clash in merged.clashes.extract_if(.., |clash| clash.key.field == PlanField::Line) {
            merged.content.put(clash.key, PlanValue::Nothing);
        }
        merged
    });
}

#[test]
fn a_merge_that_takes_the_same_words_for_the_same_line_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        let items = std::mem::take(&mut merged.content.items);
        for item in items {
            if !merged.content.items.iter().any(|held| held.text == item.text) {
                merged.content.items.push(item);
            }
        }
        merged
    });
}

#[test]
fn a_merge_that_forgets_one_field_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        for item in &mut merged.content.items {
            if let Some(held) = theirs.line(item.item_id) {
                item.obstacles.clone_from(&held.obstacles);
            }
        }
        merged
    });
}

#[test]
fn a_merge_whose_order_depends_on_who_was_faster_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        merged.content.items.sort_by_key(|item| {
            (item.section, theirs.items.iter().position(|held| held.item_id == item.item_id))
        });
        merged
    });
}
