//! Writing down what a service said when asked, what is different there, or one that is not in the
//! directory.

use crate::{
    held::Derived,
    parts::{
        document_values::service_check::{WORDS, choices, own},
        next_step::short_name,
        page_head::PageHead,
        services::follow,
        signing::{Questionnaire, Questions, sign},
        unread::Unread,
    },
    place::Screen,
    state::{AppState, use_app},
};
use domain::{
    document::{Cells, Key},
    id::{ClientId, LineId, ServiceId},
    length::Field,
    problem::Problem,
    record::{
        RecordKind,
        service_check::{self, asks, lacks},
    },
    wire::v1::Service,
};
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    /// The service that a check is begun about, as the directory has it: it is in no client's file,
    /// where a form looks for what it is about.
    static ABOUT: RefCell<Option<Service>> = const { RefCell::new(None) };
}

const CHECK: Questionnaire = Questionnaire {
    kind: RecordKind::ServiceCheck,
    words: WORDS,
    parts,
    choices,
    asks: |check, name, _| asks(check, name),
    about: "about_service",
    in_heading: &["about_service", "service", "provider"],
    heading,
    begin: |_, _, about, today| {
        let service = ABOUT.with_borrow(Clone::clone);
        let id = about.map(|line| ServiceId::from_bytes(*line.as_bytes()));
        // One that is not here any more cannot be asked.
        (id == service.as_ref().map(|service| service.service_id))
            .then(|| service_check::begin(service.as_ref(), today))
    },
    problems: |draft, _, today| lacks(&draft.content, today),
    says,
    intro: |app| own(app).intro,
    gone: |app| own(app).not_here,
    elsewhere: |app, other| own(app).elsewhere(&short_name(other, "service")),
    stands_alone: false,
    above: |_, _| None,
    changed: |_, _, _| {},
    last: |_, _, _| {},
    follows: |_, _, _| Vec::new(),
    missed: |_, _, _, _| "",
    back: |_| Screen::Directory,
    beside: |_, _, _| None,
    then: |_, record| match service_check::about(&record.cells()) {
        Some(service) => Screen::Service(service),
        None => Screen::Directory,
    },
};

/// The screen on which a check is signed.
#[component]
pub(super) fn Check(about: Option<ServiceId>) -> impl IntoView {
    let app = use_app();
    let s = own(app);
    let (found, again) = follow(app);
    // Drawn once: nothing may take the place of what is typed.
    let drawn = Derived::new(move |_| match found.get() {
        None => None,
        Some(None) => Some(false),
        Some(Some(_)) => Some(true),
    });
    let back = about.map_or(Screen::Directory, Screen::Service);
    view! {
        <PageHead title=if about.is_some() { s.record_check } else { s.suggest_new } back/>
        {move || drawn.get().map(|could| {
            if !could {
                return view! { <Unread words=app.words().phone_could_not_read again/> }.into_any();
            }
            let service = about.and_then(|id| {
                let directory = found.get_untracked().flatten()?;
                directory.service(id).cloned()
            });
            let id = service.as_ref().map(|service| service.service_id);
            ABOUT.set(service);
            let line = id.or(about).map(|id| LineId::from_bytes(*id.as_bytes()));
            sign(CHECK, ClientId::NOBODY, line)
        })}
    }
}

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let facts = |heading, facts| Questions { heading, hint: |_, _| "".into(), facts };
    let asked = &["accepting", "wait_days", "fits_person", "fits_language", "fits_payer"];
    let who = &["answered_by", "checked_on", "check_note"];
    let different = &[
        "is_closed",
        "new_name",
        "new_provider",
        "new_tel",
        "new_address",
        "new_hours",
        "new_entry",
        "new_about",
        "new_other",
    ];
    let is_new = ABOUT.with_borrow(Option::is_none);
    let asked = facts(s.part_asked, asked);
    let who = facts(s.part_who, who);
    let different = Questions {
        heading: if is_new { s.part_new } else { s.part_different },
        hint: |app, check| match service_check::about(check) {
            Some(_) => own(app).different_hint.into(),
            None => own(app).new_hint.into(),
        },
        facts: different,
    };
    if is_new { vec![different, asked, who] } else { vec![asked, who, different] }
}

/// Which service it is about.
fn heading(_: AppState, check: &Cells) -> AnyView {
    let text = |name| check.value(Key::fact(name)).as_text().unwrap_or_default().to_owned();
    let (service, provider) = (text("service"), text("provider"));
    (!service.is_empty())
        .then(|| view! { <p><strong>{service}</strong><br/><span class="quiet">{provider}</span></p> })
        .into_any()
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "accepting" => s.lacks_accepting,
        "wait_days" => s.lacks_wait_days,
        "checked_on" => s.lacks_checked_on,
        "new_name" => s.lacks_new_name,
        "new_tel" => s.lacks_new_tel,
        _ => "",
    }
}
