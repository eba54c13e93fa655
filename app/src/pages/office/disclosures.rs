use super::{beside_name, looked_at::LookedAt, name_of, told_apart};
use crate::{
    parts::online::{Question, office_words},
    parts::{dates, page_head::PageHead},
    place::Screen,
    state::{AppState, use_app},
    words::{desk, office::Words},
};
use domain::{
    Moment,
    alike::Apart,
    wire::v1::{DoubtAbout, DoubtfulDisclosure, DoubtfulDisclosures},
};
use leptos::prelude::*;

const PATH: &str = "/api/v1/disclosures";

/// What was told to others and has to be looked at, for a supervisor.
#[component]
pub fn DisclosuresPage() -> impl IntoView {
    let app = use_app();
    let ow = office_words(app);
    let question = Question::<DoubtfulDisclosures>::ask(PATH);
    let again = Callback::new(move |()| question.again());
    let title = desk::words(app.language.get_untracked()).disclosures;
    view! {
        <PageHead title back=Screen::Me/>
        <p class="quiet">{ow.disclosures_text}</p>
        {question.drawn(move |DoubtfulDisclosures { disclosures, unreadable }| {
                let empty = (disclosures.is_empty() && unreadable == 0 && question.is_whole())
                    .then(|| view! { <p class="empty">{ow.disclosures_empty}</p> });
                let unreadable = usize::try_from(unreadable).unwrap_or(0);
                let unread = (unreadable > 0)
                    .then(|| view! { <p class="banner" role="status">{ow.disclosures_unreadable(unreadable)}</p> });
                let listed = disclosures.iter().map(|one| (one.client_id, &*one.client_name, &one.known_by));
                let apart = told_apart(app, listed);
                let rows = disclosures.iter().map(|one| row(app, one, &apart, again)).collect_view();
                view! { {unread}{empty}<ul class="people">{rows}</ul> }.into_any()
        })}
    }
}

/// The name, and the way to the client's releases where they are on this phone.
fn who(app: AppState, one: &DoubtfulDisclosure) -> AnyView {
    let (client_id, name) = (one.client_id, one.client_name.clone());
    if !app.caseload.with_untracked(|caseload| caseload.clients.contains_key(&client_id)) {
        return name.into_any();
    }
    view! { <a href=Screen::Sharing(client_id).path()>{name}</a> }.into_any()
}

fn row(app: AppState, one: &DoubtfulDisclosure, apart: &Apart, again: Callback<()>) -> AnyView {
    let (w, ow) = (app.words(), office_words(app));
    let now = app.now.get_untracked();
    let beside = beside_name(app, apart, one.client_id, &one.known_by);
    let when = |at: Moment| dates::day_time(w, at, now);
    let here = |at: Option<Moment>| at.map(|at| when(dates::here(at))).unwrap_or_default();
    let facts = [
        (ow.told_by, name_of(app, one.author)),
        (ow.told_to, one.recipient.clone()),
        (ow.told_what, one.information.clone()),
        (ow.told_at, when(one.told_at)),
        (ow.received, here(one.received_at)),
        (ow.release_ended_at, one.ended_at.map(when).unwrap_or_default()),
        (ow.release_end_received, here(one.ended_received_at)),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, fact)| !fact.is_empty())
        .map(|(name, fact)| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> })
        .collect_view();
    let path = format!("{PATH}/{}/seen", one.record_id);
    let label = format!("{}: {} {beside}", ow.looked_at, one.client_name);
    view! {
        <li class="phone">
            <h2 class="person-name">{who(app, one)}<small class="quiet">{beside}</small></h2>
            <p class="banner">{about(ow, one.about)}</p>
            <dl class="facts">{facts}</dl>
            <LookedAt path label again/>
        </li>
    }
    .into_any()
}

/// Why it is listed, in a sentence.
const fn about(ow: &Words, about: DoubtAbout) -> &'static str {
    match about {
        DoubtAbout::WithoutRight => ow.doubt_without_right,
        DoubtAbout::Emergency => ow.doubt_emergency,
        DoubtAbout::ByLaw => ow.doubt_by_law,
        DoubtAbout::Replaced => ow.doubt_replaced,
        DoubtAbout::Ended => ow.doubt_ended,
        DoubtAbout::OutOfTime => ow.doubt_out_of_time,
        DoubtAbout::NoRelease => ow.doubt_no_release,
        DoubtAbout::Incomplete => ow.doubt_incomplete,
        DoubtAbout::OtherRecipient => ow.doubt_other_recipient,
        DoubtAbout::NotCovered => ow.doubt_not_covered,
        DoubtAbout::FactsMissing => ow.doubt_facts_missing,
        DoubtAbout::Unsaid => ow.doubt_unsaid,
    }
}
