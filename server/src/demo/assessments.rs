//! Assessments: what people need, have and prefer, in their words and in those of the worker.

mod writing;

use super::{
    Dice,
    cast::Persona,
    course::{Broken, Course},
    sheet::{Head, Sheet},
    words::{
        needs::Need,
        traits::{BARRIERS, PREFERENCES, STRENGTHS, Trait},
    },
};
use crate::import::derived;
use chrono::NaiveDate;
use domain::{
    document::{DocumentKind, Version, assessment::number},
    id::LineId,
};
use sync::merge::numbers;
use writing::Writing;

/// A need of the assessment, and the words about it.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) id: LineId,
    pub(super) number: u16,
    pub(super) need: &'static Need,
    pub(super) since: NaiveDate,
    /// Met or gone by then.
    pub(super) until: Option<NaiveDate>,
}

/// An assessment over its versions, and what was written in it.
pub(super) struct Assessed {
    pub(super) versions: Vec<Version>,
    pub(super) needs: Vec<Told>,
    /// Barriers and strengths.
    pub(super) traits: Vec<(LineId, &'static Trait)>,
}

pub(super) fn assessed(persona: &Persona, course: &Course, head: Head) -> Assessed {
    let key = format!("demo|assessment|{}", persona.client.client_id);
    let dice = Dice::new(&key);
    let sheet = Sheet::new(DocumentKind::Assessment);
    let mut writing = Writing { persona, depth: course.depth, sheet, dice, key };
    let needs = writing.which();
    let head = |number, on| Head { id: derived(&writing.key), number, on, ..head };
    let heads = [head(1, course.assessed), head(2, course.again.unwrap_or(course.assessed))];
    // What came up when it was gone over again.
    let new = match (course.again, course.broken) {
        (None, _) | (_, Some(Broken::LineOfMetNeed)) => 0,
        (_, Some(Broken::NeedWithoutLine)) => 1,
        _ => usize::from(writing.dice.chance(60)),
    };
    let (first, later) = needs.split_at(needs.len().saturating_sub(new));
    let mut told: Vec<(LineId, &Need, NaiveDate, Option<NaiveDate>)> = Vec::new();
    let mut traits = Vec::new();
    for (nth, need) in first.iter().enumerate() {
        told.push((writing.need(nth, need), need, course.assessed, None));
        if nth == 0 {
            traits = writing.traits("barrier", BARRIERS, 3);
        }
    }
    traits.extend(writing.traits("strength", STRENGTHS, 3));
    writing.traits("preference", PREFERENCES, 2);
    let domains =
        |needs: &[&'static Need]| needs.iter().map(|need| need.domain).collect::<Vec<_>>();
    writing.parts_of_life(&domains(first));
    writing.facts();
    numbers::give(&[], &mut writing.sheet.cells);
    let mut versions = vec![writing.sheet.version(persona, heads[0])];
    if let Some(again) = course.again {
        for (nth, need) in later.iter().enumerate() {
            told.push((writing.need(first.len() + nth, need), need, again, None));
        }
        let met = course.broken == Some(Broken::LineOfMetNeed);
        if first.len() > 1
            && (met || course.broken.is_none() && (new == 0 || writing.dice.chance(50)))
        {
            let word = if met || writing.dice.chance(70) { "met" } else { "gone" };
            if let Some((line, .., until)) = told.get_mut(first.len() - 1) {
                writing.sheet.say(Some(*line), "standing", word);
                *until = Some(again);
            }
        }
        writing.look_again(&domains(later));
        numbers::give(&versions, &mut writing.sheet.cells);
        versions.push(writing.sheet.version(persona, heads[1]));
    }
    let last = &writing.sheet.cells;
    let needs = told.into_iter().map(|(id, need, since, until)| {
        let number = number(last, id).and_then(|number| u16::try_from(number).ok());
        Told { id, number: number.unwrap_or_default(), need, since, until }
    });
    Assessed { needs: needs.collect(), versions, traits }
}
