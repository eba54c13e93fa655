use super::{beside_name, name_of, told_apart};
use crate::{
    parts::online::{Question, office_words},
    parts::{dates, page_head::PageHead},
    place::{DocumentScreen, Screen},
    state::{AppState, use_app},
    words::desk,
};
use domain::{
    alike::Apart,
    document::DocumentKind,
    wire::v1::{OutsideReview, OutsideReviews},
};
use leptos::prelude::*;

/// Lines of service plans that are to be reviewed sooner or later than the rule says, for a
/// supervisor to ask about.
#[component]
pub fn OutsideReviewsPage() -> impl IntoView {
    let app = use_app();
    let ow = office_words(app);
    let question = Question::<OutsideReviews>::ask("/api/v1/plans/outside");
    let title = desk::words(app.language.get_untracked()).outside_reviews;
    view! {
        <PageHead title back=Screen::Me/>
        <p class="quiet">{ow.outside_text}</p>
        {question.drawn(move |OutsideReviews { reviews, unreadable }| {
                let empty = (reviews.is_empty() && unreadable == 0 && question.is_whole())
                    .then(|| view! { <p class="empty">{ow.outside_empty}</p> });
                let unreadable = usize::try_from(unreadable).unwrap_or(0);
                let unread = (unreadable > 0)
                    .then(|| view! { <p class="banner" role="status">{ow.outside_unreadable(unreadable)}</p> });
                let listed = reviews.iter().map(|one| (one.client_id, &*one.preferred_name, &one.known_by));
                let apart = told_apart(app, listed);
                let rows = reviews.iter().map(|one| row(app, one, &apart)).collect_view();
                view! { {unread}{empty}<ul class="people">{rows}</ul> }.into_any()
        })}
    }
}

/// The name, and the way to the plan where the client is on this phone.
fn who(app: AppState, one: &OutsideReview) -> AnyView {
    let (client_id, name) = (one.client_id, one.preferred_name.clone());
    if !app.caseload.with_untracked(|caseload| caseload.clients.contains_key(&client_id)) {
        return name.into_any();
    }
    let plan = Screen::Document(client_id, DocumentKind::ServicePlan, DocumentScreen::Read);
    view! { <a href=plan.path()>{name}</a> }.into_any()
}

fn row(app: AppState, one: &OutsideReview, apart: &Apart) -> AnyView {
    let (w, ow) = (app.words(), office_words(app));
    let now = app.now.get_untracked();
    let beside = beside_name(app, apart, one.client_id, &one.known_by);
    let day = |day| dates::long_day(w, day, now.date());
    let writer = one.author.map(|author| name_of(app, author)).unwrap_or_default();
    let written = one.made_at.map(|at| dates::day_time(w, at, now)).unwrap_or_default();
    let reason = if one.reason.is_empty() { ow.outside_no_reason } else { &one.reason };
    let facts = [
        (ow.outside_review, day(one.review)),
        (ow.outside_from, day(one.from)),
        (ow.outside_reason, reason.to_owned()),
        (ow.outside_written, [writer, written].join(" · ")),
    ]
    .map(|(name, fact)| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> });
    let goal =
        (!one.goal.is_empty()).then(|| view! { <blockquote>{one.goal.clone()}</blockquote> });
    view! {
        <li class="phone">
            <h2 class="person-name">{who(app, one)}<small class="quiet">{beside}</small></h2>
            {goal}
            <dl class="facts">{facts}</dl>
        </li>
    }
    .into_any()
}
