//! What the parts of a note and the headings of its layouts are called: on the screen, on paper, and
//! in an export.

use super::{Words, layouts, note};
use domain::contact::layouts::{Heading, Part};

/// Something that is written in a note.
#[must_use]
pub const fn part(w: &Words, n: &note::Words, part: Part) -> &'static str {
    match part {
        Part::WithWhom => n.with_whom_kind,
        Part::Place => w.place,
        Part::Purpose => w.purpose,
        Part::SeenHeard => w.seen_heard,
        Part::Quote => n.quote,
        Part::Impression => n.impression,
        Part::WhatIDid => w.what_i_did,
        Part::WhatClientDid => n.what_client_did,
        Part::Response => w.response,
        Part::NextStep => w.next_step,
    }
}

/// A heading.
#[must_use]
pub const fn heading(l: &layouts::Words, heading: Heading) -> &'static str {
    match heading {
        Heading::Goal => l.goal,
        Heading::Intervention => l.intervention,
        Heading::Response => l.response,
        Heading::Plan => l.plan,
        Heading::Data => l.data,
        Heading::Assessment => l.assessment,
        Heading::Behavior => l.behavior,
        Heading::Subjective => l.subjective,
        Heading::Objective => l.objective,
    }
}
