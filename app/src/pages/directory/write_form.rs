//! The form in which a service is written.

use super::write::DRAFT;
use crate::{
    held::{Held, Live},
    parts::{
        check::check,
        dates,
        day_field::CountField,
        document_values::{assessment, service_check::own},
        draft_found::DraftFound,
        form::ToMend,
        kept::Kept,
        number_field::{NumberField, not_one},
        online::sentence,
        text::{LineField, TextArea},
    },
    place::{Screen, use_place},
    state::{
        AppState, directory, draft,
        form::{Complaint, Writing},
        refusal::{Refused, tell_here},
        use_app,
    },
    words::form,
};
use chrono::NaiveDate;
use domain::{
    directory::{ServiceDraft, ServiceProblem, problems},
    length::CONTENT_TEXT_MAX_BYTES,
    wire::v1::{SaveService, Service},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn Form(
    /// What was typed and not saved, or the service as it stands.
    draft: ServiceDraft,
    /// It was left unfinished.
    is_found: bool,
    /// What the form begins with.
    fresh: impl Fn() -> Option<ServiceDraft> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = use_app();
    let (s, w) = (own(app), app.words());
    let place = use_place();
    let screen = place.shown();
    let begun = is_found.then(|| draft.written_at.unwrap_or(app.now.get_untracked()));
    // It may be another service than the one that was opened.
    let instead = s.draft_of(match draft.service.name.trim() {
        "" => s.write_new,
        name => name,
    });
    let instead = is_found.then_some(instead);
    let writing = Writing::begin(app, DRAFT, draft, begun, move |draft| complaints(app, draft));
    let (draft, form) = (writing.draft, writing.form);
    // What the server had to say.
    let problem = Held::new(None::<&'static str>);
    let discard = Callback::new(move |()| {
        form.discard(move || {
            app.files_changed();
            match fresh() {
                Some(fresh) => writing.renew(fresh, false),
                None => place.go_on(screen, Screen::Suggestions),
            }
        });
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        if !form.may_be_saved() {
            return;
        }
        form.busy.set(true);
        let (before, service) =
            draft.with_untracked(|draft| (draft.stood.clone(), draft.written()));
        let id = service.service_id;
        spawn_local(async move {
            let body = SaveService { before, service, takes: None };
            let answer = tell_here("POST", "/api/v1/directory/services", Some(&body)).await;
            let here = form.busy.try_set(false).is_none();
            let Err(refused) = answer else {
                app.tell(s.saved);
                if here {
                    form.keeper.finish();
                }
                // It is saved: nothing of it is left to finish.
                if draft::forget(app, DRAFT).await {
                    app.files_changed();
                }
                let _changed = directory::ask_now(app).await;
                return place.go_on(screen, Screen::Service(id));
            };
            let said = match &refused {
                Refused::Said { code, .. } if code == "changed_meanwhile" => {
                    let _changed = directory::ask_now(app).await;
                    let all = directory::directory().await.ok();
                    let now = all.and_then(|all| all.service(id).cloned());
                    if here {
                        writing.edit(|draft| draft.stood = now);
                    }
                    s.changed_meanwhile
                }
                Refused::Said { code, .. } if code == "service_invalid" => s.not_valid,
                refused => sentence(app, refused),
            };
            let _left = problem.try_set(Some(said));
        });
    };
    view! {
        <form class="form" on:submit=save>
            <DraftFound form instead on_discard=discard/>
            <Fields writing/>
            <ToMend form/>
            <p class="problem" role="alert">{move || problem.get()}</p>
            <Kept keeper=form.keeper kept=w.draft_kept/>
            <div class="thumb">
                <button class="button primary" type="submit" disabled=move || form.busy.get()>{s.save}</button>
            </div>
        </form>
    }
}

#[component]
fn Fields(writing: Writing<ServiceDraft>) -> impl IntoView {
    let s = own(use_app());
    let line = move |id: &'static str, label, of: fn(&mut Service) -> &mut String| {
        let (value, typed) = text(writing, of);
        view! { <LineField id label value on_input=typed/> }
    };
    let area = move |id: &'static str, label, of: fn(&mut Service) -> &mut String| {
        let (value, typed) = text(writing, of);
        view! { <TextArea id label rows=2 max=CONTENT_TEXT_MAX_BYTES value on_input=typed/> }
    };
    let number = move |id: &'static str, label, texts, of: fn(&mut Service) -> &mut String| {
        let (value, typed) = text(writing, of);
        view! { <NumberField id label texts value on_input=typed/> }
    };
    let age = move |id: &'static str, label, of: fn(&mut Service) -> &mut Option<u16>| {
        let value = writing.read(move |draft| *of(&mut draft.service.clone()));
        let typed = move |age: Option<u16>| writing.edit(|draft| *of(&mut draft.service) = age);
        view! { <CountField id label value on_input=typed/> }
    };
    view! {
        {line("service-name", s.new_name, |one| &mut one.name)}
        {line("service-provider", s.provider, |one| &mut one.provider)}
        {area("service-about", s.new_about, |one| &mut one.about)}
        <Needs writing/>
        <LineField
            id="service-languages"
            label=s.languages_listed
            value=writing.read(|draft| draft.languages.clone())
            on_input=move |text| writing.edit(|draft| draft.languages = text)
        />
        {area("service-people", s.people, |one| &mut one.people)}
        {age("service-age-from", s.age_from_label, |one| &mut one.age_from)}
        {age("service-age-to", s.age_to_label, |one| &mut one.age_to)}
        {area("service-payers", s.payers, |one| &mut one.payers)}
        {number("service-tel", s.new_tel, false, |one| &mut one.tel)}
        {number("service-sms", s.sms, true, |one| &mut one.sms)}
        {number("service-tty", s.tty, false, |one| &mut one.tty)}
        {line("service-address", s.address, |one| &mut one.address)}
        <Hours writing/>
        {area("service-hours-note", s.hours_note, |one| &mut one.hours_note)}
        {area("service-entry", s.entry, |one| &mut one.entry)}
        {check(
            "service-closed".to_owned(),
            s.is_closed,
            writing.read(|draft| draft.service.closed),
            move |on| writing.edit(|draft| draft.service.closed = on),
        )}
    }
}

