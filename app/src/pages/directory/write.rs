//! Writing a service at a desk.

use crate::{
    browser::random,
    parts::{
        check::check,
        dates,
        document_values::{assessment, service_check::own},
        field::TextField,
        number_field::NumberField,
        online::sentence,
        page_head::PageHead,
        services::follow,
        text::{LineField, TextArea},
    },
    place::{Screen, use_place},
    state::{
        AppState, directory,
        refusal::{Refused, tell_here},
        use_app,
    },
};
use chrono::NaiveDate;
use domain::{
    directory::{ServiceProblem, hours_read, problems, tidy},
    id::ServiceId,
    length::CONTENT_TEXT_MAX_BYTES,
    wire::v1::{OpenHours, SaveService, Service},
};
use leptos::{prelude::*, task::spawn_local};

/// The screen on which a service is written.
#[component]
pub(super) fn Write(about: Option<ServiceId>) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let (found, _) = follow(app);
    // Drawn once: nothing may take the place of what is typed.
    let is_here = Memo::new(move |_| found.with(|found| matches!(found, Some(Some(_)))));
    let form = move || {
        is_here.get().then(|| {
            let directory = found.get_untracked().flatten();
            let stands = about.and_then(|id| directory?.service(id).cloned());
            match (about, stands) {
                (Some(_), None) => view! { <p class="empty">{s.not_here}</p> }.into_any(),
                (_, stands) => view! { <Form stands/> }.into_any(),
            }
        })
    };
    let title = if about.is_some() { s.edit } else { s.write_new };
    let back = about.map_or(Screen::Suggestions, Screen::Service);
    view! { <PageHead title back/>{form} }
}

