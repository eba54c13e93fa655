use super::{dates, numbers::numbers};
use crate::{
    state::{AppState, use_app},
    words::Words,
};
use chrono::NaiveDate;
use domain::wire::v1::CrisisLine;
use leptos::prelude::*;

/// Crisis lines, usable before any unlock. They are the agency's dated content;
/// 988 is there even before a first sync, and 911 always.
#[component]
pub fn EmergencyNumbers() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    view! {
        <section class="emergency" aria-labelledby="emergency-title">
            <h2 id="emergency-title">{w.emergency_numbers}</h2>
            <ul>{move || lines(state).into_iter().map(|one| line(one, today())).collect_view()}</ul>
        </section>
    }
}

/// What is dialled for an ambulance, the fire service or the police.
const EMERGENCY: &str = "911";

/// The lines there are, tracked; never none. Whatever an agency writes, the number for an
/// ambulance is among them; where it is listed already, it stands as the agency has it.
#[must_use]
pub fn lines(state: AppState) -> Vec<CrisisLine> {
    whole(state.lines.get(), state.words())
}

/// An agency's lines with what never fails among them, in these words.
#[must_use]
pub fn whole(mut lines: Vec<CrisisLine>, w: &Words) -> Vec<CrisisLine> {
    if lines.is_empty() {
        // 988lifeline.org, for the time before the agency's content is here.
        lines.push(national(w.lifeline, "988", "988", ""));
    }
    if !lines.iter().any(is_emergency) {
        lines.push(national(w.emergency_services, EMERGENCY, "", w.emergency_services_hint));
    }
    lines
}

/// Whether it is the one for an ambulance.
#[must_use]
pub fn is_emergency(line: &CrisisLine) -> bool {
    line.tel.trim() == EMERGENCY
}

/// A number of the whole country: nobody has to look whether it still holds.
fn national(label: &str, tel: &str, sms: &str, hint: &str) -> CrisisLine {
    CrisisLine {
        label: label.to_owned(),
        tel: tel.to_owned(),
        sms: sms.to_owned(),
        hint: hint.to_owned(),
        language: String::new(),
        last_checked: NaiveDate::MAX,
    }
}

/// A sentence about a line that nobody has checked for long.
#[must_use]
pub fn stale_line(w: &Words, line: &CrisisLine, today: NaiveDate) -> Option<String> {
    line.may_be_out_of_date(today).then(|| w.line_stale(&dates::day(w, line.last_checked, today)))
}

fn line(line: CrisisLine, today: NaiveDate) -> impl IntoView {
    let w = use_app().words();
    let stale = stale_line(w, &line, today);
    let numbers = numbers(w, &line.label, &line.tel, &line.sms, false);
    let lang = (!line.language.is_empty()).then_some(line.language);
    view! {
        <li>
            <div lang=lang>
                <strong>{line.label}</strong>
                {(!line.hint.is_empty()).then_some(view! { <span class="quiet">{line.hint}</span> })}
                {stale.map(|stale| view! { <span class="quiet stale" lang=w.lang>{stale}</span> })}
            </div>
            {numbers}
        </li>
    }
}
