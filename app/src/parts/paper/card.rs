//! The card in a wallet: what helps in the first minutes, in print that is read without glasses.

use super::{
    Printed, Sheet, emergency_row,
    fit::{self, PANEL, lines},
    number_of,
};
use crate::{
    parts::plan_lines::section_name,
    words::{Words, plan},
};
use domain::{
    phone,
    wire::v1::{CrisisLine, CrisisPlanItem, Section},
};
use leptos::prelude::*;

/// Sizes of the print, in tenths of a point, the largest first. The last is as small as it gets.
const SIZES: [usize; 3] = [110, 100, 90];
/// The sections of both panels within, what matters most first.
const LEFT: [Section; 3] = [Section::Signs, Section::WhatHelps, Section::OnMyOwn];
const RIGHT: [Section; 4] =
    [Section::PeopleHelp, Section::Professionals, Section::DoNotInvolve, Section::WhatMakesWorse];

/// A number of the whole country. Its label names no agency, and may stand outside on a card; a short number can be
/// an agency's own.
fn is_everybodys(line: &CrisisLine) -> bool {
    let number = phone::read(number_of(line));
    number.is_ok_and(|number| matches!(number.dial.as_str(), "911" | "988" | "741741"))
}

/// Tenths of lines in a panel, in print of this size.
const fn room(size: usize) -> usize {
    // 46 mm, lines 1.25 times as high as their letters.
    46 * 100_000 / (size * 441)
}

/// A person by name and number; what else was written is on the page.
fn short(w: &Words, line: &CrisisPlanItem) -> Printed {
    let by_name = !(line.name.trim().is_empty() || line.tel.is_empty() && line.sms.is_empty());
    let text = if by_name { String::new() } else { line.text.clone() };
    Printed::of(w, &CrisisPlanItem { text, ..line.clone() })
}

/// What of some sections stands on a panel beside what is there already: of each in turn its first
/// line, then of each its second, as long as a whole one fits; and whether that was all of it.
fn choose(
    sheet: &Sheet,
    sections: &[Section],
    size: usize,
    taken: usize,
) -> (Vec<Vec<Printed>>, bool) {
    let w = sheet.words();
    let mut left = room(size).saturating_sub(taken);
    let mut waiting: Vec<_> = sections
        .iter()
        .map(|section| {
            let lines = sheet.plan.section(*section).filter(|line| line.has_words());
            lines.map(|line| short(w, line)).collect::<Vec<_>>().into_iter()
        })
        .collect();
    let mut chosen: Vec<Vec<Printed>> = sections.iter().map(|_| Vec::new()).collect();
    let mut all = true;
    loop {
        let mut any = false;
        for (waiting, chosen) in waiting.iter_mut().zip(&mut chosen) {
            let Some(printed) = waiting.next() else { continue };
            any = true;
            let heading = if chosen.is_empty() { 13 } else { 0 };
            let tall = heading + lines(&printed, PANEL, size) * 10;
            if tall <= left {
                left -= tall;
                chosen.push(printed);
            } else {
                all = false;
            }
        }
        if !any {
            return (chosen, all);
        }
    }
}

fn draw(w: &Words, sections: &[Section], chosen: Vec<Vec<Printed>>) -> Vec<AnyView> {
    let each = sections.iter().zip(chosen).filter(|(_, lines)| !lines.is_empty());
    each.map(|(section, lines)| {
        let lines = lines.into_iter().map(Printed::draw).collect_view();
        view! { <h3>{section_name(w, *section)}</h3><ul>{lines}</ul> }.into_any()
    })
    .collect()
}

/// Four panels, printed on one side: folded back along the middle and then in
/// half it fits into a wallet. Outside stands nothing about illness or agency.
#[must_use]
pub fn card(sheet: &Sheet) -> AnyView {
    let p = plan::words(sheet.language);
    let w = sheet.words();
    let (outside, inside): (Vec<_>, Vec<_>) =
        sheet.lines.iter().partition(|line| is_everybodys(line));
    let lines = |lines: Vec<&CrisisLine>| lines.into_iter().map(emergency_row).collect::<Vec<_>>();
    // The agency's own lines stand whole, whatever else fits.
    let taken = |size| {
        let tall = inside.iter().map(|line| {
            let numbers = vec![number_of(line).to_owned()];
            fit::lines(&Printed { words: line.label.clone(), numbers }, PANEL, size) * 10
        });
        if inside.is_empty() { 0 } else { 13 + tall.sum::<usize>() }
    };
    let fits = |size| choose(sheet, &LEFT, size, 0).1 && choose(sheet, &RIGHT, size, taken(size)).1;
    let size = SIZES.into_iter().find(|size| fits(*size)).unwrap_or(90);
    let (left, _) = choose(sheet, &LEFT, size, 0);
    let (right, _) = choose(sheet, &RIGHT, size, taken(size));
    let own = (!inside.is_empty())
        .then(|| view! { <h3>{w.emergency_numbers}</h3><ul>{lines(inside)}</ul> });
    view! {
        <article class="card" lang=sheet.tag() style:--print=format!("{}pt", size / 10)>
            <div class="panel turned cover">
                <h2>{p.card_title}</h2>
                <p>{sheet.name.clone()}</p>
                <p>{p.card_cover}</p>
            </div>
            <div class="panel turned">
                <h3>{w.emergency_numbers}</h3>
                <ul>{lines(outside)}</ul>
                <p>{w.plan_made_on(&sheet.made)}</p>
            </div>
            <div class="panel">{draw(w, &LEFT, left)}</div>
            <div class="panel">{own}{draw(w, &RIGHT, right)}</div>
        </article>
        <p class="quiet not-printed">{p.card_how}</p>
    }
    .into_any()
}
