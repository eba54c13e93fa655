//! One note in the order of GIRP, DAP, BIRP or SOAP (domain catalogue B2): the same fields under
//! other headings. Each text of a note stands in each layout once; what a layout has no heading for
//! stands under its own. Facts and impression stay apart in all of them (seed 004:90).

#[cfg(test)]
mod tests;

use crate::wire::v1::Contact;

/// An order in which notes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Goal, intervention, response, plan.
    Girp,
    /// Data, assessment, plan.
    Dap,
    /// Behavior, intervention, response, plan.
    Birp,
    /// Subjective, objective, assessment, plan.
    Soap,
}

/// A heading of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the heading of that name")]
pub enum Heading {
    Goal,
    Intervention,
    Response,
    Plan,
    Data,
    Assessment,
    Behavior,
    Subjective,
    Objective,
}

/// Something that is written in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Part {
    WithWhom,
    Place,
    Purpose,
    SeenHeard,
    Quote,
    Impression,
    WhatIDid,
    WhatClientDid,
    Response,
    NextStep,
}

/// What stands above some texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// A heading of the layout.
    Heading(Heading),
    /// The name of what is written: the layout has no heading for it.
    Own(Part),
}

/// Some texts of a note under what stands above them, each with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// What stands above.
    pub under: Under,
    /// The texts, in order; never none.
    pub texts: Vec<(Part, &'a str)>,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 4] = [Self::Girp, Self::Dap, Self::Birp, Self::Soap];

    /// Its word, in what a reader chose and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Girp => "girp",
            Self::Dap => "dap",
            Self::Birp => "birp",
            Self::Soap => "soap",
        }
    }

    /// The layout of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.word() == word)
    }

    /// Its headings, in their order.
    #[must_use]
    pub const fn headings(self) -> &'static [Heading] {
        match self {
            Self::Girp => &[Heading::Goal, Heading::Intervention, Heading::Response, Heading::Plan],
            Self::Dap => &[Heading::Data, Heading::Assessment, Heading::Plan],
            Self::Birp => {
                &[Heading::Behavior, Heading::Intervention, Heading::Response, Heading::Plan]
            }
            Self::Soap => {
                &[Heading::Subjective, Heading::Objective, Heading::Assessment, Heading::Plan]
            }
        }
    }

    /// Under which of its headings something stands; none where it has no heading for it. Every
    /// layout keeps an impression away from facts: where it has no assessment, it has no heading.
    #[must_use]
    pub const fn heading(self, part: Part) -> Option<Heading> {
        Some(match (self, part) {
            (_, Part::WithWhom | Part::Place) => return None,
            (_, Part::NextStep) => Heading::Plan,
            (Self::Girp | Self::Birp, Part::Impression) => return None,
            (Self::Girp | Self::Birp, Part::WhatIDid) => Heading::Intervention,
            (Self::Girp | Self::Birp, Part::WhatClientDid | Part::Response) => Heading::Response,
            (Self::Girp, Part::Purpose) => Heading::Goal,
            (Self::Girp, Part::SeenHeard | Part::Quote) => Heading::Response,
            (Self::Birp, Part::Purpose | Part::SeenHeard | Part::Quote) => Heading::Behavior,
            (Self::Dap | Self::Soap, Part::Impression) => Heading::Assessment,
            (Self::Dap, _) => Heading::Data,
            (Self::Soap, Part::Purpose | Part::Quote) => Heading::Subjective,
            (Self::Soap, _) => Heading::Objective,
        })
    }
}

impl Part {
    /// Every part, in the order of the form.
    pub const ALL: [Self; 10] = [
        Self::WithWhom,
        Self::Place,
        Self::Purpose,
        Self::SeenHeard,
        Self::Quote,
        Self::Impression,
        Self::WhatIDid,
        Self::WhatClientDid,
        Self::Response,
        Self::NextStep,
    ];

    /// What a note says of it: one text, none, or of quotes several.
    fn of(self, contact: &Contact) -> Vec<&str> {
        let text = match self {
            Self::WithWhom => &contact.with_whom,
            Self::Place => &contact.place,
            Self::Purpose => &contact.purpose,
            Self::SeenHeard => &contact.seen_heard,
            Self::Quote => return contact.quotes.iter().map(String::as_str).collect(),
            Self::Impression => &contact.impression,
            Self::WhatIDid => &contact.what_i_did,
            Self::WhatClientDid => &contact.what_client_did,
            Self::Response => &contact.response,
            Self::NextStep => match &contact.next_step {
                Some(step) => &step.text,
                None => return Vec::new(),
            },
        };
        if text.is_empty() { Vec::new() } else { vec![text.as_str()] }
    }

    /// It stands above everything else where a layout has no heading for it.
    const fn comes_first(self) -> bool {
        matches!(self, Self::WithWhom | Self::Place)
    }
}

/// What a note says, in a layout: with whom and where, then under its headings, then what it has no
/// heading for. What nothing is written of is left out.
#[must_use]
pub fn sections(layout: Layout, contact: &Contact) -> Vec<Section<'_>> {
    let texts = |part: &Part| {
        let part = *part;
        part.of(contact).into_iter().map(move |text| (part, text))
    };
    let own = |first: bool| {
        let parts = Part::ALL
            .iter()
            .filter(move |part| layout.heading(**part).is_none() && part.comes_first() == first);
        parts.map(|part| Section { under: Under::Own(*part), texts: texts(part).collect() })
    };
    let headed = layout.headings().iter().map(|heading| {
        let parts = Part::ALL.iter().filter(|part| layout.heading(**part) == Some(*heading));
        Section { under: Under::Heading(*heading), texts: parts.flat_map(texts).collect() }
    });
    let all = own(true).chain(headed).chain(own(false));
    all.filter(|section| !section.texts.is_empty()).collect()
}

/// What stands before each line of a text below its name.
const INDENT: &str = "    ";

/// Several texts as one, for a cell of a table: what each is on a line, and below it the text, every
/// line of it four spaces in. [`read_text`] takes it apart again to the last character.
#[must_use]
pub fn to_text(texts: &[(Part, &str)], name: impl Fn(Part) -> &'static str) -> String {
    let mut whole = String::new();
    for (part, text) in texts {
        if !whole.is_empty() {
            whole.push('\n');
        }
        whole.push_str(name(*part));
        for line in text.split('\n') {
            whole.push('\n');
            whole.push_str(INDENT);
            whole.push_str(line);
        }
    }
    whole
}

/// The texts that [`to_text`] made one of.
///
/// None where it did not.
#[must_use]
pub fn read_text(whole: &str, name: impl Fn(Part) -> &'static str) -> Option<Vec<(Part, String)>> {
    let mut texts: Vec<(Part, String)> = Vec::new();
    let mut begun = true;
    for line in whole.split('\n') {
        if let Some(line) = line.strip_prefix(INDENT) {
            let (_, text) = texts.last_mut()?;
            if !begun {
                text.push('\n');
            }
            text.push_str(line);
            begun = false;
        } else {
            let part = Part::ALL.into_iter().find(|part| name(*part) == line)?;
            texts.push((part, String::new()));
            begun = true;
        }
    }
    Some(texts)
}
