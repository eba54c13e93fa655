//! What the assessment says and asks.

use super::outline::{Holds, Outline, Part};
use crate::{
    parts::document_values::{
        Around,
        assessment::{WORDS, choices},
    },
    state::AppState,
    words::assessment::{Words, words},
};
use domain::{
    document::{CellName, Cells, DocumentKind, Key, Value, assessment},
    id::LineId,
};
use std::borrow::Cow;

/// The assessment.
pub(super) const OUTLINE: Outline = Outline {
    kind: DocumentKind::Assessment,
    words: WORDS,
    parts,
    choices,
    asks,
    problems: |_, _| Vec::new(),
    says: |_, _| "",
    lacks: |_, _| Vec::new(),
    leads: |_, _, _| None,
    read_by_client: &[],
    about: |app| own(app).about,
};

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

fn parts(around: &Around) -> Vec<Part> {
    let s = own(around.app);
    let lines = |heading, hint, group, add| Part {
        heading,
        hint,
        holds: Holds::Lines { list: assessment::ITEMS, group, add },
    };
    let facts = |heading, names| Part { heading, hint: "", holds: Holds::Facts(names) };
    let domains = choices(around.app, "domain").into_iter();
    let domains = domains.map(|(word, label)| (Cow::Borrowed(word), label.to_owned())).collect();
    vec![
        lines(s.needs, s.needs_hint, "need", s.add_need),
        facts(s.order, &["ranked_by_client"]),
        lines(s.barriers, s.barriers_hint, "barrier", s.add_barrier),
        lines(s.strengths, s.strengths_hint, "strength", s.add_strength),
        lines(s.preferences, s.preferences_hint, "preference", s.add_preference),
        Part {
            heading: s.domains,
            hint: s.domains_hint,
            holds: Holds::About { list: assessment::DOMAINS, things: domains },
        },
        facts(s.who_was_there, &["client_present", "present_note"]),
        facts(
            s.sources,
            &[
                "from_interview",
                "from_observation",
                "from_documents",
                "from_relatives",
                "from_tests",
            ],
        ),
    ]
}

/// Of a need who can do what is asked; of a strength or a preference it is not.
fn asks(cells: &Cells, line: Option<LineId>, name: CellName) -> bool {
    let Some(line) = line else { return true };
    let value = |name| cells.value(Key::of_line(line, name));
    let kind = value("kind");
    match name.as_str() {
        "extent" | "client_can" | "network_can" | "agency_can" | "missing" => {
            kind.as_word() == Some("need")
        }
        "standing" => matches!(kind.as_word(), Some("need" | "barrier")),
        // Of a part of life that was not spoken of there is nothing to write.
        "own" | "text" if kind == Value::Nothing => {
            !matches!(value("answer").as_word(), Some("not_discussed" | "declined"))
        }
        _ => true,
    }
}
