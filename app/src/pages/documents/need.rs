//! One need and all that hangs on it: what the assessment says, what is planned, its reviews and the
//! contacts about it, with what is missing named where it is missing.

use super::{
    needs::{own, said},
    reading::need_number,
    review,
};
use crate::{
    parts::chain::Chain,
    parts::{
        answers::values,
        client_header::ClientHeader,
        contact_line::{ContactLine, staff_name},
        dates,
        document_values::{Around, assessment, service_plan},
        file_screen::drawn,
        fold::fold,
        signing::record,
    },
    place::{DocumentScreen, Screen, kept},
    state::{AppState, use_app},
};
use domain::{
    chain::Break,
    document::{
        Cells, DocumentKind, Key,
        assessment::Item,
        service_plan::{LINES, line_about},
    },
    id::{ClientId, LineId, StaffId},
    record::RecordKind,
    wire::v1::CellRecordRow,
};
use leptos::prelude::*;

/// Contacts at first.
const FIRST_SHOWN: usize = 10;

/// Parts of the assessment's line that stand in the heading, or say what the rest of the screen says.
const IN_HEADING: [&str; 4] = ["kind", "number", "own", "standing"];

/// A need of a client.
#[component]
pub(super) fn Need(client_id: ClientId, need: LineId) -> impl IntoView {
    let app = use_app();
    view! {
        <ClientHeader client_id back=Screen::Client(client_id)/>
        {drawn(app, client_id, Box::new(move |chain| trace(app, client_id, need, chain)))}
    }
}

fn trace(app: AppState, client_id: ClientId, id: LineId, chain: &Chain) -> AnyView {
    let (s, w, today) = (own(app), app.words(), app.now.get_untracked().date());
    provide_context(Around::new(app, client_id, chain.assessed().cloned()));
    let item = chain.needs().into_iter().find(|need| need.id == id);
    let gaps = item.as_ref().map(|need| chain.breaks(need, today)).unwrap_or_default();
    let is = |of: fn(&Break) -> bool| {
        let gap = gaps.iter().copied().find(of)?;
        Some(view! { <p class="gap">{said(app, gap, today)}</p> })
    };
    let number = item.as_ref().and_then(|need| need.number);
    let plan = chain.planned().and_then(|plan| Some((plan, line_about(plan, LINES, id)?)));
    let document = move |kind, screen| Screen::Document(client_id, kind, screen).path();
    let in_plan = |(plan, line): (&Cells, LineId)| {
        plan.value(Key::of_line(line, "disposition")).as_word() == Some("in_plan")
    };
    let to_review = plan.filter(|found| in_plan(*found)).map(|(_, line)| {
        let path = Screen::Sign(client_id, RecordKind::Review, Some(line)).path();
        let refer = Screen::Sign(client_id, RecordKind::Referral, Some(line)).path();
        view! {
            <a class="button" href=path>{s.review_it}</a>
            <a class="button" href=refer>{s.refer}</a>
        }
    });
    let is_planned = plan.is_some();
    let planned = plan.map(|(plan, line)| {
        let rows = values(app, service_plan::WORDS, plan, line, &["need", "own"]);
        let own = quote(plan, line);
        view! { <article class="note block document-line">{own}<dl>{rows}</dl></article> }
    });
    let reviews: Vec<_> = chain.reviews(id).into_iter().rev().collect();
    let no_reviews =
        (reviews.is_empty() && is_planned).then(|| view! { <p class="quiet">{s.no_reviews}</p> });
    let review_of = |row: &CellRecordRow| {
        let (_, line) = domain::record::review::about(&row.record.cells());
        let is_gone =
            line.is_some_and(|line| chain.planned().is_none_or(|plan| plan.line(line).is_none()));
        record(app, row, &review::ABOUT, if is_gone { s.line_gone } else { "" })
    };
    let reviews: Vec<_> = reviews.into_iter().map(review_of).collect();
    let contacts = contacts(app, id, number, chain);
    let is_worked_on = !chain.contacts(id, number).is_empty();
    let whole = (gaps.is_empty()
        && item.as_ref().is_some_and(|need| need.is_open)
        && plan.is_some_and(in_plan)
        && is_worked_on)
        .then(|| view! { <p class="quiet">{s.whole}</p> });
    let heading = match &item {
        Some(need) => title(app, need).into_any(),
        None => view! { <p class="banner" role="status">{s.need_gone}</p> }.into_any(),
    };
    let assessed = chain.assessed().filter(|_| item.is_some()).map(|assessed| {
        let rows = values(app, assessment::WORDS, assessed, id, &IN_HEADING);
        let inside = view! { <dl>{rows}</dl> };
        fold(String::new(), false, s.in_assessment.to_owned(), inside.into_any())
    });
    let plan_it = (!is_planned && item.as_ref().is_some_and(|need| need.is_open)).then(|| {
        let path = document(DocumentKind::ServicePlan, DocumentScreen::Edit);
        view! { <p><a class="button" href=path>{s.plan_it}</a></p> }
    });
    view! {
        <div class="document trace">
            {heading}
            {whole}
            {assessed}
            <section class="document-part">
                <h3><a href=document(DocumentKind::ServicePlan, DocumentScreen::Read)>{s.in_plan}</a></h3>
                {is(|gap| matches!(gap, Break::NotPlanned))}
                {plan_it}
                {planned}
            </section>
            <section class="document-part">
                <h3>{s.reviews}</h3>
                {is(|gap| matches!(gap, Break::NoReviewDay | Break::ReviewOverdue(_)))}
                {no_reviews}
                {reviews}
            </section>
            <section class="document-part history">
                <h3>{s.contacts}</h3>
                {is(|gap| matches!(gap, Break::NoContact | Break::SilentSince(_)))}
                {contacts}
            </section>
        </div>
        <div class="thumb">
            {to_review}
            <a class="button primary" href=Screen::LogAbout(client_id, id).path()>{w.log_contact}</a>
        </div>
    }
    .into_any()
}

