//! The worker's turn on call: whether one is on, and asking about it.

mod asking;

pub use asking::{ask, ask_if_due};

use super::{
    AppState,
    phone::{Phone, phone},
    refusal::ask_here,
};
use crate::browser::clock;
use ::sync::on_call::Turn;
use domain::wire::v1::{Shift, Shifts};
use leptos::task::spawn_local;
use std::rc::Rc;

/// The phone is locked: nobody's turn is known.
pub fn closed(state: AppState) {
    state.turn.set(None);
}

/// Finds out from the phone alone whether a turn is on. The plans of one that is
/// over are removed; tried again until it worked.
pub async fn look(state: AppState) {
    let Some(phone) = phone() else { return };
    if phone.store.drop_past_turn(clock::now()).await.is_err() {
        return;
    }
    let Ok(mark) = phone.store.turn().await else { return };
    let now = state.server_now();
    show(state, &phone, mark.and_then(|mark| mark.turn).filter(|turn| !turn.is_over(now)));
}

/// A turn may have ended just now.
pub fn tick(state: AppState) {
    let now = state.server_now();
    let over =
        state.turn.with_untracked(|turn| turn.as_ref().is_some_and(|turn| turn.is_over(now)));
    if over {
        spawn_local(look(state));
    }
}

/// After a sync that went well: asks about turns and new phones, seldom. Asking is in a chunk; where
/// that is not here yet, the next sync asks.
pub fn after_sync(state: AppState) {
    spawn_local(async move {
        if !(state.chunks.ask_after_sync)(state).await {
            look(state).await;
        }
    });
}

fn show(state: AppState, asker: &Rc<Phone>, turn: Option<Turn>) {
    // Locked meanwhile, or another worker's by now: nobody's business.
    if phone().is_some_and(|open| Rc::ptr_eq(&open, asker))
        && state.turn.with_untracked(|known| *known != turn)
    {
        state.turn.set(turn);
    }
}

/// Turns that are not over, soonest first; nothing where the server cannot be
/// asked. The roster is not kept on the phone: an old one would send somebody to
/// the wrong person.
pub async fn roster() -> Option<Vec<Shift>> {
    let answer = ask_here::<Shifts>("GET", "/api/v1/on-call/shifts", None::<&()>).await;
    answer.ok().map(|answer| answer.shifts)
}
