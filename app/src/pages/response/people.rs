use super::{
    desk::Desk,
    stamp::{Stamped, UNSTAMPED, stamped},
};
use crate::{
    browser::clock,
    held::{Held, Live},
    parts::{contact_line::staff_name, emergency, numbers::face, text::LineField},
    state::on_call::roster,
};
use domain::{
    order,
    phone::{Button, Way, buttons},
    wire::v1::{CrisisLine, ReachedBy},
};
use leptos::{prelude::*, task::spawn_local};

fn lines(desk: Desk) -> Vec<CrisisLine> {
    untrack(|| emergency::lines(desk.app))
}

/// Stamps that somebody was called or texted, at the tap that does it.
fn stamps(desk: Desk, who: &str) -> Callback<ReachedBy> {
    let who = who.to_owned();
    Callback::new(move |by| desk.tapped(|draft| draft.reach(&who, by, clock::now())))
}

/// The first crisis line and the number for an ambulance, always on screen, under the thumb.
/// Without a picture of a phone: "Llamar al 988" would not fit on one line beside it.
#[component]
pub(super) fn CallBar(desk: Desk) -> impl IntoView {
    let w = desk.app.words();
    let mut lines = lines(desk);
    // One number may be listed once for each language.
    order::by(&mut lines, |line| i64::from(!line.language.is_empty() && line.language != w.lang));
    let calls = |line: &CrisisLine| {
        let is_call = |button: &Button| button.way == Way::Call;
        let button = buttons(&line.tel, "").0.into_iter().find(is_call)?;
        Some((line.clone(), button))
    };
    let of = |emergency: bool| {
        let mut lines = lines.iter().filter(|line| emergency::is_emergency(line) == emergency);
        lines.find_map(calls)
    };
    let links: Vec<_> = [of(false), of(true)]
        .into_iter()
        .flatten()
        .map(|(line, Button { href, shown, .. })| {
            let stamp = stamps(desk, &line.label);
            view! {
                <a class="button" href=href on:click=move |_| stamp.run(ReachedBy::Call)>
                    <span>{w.call}" "{shown.clone()}<small>{beside(&line.label, &shown).to_owned()}</small></span>
                </a>
            }
        })
        .collect();
    view! { <div class="thumb call-bar">{links}</div> }
}

/// What a line is called beside its number: "988 en español" is "en español" there, which takes one
/// line of the bar and not two.
fn beside<'a>(label: &'a str, shown: &str) -> &'a str {
    let rest = label.strip_prefix(shown).map(str::trim);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(label)
}

