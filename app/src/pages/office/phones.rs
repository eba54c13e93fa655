use super::name_of;
use crate::{
    held::Held,
    parts::online::{Question, office_words},
    parts::sure::Sure,
    parts::{dates, page_head::PageHead},
    place::Screen,
    state::{AppState, sync, use_app},
};
use domain::{
    id::{DeviceId, StaffId},
    wire::v1::{DeviceRow, Revoke, Revoked, Role},
};
use leptos::prelude::*;

/// Phones that are set up: one's own; for supervisors and administrators all of
/// the agency's.
#[component]
pub fn PhonesPage() -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let question = Question::<Vec<DeviceRow>>::ask("/api/v1/devices");
    let lost_by = Held::new(None::<StaffId>);
    let marked = Callback::new(move |(owner, why)| {
        if why == Revoked::Lost {
            lost_by.set(Some(owner));
        }
        question.again();
    });
    let profile = state.profile.get_untracked();
    let manages = profile.as_ref().is_some_and(|profile| profile.role != Role::Worker);
    let me = profile.map(|profile| profile.staff_id);
    view! {
        <PageHead title=state.words().phones back=Screen::Me/>
        <p class="quiet">{if manages { ow.phones_text } else { ow.phones_text_own }}</p>
        {move || lost_by.get().map(|owner| {
            view! { <p class="banner" role="status">{ow.lost_next(&name_of(state, owner))}</p> }
        })}
        {question.drawn(move |rows| {
                let lost = names_of_lost(&rows);
                let rows = in_order(state, rows, me)
                    .into_iter()
                    .map(|row| {
                        let beside = beside_lost(&row, &lost);
                        view! { <Phone row beside marked/> }
                    })
                    .collect_view();
                view! { <ul class="people">{rows}</ul> }.into_any()
        })}
    }
}

/// Those in use first, one's own before others', then by name.
fn in_order(state: AppState, mut rows: Vec<DeviceRow>, me: Option<StaffId>) -> Vec<DeviceRow> {
    rows.sort_by_cached_key(|row| {
        (row.revoked.is_some(), Some(row.staff_id) != me, name_of(state, row.staff_id))
    });
    rows
}

fn names_of_lost(rows: &[DeviceRow]) -> Vec<(DeviceId, String)> {
    let lost = rows.iter().filter(|row| row.revoked == Some(Revoked::Lost));
    lost.map(|row| (row.device_id, row.name.clone())).collect()
}

/// The lost phones that were signed in together with one that is not marked as lost.
fn beside_lost(row: &DeviceRow, lost: &[(DeviceId, String)]) -> Option<String> {
    let beside = lost.iter().filter(|(device_id, _)| row.same_sign_in.contains(device_id));
    let names = beside.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    (row.revoked != Some(Revoked::Lost) && !names.is_empty()).then_some(names)
}

#[component]
fn Phone(
    row: DeviceRow,
    /// Names of lost phones that were signed in together with it.
    beside: Option<String>,
    /// It was marked: whose it is, and as what.
    marked: Callback<(StaffId, Revoked)>,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let day = |at| dates::day(w, dates::here(at).date(), now.date());
    let seen = row.last_seen_at.map_or_else(
        || ow.never_seen.to_owned(),
        |at| ow.seen(&dates::day_time(w, dates::here(at), now)),
    );
    let this_one = state.profile.with_untracked(|profile| {
        profile.as_ref().is_some_and(|profile| profile.device_id == row.device_id)
    });
    let mark = match row.revoked {
        Some(Revoked::Lost) => Some(ow.phone_lost),
        Some(Revoked::Left) => Some(ow.phone_left),
        None => this_one.then_some(ow.this_phone_mark),
    };
    let (device_id, owner) = (row.device_id, row.staff_id);
    let beside = beside.map(|phones| {
        let sentence = ow.same_sign_in(&phones, &name_of(state, owner));
        view! { <p class="banner">{sentence}</p> }
    });
    let actions = [Revoked::Lost, Revoked::Left]
        .into_iter()
        // Who left may still lose the phone; what is lost stays lost.
        .filter(|why| match row.revoked {
            None => true,
            Some(Revoked::Left) => *why == Revoked::Lost,
            Some(Revoked::Lost) => false,
        })
        .map(|why| view! { <Mark path=format!("/api/v1/devices/{device_id}/revoke") owner why this_one marked/> })
        .collect_view();
    view! {
        <li class="phone">
            <h2 class="person-name">
                {row.name}
                {mark.map(|mark| view! { <small class="quiet">{mark}</small> })}
            </h2>
            <p>{name_of(state, owner)}</p>
            <p class="quiet">{format!("{} · {seen}", ow.enrolled(&day(row.enrolled_at)))}</p>
            {beside}
            {actions}
        </li>
    }
}

/// Says what happens to a phone that is marked, and marks it.
#[component]
fn Mark(
    /// Address at the server.
    path: String,
    owner: StaffId,
    why: Revoked,
    /// It is the phone in the hand.
    this_one: bool,
    /// It was marked: whose it is, and as what.
    marked: Callback<(StaffId, Revoked)>,
) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let (name, text, yes) = match why {
        Revoked::Lost => (ow.mark_lost, ow.mark_lost_text, ow.mark_lost_yes),
        Revoked::Left => (ow.mark_left, ow.mark_left_text, ow.mark_left_yes),
    };
    let done = move |()| {
        let _left = marked.try_run((owner, why));
        if this_one {
            sync::now(state);
        }
    };
    let also = this_one.then_some(ow.this_phone_text);
    view! { <Sure name text also yes method="POST" path body=Revoke { why } told=ow.marked done/> }
}
