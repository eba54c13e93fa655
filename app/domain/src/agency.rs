//! Rules of the content an agency writes for all its phones: crisis lines and
//! what it means by a crisis.

#[cfg(test)]
mod tests;

use crate::{
    Moment,
    json::ReadObject,
    length::{CONTENT_LINE_MAX_BYTES, CONTENT_TEXT_MAX_BYTES},
    phone::{self, NotOne},
    wire::v1::{AgencyContent, CrisisLine},
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
}

/// Everything that is wrong with content, in the order of the form; nothing when
/// it may be saved. `today` is the day of whoever asks: a phone may be a day
/// ahead of the server.
#[must_use]
pub fn problems(content: &AgencyContent, today: NaiveDate) -> Vec<ContentProblem> {
    let AgencyContent { lines, protocol } = content;
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.label.trim().is_empty() {
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
    let says_something = !protocol.definition.is_empty() || !protocol.steps.is_empty();
    if says_something && protocol.effective.is_none() {
        found.push(ContentProblem::Effective);
    }
    if protocol.definition.len() > CONTENT_TEXT_MAX_BYTES
        || protocol.responder_label.len() > CONTENT_LINE_MAX_BYTES
    {
        found.push(ContentProblem::TextTooLong);
    }
    let steps = protocol.steps.iter().enumerate();
    let long = steps.filter(|(_, step)| step.len() > CONTENT_TEXT_MAX_BYTES);
    found.extend(long.map(|(at, _)| ContentProblem::StepTooLong(at)));
    if lines.len() > LINES_MAX {
        found.push(ContentProblem::TooManyLines);
    }
    if protocol.steps.len() > STEPS_MAX {
        found.push(ContentProblem::TooManySteps);
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
    let protocol = &mut content.protocol;
    trim(&mut protocol.definition);
    trim(&mut protocol.responder_label);
    protocol.steps.iter_mut().for_each(trim);
    protocol.steps.retain(|step| !step.is_empty());
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
