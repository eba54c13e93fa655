//! Finds some of a client's notes: by their words, by their kind, and by the need they are about.
//! Part of the client's page, where the timeline shows what is found.

use super::needs::own;
use crate::{
    browser::page,
    held::{Derived, Held, react},
    parts::chain::Chain,
    parts::{
        cells::joined, choices::choices, icon::Icon, shown_notes::ShownNotes, text::beginning,
    },
    place::kept,
    state::{AppState, use_app},
};
use ::sync::read_copy::ClientFile;
use domain::{
    document::assessment::Item,
    id::{LineId, StaffId},
    json::Json,
    record::Record,
    search::{self, Query},
    wire::v1::{Addendum, CellRecordRow, Component, ContactRow, CrisisEventRow, Mode, Outcome},
};
use leptos::prelude::*;

/// Letters of a need on a chip, more or less.
const CHIP_LETTERS: usize = 28;

/// A kind of note to look for. Of several, all have to hold.
#[derive(Clone, Copy)]
enum Kind {
    InPerson,
    NoAnswer,
    Crisis,
    Mine,
}

impl Kind {
    const ALL: [Self; 4] = [Self::InPerson, Self::NoAnswer, Self::Crisis, Self::Mine];

    /// By which it is kept among those that are chosen.
    const fn letter(self) -> char {
        match self {
            Self::InPerson => 'p',
            Self::NoAnswer => 'n',
            Self::Crisis => 'c',
            Self::Mine => 'm',
        }
    }

    fn name(self, app: AppState) -> &'static str {
        let (s, w) = (own(app), app.words());
        match self {
            Self::InPerson => w.mode_face_to_face,
            Self::NoAnswer => w.kind_no_answer,
            Self::Crisis => s.crisis_notes,
            Self::Mine => s.my_notes,
        }
    }
}

/// What the timeline has a line for.
enum Note<'a> {
    Contact(&'a ContactRow, Vec<&'a Addendum>),
    CrisisEvent(&'a CrisisEventRow),
    Record(&'a CellRecordRow),
}

impl Note<'_> {
    /// Everything that was written in it and added to it, as it is searched.
    fn folded(&self) -> String {
        let mut all = String::new();
        let mut hear = |text: &str| {
            all.push_str(text);
            all.push(' ');
        };
        match self {
            Self::Contact(row, added) => {
                row.contact.each_text(&mut hear);
                for addendum in added {
                    addendum.each_text(&mut hear);
                }
            }
            Self::CrisisEvent(row) => row.crisis_event.each_text(&mut hear),
            Self::Record(row) => row.record.each_text(&mut hear),
        }
        search::fold(&all)
    }

    const fn author(&self) -> StaffId {
        match self {
            Self::Contact(row, _) => row.author,
            Self::CrisisEvent(row) => row.author,
            Self::Record(row) => row.author,
        }
    }

    fn is(&self, kind: Kind, own: Option<StaffId>) -> bool {
        match (kind, self) {
            (Kind::Mine, _) => Some(self.author()) == own,
            (Kind::InPerson, Self::Contact(row, _)) => {
                row.contact.mode == Mode::FaceToFace && row.contact.outcome == Outcome::Completed
            }
            (Kind::InPerson, Self::CrisisEvent(row)) => row.crisis_event.met.is_some(),
            (Kind::NoAnswer, Self::Contact(row, _)) => row.contact.outcome != Outcome::Completed,
            (Kind::Crisis, Self::Contact(row, _)) => row.contact.component == Component::Crisis,
            (Kind::Crisis, Self::CrisisEvent(_)) => true,
            (Kind::NoAnswer, Self::CrisisEvent(_)) | (_, Self::Record(_)) => false,
        }
    }

    /// Whether it is about this need. Older notes speak of it by its number.
    fn is_about(&self, need: LineId, number: Option<u32>) -> bool {
        match self {
            Self::Contact(row, _) => row.contact.is_about(need, number),
            Self::CrisisEvent(_) => false,
            Self::Record(row) => {
                let about = row.record.content.get("need").and_then(Json::as_text);
                about.is_some_and(|about| about == need.to_string())
            }
        }
    }
}

/// Every note of a file, always in the same order.
fn notes(file: &ClientFile) -> impl Iterator<Item = Note<'_>> {
    let contacts = file.contacts.iter().map(|row| {
        let added = file.addenda.iter().map(|row| &row.addendum);
        Note::Contact(row, added.filter(|it| it.contact_id == row.contact.contact_id).collect())
    });
    let events = file.crisis_events.iter().map(Note::CrisisEvent);
    contacts.chain(events).chain(file.records.iter().map(Note::Record))
}

/// What is looked for: as it was left, where "back" leads to it. `Copy`, so that every closure can
/// have it.
#[derive(Clone, Copy)]
struct Wanted {
    words: Held<String>,
    /// Kinds of note, by their letters.
    kinds: Held<String>,
    /// A need, by its id.
    need: Held<String>,
}

impl Wanted {
    fn as_left() -> Self {
        Self { words: kept("words"), kinds: kept("kinds"), need: kept("about") }
    }

    fn forget(self) {
        for wanted in [self.words, self.kinds, self.need] {
            wanted.set(String::new());
        }
    }

    fn need(self) -> Option<LineId> {
        self.need.with(|need| need.parse().ok())
    }
}

