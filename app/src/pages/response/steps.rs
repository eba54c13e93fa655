use super::{
    desk::Desk,
    stamp::{Stamped, mending, stamp_button, time_button},
};
use crate::{
    held::{Derived, Held, Live, react},
    parts::{form::complaint_at, icon::Icon, text::TextArea},
    words::response::Words,
};
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

/// The five steps, in any order, each a row with its time, and what is going on in words.
#[component]
pub(super) fn Steps(desk: Desk) -> impl IntoView {
    let Desk { draft, r, .. } = desk;
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
        <h2 class="sr">{r.five_steps}</h2>
        <ol class="steps">{rows}</ol>
        <TextArea
            id="what-happened"
            label=r.what_happened
            hint=r.what_happened_hint
            value=Live::derive(move || draft.with(|draft| draft.what_happened.clone()))
            on_input=move |text: String| desk.typed(|draft| draft.what_happened = text)
        />
    }
}

/// A step with its time; under it, when it is opened, the agency's own words, what was said about
/// it, and what mends the time.
fn row(desk: Desk, place: usize, step: Step, own: Option<String>) -> AnyView {
    let r = desk.r;
    let name = step_name(r, step);
    let taken = desk.part(move |draft| draft.taken(step));
    let is_taken = Derived::new(move |_| taken.get().is_some());
    let note = desk.part(move |draft| draft.note(step).to_owned());
    let open = Held::new(false);
    let id = format!("note-{place}");
    // What is wrong with what was said is seen.
    let wrong = complaint_at(&id);
    react(move || {
        if wrong.with(|said| !said.is_empty()) {
            open.set(true);
        }
    });
    let field = Stamped {
        id: format!("step-{place}"),
        what: name,
        now: Some(r.done_now),
        value: taken.into(),
        set: Callback::new(move |at| desk.tapped(|draft| draft.set_taken(step, at))),
        ..Stamped::default()
    };
    let mends = field.clone();
    let time = move || {
        if !is_taken.get() {
            return stamp_button(&field, "button stamp");
        }
        view! {
            <span class="stamp-line">{Icon::Tick.draw()}{time_button(desk, &field, open)}</span>
        }
        .into_any()
    };
    let said = move || {
        let said = (!open.get()).then(|| note.get()).filter(|said| !said.is_empty());
        said.map(|said| view! { <p class="step-said">{said}</p> })
    };
    view! {
        <li class="step">
            <div class="step-row">
                <h3>
                    <button
                        class="step-name"
                        type="button"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {place + 1}". "{name}
                    </button>
                </h3>
                {time}
            </div>
            {said}
            <div class="step-more" hidden=move || !open.get()>
                {own.map(|own| view! { <p class="quiet">{own}</p> })}
                <TextArea
                    id
                    label=r.step_note
                    rows=1
                    value=note
                    on_input=move |text: String| desk.typed(|draft| draft.set_note(step, &text))
                />
                {move || is_taken.get().then(|| mending(desk, mends.clone()))}
            </div>
        </li>
    }
    .into_any()
}
