use super::builder::{Builder, Place};
use crate::{
    browser::clock,
    held::Live,
    parts::{
        choices::choices,
        dates,
        day_field::DayField,
        kept::Kept,
        language_select::LanguageSelect,
        text::{LineField, TextArea},
    },
};
use chrono::Days;
use domain::{
    day,
    wire::v1::{AdvanceDirective, CrisisPlanContent, MadeWith},
};
use leptos::prelude::*;

/// How the plan came about, its language, the next look at it, and whether
/// there is an advance directive.
#[component]
pub(super) fn About(builder: Builder) -> impl IntoView {
    let Builder { app, draft, w, p, .. } = builder;
    let read = move |read: fn(&CrisisPlanContent) -> String| {
        Live::derive(move || draft.with(|draft| read(&draft.content)))
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
    let days = app.policy().crisis_plan_review_d;
    let renew = move |_| {
        builder.edit(|draft| {
            draft.content.review_due = clock::now().date() + Days::new(u64::from(days));
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
                <DayField
                    id="review-due"
                    label=p.review_by
                    kind="date"
                    value=read(|content| content.review_due.to_string())
                    stays=Live::derive(move || {
                        draft.with(|draft| dates::on_paper(w, draft.content.review_due))
                    })
                    on_input=move |text: String| {
                        let day = day::read(&text);
                        day.map(|day| builder.edit(|draft| draft.content.review_due = day)).is_some()
                    }
                />
                <button class="button" type="button" on:click=renew>{p.in_90(&days.to_string())}</button>
            </div>
            // Read aloud in it, printed in it, never translated.
            <LanguageSelect
                id="plan-language"
                label=p.plan_language_label
                none=p.not_asked
                now=draft.with_untracked(|draft| draft.content.language.clone())
                on_choose=move |tag: String| builder.edit(|draft| draft.content.language = tag)
            />
            <fieldset class="choices form">
                <legend>{p.directive_question}</legend>
                <TextArea
                    id="directive-where"
                    label=p.directive_where
                    rows=1
                    value=read(|content| content.advance_directive.as_ref().map(|one| one.where_kept.clone()).unwrap_or_default())
                    on_input=directive(|directive, text| directive.where_kept = text)
                />
                <LineField
                    id="directive-agent"
                    label=p.directive_agent
                    value=read(|content| content.advance_directive.as_ref().map(|one| one.agent.clone()).unwrap_or_default())
                    on_input=directive(|directive, text| directive.agent = text)
                />
            </fieldset>
            <Kept keeper=builder.writing.form.keeper kept=w.draft_kept/>
            <div class="thumb">
                <a class="button primary" rel="prev" href=builder.path(Place::Overview)>{p.all_sections}</a>
            </div>
        </section>
    }
}
