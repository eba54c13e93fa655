//! Who to call now.

use crate::{days, device, words::Words};
use domain::{
    phone::{Way, buttons},
    wire::v1::{OwnLine, OwnView, Section},
};
use leptos::prelude::*;

/// Sections in which somebody can be called, people first.
const PEOPLE: [Section; 3] = [Section::PeopleHelp, Section::Professionals, Section::PeoplePlaces];

/// What the clock says of who answers, and the people of one's own plan. The crisis lines stand above.
pub(super) fn now(w: &'static Words, tag: &'static str, view: &OwnView) -> AnyView {
    let calls = &view.calls;
    let works = days::works(device::now(), calls.service_week);
    let says = match (calls.always, works) {
        (true, _) => w.now_always,
        (false, true) => w.now_day,
        (false, false) => w.now_night,
    };
    let name = (!calls.case_manager.is_empty()).then(|| w.case_manager(&calls.case_manager));
    let lines = view.plan.iter().flat_map(|plan| &plan.lines);
    let lines: Vec<_> = lines.collect();
    let people = PEOPLE.iter().flat_map(|section| {
        lines.iter().filter(move |line| line.section == *section && has_number(line))
    });
    let people: Vec<_> = people.map(|line| person(w, tag, line)).collect();
    let language =
        view.plan.as_ref().map(|plan| plan.language.clone()).filter(|tag| !tag.is_empty());
    view! {
        <section class="own-now">
            <p>{says}</p>
            {name.map(|name| view! { <p>{name}</p> })}
            {(!people.is_empty()).then(|| view! {
                <h2>{w.who_to_call}</h2>
                <ul class="calls" lang=language>{people}</ul>
            })}
        </section>
    }
    .into_any()
}

fn has_number(line: &OwnLine) -> bool {
    !line.tel.is_empty() || !line.sms.is_empty()
}

fn person(w: &'static Words, tag: &'static str, line: &OwnLine) -> AnyView {
    let name = if line.name.is_empty() { line.text.clone() } else { line.name.clone() };
    let (buttons, unclear) = buttons(&line.tel, &line.sms);
    let buttons: Vec<_> = buttons
        .into_iter()
        .map(|button| {
            let (class, verb) = match button.way {
                Way::Text => ("button", w.text),
                Way::Call => ("button primary", w.call),
                Way::Tty => ("button primary", w.tty),
            };
            let words = format!("{verb} {}", button.shown);
            // Begins with what can be seen, for whoever taps by voice.
            let label = format!("{words}, {name}");
            view! { <a class=class href=button.href aria-label=label lang=tag>{words}</a> }
        })
        .collect();
    // What is no one number beyond doubt is read, and has no button.
    let unclear: Vec<_> =
        unclear.into_iter().map(|written| view! { <span>{written.to_owned()}</span> }).collect();
    view! {
        <li>
            <div>
                <strong>{name}</strong>
                {(!line.relation.is_empty()).then(|| view! { <span class="quiet">{line.relation.clone()}</span> })}
            </div>
            <div class="row">{buttons}{unclear}</div>
        </li>
    }
    .into_any()
}
