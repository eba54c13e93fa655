//! An appointment that is to come, or of which nobody has said yet what came of it: with a reminder to
//! send, and the outcome in two taps. Belongs to the chunks in which it is shown.

use super::{
    dates,
    document_values::appointment::{own, standing_name, to_be_done, way_there, when_from},
    read_back::NOT_YET_MS,
};
use crate::{
    browser::{clock, in_language, page, random},
    held::{Derived, Held},
    place::Screen,
    state::{
        AppState,
        save::{save, saved_words},
    },
    words::{Language, appointment},
};
use chrono::NaiveDate;
use domain::{
    Moment,
    document::{Cells, Key},
    id::{ClientId, LineId, RecordId},
    operation::Payload,
    phone::{Way, buttons},
    record::{
        RecordDraft, RecordKind,
        appointment::{Standing, outcome},
    },
    wire::v1::CellRecordRow,
};
use leptos::{prelude::*, task::spawn_local};

/// The outcome that somebody has chosen and not signed, and of which appointment. It belongs to the screen:
/// cards are drawn anew whenever a sync brings something.
pub type Chosen = Held<Option<(RecordId, Standing)>>;

/// The appointment, as its record stands; what there is to know of a reminder only where `at_length`. Says
/// where another entry about it `disagrees`.
#[must_use]
pub fn card(
    app: AppState,
    row: &CellRecordRow,
    cells: Cells,
    disagrees: bool,
    at_length: bool,
    chosen: Chosen,
) -> AnyView {
    let (s, today) = (own(app), app.now.get_untracked().date());
    let (client_id, id) = (row.record.client_id, row.record.record_id);
    let text = |fact| cells.value(Key::fact(fact)).as_text().unwrap_or_default().to_owned();
    let said = |text: String| (!text.trim().is_empty()).then(|| view! { <p>{text}</p> });
    let on = cells.value(Key::fact("on")).as_day();
    let hopes = Some(text("hopes")).filter(|hopes| !hopes.trim().is_empty());
    let at = cells.value(Key::fact("at")).as_time();
    // Its time may come while the page is open: then there is nothing to remind of any more.
    let unsettled = Derived::new(move |_| on.is_some_and(|on| is_over(on, at, app.now.get())));
    let of = cells.clone();
    view! {
        <section class="document-part appointment">
            <h3>{text("what")}</h3>
            <p><strong>{when_from(app, &cells, today)}</strong></p>
            {disagrees.then(|| view! { <p class="banner">{s.two_stand}</p> })}
            {move || unsettled.get().then(|| view! { <p class="banner">{s.say_outcome}</p> })}
            {said(text("place"))}
            {said(way_there(app, &cells))}
            {hopes.map(|hopes| view! { <blockquote>{hopes}</blockquote> })}
            {call(app, &text("call"))}
            {move || (!unsettled.get()).then(|| reminder(app, client_id, &of, at_length))}
            <Outcome client_id id cells chosen/>
        </section>
    }
    .into_any()
}

/// Whether it was to begin before now. With no time said, it may be at any of its day.
fn is_over(on: NaiveDate, at: Option<u32>, now: Moment) -> bool {
    let (today, minute) = (now.date(), dates::minute_of(now));
    on < today || on == today && at.is_some_and(|at| at < minute)
}

fn call(app: AppState, number: &str) -> Option<AnyView> {
    let is_said = !number.trim().is_empty();
    is_said.then(|| super::numbers::numbers(app.words(), "", number, "", false))
}

/// Texts that remind the client, one for each number that is safe to text now; in a language that the client
/// and the app speak, and with nothing in them that somebody who looks over a shoulder should not read.
fn reminder(app: AppState, client_id: ClientId, cells: &Cells, at_length: bool) -> Option<AnyView> {
    let s = own(app);
    let on = cells.value(Key::fact("on")).as_day()?;
    let minute = cells.value(Key::fact("at")).as_time();
    // What is safe changes while the page is open: by the hour, and by what a colleague heard.
    let safe = Derived::new(move |_| {
        let now = app.now.get();
        app.caseload.with(|all| {
            let client = &all.clients.get(&client_id)?.client;
            let points = client.points_to_use().into_iter();
            let safe = points.filter(|point| point.text && point.safe && !point.is_not_for(now));
            Some((safe.map(|point| point.value).collect::<Vec<_>>(), client.languages.clone()))
        })
    });
    let draw = move || {
        let (numbers, spoken) = safe.get()?;
        let here = app.language.get_untracked();
        let language = spoken.iter().find_map(|tag| Language::spoken(tag)).unwrap_or(here);
        let tag = [language.tag(), "-US"].concat();
        let time = minute.map(|minute| [", ", &in_language::time(&tag, minute)].concat());
        let when = [in_language::day(&tag, on), time.unwrap_or_default()].concat();
        let name = app.profile.with_untracked(|profile| {
            let first = profile.as_ref().and_then(|own| own.name.split_whitespace().next());
            first.unwrap_or_default().to_owned()
        });
        let text = appointment::words(language).reminder(&name, &when);
        let verb = match language == here {
            true => s.remind.to_owned(),
            false => s.remind_in(language.name()),
        };
        let links: Vec<_> = numbers
            .iter()
            .flat_map(|number| buttons("", number).0)
            .filter(|button| button.way == Way::Text)
            .map(|button| {
                let href = [button.without_words(), "?&body=", &page::in_address(&text)].concat();
                view! { <a class="button" href=href>{[&verb, " · ", &button.shown].concat()}</a> }
            })
            .collect();
        let hint = if links.is_empty() { s.no_safe_text } else { s.remind_hint };
        let hint = at_length.then(|| view! { <p class="hint">{hint}</p> });
        Some(view! { <div class="row">{links}</div>{hint} })
    };
    Some(draw.into_any())
}

