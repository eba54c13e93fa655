use super::Change;
use crate::{
    browser::clock,
    parts::{asked::ClockOff, dates, day_field::DayField},
    state::use_app,
    words::times,
};
use domain::{
    contact::ContactDraft,
    day,
    span::{OddHour, Span, odd_hour},
};
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
    // Answers what it is now: not all that is typed can be.
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
        span
    };
    let zone = &clock::offset_at;
    let later = move || match drafted().days_over() {
        0 => String::new(),
        days => t.ends_later(usize::try_from(days).unwrap_or(0)),
    };
    let odd = move || {
        let span = drafted();
        match odd_hour(span.start(), zone).or_else(|| odd_hour(span.end(), zone)) {
            None => "",
            Some(OddHour::Twice) => t.hour_twice,
            Some(OddHour::Never) => t.hour_never,
        }
    };
    let date = Signal::derive(move || dates::field_day(drafted().start()));
    let start = Signal::derive(move || dates::field_time(drafted().start()));
    let end = Signal::derive(move || dates::field_time(drafted().end()));
    let minutes = Signal::derive(move || drafted().minutes().to_string());
    view! {
        <div class="when">
            <DayField
                id="date"
                label=w.date
                kind="date"
                value=date
                stays=Signal::derive(move || dates::on_paper(w, drafted().start().date()))
                on_input=move |text: String| {
                    day::read(&text).is_some_and(|day| set(&|span| span.on(day, zone)).start().date() == day)
                }
            />
            <DayField
                id="start"
                label=w.from
                kind="time"
                value=start
                stays=Signal::derive(move || dates::time(w, drafted().start()))
                on_input=move |text: String| {
                    dates::read_time(&text).map(|time| set(&|span| span.from(time, zone))).is_some()
                }
            />
            <DayField
                id="end"
                label=w.to
                kind="time"
                value=end
                stays=Signal::derive(move || dates::time(w, drafted().end()))
                on_input=move |text: String| {
                    dates::read_time(&text).map(|time| set(&|span| span.until(time, zone))).is_some()
                }
            />
            <DayField
                id="minutes"
                label=t.minutes
                kind="number"
                value=minutes
                stays=minutes
                on_input=move |text: String| {
                    let minutes = text.parse().ok().filter(|minutes| *minutes <= MAX_MINUTES);
                    minutes.map(|minutes| set(&|span| span.lasting(minutes, zone))).is_some()
                }
            />
        </div>
        <p class="hint" role="status">{later}</p>
        <p class="hint" role="status">{odd}</p>
        <ClockOff/>
    }
}

/// Ten weeks; whatever is longer was not meant.
const MAX_MINUTES: u32 = 99_999;
