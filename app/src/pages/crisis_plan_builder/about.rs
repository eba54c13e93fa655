use super::{Builder, Place};
use crate::{
    browser::clock,
    parts::{
        choices::choices,
        client_header::language_name,
        field::{TextArea, TextField},
        kept::Kept,
    },
};
use chrono::{Days, NaiveDate};
use domain::wire::v1::{AdvanceDirective, CrisisPlanContent, MadeWith};
use leptos::prelude::*;

/// Languages offered; another tag that a plan has already stays among them.
const LANGUAGES: [&str; 9] = ["en", "es", "pt", "ht", "fr", "ar", "vi", "zh", "ase"];

/// How the plan came about, its language, the next look at it, and whether
/// there is an advance directive.
#[component]
pub(super) fn About(builder: Builder) -> impl IntoView {
    let Builder { app, draft, w, p, .. } = builder;
    let read = move |read: fn(&CrisisPlanContent) -> String| {
        Signal::derive(move || draft.with(|draft| read(&draft.content)))
    };
    let made = choices(
        "made-with",
        p.made_how,
        vec![
            (MadeWith::Client, p.made_client),
            (MadeWith::Supporter, p.made_supporter),
            (MadeWith::CaseManagerOnly, p.made_alone),
        ],
        move || draft.with(|draft| draft.content.made_with),
        move |with| builder.edit(|draft| draft.content.made_with = with),
    );
    let policy = app.caseload.with_untracked(|caseload| {
        caseload.agency.as_ref().map_or(90, |agency| agency.policy.crisis_plan_review_d)
    });
    let renew = move |_| {
        builder.edit(|draft| {
            draft.content.review_due = clock::now().date() + Days::new(u64::from(policy));
        });
    };
    let directive = move |change: fn(&mut AdvanceDirective, String)| {
        move |text: String| {
            builder.edit(|draft| {
                let none = || AdvanceDirective { where_kept: String::new(), agent: String::new() };
                change(draft.content.advance_directive.get_or_insert_with(none), text);
            });
        }
    };
    view! {
        <section class="form plan-builder">
            <h2>{p.about_plan}</h2>
            {made}
            <div class="form">
                <TextField
                    id="review-due"
                    label=p.review_by
                    kind="date"
                    value=read(|content| content.review_due.to_string())
                    on_input=move |text: String| {
                        if let Ok(day) = text.parse::<NaiveDate>() {
                            builder.edit(|draft| draft.content.review_due = day);
                        }
                    }
                />
                <button class="button" type="button" on:click=renew>{p.in_90(&policy.to_string())}</button>
            </div>
            <Language builder/>
            <fieldset class="choices form">
                <legend>{p.directive_question}</legend>
                <TextArea
                    id="directive-where"
                    label=p.directive_where
                    rows=1
                    value=read(|content| content.advance_directive.as_ref().map(|one| one.where_kept.clone()).unwrap_or_default())
                    on_input=directive(|directive, text| directive.where_kept = text)
                />
                <TextField
                    id="directive-agent"
                    label=p.directive_agent
                    value=read(|content| content.advance_directive.as_ref().map(|one| one.agent.clone()).unwrap_or_default())
                    on_input=directive(|directive, text| directive.agent = text)
                />
            </fieldset>
            <Kept keeper=builder.keeper kept=w.draft_kept/>
            <div class="thumb">
                <a class="button primary" href=builder.path(Place::Overview)>{p.all_sections}</a>
            </div>
        </section>
    }
}

/// The language the words are in: read aloud in it, printed in it, never translated.
#[component]
fn Language(builder: Builder) -> impl IntoView {
    let Builder { draft, w, p, .. } = builder;
    let now = draft.with_untracked(|draft| draft.content.language.clone());
    let known = LANGUAGES.iter().any(|tag| *tag == now) || now.is_empty();
    let other = (!known).then(|| now.clone());
    let options = LANGUAGES.iter().map(|tag| (*tag).to_owned()).chain(other).chain([String::new()]);
    let options: Vec<_> = options
        .map(|tag| {
            let name = if tag.is_empty() { p.not_asked.to_owned() } else { language_name(w, &tag) };
            let chosen = tag == now;
            view! { <option value=tag selected=chosen>{name}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label for="plan-language">{p.plan_language_label}</label>
            <select
                id="plan-language"
                on:change=move |event| {
                    let tag = event_target_value(&event);
                    builder.edit(|draft| draft.content.language = tag);
                }
            >
                {options}
            </select>
        </div>
    }
}