/// What came of it: one tap says what, the next signs it.
#[component]
fn Outcome(client_id: ClientId, id: RecordId, cells: Cells, chosen: Chosen) -> impl IntoView {
    let app = crate::state::use_app();
    let (w, s) = (app.words(), own(app));
    let own_chosen = move || chosen.get().filter(|(of, _)| *of == id).map(|(_, standing)| standing);
    let busy = Held::new(false);
    // The second tap of a hasty finger is for the button that stood in this place before.
    let too_soon = Held::new(true);
    let what = cells.value(Key::fact("what")).as_text().unwrap_or_default().to_owned();
    let today = app.now.get_untracked().date();
    let when = when_from(app, &cells, today);
    // Its day may come while the page is open.
    let on = cells.value(Key::fact("on")).as_day();
    let is_to_come = Derived::new(move |_| on.is_some_and(|on| on > app.now.get().date()));
    let read_back = ["outcome-", &id.to_string()].concat();
    let about = Some(LineId::from_bytes(*id.as_bytes()));
    let change = Screen::Sign(client_id, RecordKind::Appointment, about).path();
    let change_label = s.change_of(&what);
    let sign = move |standing: Standing| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let content = outcome((&cells, id), standing);
        spawn_local(async move {
            if !sign_now(app, client_id, content).await {
                app.tell(w.phone_could_not_keep);
                let _left = busy.try_set(false);
            }
        });
    };
    let focus = read_back.clone();
    let not_yet = move || {
        too_soon.set(true);
        spawn_local(async move {
            clock::sleep(NOT_YET_MS).await;
            let _left = too_soon.try_set(false);
        });
    };
    // Drawn anew while it was being read: nothing of it stood in this place before.
    if untrack(own_chosen).is_some() {
        not_yet();
    }
    let choose = move |standing: Option<Standing>| {
        chosen.set(standing.map(|standing| (id, standing)));
        page::focus(focus.clone());
        not_yet();
    };
    move || {
        let choose = choose.clone();
        match own_chosen() {
            None => {
                let outcomes = Standing::OUTCOMES.into_iter();
                // What is to come can be called off, and nothing else.
                let is_to_come = is_to_come.get();
                let fits = outcomes.filter(|one| !is_to_come || *one == Standing::Cancelled);
                let row: Vec<_> = fits
                    .map(|standing| {
                        let choose = choose.clone();
                        let label = [standing_name(s, standing), ": ", &what].concat();
                        view! {
                            <button class="button" type="button" aria-label=label on:click=move |_| choose(Some(standing))>
                                {standing_name(s, standing)}
                            </button>
                        }
                    })
                    .collect();
                view! {
                    <div class="row" id=read_back.clone() tabindex="-1">
                        {row}
                        <a class="button" href=change.clone() aria-label=change_label.clone()>{s.change}</a>
                    </div>
                }
                .into_any()
            }
            Some(standing) => {
                let says = s.sign_outcome(standing_name(s, standing), &what, &when);
                let sign = sign.clone();
                view! {
                    <div class="banner" id=read_back.clone() tabindex="-1">
                        <p>{says}</p>
                        <div class="row">
                            <button class="button" type="button" on:click=move |_| choose(None)>{s.not_yet}</button>
                            <button
                                class="button primary"
                                type="button"
                                disabled=move || busy.get() || too_soon.get()
                                on:click=move |_| sign(standing)
                            >
                                {w.sign}
                            </button>
                        </div>
                    </div>
                }
                .into_any()
            }
        }
    }
}

async fn sign_now(app: AppState, client_id: ClientId, content: Cells) -> bool {
    let now = clock::now();
    let Ok(record_id) = random::id(RecordId::from_parts) else { return false };
    let kind = RecordKind::Appointment;
    let mut draft = RecordDraft { written_at: Some(now), kind, record_id, client_id, content };
    to_be_done(app, &mut draft, now.date());
    let signed = save(app, Payload::RecordSigned(draft.sign(now))).await;
    if let Ok(kept) = signed {
        app.tell(saved_words(app.words(), kept));
    }
    signed.is_ok()
}
