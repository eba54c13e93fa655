//! What is on this phone while its worker is on call: the plans of colleagues'
//! clients, each behind one question.

mod asking;

pub use asking::{ask, ask_if_due};

use super::{AppState, crisis_plan::lookup_of, phone::phone, refusal::ask_here, save::save};
use crate::{
    browser::{BrowserError, clock},
    store::StoreError,
};
use ::sync::on_call::Turn;
use domain::{
    Moment,
    id::ClientId,
    operation::Payload,
    wire::v1::{CrisisPlan, CrisisPlanLookup, LookupReason, OpeningWhy, Shift, Shifts, TeamPlans},
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::Cell, rc::Rc};

/// Milliseconds for which a plan stays open after the question: long enough for
/// a call, short enough that a phone put down shows nothing the next morning.
const OPEN_FOR_MS: i64 = 15 * 60_000;

thread_local! {
    /// Whose plan is open, and since when.
    static OPEN: Cell<Option<(ClientId, Moment)>> = const { Cell::new(None) };
    /// When this phone last asked how many openings nobody has looked at.
    static COUNTED_MS: Cell<i64> = const { Cell::new(0) };
}

/// The phone is locked: whatever was open is closed.
pub fn closed(state: AppState) {
    OPEN.set(None);
    COUNTED_MS.set(0);
    state.turn.set(None);
    state.openings_waiting.set(0);
}

/// Finds out from the phone alone whether a turn is on. The plans of one that is
/// over are removed; tried again until it worked.
pub async fn look(state: AppState) {
    let Some(phone) = phone() else { return };
    let now = clock::now();
    if phone.store.drop_past_turn(now).await.is_err() {
        return;
    }
    let Ok(mark) = phone.store.turn().await else { return };
    show(state, &phone, mark.and_then(|mark| mark.turn).filter(|turn| !turn.is_over(now)));
}

/// A turn may have ended just now.
pub fn tick(state: AppState) {
    let now = clock::now();
    let over =
        state.turn.with_untracked(|turn| turn.as_ref().is_some_and(|turn| turn.is_over(now)));
    if over {
        spawn_local(look(state));
    }
}

/// After a sync that went well: asks about turns, seldom. Asking is in a chunk; where that is not
/// here yet, the next sync asks.
pub fn after_sync(state: AppState) {
    spawn_local(async move {
        if !(state.chunks.ask_about_turns)(state).await {
            look(state).await;
        }
    });
}

fn show(state: AppState, asker: &Rc<super::phone::Phone>, turn: Option<Turn>) {
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

/// The plans of colleagues' clients, and how many of them only a newer app can read; none while no
/// turn is on.
///
/// # Errors
/// When the phone is locked, or what it keeps cannot be read.
pub async fn team_plans(state: AppState) -> Result<Option<(TeamPlans, usize)>, StoreError> {
    let phone = phone().ok_or_else(|| BrowserError::new("the phone is locked"))?;
    look(state).await;
    let plans = phone.store.team_plans(&phone.keys).await?;
    // The turn ends by its own time, even where it could not be removed.
    Ok(plans.filter(|(plans, _)| clock::now() < plans.until))
}

/// When these plans came from the server, or it last said that they are the present ones.
pub async fn as_of() -> Option<Moment> {
    let phone = phone()?;
    let mark = phone.store.turn().await.ok()??;
    mark.turn.map(|_| mark.asked)
}

/// Until when the plan of this client is open; nothing when the question is to
/// be asked.
#[must_use]
pub fn open_until(client_id: ClientId) -> Option<Moment> {
    let (open, since) = OPEN.get()?;
    let now = clock::now();
    let until = since.plus_ms(OPEN_FOR_MS);
    (open == client_id && since <= now && now < until).then_some(until)
}

/// Takes down that the plan is opened, and why; then it is open. The other way
/// round nobody could be told of it.
///
/// # Errors
/// When the phone could not keep it; then the plan stays closed.
pub async fn open(state: AppState, plan: &CrisisPlan, why: OpeningWhy) -> Result<(), StoreError> {
    let lookup = CrisisPlanLookup {
        why: Some(why),
        ..lookup_of(state, plan.client_id, Some(plan.version), LookupReason::OnCall)?
    };
    let at = lookup.at;
    save(state, Payload::CrisisPlanOpened(lookup)).await?;
    OPEN.set(Some((plan.client_id, at)));
    Ok(())
}
