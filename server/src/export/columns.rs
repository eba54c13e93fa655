//! What an export says of a service, column by column.

use super::cells::harmless;
use crate::store::Notes;
use app::words::{Language, layout_names, note};
use domain::{
    Moment,
    contact::layouts::{Heading, Layout, Part, Under, sections, to_text},
    units::{Reckoned, Void, Why},
    wire::v1::{AddendumKind, AddendumRow, ContactRow, StaffCard},
};
use serde::Serialize;
use std::fmt::Write as _;

/// Columns of every export.
const COLUMNS: [&str; 32] = [
    "note",
    "client",
    "staff",
    "staff_name",
    "credentials",
    "role",
    "date",
    "start",
    "start_offset",
    "end",
    "end_offset",
    "minutes",
    "travel_minutes",
    "with",
    "mode",
    "outcome",
    "place",
    "component",
    "needs",
    "interpreter",
    "counted_minutes",
    "units",
    "unit_rule",
    "unit_rule_name",
    "no_more_units_because",
    "overlaps_with",
    "signed_at",
    "signed_by_clock_of",
    "received_at",
    "received_by_clock_of",
    "late_entry",
    "corrections",
];

/// What makes the cells of a row.
pub(super) struct Columns<'a> {
    pub(super) notes: &'a Notes,
    /// The words of notes too, in this order and with names in this language.
    pub(super) layout: Option<(Layout, Language)>,
}

