//! What the values of a benefit are called.

use super::{called, plain};
use crate::{
    parts::{cells::CellWords, dates, next_step::short_name},
    state::AppState,
    words::benefit::{Words, words},
};
use ::sync::read_copy::ClientFile;
use chrono::NaiveDate;
use domain::{
    document::{CellName, Cells, Key},
    json::{self, Json},
    record::{
        NEXT_STEP,
        benefit::{Standing, Units, Warning, lacks_papers, units, warning},
    },
    units::used,
    wire::v1::UnitRules,
};

/// For every screen that shows values of a benefit.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

/// The words of this part.
#[must_use]
pub fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "benefit_kind" => vec![
            ("medicaid", s.kind_medicaid),
            ("medicare", s.kind_medicare),
            ("insurance", s.kind_insurance),
            ("ssi", s.kind_ssi),
            ("ssdi", s.kind_ssdi),
            ("food", s.kind_food),
            ("cash", s.kind_cash),
            ("housing", s.kind_housing),
            ("veterans", s.kind_veterans),
            ("unemployment", s.kind_unemployment),
            ("transit", s.kind_transit),
            ("agency", s.kind_agency),
            ("other", s.kind_other),
        ],
        "benefit_standing" => Standing::ALL
            .into_iter()
            .map(|standing| (standing.word(), standing_name(s, standing)))
            .collect(),
        _ => Vec::new(),
    }
}

const fn standing_name(s: &Words, standing: Standing) -> &'static str {
    match standing {
        Standing::Considered => s.standing_considered,
        Standing::Applied => s.standing_applied,
        Standing::Has => s.standing_has,
        Standing::Refused => s.standing_refused,
        Standing::Lost => s.standing_lost,
        Standing::Over => s.standing_over,
        Standing::InError => s.standing_in_error,
    }
}

/// Which benefit it is: the sort, and what it is called here.
#[must_use]
pub fn named(app: AppState, benefit: &Cells) -> String {
    let sort = benefit.value(Key::fact("benefit"));
    let program = short_name(benefit, "program");
    let sort_name = called(&choices(app, "benefit_kind"), &sort);
    match (sort.as_word() == Some("other"), program.is_empty()) {
        (_, true) => sort_name,
        (true, false) => program,
        (false, false) => [sort_name, program].join(": "),
    }
}

/// How it stands, in a few words.
#[must_use]
pub fn stands(app: AppState, benefit: &Cells, today: NaiveDate) -> String {
    let (s, w) = (own(app), app.words());
    let day = |name| benefit.value(Key::fact(name)).as_day();
    let on = |day| dates::day(w, day, today);
    let standing = benefit.value(Key::fact("standing"));
    let is = called(&choices(app, "benefit_standing"), &standing);
    let has = Standing::said(benefit) == Some(Standing::Has);
    match (day("until").filter(|_| has), day("since")) {
        (Some(until), _) if until < today => s.stands_ended(&on(until), &is),
        (Some(until), _) => s.stands_until(&on(until), &is),
        (None, Some(since)) => s.stands_since(&on(since), &is),
        (None, None) => is,
    }
}

/// What is used of the units that were granted, by the notes that this phone knows; none where the
/// agency wrote no rule by which it could be counted.
#[must_use]
pub fn units_of(app: AppState, benefit: &Cells, file: &ClientFile) -> Option<(Units, String)> {
    let rules = app.caseload.with_untracked(|caseload| caseload.agency.as_ref()?.units.clone())?;
    let rules: UnitRules = json::from_slice(&rules.to_vec()).ok()?;
    let count = |from, until| used(&rules, &file.contacts, &file.addenda, (from, until));
    let units = units(benefit, count)?;
    let says = own(app).units_used(&units.granted.to_string(), &units.used.to_string());
    Some((units, says))
}

/// What has to be looked at, in words; nothing where all is well.
#[must_use]
pub fn warned(app: AppState, benefit: &Cells, today: NaiveDate) -> Option<String> {
    let (s, w) = (own(app), app.words());
    let on = |day| dates::day(w, day, today);
    let by_day = warning(benefit, today).map(|warning| match warning {
        Warning::Ends(day) => s.warn_ends(&on(day)),
        Warning::Ended(day) => s.warn_ended(&on(day)),
        Warning::AnswerLate(day) => s.warn_answer(&on(day)),
        Warning::AppealBy(day) => s.warn_appeal(&on(day)),
    });
    let missing = || s.warn_papers(&short_name(benefit, "papers_missing"));
    by_day.or_else(|| lacks_papers(benefit).then(missing))
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "replaces" => s.replaces,
        "benefit" => s.benefit,
        "program" => s.program,
        "standing" => s.standing,
        "since" => s.since,
        "answer_due" => s.answer_due,
        "appeal_by" => s.appeal_by,
        "payer" => s.payer,
        "member_number" => s.member_number,
        "authorization" => s.authorization,
        "from" => s.from,
        "until" => s.until,
        "units" => s.units,
        "papers_missing" => s.papers_missing,
        "note" => s.note,
        NEXT_STEP => s.next_step,
        _ => "",
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    plain(&choices(app, sort), sort, json)
}
