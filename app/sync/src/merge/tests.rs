//! I8 and I9, over pairs of edits as people make them, and the proof that
//! these tests can fail. `STREETLIGHT_MERGE_CASES` sets how many pairs.

mod laws;
mod of_numbers;
mod people;
mod versions;

use super::*;
use domain::document::{CellName, DocumentKind};
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
fn broken(kind: DocumentKind, merge: Merge, mut pairs: TestRunner) -> Option<String> {
    let law = |Pair { base, ours, theirs }| {
        keeps_the_laws(merge, &base, &ours, &theirs)
            .map_err(proptest::test_runner::TestCaseError::fail)
    };
    match pairs.run(&pair(kind), law) {
        Ok(()) => None,
        Err(TestError::Fail(why, pair)) => Some(format!("{why}\n{pair:?}")),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn every_pair_of_edits_keeps_the_laws() {
    for kind in DocumentKind::ALL {
        let begun = std::time::Instant::now();
        if let Some(why) = broken(*kind, merge, at_random(cases())) {
            panic!("{kind:?}: {why}");
        }
        println!("{kind:?}: {} pairs of edits keep the laws, {:?}", cases(), begun.elapsed());
    }
}

#[test]
fn pairs_overlap_as_people_do() {
    for kind in DocumentKind::ALL {
        let mut seen = [0_u32; 5];
        let seen_cell = std::cell::RefCell::new(&mut seen);
        let count = |Pair { base, ours, theirs }| {
            let merged = merge(Some(&base), &ours, &theirs);
            let line = |clash: &Clash| clash.key.field == CellName::LINE;
            let restless = people::moves(&base, &ours) && people::moves(&base, &theirs);
            let said = |cells: &Cells, line: &Line| -> Vec<_> {
                cells.line_keys(line).map(|key| cells.value(key)).collect()
            };
            let twice = ours.lines.iter().any(|a| {
                base.line(a.id).is_none()
                    && theirs
                        .lines
                        .iter()
                        .any(|b| b.id != a.id && said(&theirs, b) == said(&ours, a))
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
        the_same_pairs(1_000).run(&pair(*kind), count).unwrap();
        assert!(
            seen.iter().all(|count| *count > 30),
            "{kind:?}: apart, clash, taken out, moved, twice: {seen:?}"
        );
    }
}

fn is_caught(faulty: Merge) {
    for kind in DocumentKind::ALL {
        let why = broken(*kind, faulty, the_same_pairs(3_000)).expect("no law was broken");
        println!("{kind:?}: {}", why.lines().next().unwrap_or_default());
    }
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
        for clash in merged.clashes.extract_if(.., |clash| clash.key.field == CellName::LINE) {
            merged.content.put(clash.key, Value::Nothing);
        }
        merged
    });
}

#[test]
fn a_merge_that_takes_the_same_words_for_the_same_line_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        let all = merged.content.clone();
        let lines = std::mem::take(&mut merged.content.lines);
        let said =
            |line: &Line| -> Vec<_> { all.line_keys(line).map(|key| all.value(key)).collect() };
        for line in lines {
            let held = merged.content.lines.iter().any(|held| said(held) == said(&line));
            if !held {
                merged.content.lines.push(line);
            }
        }
        merged
    });
}

#[test]
fn a_merge_that_forgets_one_field_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        let content = &mut merged.content;
        for line in content.lines.clone() {
            let last = content.line_keys(&line).last().expect("a line has fields");
            if theirs.line(line.id).is_some() {
                content.put(last, theirs.value(last));
            }
        }
        merged
    });
}

#[test]
fn a_merge_whose_order_depends_on_who_was_faster_is_caught() {
    is_caught(|base, ours, theirs| {
        let mut merged = merge(base, ours, theirs);
        let place = |line: &Line| theirs.lines.iter().position(|held| held.id == line.id);
        let group = |line: &Line| merged.content.group_of(line).map(str::to_owned);
        let mut lines: Vec<_> = merged
            .content
            .lines
            .iter()
            .map(|line| ((line.list, group(line), place(line)), line.clone()))
            .collect();
        lines.sort_by(|(a, _), (b, _)| a.cmp(b));
        merged.content.lines = lines.into_iter().map(|(_, line)| line).collect();
        merged
    });
}
