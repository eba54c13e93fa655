use crate::{
    browser::{clock, random},
    held::{Derived, Held},
    parts::{
        alike,
        client_header::standing,
        draft_found::DraftFound,
        form::{FormEnd, complaints},
        page_head::PageHead,
        text::LineField,
    },
    place::{Screen, use_place},
    state::{
        draft,
        form::{Form, Made, Writing},
        use_app,
    },
    store::{DraftName, FormKind},
    words::desk,
};
use chrono::Datelike as _;
use domain::{alike::may_be_one_of, client::ClientDraft, id::ClientId, operation::Payload};
use leptos::{prelude::*, task::spawn_local};

/// Nobody's yet.
const DRAFT: DraftName =
    DraftName { form: FormKind::NewClient, client_id: ClientId::from_bytes([0; 16]) };

/// How many people are offered at once; more of the name tells them apart.
const OFFERS: usize = 5;

/// Somebody new, met on outreach: a name to call them by and a place are enough.
#[component]
pub fn AddClient() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let opened = Held::new(None::<(ClientDraft, bool)>);
    spawn_local(async move {
        let left = draft::left(state, DRAFT).await;
        let found = left.is_some();
        let fresh =
            || Some(ClientDraft::begin(random::id(ClientId::from_parts).ok()?, clock::now()));
        match left.or_else(fresh) {
            Some(draft) => _ = opened.try_set(Some((draft, found))),
            None => state.tell(w.phone_could_not_keep),
        }
    });
    view! {
        <PageHead title=w.someone_new back=Screen::Clients/>
        <p>{d.someone_new_text}</p>
        {move || opened.get().map(|(draft, found)| view! { <NewClientForm draft found opened/> })}
    }
    .into_any()
}

#[component]
fn NewClientForm(
    draft: ClientDraft,
    /// It was left unfinished.
    found: bool,
    opened: Held<Option<(ClientDraft, bool)>>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let begun = found.then(|| draft.written_at.unwrap_or_else(clock::now));
    let writing = Writing::begin(state, DRAFT, draft, begun, move |draft: &ClientDraft| {
        complaints(state, draft.problems(), |_| d.name_needed)
    });
    let (draft, form) = (writing.draft, writing.form);
    let place = use_place();
    let here = place.shown();
    let edit = move |change: &dyn Fn(&mut ClientDraft)| writing.edit(change);
    let save = Callback::new(move |answered: bool| {
        let made = |now| {
            let client = draft.with_untracked(|draft| draft.met(now)).ok()?;
            Some(Made::from(Payload::ClientMet(client)))
        };
        // Under another id than the draft had, where a second window has met them too.
        form.save(answered, made, move |_, saved| {
            if let Payload::ClientMet(met) = saved {
                place.go_on(here, Screen::Log(met.client_id));
            }
        });
    });
    let discard = Callback::new(move |()| {
        form.discard(move || match random::id(ClientId::from_parts) {
            Ok(client_id) => {
                let fresh = ClientDraft::begin(client_id, clock::now());
                let _gone = opened.try_set(Some((fresh, false)));
            }
            // The form goes on with the id it had: nobody was saved under it.
            Err(_) => form.go_back(),
        });
    });
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <DraftFound form on_discard=discard/>
            <LineField
                id="name"
                label=w.what_to_call
                value=writing.read(|draft| draft.called.clone())
                on_input=move |text: String| edit(&|draft| draft.called.clone_from(&text))
            />
            <MayBe draft form/>
            <LineField
                id="place"
                label=w.where_met
                value=writing.read(|draft| draft.place.clone())
                on_input=move |text: String| edit(&|draft| draft.place.clone_from(&text))
            />
            <FormEnd form save=d.save_and_log on_save=save/>
        </form>
    }
}

/// Those on this phone who may be the person that is being written down, while
/// the name is typed: somebody written down twice has two files, each half empty.
#[component]
fn MayBe(draft: Held<ClientDraft>, form: Form) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let found = Derived::new(move |_| {
        let (called, place) = draft.with(|draft| (draft.called.clone(), draft.place.clone()));
        state.caseload.with(|caseload| {
            let known = caseload.clients.values().map(|entry| &entry.client);
            let found = may_be_one_of(&called, &place, known);
            found.into_iter().map(|client| client.client_id).collect::<Vec<_>>()
        })
    });
    // It is them: what was typed is about nobody.
    let is_known = move |_| {
        form.discard(|| ());
    };
    let rows = move || {
        let found = found.get();
        state.caseload.with(|caseload| {
            let apart = alike::among(caseload);
            let shown = found.iter().take(OFFERS).filter_map(|id| caseload.clients.get(id));
            shown
                .map(|entry| {
                    let client = &entry.client;
                    let born = client.born_on.map(|day| w.born_in(&day.year().to_string()));
                    let said = [&client.alias, &client.legal_name, &client.place];
                    let said = said.map(String::as_str);
                    let said = [&said[..], &[born.as_deref().unwrap_or_default()]].concat();
                    let known =
                        alike::told(w, &apart, client.client_id, &said, &client.preferred_name);
                    view! {
                        <li>
                            <a class="person" href=Screen::Log(client.client_id).path() on:click=is_known>
                                <span class="person-name">
                                    {client.preferred_name.clone()}
                                    <small class="quiet">{standing(w, client)}</small>
                                </span>
                                <span>{known}</span>
                            </a>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let count = move || match found.with(Vec::len) {
        0 => String::new(),
        many => d.may_be(many),
    };
    view! {
        <div class="may-be">
            <p role="status">{count}</p>
            <ul class="people" hidden=move || found.with(Vec::is_empty)>{rows}</ul>
            <p class="quiet" hidden=move || found.with(|found| found.len() <= OFFERS)>{d.may_be_more}</p>
        </div>
    }
}
