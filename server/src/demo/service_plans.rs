//! Service plans: a line for each need, in the client's words and in those of the worker.

use super::{
    Dice,
    assessments::{Assessed, Told},
    cast::Persona,
    course::Planned,
    notes::{fill, service_day_after},
    sheet::{Head, Sheet},
    words::{needs::Own, planning},
};
use crate::import::derived;
use chrono::{Days, NaiveDate};
use domain::{
    document::{
        DocumentKind, Version,
        service_plan::{LINES, STRATEGIES, review_window},
    },
    id::LineId,
};

/// One version of a plan while it is written.
struct Writing<'a> {
    persona: &'a Persona,
    sheet: Sheet,
    dice: Dice,
    is_finished: bool,
}

/// Somebody's plan, over its versions.
pub(super) fn plans(
    persona: &Persona,
    assessed: &Assessed,
    planned: &Planned,
    head: Head,
) -> Vec<Version> {
    let key = format!("demo|service plan|{}", persona.client.client_id);
    let head = Head { id: derived(&key), ..head };
    let mut versions = Vec::new();
    let earlier = planned.before.map(|before| Planned {
        made: before,
        start: service_day_after(before, 2),
        review: service_day_after(before, 60),
        ..*planned
    });
    for planned in earlier.iter().chain([planned]) {
        let number = u32::try_from(versions.len()).unwrap_or(0) + 1;
        let mut writing = Writing {
            persona,
            sheet: Sheet::new(DocumentKind::ServicePlan),
            dice: Dice::new(&format!("{key}|{number}")),
            is_finished: planned.is_finished,
        };
        writing.write(assessed, planned);
        if number > 1 {
            writing.pick(None, "change_reason", planning::CHANGED);
        }
        versions.push(writing.sheet.version(persona, Head { number, on: planned.made, ..head }));
    }
    versions
}

impl Writing<'_> {
    fn say(&mut self, line: Option<LineId>, name: &'static str, words: &str) {
        let words = fill(words, self.persona, &mut self.dice);
        self.sheet.say(line, name, &words);
    }

    fn pick(&mut self, line: Option<LineId>, name: &'static str, of: &[&'static str]) {
        let words = self.dice.word(of);
        self.say(line, name, words);
    }

    fn own(&mut self, line: Option<LineId>, name: &'static str, own: &Own) {
        self.pick(line, name, own.words(self.persona.speaks_spanish()));
    }

    fn write(&mut self, assessed: &Assessed, planned: &Planned) {
        let known = |told: &&Told| {
            told.since <= planned.made && told.until.is_none_or(|until| until > planned.made)
        };
        let needs: Vec<Told> = assessed.needs.iter().filter(known).copied().collect();
        let unsaid = usize::from(!self.is_finished && needs.len() > 1);
        for (nth, told) in needs.iter().take(needs.len() - unsaid).enumerate() {
            let line = self.sheet.cells.add_line_about(LINES, &told.id.to_string());
            // What was met since went on in the plan until then.
            let is_first = nth == 0 || told.until.is_some();
            match self.dice.below(100) {
                0..=11 if !is_first => {
                    self.sheet.say(line, "disposition", "deferred");
                    self.pick(line, "reason", planning::PUT_OFF);
                }
                12..=20 if !is_first => {
                    self.sheet.say(line, "disposition", "declined");
                    self.pick(line, "reason", planning::NOT_WANTED);
                }
                _ => {
                    self.sheet.say(line, "disposition", "in_plan");
                    if let Some(line) = line {
                        self.in_plan(line, told, nth, planned);
                    }
                }
            }
        }
        for (id, one) in &assessed.traits {
            if self.dice.chance(if self.is_finished { 86 } else { 40 }) {
                let line = self.sheet.cells.add_line_about(STRATEGIES, &id.to_string());
                self.say(line, "text", one.strategy);
            }
        }
        self.around(planned);
    }

    fn in_plan(&mut self, line: LineId, told: &Told, nth: usize, planned: &Planned) {
        let (need, at) = (told.need, Some(line));
        self.own(at, "own", &need.goal_own);
        self.say(at, "goal", need.goal);
        let count = 2 + self.dice.below(2);
        let activities = self.dice.some(need.activities, count);
        let told = activities.join(" ");
        self.say(at, "activities", &told);
        self.sheet.tick(at, "by_client");
        let mine = |words: &&str| ["I ", "We ", " I ", " me "].iter().any(|me| words.contains(me));
        let is_mine = activities.iter().any(mine);
        let somebody = [
            ("by_case_manager", is_mine),
            ("by_provider", !need.provider.is_empty()),
            ("by_supporter", need.kin_helps && told.contains("{kin}")),
        ];
        for (name, _) in somebody.into_iter().filter(|(_, does)| *does) {
            self.sheet.tick(at, name);
        }
        self.say(at, "provider", need.provider);
        self.say(at, "funding", need.funding);
        self.say(at, "change", need.change);
        let start = planned.start + Days::new(if nth == 0 { 0 } else { 3 * (nth as u64 % 2) });
        self.sheet.day(line, "start", start);
        // Half a plan has goals before it has days.
        if self.is_finished || nth == 0 {
            let review = self.review(start, nth, planned);
            self.sheet.day(line, "review", review);
            let more = self.dice.pick(&[0, 14, 30, 60, 90]).unwrap_or(30);
            self.sheet.day(line, "target", service_day_after(review, more));
            let window = review_window(start);
            if review < *window.start() {
                self.say(at, "outside_reason", planning::SOONER);
            } else if review > *window.end() {
                self.say(at, "outside_reason", planning::LATER);
            }
        }
    }

    /// The first line is looked at first; the others then or in the weeks after it.
    fn review(&mut self, start: NaiveDate, nth: usize, planned: &Planned) -> NaiveDate {
        if nth == 0 {
            return planned.review;
        }
        let more = self.dice.pick(&[0, 0, 14, 28]).unwrap_or(0);
        let earliest = service_day_after(start, 30).max(planned.review);
        let latest = start + Days::new(88);
        service_day_after(earliest, more).min(latest.max(earliest.min(start + Days::new(90))))
    }

    /// The meeting, and whether the client agrees.
    fn around(&mut self, planned: &Planned) {
        let made = planned.made;
        let is_met = self.is_finished || self.dice.chance(50);
        if is_met {
            let on = made - Days::new(self.dice.below(5) as u64);
            // The last day of the week, where it would be a weekend.
            let on = if service_day_after(on, 0) > made { made } else { service_day_after(on, 0) };
            self.sheet.day_of_all("staffing_on", on);
            self.pick(None, "staffing_people", planning::AT_THE_TABLE);
            self.pick(None, "staffing_decisions", planning::DECISIONS);
            let advocate = self.dice.word(&["none_named", "none_named", "invited", "there"]);
            self.sheet.say(None, "advocate", advocate);
        }
        let state = if self.is_finished { "finished" } else { "in_work" };
        self.sheet.say(None, "state", state);
        if self.is_finished {
            let (word, said) = match self.dice.below(100) {
                0..=59 => ("signed", Some(&planning::AGREED)),
                60..=85 => ("said", Some(&planning::AGREED)),
                86..=94 => ("declined", Some(&planning::DISAGREED)),
                _ => ("unable", None),
            };
            self.sheet.say(None, "agreement", word);
            if word == "signed" {
                self.sheet.sign(&mut self.dice, made);
            }
            if let Some(own) = said {
                self.own(None, "agreement_note", own);
            }
        }
        let language = if self.persona.speaks_spanish() { "es" } else { "en" };
        self.sheet.say(None, "language", language);
    }
}
