//! What is on this phone while its worker is on call: the plans of colleagues'
//! clients, each behind one question.

use super::{AppState, crisis_plan::lookup_of, on_call::look, phone::phone, save::save};
use crate::{
    browser::{BrowserError, clock},
    store::StoreError,
};
use domain::{
    Moment,
    id::ClientId,
    operation::Payload,
    wire::v1::{CrisisPlan, CrisisPlanLookup, LookupReason, OpeningWhy, TeamPlans},
};
use std::cell::Cell;

/// Milliseconds for which a plan stays open after the question: long enough for
/// a call, short enough that a phone put down shows nothing the next morning.
const OPEN_FOR_MS: i64 = 15 * 60_000;

thread_local! {
    /// Whose plan is open, and since when.
    static OPEN: Cell<Option<(ClientId, Moment)>> = const { Cell::new(None) };
}

/// The phone is locked: whatever was open is closed.
pub fn closed() {
    OPEN.set(None);
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
    Ok(plans.filter(|(plans, _)| state.server_now() < plans.until))
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
