//! What somebody outside of the team was told of the client: asked of each contact with them, and
//! answered under a release in force, or by another right (seed 004:117).

use crate::{
    held::{Derived, Held},
    parts::{
        answers::answers,
        cells::{CellWords, joined},
        dates,
        document_values::disclosure::{self as called, choices, own},
        filling::{Filling, Into, OfCells, field},
        form::with_complaint,
        text::LineField,
    },
    place::Screen,
    state::{
        AppState,
        file::{FollowedFile, follow_file},
        form::Writing,
        use_app,
    },
};
use ::sync::read_copy::ClientFile;
use domain::{
    Moment,
    contact::ContactDraft,
    disclosure::is_somebody_else,
    document::{CellName, Cells, Key},
    id::ClientId,
    length::Field,
    problem::{Problem, Wrong},
    record::{
        RecordKind,
        disclosure::{SHAPE, asks, told_at, under},
        release::{CATEGORIES, named},
    },
    release::{Refused, allows, in_force},
    wire::v1::Told,
};
use leptos::prelude::*;

/// In the form each is a question.
const WORDS: CellWords = CellWords { name, ..called::WORDS };

fn name(app: AppState, field: CellName) -> &'static str {
    if field == *"right" { own(app).heading } else { (called::WORDS.name)(app, field) }
}

/// Facts that the form asks for, in their order. Whom they were told to, the note says already.
const ASKED: [&str; 11] = [
    "contact_details",
    "plan",
    "mental_health",
    "substance_use",
    "hiv",
    "benefits",
    "information",
    "affiliation",
    "nature",
    "basis",
    "notice",
];

impl OfCells for ContactDraft {
    fn cells(&self) -> &Cells {
        &self.disclosure.0
    }

    fn cells_mut(&mut self) -> &mut Cells {
        &mut self.disclosure.0
    }
}

/// What this phone has of the client's releases, for as long as a note is written.
#[derive(Clone, Copy)]
pub(super) struct Releases(Held<Option<ClientFile>>);

impl Releases {
    /// Follows them: one may be taken back on another phone meanwhile.
    pub(super) fn of(app: AppState, client_id: ClientId) -> Self {
        let FollowedFile { file, .. } = follow_file(app, client_id);
        Self(file)
    }

    /// What no release allows of what a note says was told under one, when it was told.
    pub(super) fn refuse(self, draft: &ContactDraft, now: Moment) -> Option<Problem> {
        let telling = draft.telling();
        if draft.told() != Some(Told::ByRelease) || named(&telling, "release").is_none() {
            return None;
        }
        let at = |name| Problem::new(Field::Cell(CellName::new(name)), Wrong::Unchanged);
        if is_unclear(draft) && !telling.value(Key::fact("is_recipient")).is_yes() {
            return Some(at("is_recipient"));
        }
        let refused = self.0.with_untracked(|file| {
            let records = file.as_ref().map(|file| file.records.as_slice()).unwrap_or_default();
            allows(&telling, records, told_at(&telling, now), now)
        });
        Some(match refused.err()? {
            Refused::NotCovered(name) => at(name),
            Refused::NoRelease | Refused::NotInForce(_) | Refused::OtherRecipient => at("release"),
        })
    }
}

/// Whether the note names somebody in other words than the release does: whoever was there says that
/// they belong to whom it names.
fn is_unclear(draft: &ContactDraft) -> bool {
    let cells = &draft.disclosure.0;
    named(cells, "release").is_some() && is_somebody_else(draft.hearer(), cells)
}

