//! Rules of the content an agency writes for all its phones: crisis lines,
//! what it means by a crisis, its deadlines, and what is read before a release is signed.

mod deadlines;
#[cfg(test)]
mod tests;
mod texts;

pub use deadlines::{DEADLINES, Deadline};
pub use texts::{
    TEXTS_MAX, TextProblem, Tongue, has_begun, in_force, put_back, release_texts, rewrites_nothing,
    text_problems,
};

use crate::{
    Moment,
    json::ReadObject,
    length::{CONTENT_LINE_MAX_BYTES, CONTENT_TEXT_MAX_BYTES},
    phone::{self, NotOne},
    visible::is_blank,
    wire::v1::{AgencyContent, CrisisLine, CrisisProtocol},
};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// Days after which somebody has to make sure again that a line answers. The
/// lines' own publishers change them without telling anybody ("press 3" of 988
/// ended within days in July 2025), so half a year is the most we trust.
pub const LINE_CHECKED_EVERY_D: u64 = 180;
/// Crisis lines at most; more than fit on a screen help nobody.
pub const LINES_MAX: usize = 20;
/// Steps at most.
pub const STEPS_MAX: usize = 20;

impl CrisisLine {
    /// Nobody has made sure for half a year that the number answers.
    #[must_use]
    pub fn may_be_out_of_date(&self, today: NaiveDate) -> bool {
        let until = self.last_checked.checked_add_days(Days::new(LINE_CHECKED_EVERY_D));
        until.is_some_and(|until| until < today)
    }

    /// A fresh line in the form, checked today.
    #[must_use]
    pub const fn begin(today: NaiveDate) -> Self {
        Self {
            label: String::new(),
            tel: String::new(),
            sms: String::new(),
            hint: String::new(),
            language: String::new(),
            last_checked: today,
        }
    }
}

impl CrisisProtocol {
    /// As somebody reads it who reads Spanish, or who does not: each text in their language where
    /// there is one, and in the other where there is not.
    #[must_use]
    pub fn read_in(mut self, spanish: bool) -> Self {
        let choose = |text: &mut String, es: String| {
            if !es.is_empty() && (spanish || text.is_empty()) {
                *text = es;
            }
        };
        choose(&mut self.definition, std::mem::take(&mut self.definition_es));
        choose(&mut self.responder_label, std::mem::take(&mut self.responder_label_es));
        for (step, es) in self.steps.iter_mut().zip(std::mem::take(&mut self.steps_es)) {
            choose(step, es);
        }
        self
    }
}

/// What keeps content from being saved. Places count from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentProblem {
    /// This line has no name.
    LineLabel(usize),
    /// This line has no number to call or to text.
    LineNumber(usize),
    /// A number of this line cannot be dialled as it is written.
    LineNotOne(usize, NotOne),
    /// A field of this line is too long.
    LineTooLong(usize),
    /// This line was checked on a day that is still to come.
    LineChecked(usize),
    /// There is a definition or a step, and no day from which it applies.
    Effective,
    /// The definition, or what the responder is called, is too long.
    TextTooLong,
    /// This step is too long.
    StepTooLong(usize),
    /// More lines than [`LINES_MAX`].
    TooManyLines,
    /// More steps than [`STEPS_MAX`].
    TooManySteps,
    /// This one of [`DEADLINES`] is beyond its bounds.
    Deadline(&'static Deadline),
    /// A service week has five days or seven.
    ServiceWeek,
    /// This version of what is read before a release is signed.
    Text(usize, TextProblem),
    /// More versions than [`TEXTS_MAX`].
    TooManyTexts,
}

