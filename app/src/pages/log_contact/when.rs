use super::change::Change;
use crate::{
    browser::clock,
    held::{Derived, Held, Live},
    parts::{asked::ClockOff, dates, day_field::DayField, text::LineField},
    state::{form::Form, use_app},
    words::{Words, note, times},
};
use domain::{
    Moment,
    contact::ContactDraft,
    day,
    span::{OddHour, Span, TAPPED, odd_hour},
};
use leptos::prelude::*;

/// The fields that are folded away, by their ids.
const FOLDED: [&str; 5] = ["date", "start", "end", "minutes", "place"];

/// When and where, in one line that opens what changes it: a tap on it, or something in it that
/// somebody has to look at. Each field changes only what it is called.
#[component]
pub(super) fn WhenAndWhere(
    form: Form,
    draft: Held<ContactDraft>,
    edit: Callback<Change>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let language = state.language.get_untracked();
    let (n, t) = (note::words(language), times::words(language));
    let last = Held::new(None::<Span>);
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
        let span = change(last.get_untracked().filter(same).unwrap_or(drafted));
        last.set(Some(span));
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
    let date = Live::derive(move || dates::field_day(drafted().start()));
    let start = Live::derive(move || dates::field_time(drafted().start()));
    let end = Live::derive(move || dates::field_time(drafted().end()));
    let minutes = Live::derive(move || drafted().minutes().to_string());
    let lengths = TAPPED.map(|length| {
        let opened = move || draft.with_untracked(|draft| draft.written_at);
        let tap = move |_| {
            let now = clock::now();
            let opened = opened().unwrap_or(now);
            set(&|span| span.tapped(length, (opened, now), zone));
        };
        let holds = move || drafted().minutes() == length;
        view! {
            <button class="button" type="button" aria-pressed=move || holds().to_string() on:click=tap>
                {n.minutes(&length.to_string())}
            </button>
        }
    });
    let said = move || when(w, n, drafted(), state.now.get());
    let place = move || {
        let place = draft.with(|draft| draft.place.trim().to_owned());
        (!place.is_empty()).then(|| view! { " " <small class="quiet">{place}</small> })
    };
    let looks_wrong = untrack(move || {
        drafted().end() > clock::now().plus_ms(60_000) || !later().is_empty() || !odd().is_empty()
    });
    // Opened once by itself; whoever folds it away again may.
    let opens = Derived::new(move |was: Option<&bool>| {
        let wrong = |all: &Vec<_>| all.iter().any(is_folded);
        was.copied().unwrap_or(looks_wrong) || form.complaints.with(wrong)
    });
    view! {
        <details class="when-where" prop:open=move || opens.get()>
            <summary>
                <span class="when-said">{said}{place}</span>
                <span class="link">{n.change}</span>
            </summary>
            <div class="when">
                <DayField
                    id="date"
                    label=w.date
                    kind="date"
                    value=date
                    stays=Live::derive(move || dates::on_paper(w, drafted().start().date()))
                    on_input=move |text: String| {
                        day::read(&text).is_some_and(|day| set(&|span| span.on(day, zone)).start().date() == day)
                    }
                />
                <DayField
                    id="start"
                    label=w.from
                    kind="time"
                    value=start
                    stays=Live::derive(move || dates::time(w, drafted().start()))
                    on_input=move |text: String| {
                        dates::read_time(&text).map(|time| set(&|span| span.from(time, zone))).is_some()
                    }
                />
                <DayField
                    id="end"
                    label=w.to
                    kind="time"
                    value=end
                    stays=Live::derive(move || dates::time(w, drafted().end()))
                    on_input=move |text: String| {
                        dates::read_time(&text).map(|time| set(&|span| span.until(time, zone))).is_some()
                    }
                />
                <div class="lengths" role="group" aria-label=n.duration>{lengths}</div>
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
                <LineField
                    id="place"
                    label=w.place
                    value=Live::derive(move || draft.with(|draft| draft.place.clone()))
                    on_input=move |text: String| {
                        edit.run(Box::new(move |draft| draft.place.clone_from(&text)));
                    }
                />
            </div>
        </details>
        <p class="hint" role="status">{later}</p>
        <p class="hint" role="status">{odd}</p>
        <ClockOff/>
    }
}

fn is_folded(complaint: &crate::state::form::Complaint) -> bool {
    FOLDED.contains(&complaint.at.as_ref())
}

/// "today, 2:33 to 2:48 PM"; the half of the day once where it is the same.
fn when(w: &Words, n: &note::Words, span: Span, now: Moment) -> String {
    let day = dates::day(w, span.start().date(), now.date());
    let [from, to] = [span.start(), span.end()].map(|at| dates::time(w, at));
    let time = if from == to && span.days_over() == 0 {
        to
    } else {
        let halves = [&from, &to].map(|time| time.split_once(char::is_whitespace));
        match halves {
            [Some((from, half)), Some((_, same))] if half == same => n.from_until(from, &to),
            _ => n.from_until(&from, &to),
        }
    };
    [&day, ", ", &time].concat()
}

/// Ten weeks; whatever is longer was not meant.
const MAX_MINUTES: u32 = 99_999;