/// A text of the service, and what to do with what is typed.
fn text(
    writing: Writing<ServiceDraft>,
    of: fn(&mut Service) -> &mut String,
) -> (Live<String>, Callback<String>) {
    let value = writing.read(move |draft| of(&mut draft.service.clone()).clone());
    let typed = Callback::new(move |text| writing.edit(|draft| *of(&mut draft.service) = text));
    (value, typed)
}

#[component]
fn Needs(writing: Writing<ServiceDraft>) -> impl IntoView {
    let app = use_app();
    let need = move |(word, label): (&'static str, &'static str)| {
        let on = writing.read(move |draft| draft.service.needs.iter().any(|known| known == word));
        let set = move |on: bool| {
            writing.edit(|draft| {
                draft.service.needs.retain(|known| known != word);
                if on {
                    draft.service.needs.push(word.to_owned());
                }
            });
        };
        check(["need-", word].concat(), label, on, set)
    };
    let needs = assessment::choices(app, "domain").into_iter().map(need).collect_view();
    view! { <fieldset class="choices"><legend>{own(app).need}</legend>{needs}</fieldset> }
}

#[component]
fn Hours(writing: Writing<ServiceDraft>) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let weekday = move |at: usize| {
        let day = u32::try_from(at + 1).unwrap_or(1);
        // The first of January 2024 was a Monday.
        let name =
            NaiveDate::from_ymd_opt(2024, 1, day).map(|day| dates::weekday(app.words(), day));
        let typed = move |text: String| {
            writing.edit(|draft| {
                draft.hours.resize(7, String::new());
                if let Some(hours) = draft.hours.get_mut(at) {
                    *hours = text;
                }
            });
        };
        let value = writing.read(move |draft| draft.hours.get(at).cloned().unwrap_or_default());
        view! { <LineField id=format!("hours-{day}") label=name.unwrap_or_default() value on_input=typed/> }
    };
    view! {
        <fieldset class="choices">
            <legend>{s.hours}</legend>
            <p class="hint">{s.hours_hint}</p>
            {(0..7).map(weekday).collect_view()}
        </fieldset>
    }
}

/// What is wrong, each at its field.
fn complaints(app: AppState, draft: &ServiceDraft) -> Vec<Complaint> {
    let (s, f) = (own(app), form::words(app.language.get_untracked()));
    let complaint =
        |at: String, says: &str| Complaint { at: at.into(), says: says.to_owned(), on: None };
    let hours = draft.unread_days();
    let hours = hours.iter().map(|day| complaint(format!("hours-{day}"), s.bad_hours));
    let others = problems(&draft.written()).into_iter().map(|problem| {
        let (at, says) = match problem {
            ServiceProblem::Name => ("service-name", s.lacks_new_name),
            ServiceProblem::Tel(why) => ("service-tel", not_one(f, why)),
            ServiceProblem::Sms(why) => ("service-sms", not_one(f, why)),
            ServiceProblem::Tty(why) => ("service-tty", not_one(f, why)),
            ServiceProblem::Ages => ("service-age-to", s.bad_ages),
            ServiceProblem::Hours => ("", s.bad_hours),
            ServiceProblem::TooLong | ServiceProblem::SameAsItself => ("", s.not_valid),
        };
        complaint(at.to_owned(), says)
    });
    others.chain(hours).collect()
}
