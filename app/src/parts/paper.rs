//! A crisis plan as it lies on paper. Belongs to the chunk `plan`.

use super::{plan_lines::section_name, plan_values::line_words};
use crate::words::{Language, plan};
use domain::{
    phone,
    wire::v1::{CrisisLine, CrisisPlan, CrisisPlanItem, Section},
};
use leptos::prelude::*;

/// Everything on one sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// As its reader may see it.
    pub plan: CrisisPlan,
    /// Of the headings.
    pub language: Language,
    /// What the client wants to be called.
    pub name: String,
    /// When it was made, in words.
    pub made: String,
    /// Crisis lines of the agency.
    pub lines: Vec<CrisisLine>,
}

impl Sheet {
    fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// Letters on the sheet: how small the print has to be for one page.
    fn letters(&self) -> usize {
        let words: usize = self.plan.items.iter().map(|line| line_words(line).len() + 12).sum();
        words + self.lines.len() * 40
    }

    /// A section's heading and lines; nothing where it is empty.
    fn section(&self, section: Section, number: Option<usize>) -> Option<AnyView> {
        let lines: Vec<_> =
            self.plan.section(section).filter(|line| line.has_words()).map(row).collect();
        let name = section_name(self.language.all_words(), section);
        let heading = number.map_or_else(|| name.to_owned(), |number| format!("{number}. {name}"));
        (!lines.is_empty())
            .then(|| view! { <section><h3>{heading}</h3><ul>{lines}</ul></section> }.into_any())
    }

    /// The first lines of some sections, for the card.
    fn few(&self, sections: &[Section], most: usize) -> Vec<AnyView> {
        let lines = sections.iter().flat_map(|section| self.plan.section(*section));
        lines.filter(|line| line.has_words()).take(most).map(row).collect()
    }

    fn emergency(&self, wanted: impl Fn(&CrisisLine) -> bool) -> Vec<AnyView> {
        let row = |line: &CrisisLine| {
            let number = number_of(line).to_owned();
            view! { <li><strong class="number">{number}</strong>" "{line.label.clone()}</li> }
                .into_any()
        };
        self.lines.iter().filter(|line| wanted(line)).map(row).collect()
    }
}

fn number_of(line: &CrisisLine) -> &str {
    if line.tel.is_empty() { &line.sms } else { &line.tel }
}

/// A number of the whole country. Its label names no agency, and may stand outside on a card; a short number can be
/// an agency's own.
fn is_everybodys(line: &CrisisLine) -> bool {
    let number = phone::read(number_of(line));
    number.is_ok_and(|number| matches!(number.dial.as_str(), "911" | "988" | "741741"))
}

/// A line with its numbers each in one piece.
fn row(line: &CrisisPlanItem) -> AnyView {
    let CrisisPlanItem { tel, sms, .. } = line;
    let words =
        line_words(&CrisisPlanItem { tel: String::new(), sms: String::new(), ..line.clone() });
    let mut numbers = vec![tel.clone(), sms.clone()];
    numbers.dedup();
    numbers.retain(|number| !number.trim().is_empty());
    let first = (!words.is_empty() && !numbers.is_empty()).then_some(" · ");
    let numbers = numbers
        .into_iter()
        .enumerate()
        .map(|(at, number)| {
            let between = (at > 0).then_some(" · ");
            view! { {between}<span class="number">{number}</span> }
        })
        .collect_view();
    view! { <li>{words}{first}{numbers}</li> }.into_any()
}

/// The whole plan on one page, or in large print on as many as it takes.
#[must_use]
pub fn page(sheet: &Sheet, large: bool) -> AnyView {
    let p = plan::words(sheet.language);
    let w = sheet.language.all_words();
    let density = match sheet.letters() {
        _ if large => "paper large-print",
        0..1_500 => "paper roomy",
        1_500..3_000 => "paper usual",
        _ => "paper dense",
    };
    let steps: Vec<_> = Section::ALL
        .into_iter()
        .take(6)
        .enumerate()
        .filter_map(|(at, section)| sheet.section(section, Some(at + 1)))
        .collect();
    let rest: Vec<_> = Section::ALL
        .into_iter()
        .skip(6)
        .filter_map(|section| sheet.section(section, None))
        .collect();
    let directive = sheet.plan.advance_directive.as_ref().map(|directive| {
        let words = format!("{} {}", directive.where_kept, directive.agent);
        view! { <section><h3>{w.advance_directive}</h3><p>{words}</p></section> }
    });
    view! {
        <article class=density lang=sheet.tag()>
            <header>
                <h2>{w.my_plan}</h2>
                <p>{sheet.name.clone()}" · "{w.plan_made_on(&sheet.made)}</p>
            </header>
            <div class="paper-steps">{steps}</div>
            <div class="paper-rest">{rest}{directive}</div>
            <footer><h3>{w.emergency_numbers}</h3><ul>{sheet.emergency(|_| true)}</ul></footer>
            <p class="paper-foot">{p.paper_owner}</p>
        </article>
    }
    .into_any()
}

/// Four panels, printed on one side: folded back along the middle and then in
/// half it fits into a wallet. Outside stands nothing about illness or agency.
#[must_use]
pub fn card(sheet: &Sheet) -> AnyView {
    let p = plan::words(sheet.language);
    let w = sheet.language.all_words();
    let name = section_name;
    view! {
        <article class="card" lang=sheet.tag()>
            <div class="panel turned cover">
                <h2>{p.card_title}</h2>
                <p>{sheet.name.clone()}</p>
                <p class="small">{p.card_cover}</p>
            </div>
            <div class="panel turned">
                <h3>{w.emergency_numbers}</h3>
                <ul>{sheet.emergency(is_everybodys)}</ul>
                <p class="small">{w.plan_made_on(&sheet.made)}</p>
            </div>
            <div class="panel">
                <h3>{name(w, Section::Signs)}</h3>
                <ul>{sheet.few(&[Section::Signs], 3)}</ul>
                <h3>{name(w, Section::WhatHelps)}</h3>
                <ul>{sheet.few(&[Section::WhatHelps, Section::OnMyOwn], 3)}</ul>
            </div>
            <div class="panel">
                <h3>{name(w, Section::PeopleHelp)}</h3>
                <ul>
                    {sheet.few(&[Section::PeopleHelp, Section::Professionals], 4)}
                    {sheet.emergency(|line| !is_everybodys(line))}
                </ul>
                <h3>{name(w, Section::DoNotInvolve)}</h3>
                <ul>{sheet.few(&[Section::DoNotInvolve, Section::WhatMakesWorse], 2)}</ul>
            </div>
        </article>
        <p class="quiet not-printed">{p.card_how}</p>
    }
    .into_any()
}
