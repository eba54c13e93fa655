use super::{
    desk::Desk,
    stamp::{Stamped, stamped},
};
use crate::{parts::text::TextArea, words::response::Words};
use domain::wire::v1::ResponseStep as Step;
use leptos::prelude::*;

/// What a step is called.
#[must_use]
pub const fn step_name(r: &Words, step: Step) -> &'static str {
    match step {
        Step::Respond => r.step_respond,
        Step::Listen => r.step_listen,
        Step::Consult => r.step_consult,
        Step::Act => r.step_act,
        Step::Plan => r.step_plan,
    }
}

/// The five steps, in any order; the agency's own words beside each.
#[component]
pub(super) fn Steps(desk: Desk) -> impl IntoView {
    let theirs = desk.protocol().steps;
    let rows = Step::ALL
        .into_iter()
        .enumerate()
        .map(|(place, step)| {
            // Only an agency with the same five steps has a word for each.
            let own = theirs.get(place).filter(|_| theirs.len() == Step::ALL.len()).cloned();
            row(desk, place, step, own)
        })
        .collect_view();
    view! {
        <section class="block">
            <h2>{desk.r.five_steps}</h2>
            <ol class="steps">{rows}</ol>
        </section>
    }
}

fn row(desk: Desk, place: usize, step: Step, own: Option<String>) -> AnyView {
    let r = desk.r;
    let name = step_name(r, step);
    let taken = desk.part(move |draft| draft.taken(step));
    let noted = desk.part(move |draft| !draft.note(step).is_empty());
    let asked = RwSignal::new(false);
    let field = Stamped {
        id: format!("step-{place}"),
        what: name,
        now: Some(r.done_now),
        value: taken.into(),
        set: Callback::new(move |at| desk.tapped(|draft| draft.set_taken(step, at))),
        ..Stamped::default()
    };
    // Opened once, the field stays: words must not vanish under somebody's thumb.
    let shows = Memo::new(move |was: Option<&bool>| {
        was.copied().unwrap_or(false) || asked.get() || noted.get() || taken.get().is_some()
    });
    let id = format!("note-{place}");
    view! {
        <li class="step">
            <h3>{place + 1}". "{name}</h3>
            {own.map(|own| view! { <p class="quiet">{own}</p> })}
            {stamped(desk, field)}
            {move || {
                let id = id.clone();
                if shows.get() {
                    let value = Signal::derive(move || desk.draft.with(|draft| draft.note(step).to_owned()));
                    let on_input = move |text: String| desk.typed(|draft| draft.set_note(step, &text));
                    view! { <TextArea id label=r.step_note rows=1 value on_input/> }.into_any()
                } else {
                    view! {
                        <button class="link" type="button" aria-label=format!("{name}: {}", r.add_note) on:click=move |_| asked.set(true)>
                            {r.add_note}
                        </button>
                    }.into_any()
                }
            }}
        </li>
    }
    .into_any()
}