/// Everything that is wrong with content, in the order of the form; nothing when
/// it may be saved. `today` is the day of whoever asks: a phone may be a day
/// ahead of the server.
#[must_use]
pub fn problems(content: &AgencyContent, today: NaiveDate) -> Vec<ContentProblem> {
    let AgencyContent { lines, protocol, policy, release_texts } = content;
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if is_blank(&line.label) {
            found.push(ContentProblem::LineLabel(at));
        }
        // Each that is given has to be one, and one has to be given.
        if line.tel.is_empty() && line.sms.is_empty() {
            found.push(ContentProblem::LineNumber(at));
        }
        let why = phone::problem(&line.tel, false).or_else(|| phone::problem(&line.sms, true));
        found.extend(why.map(|why| ContentProblem::LineNotOne(at, why)));
        let labels = [&line.label, &line.tel, &line.sms, &line.language];
        if labels.iter().any(|text| text.len() > CONTENT_LINE_MAX_BYTES)
            || line.hint.len() > CONTENT_TEXT_MAX_BYTES
        {
            found.push(ContentProblem::LineTooLong(at));
        }
        if line.last_checked > tomorrow {
            found.push(ContentProblem::LineChecked(at));
        }
    }
    let definitions = [&protocol.definition, &protocol.definition_es];
    let says_something =
        definitions.iter().any(|text| !text.is_empty()) || !protocol.steps.is_empty();
    if says_something && protocol.effective.is_none() {
        found.push(ContentProblem::Effective);
    }
    let labels = [&protocol.responder_label, &protocol.responder_label_es];
    if definitions.iter().any(|text| text.len() > CONTENT_TEXT_MAX_BYTES)
        || labels.iter().any(|text| text.len() > CONTENT_LINE_MAX_BYTES)
    {
        found.push(ContentProblem::TextTooLong);
    }
    let long = |step: Option<&String>| step.is_some_and(|step| step.len() > CONTENT_TEXT_MAX_BYTES);
    let most = protocol.steps.len().max(protocol.steps_es.len());
    let steps =
        (0..most).filter(|at| long(protocol.steps.get(*at)) || long(protocol.steps_es.get(*at)));
    found.extend(steps.map(ContentProblem::StepTooLong));
    if lines.len() > LINES_MAX {
        found.push(ContentProblem::TooManyLines);
    }
    if most > STEPS_MAX {
        found.push(ContentProblem::TooManySteps);
    }
    if let Some(policy) = policy {
        let beyond = DEADLINES.iter().filter(|deadline| !deadline.holds(policy));
        found.extend(beyond.map(ContentProblem::Deadline));
        if !matches!(policy.service_week, 5 | 7) {
            found.push(ContentProblem::ServiceWeek);
        }
    }
    let texts = release_texts.as_deref().unwrap_or_default();
    found.extend(text_problems(texts).into_iter().map(|(at, why)| ContentProblem::Text(at, why)));
    if texts.len() > TEXTS_MAX {
        found.push(ContentProblem::TooManyTexts);
    }
    found
}

/// Content as it is saved: without space around it, without empty steps.
#[must_use]
pub fn tidy(mut content: AgencyContent) -> AgencyContent {
    let trim = |text: &mut String| *text = text.trim().to_owned();
    for line in &mut content.lines {
        let CrisisLine { label, tel, sms, hint, language, last_checked: _ } = line;
        [label, tel, sms, hint, language].into_iter().for_each(trim);
    }
    for text in content.release_texts.iter_mut().flatten() {
        [&mut text.en, &mut text.es].into_iter().for_each(trim);
    }
    let protocol = &mut content.protocol;
    let CrisisProtocol {
        definition,
        steps,
        responder_label,
        effective: _,
        definition_es,
        steps_es,
        responder_label_es,
    } = protocol;
    [definition, responder_label, definition_es, responder_label_es].into_iter().for_each(trim);
    steps.iter_mut().chain(&mut *steps_es).for_each(trim);
    // A step and its Spanish stay beside each other.
    let most = steps.len().max(steps_es.len());
    steps.resize(most, String::new());
    steps_es.resize(most, String::new());
    let both = std::mem::take(steps).into_iter().zip(std::mem::take(steps_es));
    for (step, es) in both.filter(|(step, es)| !step.is_empty() || !es.is_empty()) {
        steps.push(step);
        steps_es.push(es);
    }
    // Where nothing is in Spanish it is as content always was.
    while steps_es.last().is_some_and(String::is_empty) {
        steps_es.pop();
    }
    content
}

/// Content being edited, as an administrator's phone keeps it sealed: each field
/// has a default and unknown ones are ignored, so that it opens in the next app.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
#[serde(default)]
pub struct ContentDraft {
    /// When the editing began.
    pub written_at: Option<Moment>,
    /// What stood there when it began.
    pub before: AgencyContent,
    /// What is typed.
    pub content: AgencyContent,
}
