//! What is asked before something is signed whose date is unlikely, and what is
//! said of a clock that is off. Nothing is ever refused for either.

use super::dates;
use crate::{
    browser::page,
    held::{Held, react},
    state::{AppState, use_app},
    words::{Words, times},
};
use domain::{
    Moment,
    dated::{Now, Question, minutes_ahead},
};
use leptos::prelude::*;

/// The way back, on whichever screen it stands.
const BACK: &str = "asked-back";

/// Now by this phone, with what the server has told of it.
#[must_use]
pub fn heard(state: AppState, now: Moment) -> Now {
    Now::new(now, state.server_ahead_ms.get_untracked())
}

/// The questions, with a way back and one on. Empty until there is something to ask.
#[component]
pub fn Asked(
    /// What to ask.
    questions: Held<Vec<Question>>,
    /// What the way back is called.
    back: &'static str,
    /// Goes back to what was written.
    on_back: Callback<()>,
    /// What the way on is called.
    go: &'static str,
    /// It is right as it is.
    on_go: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let t = times::words(state.language.get_untracked());
    react(move || {
        // The button that was tapped may be far from here.
        if questions.with(|asked| !asked.is_empty()) {
            page::focus(BACK);
        }
    });
    let draw = move || {
        let asked = questions.get();
        let now = state.now.get_untracked();
        (!asked.is_empty()).then(|| {
            let lines = asked
                .into_iter()
                .map(|question| view! { <p>{sentence(w, t, question, now)}</p> })
                .collect_view();
            view! {
                <div class="banner">
                    {lines}
                    <p>{t.is_that_right}</p>
                    <div class="row">
                        <button class="button" type="button" id=BACK on:click=move |_| {
                            questions.set(Vec::new());
                            on_back.run(());
                        }>{back}</button>
                        <button class="button" type="button" on:click=move |_| {
                            questions.set(Vec::new());
                            on_go.run(());
                        }>{go}</button>
                    </div>
                </div>
            }
        })
    };
    view! { <div role="alert">{draw}</div> }
}

fn sentence(w: &Words, t: &times::Words, question: Question, now: Moment) -> String {
    match question {
        Question::ToCome(at) if at.date() == now.date() => t.asked_later(&dates::the_time(w, at)),
        Question::ToCome(at) => t.asked_to_come(&dates::on_paper(w, at.date())),
        Question::EndsLater(at) if at.date() == now.date() => {
            t.asked_ends_later(&dates::the_time(w, at))
        }
        Question::EndsLater(at) => t.asked_ends_to_come(&dates::on_paper(w, at.date())),
        Question::ByWhichClock(at) => {
            t.asked_by_which_clock(&dates::on_paper(w, at.date()), &dates::time(w, at))
        }
        Question::LongAgo(at) => t.asked_long_ago(&dates::on_paper(w, at.date())),
        Question::Lasted(minutes) => t.asked_lasted(&length(t, i64::from(minutes))),
        Question::Due(day) => t.asked_due(&dates::on_paper(w, day)),
        Question::Review(day) => t.asked_review(&dates::on_paper(w, day)),
        Question::Day(day) => t.asked_day(&dates::on_paper(w, day)),
    }
}

/// "45 minutes", "3 hours", "2 days".
fn length(t: &times::Words, minutes: i64) -> String {
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    match minutes {
        ..=119 => t.of_minutes(count(minutes)),
        120..=2_879 => t.of_hours(count((minutes + 30) / 60)),
        _ => t.of_days(count((minutes + 720) / 1_440)),
    }
}

/// "This phone's clock is 45 minutes ahead.", where it is.
#[component]
pub fn ClockOff() -> impl IntoView {
    let state = use_app();
    let t = times::words(state.language.get_untracked());
    let said = move || {
        let ahead = minutes_ahead(state.server_ahead_ms.get())?;
        let by = length(t, ahead.saturating_abs());
        let off = if ahead > 0 { t.clock_ahead(&by) } else { t.clock_behind(&by) };
        Some(view! { <p class="banner">{off}" "{t.clock_mend}</p> })
    };
    view! { <div role="status">{said}</div> }
}
