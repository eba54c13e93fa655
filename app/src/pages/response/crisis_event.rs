use super::{
    end::time_name,
    note::{Begun, begin_note, other_day},
    steps::step_name,
};
use crate::{
    held::Derived,
    parts::{
        contact_line::staff_name,
        crisis_event_line::{outcome, path, whereabouts},
        dates,
        icon::Icon,
        page_head::PageHead,
        unread::Unread,
    },
    place::{Screen, use_place},
    state::{
        file::{FollowedFile, follow_file},
        use_app,
    },
    words::response::words,
};
use domain::{
    id::{ClientId, CrisisEventId},
    response::{Time, TimeOf},
    wire::v1::{CrisisEvent, CrisisEventRow, MeansTalk, PlanSeen, ReachedBy},
};
use leptos::{prelude::*, task::spawn_local};

/// One crisis event as it ended, every time in it as stamped and as put right.
#[component]
pub fn CrisisEventPage(client_id: ClientId, event_id: CrisisEventId) -> impl IntoView {
    let state = use_app();
    let r = words(state.language.get_untracked());
    let FollowedFile { file, unread, again } = follow_file(state, client_id);
    // With whether its note is signed.
    let found = Derived::new(move |_| {
        file.with(|file| {
            let file = file.as_ref()?;
            let mut events = file.crisis_events.iter();
            let row = events.find(|row| row.crisis_event.crisis_event_id == event_id)?;
            let id = row.crisis_event.contact_id;
            Some((row.clone(), file.contacts.iter().any(|note| note.contact.contact_id == id)))
        })
    });
    view! {
        <PageHead title=r.response back=Screen::Client(client_id)/>
        {move || unread.get().then(|| view! { <Unread words=state.words().phone_could_not_read again/> })}
        {move || found.get().map(|(row, signed)| view! { <Event row signed/> })}
    }
    .into_any()
}

#[component]
fn Event(row: CrisisEventRow, signed: bool) -> impl IntoView {
    let state = use_app();
    let (w, r) = (state.words(), words(state.language.get_untracked()));
    let now = state.now.get_untracked();
    let (icon, place) = whereabouts(w, &row, &state.pending.get(), now);
    let doubted = row.is_in_doubt();
    let event = row.crisis_event.clone();
    let title = match event.outcome {
        Some(how) => format!("{} · {}", path(w, event.path), outcome(w, how)),
        None => path(w, event.path).to_owned(),
    };
    let author = state.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    let times = event.times();
    let odd = times.iter().any(|time| time.out_of_order);
    let lines = times
        .iter()
        .map(|time| {
            let at = dates::time(w, time.at.time());
            let stamped = time.at.corrected.map(|_| r.stamped_at(&dates::day_time(w, time.at.at, now)));
            view! {
                <li>
                    <span class="stamp-time"><strong>{at}</strong></span>
                    <span>
                        {what(r, &event, time)}
                        {other_day(w, &event, time.at.time(), now)}
                        {stamped.map(|stamped| view! { " " <small class="quiet">{stamped}</small> })}
                        {time.out_of_order.then(|| view! { " " <span class="mark">{r.not_in_order}</span> })}
                    </span>
                </li>
            }
        })
        .collect_view();
    let untaken = event
        .steps
        .iter()
        .filter(|taken| taken.at.is_none())
        .map(|taken| format!("{}: {}", step_name(r, taken.step), taken.note))
        .collect::<Vec<_>>()
        .join("\n");
    let means = event.means_talk.map_or("", |talk| match talk {
        MeansTalk::Yes => w.yes,
        MeansTalk::No => w.no,
        MeansTalk::NotApplicable => r.not_applicable,
    });
    let seen = event.plan_seen.map_or("", |seen| match seen {
        PlanSeen::Yes => w.yes,
        PlanSeen::No => w.no,
        PlanSeen::NoneExists => r.no_plan_exists,
    });
    let protocol = event.protocol_effective;
    let facts = [
        (r.what_happened, event.what_happened.clone()),
        (r.steps_not_taken, untaken),
        (r.means_talk, means.to_owned()),
        (r.plan_seen, seen.to_owned()),
        (r.took_part, event.took_part.clone()),
        (r.why_nobody_went, event.why_nobody_went.clone()),
        (r.protocol_since, protocol.map(|day| dates::day(w, day, now.date())).unwrap_or_default()),
    ];
    view! {
        <article class="note">
            <h2>{title}</h2>
            <p>{dates::long_day(w, event.started.time().date(), now.date())}</p>
            {doubted.then(|| view! { <p class="banner">{r.date_in_doubt_text}</p> })}
            {odd.then(|| view! { <p class="banner">{r.times_odd_signed}</p> })}
            <ol class="stamps">{lines}</ol>
            <dl>
                {facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| view! {
                    <div><dt>{name}</dt><dd>{text}</dd></div>
                }).collect_view()}
            </dl>
            <p class="quiet">{author}</p>
            <p class="quiet contact-foot">{icon.draw()}<span>{place}</span></p>
            <Note row signed/>
        </article>
    }
}

/// The way to its note, signed or still to be written.
#[component]
fn Note(row: CrisisEventRow, signed: bool) -> impl IntoView {
    let state = use_app();
    let r = words(state.language.get_untracked());
    let place = use_place();
    let event = row.crisis_event;
    let own = state.profile.get_untracked().is_some_and(|profile| profile.staff_id == row.author);
    if signed {
        let note = Screen::Contact(event.client_id, event.contact_id).path();
        return Some(view! { <a class="button wide" href=note>{Icon::Pen.draw()}<span>{r.read_note}</span></a> }.into_any());
    }
    own.then(|| {
        let write = move |_| {
            let (event, here) = (event.clone(), place.shown());
            spawn_local(async move {
                match begin_note(state, &event).await {
                    Begun::Here | Begun::AnotherIsOpen => {
                        place.go_further(here, Screen::CrisisNote(event.client_id));
                    }
                    Begun::NotNeeded | Begun::NotKept => {}
                }
            });
        };
        view! {
            <button class="button primary wide" type="button" on:click=write>{Icon::Pen.draw()}<span>{r.write_note}</span></button>
        }.into_any()
    })
}

fn what(r: &'static crate::words::response::Words, event: &CrisisEvent, time: &Time) -> String {
    let name = time_name(r, time.of).to_owned();
    match time.of {
        TimeOf::Step(step) => {
            let note = event.steps.iter().find(|taken| taken.step == step);
            match note.map(|taken| taken.note.as_str()) {
                None | Some("") => name,
                Some(note) => format!("{name}: {note}"),
            }
        }
        TimeOf::Reached(place) => match event.reached.get(place) {
            Some(reached) if reached.by == ReachedBy::Call => r.called(&reached.who),
            Some(reached) => r.texted(&reached.who),
            None => name,
        },
        TimeOf::HandedOver => match &event.handed_over {
            Some(handed) if !handed.to.is_empty() => r.handed_over_to(&handed.to),
            _ => name,
        },
        TimeOf::Start | TimeOf::Met | TimeOf::End => name,
    }
}
