use super::{dates, numbers::numbers};
use crate::{
    state::{AppState, use_app},
    words::Words,
};
use chrono::NaiveDate;
use domain::wire::v1::CrisisLine;
use leptos::prelude::*;

/// Crisis lines, usable before any unlock. They are the agency's dated content;
/// 988 is there even before a first sync.
#[component]
pub fn EmergencyNumbers() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    // The national line is not the agency's content and carries no date.
    let today = move || state.lines.with(|lines| !lines.is_empty()).then(|| state.now.get().date());
    view! {
        <section class="emergency" aria-labelledby="emergency-title">
            <h2 id="emergency-title">{w.emergency_numbers}</h2>
            <ul>{move || lines(state).into_iter().map(|one| line(one, today())).collect_view()}</ul>
        </section>
    }
}

/// The lines there are, tracked; never none.
#[must_use]
pub fn lines(state: AppState) -> Vec<CrisisLine> {
    let lines = state.lines.get();
    if lines.is_empty() { vec![fallback(state.words().lifeline)] } else { lines }
}

/// The national lifeline (988lifeline.org), for the time before the agency's content is here.
fn fallback(label: &str) -> CrisisLine {
    CrisisLine {
        label: label.to_owned(),
        tel: "988".to_owned(),
        sms: "988".to_owned(),
        hint: String::new(),
        language: String::new(),
        last_checked: NaiveDate::default(),
    }
}

/// A sentence about a line that nobody has checked for long.
#[must_use]
pub fn stale_line(w: &Words, line: &CrisisLine, today: NaiveDate) -> Option<String> {
    line.may_be_out_of_date(today).then(|| w.line_stale(&dates::day(w, line.last_checked, today)))
}

fn line(line: CrisisLine, today: Option<NaiveDate>) -> impl IntoView {
    let w = use_app().words();
    let stale = today.and_then(|today| stale_line(w, &line, today));
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
