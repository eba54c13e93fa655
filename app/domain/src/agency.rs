//! Rules of the content an agency writes for all its phones: crisis lines and
//! what it means by a crisis.

#[cfg(test)]
mod tests;

use crate::{
    Moment,
    crisis_plan::dialable,
    wire::v1::{AgencyContent, CrisisLine},
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days after which somebody has to make sure again that a line answers. The
/// lines' own publishers change them without telling anybody ("press 3" of 988
/// ended within days in July 2025), so half a year is the most we trust.
pub const LINE_CHECKED_EVERY_D: u64 = 180;
/// Crisis lines at most; more than fit on a screen help nobody.
pub const LINES_MAX: usize = 20;
/// Steps at most.
pub const STEPS_MAX: usize = 20;
/// Longest label or number, in bytes of UTF-8.
pub const LABEL_MAX_BYTES: usize = 200;
/// Longest definition, step or hint, in bytes of UTF-8.
pub const TEXT_MAX_BYTES: usize = 4_000;

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
    /// This line has no number that can be called or texted.
    LineNumber(usize),
    /// This line was checked on a day that is still to come.
    LineChecked(usize),
    /// There is a definition or a step, and no day from which it applies.
    Effective,
    /// Too many lines or steps, or a text is too long.
    TooMuch,
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
        let given = [&line.tel, &line.sms].into_iter().filter(|number| !number.is_empty());
        let mut numbers = given.map(|number| dialable(number).is_some()).peekable();
        if numbers.peek().is_none() || !numbers.all(|is_number| is_number) {
            found.push(ContentProblem::LineNumber(at));
        }
        if line.last_checked > tomorrow {
            found.push(ContentProblem::LineChecked(at));
        }
    }
    let says_something = !protocol.definition.is_empty() || !protocol.steps.is_empty();
    if says_something && protocol.effective.is_none() {
        found.push(ContentProblem::Effective);
    }
    let labels = lines.iter().flat_map(|line| [&line.label, &line.tel, &line.sms, &line.language]);
    let texts = lines.iter().map(|line| &line.hint).chain(&protocol.steps);
    let too_long =
        labels.chain([&protocol.responder_label]).any(|text| text.len() > LABEL_MAX_BYTES)
            || texts.chain([&protocol.definition]).any(|text| text.len() > TEXT_MAX_BYTES);
    if too_long || lines.len() > LINES_MAX || protocol.steps.len() > STEPS_MAX {
        found.push(ContentProblem::TooMuch);
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContentDraft {
    /// When the editing began.
    pub written_at: Option<Moment>,
    /// What stood there when it began.
    pub before: AgencyContent,
    /// What is typed.
    pub content: AgencyContent,
}