#[component]
fn Form(stands: Option<Service>) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let place = use_place();
    let screen = place.shown();
    let fresh = || {
        let id = random::id(ServiceId::from_parts).unwrap_or(ServiceId::from_bytes([0; 16]));
        Service::named(id, "")
    };
    let begun = stands.clone().unwrap_or_else(fresh);
    let hours: Vec<RwSignal<String>> =
        (1..=7).map(|day| RwSignal::new(hours_of(&begun, day))).collect();
    let languages = RwSignal::new(begun.languages.join(", "));
    let service = RwSignal::new(begun);
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<&'static str>));
    let line = move |id: &'static str, label, of: fn(&mut Service) -> &mut String| {
        let value = Signal::derive(move || service.with(|one| of(&mut one.clone()).clone()));
        let typed = move |text: String| service.update(|one| *of(one) = text);
        view! { <LineField id label value on_input=typed/> }
    };
    let area = move |id: &'static str, label, of: fn(&mut Service) -> &mut String| {
        let value = Signal::derive(move || service.with(|one| of(&mut one.clone()).clone()));
        let typed = move |text: String| service.update(|one| *of(one) = text);
        view! { <TextArea id label rows=2 max=CONTENT_TEXT_MAX_BYTES value on_input=typed/> }
    };
    let number = move |id: &'static str, label, texts, of: fn(&mut Service) -> &mut String| {
        let value = Signal::derive(move || service.with(|one| of(&mut one.clone()).clone()));
        let typed = move |text: String| service.update(|one| *of(one) = text);
        view! { <NumberField id label texts value on_input=typed/> }
    };
    let age = move |id: &'static str, label, of: fn(&mut Service) -> &mut Option<u16>| {
        let value = Signal::derive(move || {
            service.with(|one| of(&mut one.clone()).map(|age| age.to_string()).unwrap_or_default())
        });
        let typed = move |text: String| service.update(|one| *of(one) = text.trim().parse().ok());
        view! { <TextField id label kind="number" value on_input=typed/> }
    };
    let need = move |word: &'static str, label: &'static str| {
        let on = Signal::derive(move || service.with(|one| one.needs.iter().any(|w| w == word)));
        let set = move |on: bool| {
            service.update(|one| {
                one.needs.retain(|known| known != word);
                if on {
                    one.needs.push(word.to_owned());
                }
            });
        };
        check(["need-", word].concat(), label, on, set)
    };
    let weekday = move |(at, typed): (usize, RwSignal<String>)| {
        let day = u32::try_from(at + 1).unwrap_or(1);
        let name =
            NaiveDate::from_ymd_opt(2024, 1, day).map(|day| dates::weekday(app.words(), day));
        view! {
            <LineField
                id=format!("hours-{day}")
                label=name.unwrap_or_default()
                value=typed
                on_input=move |text| typed.set(text)
            />
        }
    };
    let hour_fields = hours.iter().copied().enumerate().map(weekday).collect_view();
    let closed = Signal::derive(move || service.with(|one| one.closed));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut now = service.get_untracked();
        now.languages = languages.get_untracked().split(',').map(str::to_owned).collect();
        let read: Option<Vec<OpenHours>> = hours
            .iter()
            .zip(1..=7)
            .map(|(typed, day)| read_hours(&typed.get_untracked(), day))
            .collect::<Option<Vec<_>>>()
            .map(|days| days.concat());
        let Some(read) = read else { return problem.set(Some(s.bad_hours)) };
        now.hours = read;
        let now = tidy(now);
        if let Some(first) = problems(&now).first() {
            return problem.set(Some(says(app, *first)));
        }
        let body = SaveService { before: stands.clone(), service: now, takes: None };
        busy.set(true);
        spawn_local(async move {
            let id = body.service.service_id;
            let answer = tell_here("POST", "/api/v1/directory/services", Some(&body)).await;
            let _left = busy.try_set(false);
            let said = match answer {
                Ok(_) => {
                    app.tell(s.saved);
                    let _changed = directory::ask_now(app).await;
                    return place.go_on(screen, Screen::Service(id));
                }
                Err(Refused::Said { code, .. }) if code == "changed_meanwhile" => {
                    s.changed_meanwhile
                }
                Err(Refused::Said { code, .. }) if code == "service_invalid" => s.not_valid,
                Err(refused) => sentence(app, &refused),
            };
            let _left = problem.try_set(Some(said));
        });
    };
    view! {
        <form class="form" on:submit=save>
            {line("service-name", s.new_name, |one| &mut one.name)}
            {line("service-provider", s.provider, |one| &mut one.provider)}
            {area("service-about", s.new_about, |one| &mut one.about)}
            <fieldset class="choices">
                <legend>{s.need}</legend>
                {assessment::choices(app, "domain").into_iter().map(|(word, label)| need(word, label)).collect_view()}
            </fieldset>
            <LineField id="service-languages" label=s.languages_listed value=languages on_input=move |text| languages.set(text)/>
            {area("service-people", s.people, |one| &mut one.people)}
            {age("age-from", s.age_from_label, |one| &mut one.age_from)}
            {age("age-to", s.age_to_label, |one| &mut one.age_to)}
            {area("service-payers", s.payers, |one| &mut one.payers)}
            {number("service-tel", s.new_tel, false, |one| &mut one.tel)}
            {number("service-sms", s.sms, true, |one| &mut one.sms)}
            {number("service-tty", s.tty, false, |one| &mut one.tty)}
            {line("service-address", s.address, |one| &mut one.address)}
            <fieldset class="choices">
                <legend>{s.hours}</legend>
                <p class="hint">{s.hours_hint}</p>
                {hour_fields}
            </fieldset>
            {area("service-hours-note", s.hours_note, |one| &mut one.hours_note)}
            {area("service-entry", s.entry, |one| &mut one.entry)}
            {check("service-closed".to_owned(), s.is_closed, closed, move |on| service.update(|one| one.closed = on))}
            {move || problem.get().map(|said| view! { <p class="problem" role="alert">{said}</p> })}
            <div class="thumb">
                <button class="button primary" type="submit" disabled=busy>{s.save}</button>
            </div>
        </form>
    }
}

/// The hours of a weekday as they are typed: "9:00-17:00, 18:00-20:00".
fn hours_of(service: &Service, day: u8) -> String {
    let clock = |minute: u16| format!("{}:{:02}", minute / 60 % 24, minute % 60);
    let of_day = service.hours.iter().filter(|hours| hours.day == day);
    let typed: Vec<_> =
        of_day.map(|hours| format!("{}-{}", clock(hours.from), clock(hours.until))).collect();
    typed.join(", ")
}

/// Reads hours as they are typed; none where they are no hours. What ends before it begins goes on
/// past midnight.
fn read_hours(text: &str, day: u8) -> Option<Vec<OpenHours>> {
    let stretches = text.split(',').map(str::trim).filter(|stretch| !stretch.is_empty());
    let read = |stretch: &str| {
        let (from, until) = stretch.split_once(['-', '–'])?;
        let (from, until) = (hours_read(from)?, hours_read(until)?);
        let until = if until <= from { until + domain::directory::MINUTES_OF_DAY } else { until };
        Some(OpenHours { day, from, until })
    };
    stretches.map(read).collect()
}

fn says(app: AppState, problem: ServiceProblem) -> &'static str {
    let s = own(app);
    match problem {
        ServiceProblem::Name => s.lacks_new_name,
        ServiceProblem::Tel(_) | ServiceProblem::Sms(_) | ServiceProblem::Tty(_) => s.bad_number,
        ServiceProblem::Hours => s.bad_hours,
        ServiceProblem::Ages => s.bad_ages,
        ServiceProblem::TooLong | ServiceProblem::SameAsItself => s.not_valid,
    }
}