/// The questions about it.
#[component]
pub(super) fn Telling(
    writing: Writing<ContactDraft>,
    client_id: ClientId,
    releases: Releases,
) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let filling = Filling::new(app, WORDS, choices, writing);
    let cell = |name: &str| SHAPE.facts.iter().find(|cell| cell.name == name);
    let right = cell("right").and_then(|cell| field(filling, Into::Document, cell));
    let recipient = cell("is_recipient").and_then(|cell| field(filling, Into::Document, cell));
    let told = move || writing.draft.with(ContactDraft::told);
    let asked = Derived::new(move |_| {
        writing.draft.with(|draft| ASKED.map(|name| asks(&draft.disclosure.0, name)))
    });
    let fields: Vec<_> = ASKED
        .into_iter()
        .enumerate()
        .filter_map(|(place, name)| {
            let view = field(filling, Into::Document, cell(name)?)?;
            let hidden = move || !asked.with(|asked| asked.get(place).copied().unwrap_or(false));
            Some(view! { <div hidden=hidden>{view}</div> })
        })
        .collect();
    let without = move || {
        (told() == Some(Told::WithoutRight)).then(|| view! { <p class="hint">{s.without_hint}</p> })
    };
    let took_over = writing.read(|draft| {
        draft.handed_over.as_ref().map(|handed| handed.to.clone()).unwrap_or_default()
    });
    let name_whoever = move |text: String| {
        writing.edit(|draft| {
            if let Some(handed) = &mut draft.handed_over {
                handed.to.clone_from(&text);
            }
        });
    };
    view! {
        <Show when=move || writing.draft.with(ContactDraft::asks_who_took_over)>
            <LineField id="handed-to" label=s.took_over value=took_over on_input=name_whoever/>
        </Show>
        {right}
        <p class="hint">{s.hint}</p>
        {without}
        <Show when=move || told() == Some(Told::ByRelease)>{which(app, writing, client_id, releases)}</Show>
        <div hidden=move || told() != Some(Told::ByRelease) || !writing.draft.with(is_unclear)>{recipient}</div>
        <Show when=move || told().is_some_and(|told| told != Told::Nothing)>
            <h3>{s.what}</h3>
        </Show>
        {fields}
    }
}

/// The releases in force, one of which allowed it.
fn which(
    app: AppState,
    writing: Writing<ContactDraft>,
    client_id: ClientId,
    releases: Releases,
) -> AnyView {
    let s = own(app);
    let chosen = move || writing.draft.with(|draft| named(&draft.disclosure.0, "release"));
    let chips = move || {
        let today = app.now.get_untracked().date();
        let current: Vec<_> = releases.0.with(|file| {
            let records = file.as_ref().map(|file| file.records.as_slice()).unwrap_or_default();
            in_force(records, today).map(|row| row.record.clone()).collect()
        });
        if current.is_empty() {
            let sign = Screen::Sign(client_id, RecordKind::Release, None).path();
            return view! {
                <p class="banner" role="status">{s.no_release}</p>
                <p><a class="button" href=sign>{s.sign_release}</a></p>
            }
            .into_any();
        }
        let chip = |record: domain::wire::v1::CellRecord| {
            let id = record.record_id;
            let cells = record.cells();
            let recipient = cells.value(Key::fact("recipient"));
            let until = cells.value(Key::fact("until")).as_day();
            let until = until.map(|day| dates::on_paper(app.words(), day)).unwrap_or_default();
            let label = joined(&[recipient.as_text().unwrap_or_default(), &until], " · ");
            let choose = move |_| writing.edit(|draft| under(&mut draft.disclosure.0, id, &cells));
            view! {
                <label class="chip">
                    <input type="radio" name="release" prop:checked=move || chosen() == Some(id) on:change=choose/>
                    <span>{label}</span>
                </label>
            }
        };
        let chips = current.into_iter().map(chip).collect_view();
        view! {
            <fieldset class="choices">
                <legend>{s.choose_release}</legend>
                <div class="chips">{chips}</div>
            </fieldset>
        }
        .into_any()
    };
    with_complaint("release", view! { <div id="release" tabindex="-1">{chips}</div> }.into_any())
}

/// What is signed beside the note, for whoever reads it back.
pub(super) fn read_back(app: AppState, disclosed: &Cells) -> AnyView {
    let rows = answers(app, called::WORDS, disclosed, &["right", "release", "contact", "told_ms"]);
    view! { <h3>{own(app).information}</h3><dl>{rows}</dl> }.into_any()
}

/// Such a problem in words; none where it is of another part of the form.
pub(super) fn says(app: AppState, problem: Problem) -> Option<&'static str> {
    let s = own(app);
    if (problem.field, problem.wrong) == (Field::HandedTo, Wrong::Missing) {
        return Some(s.lacks_recipient);
    }
    let Field::Cell(name) = problem.field else { return None };
    Some(match (name.as_str(), problem.wrong) {
        ("right", Wrong::Unchanged) => s.told_to_nobody,
        ("right", _) => s.lacks_right,
        ("release", Wrong::Unchanged) => s.not_in_force,
        ("release", _) => s.lacks_release,
        ("affiliation", _) => s.lacks_affiliation,
        ("nature", _) => s.lacks_nature,
        ("basis", _) => s.lacks_basis,
        ("is_recipient", _) => s.lacks_is_recipient,
        ("information", _) => s.lacks_information,
        (name, Wrong::Unchanged) if CATEGORIES.contains(&name) => s.not_covered,
        (name, _) if CATEGORIES.contains(&name) => s.lacks_categories,
        _ => return None,
    })
}
