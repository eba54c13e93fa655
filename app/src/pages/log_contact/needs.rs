//! Which needs of the assessment a contact was about, and how it goes with each.

use super::change::Change;
use crate::{
    browser::random,
    held::{Derived, Held, Live},
    parts::{
        choices::choices,
        contact_facts::progress_name,
        document_values::{Around, item_name},
        form::id_of,
        text::TextArea,
    },
    place::{DocumentScreen, Screen},
    state::{AppState, document::known_document, use_app},
    words::needs,
};
use domain::{
    Moment,
    contact::{ContactDraft, NEW_NEED},
    document::{
        Cells, DocumentDraft, DocumentKind, Version,
        assessment::{self, Item, items, number},
    },
    id::{ClientId, DocumentId, LineId},
    operation::Payload,
    problem::Of,
    wire::v1::{DocumentBase, Progress},
};
use leptos::{prelude::*, task::spawn_local};

/// The needs of a client as this phone has them, for a note about them.
#[derive(Clone, Copy)]
pub(super) struct Known {
    app: AppState,
    client_id: ClientId,
    assessment: Held<Option<(Option<Version>, DocumentBase)>>,
}

impl Known {
    /// Reads them; while they cannot be read there are none to choose from.
    pub(super) fn of(app: AppState, client_id: ClientId) -> Self {
        let assessment = Held::new(None);
        spawn_local(async move {
            if let Ok(known) = known_document(DocumentKind::Assessment, client_id).await {
                let _left = assessment.try_set(Some(known));
            }
        });
        Self { app, client_id, assessment }
    }

    fn assessed(self) -> Option<Cells> {
        Some(self.assessment.get_untracked()?.0?.cells)
    }

    /// What is to be saved with the note that adds a need: the assessment with it, or nothing where
    /// another window has added it already.
    ///
    /// # Errors
    /// The assessment could not be read, or has no room for it.
    pub(super) fn with_need(
        self,
        need: LineId,
        words: &str,
        now: Moment,
    ) -> Result<Vec<Payload>, ()> {
        let mut draft = match self.assessment.get_untracked().ok_or(())? {
            (Some(version), based_on) => DocumentDraft::next(&version, based_on, now),
            (None, _) => {
                let id = random::id(DocumentId::from_parts).map_err(|_| ())?;
                DocumentDraft::first(DocumentKind::Assessment, id, self.client_id, now)
            }
        };
        assessment::add_need(&mut draft.content, need, words);
        if draft.before.as_ref() == Some(&draft.content) {
            return Ok(Vec::new());
        }
        let edit = draft.save(now).map_err(|_| ())?;
        Ok(vec![Payload::DocumentSaved(edit)])
    }

    /// The needs, tracked.
    fn needs(self) -> Vec<Item> {
        self.assessment.track();
        let all = self.assessed().as_ref().map(items).unwrap_or_default();
        all.into_iter().filter(|item| item.kind == "need").collect()
    }

    /// What a note speaks of, for whoever reads it back, with the need that it adds.
    pub(super) fn around(self, added: Option<(LineId, &str)>) -> Around {
        let mut assessed = self.assessed();
        if let Some((need, words)) = added {
            let cells = assessed.get_or_insert_with(|| Cells::empty(assessment::SHAPE));
            assessment::add_need(cells, need, words);
        }
        Around::new(self.app, self.client_id, assessed)
    }

    /// The number of a need, once the server gave it one.
    pub(super) fn number(self, need: LineId) -> Option<u32> {
        number(&self.assessed()?, need)
    }
}

/// The open needs, and those that the note is about already, each with one tap.
#[component]
pub(super) fn Needs(
    draft: Held<ContactDraft>,
    known: Known,
    edit: Callback<Change>,
) -> impl IntoView {
    let app = use_app();
    let s = needs::words(app.language.get_untracked());
    // A keystroke elsewhere must not draw the chips anew.
    let chosen = Derived::new(move |_| {
        draft.with(|draft| draft.needs.iter().map(|about| about.need).collect::<Vec<_>>())
    });
    let chip = move |item: Item| {
        let id = item.id;
        let on = move || chosen.with(|chosen| chosen.contains(&id));
        let toggle = move |_| edit.run(Box::new(move |draft| draft.toggle_need(id)));
        view! {
            <label class="chip">
                <input type="checkbox" prop:checked=on on:change=toggle/>
                <span>{item_name(&item)}</span>
            </label>
        }
    };
    let none = move || draft.with(|draft| draft.about_no_need);
    let gone_words = crate::words::document::words(app.language.get_untracked()).gone;
    let chips = move || {
        let offered = known.needs().into_iter().filter(|item| {
            item.is_open || chosen.with_untracked(|chosen| chosen.contains(&item.id))
        });
        let here: Vec<Item> = offered.collect();
        // One that is not in the assessment any more can be taken out of the note as well.
        let gone = chosen.get_untracked().into_iter();
        let gone = gone.filter(|id| here.iter().all(|item| item.id != *id)).map(|id| Item {
            id,
            kind: "need".to_owned(),
            number: None,
            said: gone_words.to_owned(),
            is_open: false,
        });
        here.clone().into_iter().chain(gone).map(chip).collect_view()
    };
    let progress = move || {
        chosen
            .get()
            .into_iter()
            .filter_map(|need| {
                going(app, &known.around(None).item(&need.to_string())?, need, draft, edit)
            })
            .collect_view()
    };
    let chosen = move || {
        (!known.needs().is_empty()).then(|| {
            view! {
                <fieldset class="choices" id="needs">
                    <legend>{s.which_need}</legend>
                    <div class="chips">
                        {chips}
                        <label class="chip">
                            <input
                                type="checkbox"
                                prop:checked=none
                                on:change=move |_| edit.run(Box::new(ContactDraft::toggle_no_need))
                            />
                            <span>{s.about_none}</span>
                        </label>
                    </div>
                </fieldset>
                {progress}
            }
        })
    };
    let written = Live::derive(move || draft.with(|draft| draft.new_need.clone()));
    let write = move |words: String| match random::id(LineId::from_parts) {
        Ok(line) => edit.run(Box::new(move |draft| draft.write_need(&words, line))),
        Err(_) => app.tell(app.words().phone_could_not_keep),
    };
    let assessment =
        Screen::Document(known.client_id, DocumentKind::Assessment, DocumentScreen::Edit);
    view! {
        {chosen}
        <details class="sheet" prop:open=move || draft.with_untracked(|draft| draft.adds_need().is_some())>
            <summary>{s.add_or_change}</summary>
            <TextArea
                id=id_of(NEW_NEED, Of::Form)
                label=s.new_need
                hint=s.new_need_hint
                rows=1
                value=written
                on_input=write
            />
            <p><a class="button" href=assessment.path()>{s.change_assessment}</a></p>
        </details>
    }
}

/// How it goes with one of them.
fn going(
    app: AppState,
    name: &str,
    need: LineId,
    draft: Held<ContactDraft>,
    edit: Callback<Change>,
) -> Option<AnyView> {
    let s = needs::words(app.language.get_untracked());
    let options = [(None, crate::words::document::words(app.language.get_untracked()).not_said)];
    let all = [Progress::Worse, Progress::Same, Progress::Better, Progress::Met];
    let options = options.into_iter().chain(all.map(|it| (Some(it), progress_name(s, it))));
    let now = move || draft.with(|draft| draft.progress(need));
    let choose = move |progress: Option<Progress>| {
        edit.run(Box::new(move |draft| draft.set_progress(need, progress)));
    };
    Some(choices(format!("progress-{need}"), s.progress(name), options.collect(), now, choose))
}