impl Columns<'_> {
    /// What stands above.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        if let Some((layout, _)) = self.layout {
            names.push("with_whom".to_owned());
            names.extend(under(layout).map(|under| name(under).to_owned()));
            names.extend(["next_step_due", "additions"].map(str::to_owned));
        }
        names
    }

    /// One service.
    pub(super) fn cells(&self, row: &ContactRow, one: &Reckoned) -> Vec<String> {
        let contact = &row.contact;
        let added = self.notes.added.get(&contact.contact_id).map_or(&[][..], Vec::as_slice);
        let card = self.card(row);
        let (name, credentials) =
            card.map_or(("", ""), |card| (card.name.as_str(), card.credentials.as_str()));
        let rule = one
            .rule
            .and_then(|number| self.notes.rules.rules.iter().find(|rule| rule.number == number));
        let needs = contact.need_nos.iter().map(ToString::to_string).collect::<Vec<_>>().join(";");
        let needs = if contact.about_no_need { "none".to_owned() } else { needs };
        let mut cells = vec![
            contact.contact_id.to_string(),
            contact.client_id.to_string(),
            row.author.to_string(),
            harmless(name).into_owned(),
            harmless(credentials).into_owned(),
            card.map_or_else(String::new, |card| word(&card.role)),
            contact.occurred_start.date().to_string(),
            local(contact.occurred_start),
            offset(contact.occurred_start),
            local(contact.occurred_end),
            offset(contact.occurred_end),
            one.minutes.to_string(),
            contact.travel_minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            word(&contact.with),
            word(&contact.mode),
            word(&contact.outcome),
            harmless(&contact.place).into_owned(),
            word(&contact.component),
            needs,
            yes_no(contact.interpreter),
            one.counted.to_string(),
            one.units.to_string(),
            rule.map_or_else(String::new, |rule| rule.number.to_string()),
            rule.map_or_else(String::new, |rule| harmless(&rule.name).into_owned()),
            one.why.map_or("", why).to_owned(),
            one.overlaps.map_or_else(String::new, |other| other.to_string()),
            word(&contact.signed_at),
            "phone".to_owned(),
            row.received_at.map_or_else(String::new, |at| word(&at)),
            row.received_at.map_or("", |_| "server").to_owned(),
            yes_no(contact.is_late(&self.notes.agency.policy)),
            harmless(&self.corrections(added)).into_owned(),
        ];
        if let Some((layout, language)) = self.layout {
            cells.push(harmless(&contact.with_whom).into_owned());
            let (w, n) = (language.all_words(), note::words(language));
            let named = |part| layout_names::part(w, n, part);
            let sections = sections(layout, contact);
            cells.extend(under(layout).map(|under| {
                let texts = sections.iter().find(|section| section.under == under);
                let texts = texts.map_or_else(String::new, |found| to_text(&found.texts, named));
                harmless(&texts).into_owned()
            }));
            let due = contact.next_step.as_ref().map(|step| step.due.to_string());
            cells.push(due.unwrap_or_default());
            cells.push(harmless(&self.additions(added)).into_owned());
        }
        cells
    }

    fn card(&self, row: &ContactRow) -> Option<&StaffCard> {
        self.named(row.author)
    }

    fn named(&self, staff: domain::id::StaffId) -> Option<&StaffCard> {
        self.notes.agency.staff.iter().find(|card| card.staff_id == staff)
    }

    /// What was added later, when, and by whom; not the words.
    fn corrections(&self, added: &[AddendumRow]) -> String {
        let said = added.iter().map(|row| {
            let by = self.named(row.author).map_or("", |card| card.name.as_str());
            format!("{} {} {by}", addendum(row.addendum.kind), word(&row.addendum.at))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// The same with the words, each line of them four spaces in.
    fn additions(&self, added: &[AddendumRow]) -> String {
        let mut all = String::new();
        for row in added {
            let head = self.corrections(std::slice::from_ref(row));
            let between = if all.is_empty() { "" } else { "\n" };
            let reason = indented(&row.addendum.reason);
            // A string takes whatever is written to it.
            let _ = write!(all, "{between}{head}\n{}", indented(&row.addendum.text));
            if !row.addendum.reason.is_empty() {
                let _ = write!(all, "\nreason\n{reason}");
            }
        }
        all
    }
}

fn indented(text: &str) -> String {
    text.split('\n').map(|line| ["    ", line].concat()).collect::<Vec<_>>().join("\n")
}

/// What an export has a column for: whom it was with and where stand beside the facts.
fn under(layout: Layout) -> impl Iterator<Item = Under> {
    let headings = layout.headings().iter().map(|heading| Under::Heading(*heading));
    let own = Part::ALL.into_iter().filter(move |part| {
        layout.heading(*part).is_none() && !matches!(part, Part::WithWhom | Part::Place)
    });
    headings.chain(own.map(Under::Own))
}

const fn name(under: Under) -> &'static str {
    match under {
        Under::Heading(heading) => match heading {
            Heading::Goal => "goal",
            Heading::Intervention => "intervention",
            Heading::Response => "response",
            Heading::Plan => "plan",
            Heading::Data => "data",
            Heading::Assessment => "assessment",
            Heading::Behavior => "behavior",
            Heading::Subjective => "subjective",
            Heading::Objective => "objective",
        },
        Under::Own(part) => match part {
            Part::WithWhom => "with_whom",
            Part::Place => "place",
            Part::Purpose => "purpose",
            Part::SeenHeard => "seen_heard",
            Part::Quote => "quotes",
            Part::Impression => "impression",
            Part::WhatIDid => "what_staff_did",
            Part::WhatClientDid => "what_client_did",
            Part::Response => "client_response",
            Part::NextStep => "next_step",
        },
    }
}

/// A value by the word that it travels by.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// What a clock showed there.
fn local(at: Moment) -> String {
    at.local().format("%Y-%m-%dT%H:%M").to_string()
}

/// How far that clock was ahead of UTC. It begins with a letter, so that no spreadsheet reckons with it.
fn offset(at: Moment) -> String {
    let sign = if at.offset_min() < 0 { '-' } else { '+' };
    let ahead = at.offset_min().unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", ahead / 60, ahead % 60)
}

fn yes_no(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

const fn addendum(kind: AddendumKind) -> &'static str {
    match kind {
        AddendumKind::Addendum => "addendum",
        AddendumKind::Correction => "correction",
        AddendumKind::LateEntry => "late_entry",
        AddendumKind::EnteredInError => "entered_in_error",
    }
}

/// What kept a note from units, or from more of them, in a word.
const fn why(why: Why) -> &'static str {
    match why {
        Why::Void(Void::EnteredInError) => "entered_in_error",
        Why::Void(Void::Imported) => "imported",
        Why::Void(Void::InDoubt) => "date_in_doubt",
        Why::NotCompleted => "did_not_come_about",
        Why::NoRule => "no_rule_for_this_day",
        Why::Off => "rule_is_off",
        Why::With => "rule_does_not_count_these_people",
        Why::Mode => "rule_does_not_count_this_mode",
        Why::Component => "rule_does_not_count_this_component",
        Why::NoTime => "took_no_time",
        Why::Overlap => "time_is_of_another_note",
        Why::TooShort => "too_short",
        Why::Rounded => "rounded",
        Why::CapDay => "daily_cap",
        Why::CapMonth => "monthly_cap",
    }
}