/// Everybody who can take over, who was reached, and who did take over.
#[component]
pub(super) fn HandOver(desk: Desk) -> impl IntoView {
    let Desk { app, r, .. } = desk;
    let w = app.words();
    let responder = desk.protocol().responder_label;
    let rows = lines(desk)
        .iter()
        .map(|line| {
            let stamp = stamps(desk, &line.label);
            let (buttons, unclear) = buttons(&line.tel, &line.sms);
            let links = buttons
                .into_iter()
                .map(|button| {
                    let (class, icon, words, label) = face(w, &line.label, &button, true);
                    let by = button.way.by();
                    view! {
                        <a class=class href=button.href aria-label=label on:click=move |_| stamp.run(by)>
                            {icon.draw()}<span>{words}</span>
                        </a>
                    }
                })
                .collect_view();
            let unclear = unclear
                .into_iter()
                .map(|written| view! { <p class="quiet" lang=w.lang>{w.no_button(written)}</p> })
                .collect_view();
            let lang = (!line.language.is_empty()).then(|| line.language.clone());
            let stale = emergency::stale_line(w, line, app.now.get_untracked().date());
            view! {
                <li>
                    <div lang=lang>
                        <strong>{line.label.clone()}</strong>
                        {(!line.hint.is_empty()).then(|| view! { <span class="quiet">{line.hint.clone()}</span> })}
                        {stale.map(|stale| view! { <span class="quiet stale" lang=w.lang>{stale}</span> })}
                    </div>
                    <div class="row">{links}{unclear}</div>
                </li>
            }
        })
        .collect_view();
    let handed = Stamped {
        id: "handed".to_owned(),
        what: r.handed_over,
        now: Some(r.handed_over_now),
        done: Live::derive(move || {
            desk.draft.with(|draft| {
                let to = draft.handed_to.trim();
                if to.is_empty() { r.handed_over.to_owned() } else { r.handed_over_to(to) }
            })
        }),
        value: desk.part(|draft| draft.handed_at).into(),
        set: Callback::new(move |at| {
            let responder = responder.clone();
            desk.tapped(|draft| {
                draft.handed_at = at;
                if at.is_some() && draft.handed_to.is_empty() {
                    draft.handed_to = responder;
                }
            });
        }),
        ..Stamped::default()
    };
    let met = Stamped {
        id: "met".to_owned(),
        what: r.in_person,
        now: Some(r.with_them_now),
        done: Live::stored(r.with_them_since.to_owned()),
        value: desk.part(|draft| draft.met).into(),
        set: Callback::new(move |at| desk.tapped(|draft| draft.met = at)),
        ..Stamped::default()
    };
    view! {
        {stamped(desk, met)}
        <h2 id=UNSTAMPED tabindex="-1">{r.call_or_hand_over}</h2>
        <OnCallNow desk/>
        <ul class="calls">{rows}</ul>
        <Reached desk/>
        <LineField
            id="handed-to"
            label=r.hand_over_to
            value=Live::derive(move || desk.draft.with(|draft| draft.handed_to.clone()))
            on_input=move |text: String| desk.typed(|draft| draft.handed_to = text)
        />
        {stamped(desk, handed)}
    }
}

/// Which colleagues are on call now, where the server says so; otherwise nothing.
#[component]
fn OnCallNow(desk: Desk) -> impl IntoView {
    let names = Held::new(String::new());
    spawn_local(async move {
        let Some(shifts) = roster().await else { return };
        let now = desk.app.server_now();
        let on = shifts.iter().filter(|shift| shift.covers(now));
        let on: Vec<_> = desk.app.caseload.with_untracked(|caseload| {
            on.map(|shift| staff_name(caseload, shift.staff_id)).collect()
        });
        let _left = names.try_set(on.join("; "));
    });
    move || {
        names
            .with(|names| (!names.is_empty()).then(|| view! { <p>{desk.r.on_call_now(names)}</p> }))
    }
}

/// Who was called or texted, with a way to put the time right or take it back.
#[component]
pub(super) fn Reached(desk: Desk) -> impl IntoView {
    let r = desk.r;
    let names = desk.part(|draft| {
        let all = draft.reached.iter();
        all.map(|reached| (reached.who.clone(), reached.by)).collect::<Vec<_>>()
    });
    move || {
        let rows = names
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, (who, by))| {
                let done = match by {
                    ReachedBy::Call => r.called(&who),
                    ReachedBy::Text => r.texted(&who),
                };
                let field = Stamped {
                    id: format!("reached-{place}"),
                    what: r.called_or_texted,
                    done: Live::stored(done),
                    value: desk.part(move |draft| Some(draft.reached.get(place)?.at)).into(),
                    set: Callback::new(move |at| {
                        desk.tapped(|draft| match at {
                            Some(at) => {
                                if let Some(reached) = draft.reached.get_mut(place) {
                                    reached.at = at;
                                }
                            }
                            None => {
                                if place < draft.reached.len() {
                                    draft.reached.remove(place);
                                }
                            }
                        });
                    }),
                    ..Stamped::default()
                };
                view! { <li>{stamped(desk, field)}</li> }
            })
            .collect::<Vec<_>>();
        (!rows.is_empty()).then(|| view! { <ul class="reached">{rows}</ul> })
    }
}