/// Chooses what is looked for, and says how many there are of it.
pub(super) fn finder(chain: Held<Option<Option<Chain>>>, shown: ShownNotes) -> AnyView {
    let app = use_app();
    let s = own(app);
    let wanted = Wanted::as_left();
    let folded = Derived::new(move |_| {
        shown
            .file
            .with(|file| file.iter().flat_map(notes).map(|note| note.folded()).collect::<Vec<_>>())
    });
    let needs = Derived::new(move |_| {
        let needs = chain.with(|chain| chain.as_ref().and_then(Option::as_ref).map(Chain::needs));
        needs.unwrap_or_default()
    });
    react(move || {
        let now = look(app, shown, wanted, folded, needs);
        if shown.found.with_untracked(|before| *before != now) {
            shown.found.set(now);
        }
    });
    // Months stick below the head, which is as high as what is said of the client is long.
    react(move || {
        app.caseload.track();
        page::measure_head();
    });
    // All at once, so that whoever comes "back" finds it as high as it was.
    let any = Derived::new(move |_| {
        chain.with(Option::is_some)
            && shown.file.with(|file| file.iter().flat_map(notes).next().is_some())
    });
    let draw = move || {
        // What "back" leads to is open where something is looked for.
        let open = shown.found.with_untracked(|found| !found.is_empty());
        view! {
            <details class="sheet find" open=open>
                <summary>{s.find_notes}</summary>
                <div class="search" role="search">
                    <label for="find-words">{Icon::Search.draw()}<span class="sr">{s.find_words}</span></label>
                    <input
                        id="find-words"
                        type="search"
                        autocomplete="off"
                        placeholder=s.find_words
                        prop:value=move || wanted.words.get()
                        on:input=move |event| wanted.words.set(event_target_value(&event))
                    />
                </div>
                <fieldset class="choices">
                    <legend>{s.only_notes}</legend>
                    <div class="chips">{Kind::ALL.map(|kind| chip(app, wanted, kind)).into_iter().collect_view()}</div>
                </fieldset>
                {move || about(app, wanted, &needs.get())}
            </details>
            <div role="status">{move || result(app, shown, wanted)}</div>
        }
    };
    (move || any.get().then(draw)).into_any()
}

/// That only some are shown, and how many, with the way to all of them.
fn result(app: AppState, shown: ShownNotes, wanted: Wanted) -> Option<AnyView> {
    let s = own(app);
    let (all, found) =
        shown.found.with(|found| (found.len(), found.bytes().filter(|mark| *mark == b'+').count()));
    // The button goes with what it is in.
    let show_all = move |_| {
        wanted.forget();
        page::focus("contacts");
    };
    (all > 0).then(|| {
        let said = match found {
            0 => s.no_notes_found.to_owned(),
            _ => s.notes_found(found, &all.to_string()),
        };
        view! {
            <p class="banner some-notes">
                <span>{said}</span>
                <button class="link" type="button" on:click=show_all>{s.show_all}</button>
            </p>
        }
        .into_any()
    })
}

fn chip(app: AppState, wanted: Wanted, kind: Kind) -> AnyView {
    let letter = kind.letter();
    let turn = move |_| {
        wanted.kinds.update(|kinds| match kinds.find(letter) {
            Some(at) => drop(kinds.remove(at)),
            None => kinds.push(letter),
        });
    };
    view! {
        <label class="chip">
            <input
                type="checkbox"
                prop:checked=move || wanted.kinds.with(|kinds| kinds.contains(letter))
                on:change=turn
            />
            <span>{kind.name(app)}</span>
        </label>
    }
    .into_any()
}

/// Which notes are found, as [`ShownNotes::found`] has it.
fn look(
    app: AppState,
    shown: ShownNotes,
    wanted: Wanted,
    folded: Derived<Vec<String>>,
    needs: Derived<Vec<Item>>,
) -> String {
    let need = wanted.need();
    let query = wanted.words.with(|words| Query::new(words));
    let kinds = wanted.kinds.get();
    if query.is_empty() && kinds.is_empty() && need.is_none() {
        return String::new();
    }
    let kinds = Kind::ALL.into_iter().filter(|kind| kinds.contains(kind.letter()));
    let kinds: Vec<_> = kinds.collect();
    let own = app.profile.with(|profile| profile.as_ref().map(|profile| profile.staff_id));
    let number = needs.with(|all| all.iter().find(|item| Some(item.id) == need)?.number);
    let say = |texts: &Vec<String>| texts.iter().map(|text| query.is_in_across(text)).collect();
    let said: Vec<bool> = if query.is_empty() { Vec::new() } else { folded.with(say) };
    let holds = |at: usize, note: &Note<'_>| {
        said.get(at) != Some(&false)
            && kinds.iter().all(|kind| note.is(*kind, own))
            && need.is_none_or(|need| note.is_about(need, number))
    };
    shown.file.with(|file| {
        let all = file.iter().flat_map(notes).enumerate();
        all.map(|(at, note)| if holds(at, &note) { '+' } else { '-' }).collect()
    })
}

/// Chooses the need that they are to be about, where there is any.
fn about(app: AppState, wanted: Wanted, needs: &[Item]) -> Option<AnyView> {
    let s = own(app);
    let name = |need: &Item| {
        let number = need.number.map(|number| number.to_string()).unwrap_or_default();
        joined(&[&number, &beginning(&need.said, CHIP_LETTERS)], " · ")
    };
    let mut options = vec![(None, s.all_notes.to_owned())];
    options.extend(needs.iter().map(|need| (Some(need.id), name(need))));
    (!needs.is_empty()).then(|| {
        choices(
            "only-about",
            s.only_about,
            options,
            move || wanted.need(),
            move |need| wanted.need.set(need.map(|need| need.to_string()).unwrap_or_default()),
        )
    })
}
