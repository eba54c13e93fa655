//! A crisis plan as it lies on paper. Belongs to the chunk `plan`.

mod card;
mod fit;

pub use card::card;

use super::{cells::joined, plan_lines::section_name};
use crate::words::{Language, Words, plan};
use domain::wire::v1::{CrisisLine, CrisisPlan, CrisisPlanItem, Section};
use fit::{COLUMN, Height, PAGE, fits};
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

/// A line as it is printed: words, and numbers in a column of their own.
struct Printed {
    words: String,
    numbers: Vec<String>,
}

impl Printed {
    fn of(w: &Words, line: &CrisisPlanItem) -> Self {
        let who = joined(&[&line.name, &line.relation], ", ");
        let words = joined(&[&who, &line.text], " · ");
        let mut numbers = vec![line.tel.clone()];
        if line.sms != line.tel && !line.sms.trim().is_empty() {
            // Which of two is for what; a single one may well be both.
            let both = !line.tel.trim().is_empty();
            numbers.push(if both { joined(&[w.text, &line.sms], " ") } else { line.sms.clone() });
        }
        numbers.retain(|number| !number.trim().is_empty());
        Self { words, numbers }
    }

    fn draw(self) -> AnyView {
        let numbers = (!self.numbers.is_empty()).then(|| {
            let each = self
                .numbers
                .into_iter()
                .map(|number| view! { <span class="number">{number}</span> });
            view! { " "<strong class="numbers">{each.collect_view()}</strong> }
        });
        view! { <li><span>{self.words}</span>{numbers}</li> }.into_any()
    }
}

impl Sheet {
    fn tag(&self) -> &'static str {
        self.language.tag()
    }

    fn words(&self) -> &'static Words {
        self.language.all_words()
    }

    /// What stands in a section, where anything does.
    fn printed(&self, section: Section) -> Vec<Printed> {
        let lines = self.plan.section(section).filter(|line| line.has_words());
        lines.map(|line| Printed::of(self.words(), line)).collect()
    }

    /// A section's heading and lines; nothing where it is empty.
    fn section(&self, section: Section, number: Option<usize>) -> Option<AnyView> {
        let lines = self.printed(section);
        let name = section_name(self.words(), section);
        let heading = number.map_or_else(|| name.to_owned(), |number| format!("{number}. {name}"));
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(Printed::draw).collect_view();
            view! { <section><h3>{heading}</h3><ul>{lines}</ul></section> }.into_any()
        })
    }

    /// Where the advance directive is, and who decides.
    fn directive(&self) -> Option<String> {
        let directive = self.plan.advance_directive.as_ref()?;
        Some(joined(&[&directive.where_kept, &directive.agent], " · "))
    }

    /// The largest print in which all of it is one page, in tenths of a point, and whether the steps
    /// stand in two columns for it.
    fn size(&self) -> (usize, bool) {
        let one = (95..=150).rev().step_by(5).map(|size| (size, false));
        let two = (75..=95).rev().step_by(5).map(|size| (size, true));
        one.chain(two)
            .find(|(size, two)| fits(self.height(*size, *two), *size))
            .unwrap_or((75, true))
    }

    fn height(&self, size: usize, two: bool) -> Height {
        let (steps, rest) = Section::ALL.split_at(6);
        let of = |sections: &[Section], width| {
            let mut height = Height::default();
            for section in sections {
                height.section(&self.printed(*section), width, size);
            }
            height
        };
        let mut height = Height::default();
        height.add(if two { of(steps, COLUMN).in_two() } else { of(steps, PAGE) });
        let mut below = of(rest, COLUMN);
        if let Some(words) = self.directive() {
            below.section(&[Printed { words, numbers: Vec::new() }], COLUMN, size);
        }
        height.add(below.in_two());
        height.frame(self.lines.len());
        height
    }

    fn emergency(&self) -> Vec<AnyView> {
        self.lines.iter().map(emergency_row).collect()
    }
}

fn number_of(line: &CrisisLine) -> &str {
    if line.tel.is_empty() { &line.sms } else { &line.tel }
}

fn emergency_row(line: &CrisisLine) -> AnyView {
    let number = number_of(line).to_owned();
    view! { <li class="to-call"><strong class="number">{number}</strong>" "<span>{line.label.clone()}</span></li> }
        .into_any()
}

/// The whole plan on one page, or in large print on as many as it takes.
#[must_use]
pub fn page(sheet: &Sheet, large: bool) -> AnyView {
    let p = plan::words(sheet.language);
    let w = sheet.words();
    let (size, two) = if large { (180, false) } else { sheet.size() };
    let class = match (large, two) {
        (true, _) => "paper large-print",
        (false, true) => "paper one-page dense",
        (false, false) => "paper one-page",
    };
    let size = format!("{}.{}pt", size / 10, size % 10);
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
    let directive = sheet
        .directive()
        .map(|words| view! { <section><h3>{w.advance_directive}</h3><p>{words}</p></section> });
    view! {
        <article class=class lang=sheet.tag() style:--print=size>
            <header>
                <h2>{w.my_plan}</h2>
                <p>{sheet.name.clone()}" · "{w.plan_made_on(&sheet.made)}</p>
            </header>
            <div class="paper-steps">{steps}</div>
            <div class="paper-rest">{rest}{directive}</div>
            <footer><h3>{w.emergency_numbers}</h3><ul>{sheet.emergency()}</ul></footer>
            <p class="paper-foot">{p.paper_owner}</p>
        </article>
    }
    .into_any()
}
