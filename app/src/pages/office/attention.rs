use super::first::waits;
use crate::{
    held::{Derived, Held, Live, react},
    parts::{
        drafts::{Drafts, unfinished},
        first_head::FirstHead,
        news::News,
        online::{Asked, Question, Trouble, office_words},
        row::{Act, Row, nothing, outlines},
    },
    place::Screen,
    state::use_app,
    words::desk,
};
use domain::{Moment, wire::v1::Attention};
use leptos::prelude::*;

/// Milliseconds after which the numbers are asked for again, while somebody looks.
const AGAIN_MS: i64 = 10 * 60 * 1_000;

/// The first place of a supervisor: what waits for them and how much of it, each with its list; then
/// what they do for others. Asked for again after a sync, every ten minutes at most.
#[component]
pub fn AttentionPage() -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let d = desk::words(state.language.get_untracked());
    let question = Question::<Attention>::new("/api/v1/attention");
    // The server opens every service plan to count them: now, and then seldom.
    let last = Held::new(0_i64);
    react(move || {
        let synced = state.last_sync.get().map_or(0, Moment::utc_ms);
        if last.get_untracked() == 0 || synced - last.get_untracked() >= AGAIN_MS {
            last.set(synced);
            question.again();
        }
    });
    let here = move || match question.asked.get() {
        Asked::Here(found) => Some(found),
        Asked::Waiting | Asked::Refused(_) => None,
    };
    let heading = Live::derive(move || {
        let all = here().map(|found| {
            let Attention { quarantine, openings, reviews, disclosures, suggestions, damaged } =
                found;
            let all = [quarantine, openings, reviews, disclosures, suggestions, damaged];
            all.into_iter().fold(0, u32::saturating_add)
        });
        match all.map(|all| usize::try_from(all).unwrap_or(usize::MAX)) {
            None => w.needs_attention.to_owned(),
            Some(0) => ow.attention_none.to_owned(),
            Some(all) => ow.attention_some_for_you(all),
        }
    });
    let list = move |icon, name, screen, count: fn(Attention) -> u32| {
        let count = move || here().map(count);
        let value = Live::derive(move || count().map(|count| waits(ow, count)).unwrap_or_default());
        let some = Live::derive(move || count().is_some_and(|count| count > 0));
        view! { <Row icon name value waits=Some(some) act=Act::Show(screen)/> }
    };
    // Who carries clients as well has Today below, with all of this.
    let carries = Derived::new(move |_| state.carries());
    let head = move || {
        if carries.get() {
            return view! { <h2 class="rows-head">{move || heading.get()}</h2> }.into_any();
        }
        view! { <FirstHead heading/><News/><Drafts drafts=unfinished(state)/> }.into_any()
    };
    view! {
        {head}
        {move || match question.asked.get() {
            Asked::Refused(refused) => Some(view! { <Trouble refused again=move || question.again()/> }),
            Asked::Waiting | Asked::Here(_) => None,
        }}
        {move || match here().map_or(0, |found| found.damaged) {
            0 => None,
            n => {
                let n = usize::try_from(n).unwrap_or(usize::MAX);
                Some(view! { <p class="banner" role="status">{ow.attention_damaged(n)}</p> })
            }
        }}
        <ul class="rows">
            {list(outlines::TRAY, w.quarantine, Screen::Quarantine, |found| found.quarantine)}
            {list(outlines::EYE, w.openings, Screen::Openings, |found| found.openings)}
            {list(outlines::SHIELD, d.disclosures, Screen::Disclosures, |found| found.disclosures)}
            {list(outlines::PEN, d.directory_desk, Screen::Suggestions, |found| found.suggestions)}
            {list(outlines::ROUND, d.outside_reviews, Screen::OutsideReviews, |found| found.reviews)}
        </ul>
        <h2 class="rows-head">{d.office}</h2>
        <ul class="rows">
            <Row icon=outlines::CALENDAR name=w.roster value=nothing() act=Act::Show(Screen::Roster)/>
            <Row icon=outlines::DEVICE name=w.phones value=nothing() act=Act::Show(Screen::Phones)/>
        </ul>
    }
}
