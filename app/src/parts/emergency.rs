use super::icon::Icon;
use crate::state::{AppState, use_app};
use domain::{crisis_plan::dialable, wire::v1::CrisisLine};
use leptos::prelude::*;

/// Crisis lines, usable before any unlock. They are the agency's dated content;
/// 988 is there even before a first sync.
#[component]
pub fn EmergencyNumbers() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    view! {
        <section class="emergency" aria-labelledby="emergency-title">
            <h2 id="emergency-title">{w.emergency_numbers}</h2>
            <ul>{move || lines(state).into_iter().map(line).collect_view()}</ul>
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
        last_checked: chrono::NaiveDate::default(),
    }
}

fn line(line: CrisisLine) -> impl IntoView {
    let w = use_app().words();
    let call = dialable(&line.tel).map(|number| {
        let name = w.call_somebody(&line.label);
        view! {
            <a class="button" href=format!("tel:{number}") aria-label=name>
                {Icon::Phone.draw()}<span>{w.call}</span>
            </a>
        }
    });
    let text = dialable(&line.sms).map(|number| {
        let name = w.text_somebody(&line.label);
        view! {
            <a class="button" href=format!("sms:{number}") aria-label=name>
                {Icon::Bubble.draw()}<span>{w.text}</span>
            </a>
        }
    });
    let lang = (!line.language.is_empty()).then_some(line.language);
    view! {
        <li>
            <div lang=lang>
                <strong>{line.label}</strong>
                {(!line.hint.is_empty()).then_some(view! { <span class="quiet">{line.hint}</span> })}
            </div>
            <div class="row">{call}{text}</div>
        </li>
    }
}
