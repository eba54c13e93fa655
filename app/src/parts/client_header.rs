use super::{alike, back::Back, icon::Icon, newer_app::NeedsNewerApp};
use crate::{place::Screen, state::use_app, words::Words};
use domain::{
    id::ClientId,
    wire::v1::{Client, Ended, Level, Stage},
};
use leptos::prelude::*;

/// Head of every screen about a client: who this is, and the crisis plan at
/// the same spot on each. Nothing where this phone has no such client.
#[component]
pub fn ClientHeader(
    client_id: ClientId,
    /// The screen above this one: where "back" leads whoever has opened it by its address.
    back: Screen,
    /// False on the plan itself.
    #[prop(default = true)]
    plan_button: bool,
) -> impl IntoView {
    head(client_id, back, plan_button)
}

fn head(client_id: ClientId, back: Screen, plan_button: bool) -> Option<AnyView> {
    let state = use_app();
    let w = state.words();
    let (name, facts) = state.caseload.with_untracked(|caseload| {
        let client = &caseload.clients.get(&client_id)?.client;
        let facts = facts(w, client).join(" · ");
        let told = alike::told(w, &alike::among(caseload), client_id, &[&facts], "");
        Some((client.preferred_name.clone(), told))
    })?;
    let plan = plan_button.then(|| {
        view! {
            <a class="button lamp" href=Screen::Plan(client_id).path()>
                {Icon::Lamp.draw()}<span>{w.crisis_plan}</span>
            </a>
        }
    });
    let head = view! {
        <header class="head client-head">
            <Back above=back/>
            <div class="client-who">
                <h1>{name}</h1>
                <p class="quiet">{facts}</p>
            </div>
            {plan}
        </header>
        <p class="quiet" role="status">
            {move || (!state.whole.get()).then_some(w.still_fetching)}
        </p>
        <NeedsNewerApp client_id/>
    };
    Some(head.into_any())
}

/// Pronouns, language and interpreter, level: what is needed before saying hello.
#[must_use]
pub fn facts(w: &Words, client: &Client) -> Vec<String> {
    let mut facts = Vec::new();
    if !client.pronouns.is_empty() {
        facts.push(client.pronouns.clone());
    }
    if let Some(first) = client.languages.first().filter(|tag| !tag.starts_with("en")) {
        facts.push(language_name(w, first));
    }
    if client.interpreter {
        facts.push(w.interpreter_needed.to_owned());
    }
    facts.push(standing(w, client).to_owned());
    facts
}

/// Where somebody stands, in a word or two: their level of care while they are in service, and
/// otherwise the stage of their case.
#[must_use]
pub fn standing(w: &Words, client: &Client) -> &'static str {
    match (client.stage, client.level) {
        (Stage::Active, Some(level)) => level_name(w, level),
        (Stage::Closed, _) if client.ended() == Some(Ended::Died) => w.ended_died,
        (stage, _) => stage_name(w, stage),
    }
}

/// A level of care.
#[must_use]
pub const fn level_name(w: &Words, level: Level) -> &'static str {
    match level {
        Level::I => w.level_1,
        Level::II => w.level_2,
        Level::III => w.level_3,
    }
}

/// A stage of a case.
#[must_use]
pub const fn stage_name(w: &Words, stage: Stage) -> &'static str {
    match stage {
        Stage::Referred => w.stage_referred,
        Stage::Outreach => w.stage_outreach,
        Stage::EligibilityPending => w.stage_eligibility_pending,
        Stage::Active => w.stage_active,
        Stage::OnHold => w.stage_on_hold,
        Stage::DischargePlanning => w.stage_discharge_planning,
        Stage::Closed => w.stage_closed,
    }
}

/// A language by its name; by its tag where we have no name for it.
#[must_use]
pub fn language_name(w: &Words, tag: &str) -> String {
    let name = match tag.split('-').next().unwrap_or(tag) {
        "en" => w.language_en,
        "es" => w.language_es,
        "pt" => w.language_pt,
        "ht" => w.language_ht,
        "fr" => w.language_fr,
        "ar" => w.language_ar,
        "vi" => w.language_vi,
        "zh" => w.language_zh,
        "ase" => w.language_ase,
        _ => return tag.to_owned(),
    };
    name.to_owned()
}