/// The need in the client's words, with its number.
fn title(app: AppState, need: &Item) -> impl IntoView + use<> {
    view! {
        <h2 class="numbered need-title">{need_number(app, need)}<span>{need.said.clone()}</span></h2>
    }
}

fn quote(cells: &Cells, line: LineId) -> Option<AnyView> {
    let own = cells.value(Key::of_line(line, "own"));
    let own = own.as_text().filter(|own| !own.trim().is_empty())?.to_owned();
    Some(view! { <blockquote>{own}</blockquote> }.into_any())
}

/// Contacts about a need, newest first; how many more there are, where not all are drawn.
fn contacts(app: AppState, need: LineId, number: Option<u32>, chain: &Chain) -> AnyView {
    let own = app.profile.get_untracked().map(|profile| profile.staff_id);
    let author_of = |author: StaffId| {
        if Some(author) == own {
            return String::new();
        }
        app.caseload.with_untracked(|caseload| staff_name(caseload, author))
    };
    let all: Vec<_> = chain.contacts(need, number).into_iter().rev().cloned().collect();
    let addenda: Vec<_> = all
        .iter()
        .map(|row| {
            let to = |added: &&domain::wire::v1::AddendumRow| {
                added.addendum.contact_id == row.contact.contact_id
            };
            chain.file.addenda.iter().filter(to).count()
        })
        .collect();
    let authors: Vec<_> = all.iter().map(|row| author_of(row.author)).collect();
    let more = kept("shown");
    let shown = move || more.with(|more| more.parse().unwrap_or(FIRST_SHOWN));
    let count = all.len();
    let lines = move || {
        let (w, today) = (app.words(), app.now.get_untracked().date());
        let mut day = None;
        let rows = all.iter().zip(&addenda).zip(&authors).take(shown());
        let rows: Vec<_> = rows
            .map(|((row, addenda), author)| {
                let date = row.contact.occurred_start.date();
                let heading = (day.replace(date) != Some(date)).then(|| {
                    view! { <li class="day"><h4>{dates::day(w, date, today)}</h4></li> }
                });
                view! {
                    {heading}
                    <ContactLine row=row.clone() author=author.clone() in_error=false addenda=*addenda/>
                }
            })
            .collect();
        view! { <ol class="timeline">{rows}</ol> }
    };
    let older = move || {
        (count > shown()).then(|| {
            view! {
                <button class="button wide" type="button" on:click=move |_| more.set((shown() + 50).to_string())>
                    {app.words().show_older(count - shown())}
                </button>
            }
        })
    };
    view! { {lines}{older} }.into_any()
}
