//! Which needs of the assessment a contact was about, and how it goes with each.

use super::Change;
use crate::{
    parts::{
        choices::choices,
        contact_facts::progress_name,
        document_values::{Around, item_name},
    },
    state::{AppState, document::known_document, use_app},
    words::needs,
};
use domain::{
    contact::ContactDraft,
    document::{
        Cells, DocumentKind,
        assessment::{Item, items, number},
    },
    id::{ClientId, LineId},
    wire::v1::Progress,
};
use leptos::{prelude::*, task::spawn_local};

/// The needs of a client as this phone has them, for a note about them.
#[derive(Clone, Copy)]
pub(super) struct Known {
    app: AppState,
    client_id: ClientId,
    assessed: RwSignal<Option<Cells>>,
}

impl Known {
    /// Reads them; while they cannot be read there are none to choose from.
    pub(super) fn of(app: AppState, client_id: ClientId) -> Self {
        let assessed = RwSignal::new(None);
        spawn_local(async move {
            if let Ok((Some(version), _)) =
                known_document(DocumentKind::Assessment, client_id).await
            {
                let _left = assessed.try_set(Some(version.cells));
            }
        });
        Self { app, client_id, assessed }
    }

    /// The needs, tracked.
    fn needs(self) -> Vec<Item> {
        let all = self.assessed.with(|cells| cells.as_ref().map(items)).unwrap_or_default();
        all.into_iter().filter(|item| item.kind == "need").collect()
    }

    /// What a note speaks of, for whoever reads it back.
    pub(super) fn around(self) -> Around {
        Around::new(self.app, self.client_id, self.assessed.get_untracked())
    }

    /// The number of a need, once the server gave it one.
    pub(super) fn number(self, need: LineId) -> Option<u32> {
        self.assessed.with_untracked(|cells| number(cells.as_ref()?, need))
    }
}

/// The open needs, and those that the note is about already, each with one tap.
#[component]
pub(super) fn Needs(
    draft: RwSignal<ContactDraft>,
    known: Known,
    edit: Callback<Change>,
) -> impl IntoView {
    let app = use_app();
    let s = needs::words(app.language.get_untracked());
    // A keystroke elsewhere must not draw the chips anew.
    let chosen = Memo::new(move |_| {
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
                going(app, &known.around().item(&need.to_string())?, need, draft, edit)
            })
            .collect_view()
    };
    move || {
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
    }
}

/// How it goes with one of them.
fn going(
    app: AppState,
    name: &str,
    need: LineId,
    draft: RwSignal<ContactDraft>,
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
