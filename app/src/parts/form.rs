//! What every form shows alike: at which field something is wrong, how much is left
//! to put right, what is asked, whether the draft is kept, and the button that saves.
//! Belongs to the chunks with forms.

use super::{asked::Asked, kept::Kept, number_field::not_one, text::count};
use crate::{
    browser::page,
    held::Live,
    state::{
        AppState,
        form::{Complaint, Form, TO_MEND},
    },
    words::{form, times},
};
use domain::{
    length::Field,
    problem::{Of, Problem, Wrong},
};
use leptos::prelude::*;
use std::borrow::Cow;

/// The id of a field in a form.
#[must_use]
pub fn id_of(field: Field, of: Of) -> Cow<'static, str> {
    let name = match field {
        Field::Name => "name",
        Field::LegalName => "legal-name",
        Field::Alias => "alias",
        Field::Pronouns => "pronouns",
        Field::Place => "place",
        Field::WithWhom => "with-whom",
        Field::Purpose => "purpose",
        Field::SeenHeard => "seen-heard",
        Field::Quote => "quote",
        Field::Impression => "impression",
        Field::WhatIDid => "what-i-did",
        Field::WhatClientDid => "what-client-did",
        Field::Response => "response",
        Field::NextStep => "next-step",
        Field::NextStepDue => "next-step-due",
        Field::Ends => "end",
        Field::CommunicationNeeds => "communication-needs",
        Field::AddendumText => "addendum-text",
        Field::Reason => "reason",
        Field::Relation => "relation",
        Field::Tel => "tel",
        Field::Sms => "sms",
        Field::Note | Field::StepNote => "note",
        Field::WhyNobodyWent => "why-nobody-went",
        Field::WhatHappened => "what-happened",
        Field::TookPart => "took-part",
        Field::HandedTo => "handed-to",
        Field::PlanLine => "text",
        Field::Obstacles => "obstacles",
        Field::DirectiveWhere => "directive-where",
        Field::DirectiveAgent => "directive-agent",
        Field::AlertText => "alert",
        Field::Cell(name) => name.as_str(),
        Field::Reached | Field::Lines | Field::Whole => return "".into(),
    };
    match of {
        Of::Form => name.into(),
        Of::Line(id) => format!("{name}-{id}").into(),
        Of::Nth(place) => format!("{name}-{place}").into(),
    }
}

/// A problem in words, at its field. `own` says what only this form can say.
#[must_use]
pub fn complaint(
    app: AppState,
    problem: Problem,
    own: impl FnOnce(Problem) -> &'static str,
) -> Complaint {
    let f = form::words(app.language.get_untracked());
    let Problem { field, of, wrong } = problem;
    let says = match wrong {
        Wrong::TooLong(by) if field == Field::Whole => f.whole_too_long(&count(by)),
        Wrong::TooLong(by) if field == Field::Reached => f.too_many_calls(&count(by)),
        Wrong::TooLong(by) if field != Field::Lines => f.too_long_by(&count(by)),
        Wrong::Number(why) => not_one(f, why).to_owned(),
        _ => own(problem).to_owned(),
    };
    Complaint { at: id_of(field, of), says, on: None }
}

/// Problems in words, as [`complaint`].
#[must_use]
pub fn complaints(
    app: AppState,
    problems: Vec<Problem>,
    own: impl Fn(Problem) -> &'static str,
) -> Vec<Complaint> {
    problems.into_iter().map(|problem| complaint(app, problem, &own)).collect()
}

/// What is wrong with a field on the screen; empty where nothing is.
#[must_use]
pub fn complaint_at(id: &str) -> Live<String> {
    let Some(form) = use_context::<Form>() else { return Live::default() };
    let id = id.to_owned();
    Live::derive(move || {
        form.complaints.with(|all| {
            let here = all.iter().find(|one| one.at == id);
            here.map(|one| one.says.clone()).unwrap_or_default()
        })
    })
}

/// A field that is not words, with what is to be put right under it.
#[must_use]
pub fn with_complaint(id: &str, field: AnyView) -> AnyView {
    let says = complaint_at(id);
    view! {
        {field}
        <p class="problem" role="status" hidden=move || says.with(String::is_empty)>{move || says.get()}</p>
    }
    .into_any()
}

/// How much is left to put right, with the way to the first of it. What is about the
/// whole, or stands on another screen, is said here.
#[component]
pub fn ToMend(form: Form) -> impl IntoView {
    let f = form::words(form.app.language.get_untracked());
    let draw = move || {
        let all = form.complaints.get();
        let elsewhere = |one: &Complaint| {
            one.on.clone().map(|part| {
                let says = f.said_of(&part.called, &one.says);
                view! { <p class="problem"><a href=part.path>{says}</a></p> }.into_any()
            })
        };
        // Also what is wrong in a field that another answer has put out of sight.
        let is_out_of_sight = |one: &Complaint| page::place_of(&one.at).is_none();
        let whole = |one: &Complaint| {
            let whole = is_out_of_sight(one).then(|| one.says.clone());
            whole.map(|says| view! { <p class="problem">{says}</p> }.into_any())
        };
        let said: Vec<_> =
            all.iter().filter_map(|one| elsewhere(one).or_else(|| whole(one))).collect();
        let here = all.iter().filter(|one| one.on.is_none() && !is_out_of_sight(one));
        // A field is put right once, whatever is wrong with it.
        let mut here: Vec<_> = here.map(|one| one.at.clone()).collect();
        here.dedup();
        let first = here.first().cloned();
        let left = here.len();
        let counted = first.map(|first| {
            view! {
                <p class="problem">
                    <button class="link" type="button" on:click=move |_| page::show(first.clone())>
                        {f.to_mend(left)}
                    </button>
                </p>
            }
        });
        view! { {counted}{said} }
    };
    view! { <div id=TO_MEND tabindex="-1" role="alert">{draw}</div> }
}

/// The end of a form: what is left to put right, what is asked, whether the draft is
/// kept, and the button that saves.
#[component]
pub fn FormEnd(
    form: Form,
    /// What saving is called.
    save: &'static str,
    /// Saves; whether the questions were answered already.
    on_save: Callback<bool>,
    /// What leads from a question back to what was written, and what on. Otherwise it leads back to this
    /// end of the form: a question that nobody sees would keep everything from being saved.
    #[prop(optional)]
    asked: Option<(&'static str, Callback<()>, &'static str)>,
    /// Another button beside it.
    #[prop(optional)]
    beside: Option<AnyView>,
) -> impl IntoView {
    let w = form.app.words();
    let questions = form.questions;
    let (back, on_back, go) = asked.unwrap_or_else(|| {
        let t = times::words(form.app.language.get_untracked());
        (w.keep_writing, Callback::new(|()| page::show(TO_MEND.into())), t.save_as_it_is)
    });
    view! {
        <ToMend form/>
        <Asked questions back on_back go on_go=Callback::new(move |()| on_save.run(true))/>
        <Kept keeper=form.keeper before=w.draft_empty kept=w.draft_kept/>
        <div class="thumb">
            {beside}
            <button class="button primary" type="button" disabled=move || form.busy.get() on:click=move |_| on_save.run(false)>
                {save}
            </button>
        </div>
    }
}
