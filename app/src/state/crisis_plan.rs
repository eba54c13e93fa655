//! A client's crisis plan as this phone has it, and the record of who opened it.

use super::{AppState, phone::phone, save::save, sync};
use crate::{
    browser::{BrowserError, clock, random},
    store::StoreError,
};
use domain::{
    id::{ClientId, LookupId},
    operation::Payload,
    wire::v1::{CrisisPlan, CrisisPlanLookup, LookupReason, PlanBase},
};
use std::cell::Cell;

/// What this phone knows of a client's plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What the server said, and over it what was saved here since.
    pub plan: Option<CrisisPlan>,
    /// What an edit begun now is based on.
    pub based_on: PlanBase,
}

impl Known {
    /// The version on this phone; none where there is no plan.
    #[must_use]
    pub fn version(&self) -> Option<u32> {
        self.plan.as_ref().map(|plan| plan.version)
    }
}

/// A client's plan, with everything saved on this phone laid over it.
///
/// # Errors
/// When the phone is locked, or what it keeps cannot be read.
pub async fn known(client_id: ClientId) -> Result<Known, StoreError> {
    let phone = phone().ok_or_else(|| BrowserError::new("the phone is locked"))?;
    let pulled = phone.store.plan(&phone.keys, client_id).await?;
    let pending = phone.pending.borrow();
    let (plan, based_on) =
        pending.lay_over_plan(phone.profile.staff_id, client_id, pulled.as_ref());
    Ok(Known { plan, based_on })
}

thread_local! {
    /// Whose plan the worker comes back to from the client's hands.
    static TAKEN_BACK: Cell<Option<ClientId>> = const { Cell::new(None) };
}

/// The worker took the phone back and goes on where they were.
pub fn taken_back(client_id: ClientId) {
    TAKEN_BACK.set(Some(client_id));
}

/// Whether the plan was open before the client held the phone: then this is no
/// second opening.
#[must_use]
pub fn was_open(client_id: ClientId) -> bool {
    TAKEN_BACK.take() == Some(client_id)
}

thread_local! {
    /// Whose plan was opened since the phone was unlocked, and recorded.
    static READING: Cell<Option<ClientId>> = const { Cell::new(None) };
}

/// Records that a screen beside the plan was opened, unless the worker came
/// from the plan itself.
pub async fn record_reading(
    state: AppState,
    client_id: ClientId,
    version: Option<u32>,
    reason: LookupReason,
) {
    if READING.get() != Some(client_id) {
        record_lookup(state, client_id, version, reason).await;
    }
}

/// Nobody is reading any plan now.
pub fn closed() {
    READING.set(None);
}

/// Records that a plan was opened. It must never stand between a worker and
/// the plan, so the plan is on screen before this runs.
pub async fn record_lookup(
    state: AppState,
    client_id: ClientId,
    version: Option<u32>,
    reason: LookupReason,
) {
    READING.set(Some(client_id));
    let Ok(lookup) = lookup_of(state, client_id, version, reason) else { return };
    if save(state, Payload::CrisisPlanOpened(lookup)).await.is_err() {
        state.tell(state.words().lookup_not_recorded);
    }
}

/// That a plan is opened now.
///
/// # Errors
/// When the browser gives no random number.
pub fn lookup_of(
    state: AppState,
    client_id: ClientId,
    version: Option<u32>,
    reason: LookupReason,
) -> Result<CrisisPlanLookup, BrowserError> {
    Ok(CrisisPlanLookup {
        lookup_id: random::id(LookupId::from_parts)?,
        client_id,
        version,
        at: clock::now(),
        offline: sync::is_out_of_reach(state),
        reason,
        why: None,
    })
}
