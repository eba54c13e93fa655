use super::Change;
use crate::{
    browser::clock,
    parts::{asked::ClockOff, dates, field::TextField},
    state::use_app,
    words::times,
};
use domain::{contact::ContactDraft, span::Span};
use leptos::prelude::*;

/// Day, start, end and length; each changes only what it is called.
#[component]
pub(super) fn When(draft: RwSignal<ContactDraft>, edit: Callback<Change>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let t = times::words(state.language.get_untracked());
    let last = StoredValue::new(None::<Span>);
    let drafted = move || {
        draft.with(|draft| {
            let start = draft.occurred_start.or(draft.occurred_end).unwrap_or_else(clock::now);
            Span::new(start, draft.occurred_end.unwrap_or(start))
        })
    };
    let set = move |change: &dyn Fn(Span) -> Span| {
        let drafted = untrack(drafted);
        // It remembers the end that was said, unless the draft is another by now.
        let same = |last: &Span| (last.start(), last.end()) == (drafted.start(), drafted.end());
        let span = change(last.get_value().filter(same).unwrap_or(drafted));
        last.set_value(Some(span));
        edit.run(Box::new(move |draft: &mut ContactDraft| {
            draft.occurred_start = Some(span.start());
            draft.occurred_end = Some(span.end());
        }));
    };
    let zone = &clock::offset_at;
    let later = move || match drafted().days_over() {
        0 => String::new(),
        days => t.ends_later(usize::try_from(days).unwrap_or(0)),
    };
    view! {
        <div class="when">
            <TextField
                id="date"
                label=w.date
                kind="date"
                value=Signal::derive(move || dates::field_day(drafted().start()))
                on_input=move |text: String| {
                    if let Ok(day) = text.parse() {
                        set(&|span| span.on(day, zone));
                    }
                }
            />
            <TextField
                id="start"
                label=w.from
                kind="time"
                value=Signal::derive(move || dates::time(drafted().start()))
                on_input=move |text: String| {
                    if let Some(time) = dates::read_time(&text) {
                        set(&|span| span.from(time, zone));
                    }
                }
            />
            <TextField
                id="end"
                label=w.to
                kind="time"
                value=Signal::derive(move || dates::time(drafted().end()))
                on_input=move |text: String| {
                    if let Some(time) = dates::read_time(&text) {
                        set(&|span| span.until(time, zone));
                    }
                }
            />
            <TextField
                id="minutes"
                label=t.minutes
                kind="number"
                value=Signal::derive(move || drafted().minutes().to_string())
                on_input=move |text: String| {
                    if let Some(minutes) = text.parse().ok().filter(|minutes| *minutes <= MAX_MINUTES) {
                        set(&|span| span.lasting(minutes, zone));
                    }
                }
            />
        </div>
        <p class="hint" role="status">{later}</p>
        <ClockOff/>
    }
}

/// Ten weeks; whatever is longer was not meant.
const MAX_MINUTES: u32 = 99_999;
