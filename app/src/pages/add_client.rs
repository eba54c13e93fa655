use crate::{
    browser::{clock, random},
    parts::{field::TextField, page_head::PageHead},
    place::use_place,
    routes::log_path,
    state::{save::save, use_app},
};
use domain::{
    id::ClientId,
    operation::Payload,
    wire::v1::{Client, Stage},
};
use leptos::{prelude::*, task::spawn_local};

/// Somebody new, met on outreach: a name to call them by and a place are enough.
#[component]
pub fn AddClient() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let (name, met_at) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let place = use_place();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let called = name.get_untracked().trim().to_owned();
        if called.is_empty() {
            problem.set(Some(w.name_needed));
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let Ok(client_id) = random::id(ClientId::from_parts) else {
                problem.set(Some(w.phone_could_not_keep));
                return;
            };
            let client = met(client_id, called, met_at.get_untracked().trim().to_owned());
            match save(state, Payload::ClientMet(client), None).await {
                Ok(_) => place.go(&log_path(client_id)),
                Err(_) => problem.set(Some(w.phone_could_not_keep)),
            }
            busy.set(false);
        });
    };
    view! {
        <PageHead title=w.someone_new back="/clients"/>
        <p>{w.someone_new_text}</p>
        <form class="form" on:submit=submit>
            <TextField id="called" label=w.what_to_call value=name on_input=move |text| name.set(text)/>
            <TextField id="place" label=w.where_met value=met_at on_input=move |text| met_at.set(text)/>
            <p class="problem" role="alert">{move || problem.get()}</p>
            <button class="button primary" type="submit" disabled=move || busy.get()>
                {w.save_and_log}
            </button>
        </form>
    }
}

fn met(client_id: ClientId, called: String, place: String) -> Client {
    Client {
        client_id,
        preferred_name: called.clone(),
        legal_name: String::new(),
        alias: called,
        pronouns: String::new(),
        born_on: None,
        languages: Vec::new(),
        interpreter: false,
        communication_needs: String::new(),
        place,
        contact_points: Vec::new(),
        alerts: Vec::new(),
        stage: Stage::Outreach,
        level: None,
        level_since: None,
        pauses: Vec::new(),
        program: String::new(),
        opened_on: Some(clock::now().date()),
        review_due: None,
        primary: None,
    }
}
