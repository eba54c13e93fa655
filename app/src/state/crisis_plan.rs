//! A client's crisis plan as this phone has it, and the record of who opened it.

use super::{
    AppState, document::needs_newer_app, phone::phone, reading::reading, save::save, sync,
};
use crate::{
    browser::{BrowserError, clock, random},
    held::Held,
    store::StoreError,
};
use domain::{
    document::Versioned as _,
    id::{ClientId, LookupId},
    operation::Payload,
    wire::v1::{CrisisPlan, CrisisPlanLookup, DocumentBase, LookupReason},
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

/// What this phone knows of a client's plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What the server said, and over it what was saved here since.
    pub plan: Option<CrisisPlan>,
    /// What an edit begun now is based on.
    pub based_on: DocumentBase,
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
        pending.lay_over_document(phone.profile.staff_id, client_id, pulled.as_ref());
    if plan.is_none() {
        needs_newer_app(&phone, CrisisPlan::KIND, client_id)?;
    }
    Ok(Known { plan, based_on })
}

/// A client's plan on a screen.
#[derive(Clone, Copy)]
pub struct Followed {
    /// None while it is read; then what was found, or that it cannot be read now.
    pub found: Held<Option<Option<Known>>>,
    /// Reads it again.
    pub again: Callback<()>,
}

/// Reads a client's plan for a screen, and again for as long as it cannot be read; where
/// `newer` is wanted, also whenever another may have come. `opened` hears once that
/// it was looked for, and of the version that was found.
pub fn follow(
    app: AppState,
    client_id: ClientId,
    newer: bool,
    opened: Box<dyn Fn(Option<u32>)>,
) -> Followed {
    let found = Held::new(None::<Option<Known>>);
    let is_there = move || found.try_get_untracked().flatten().flatten().is_some();
    let opened: Rc<dyn Fn(Option<u32>)> = opened.into();
    let read = move || -> LocalBoxFuture<'static, bool> {
        let opened = Rc::clone(&opened);
        Box::pin(async move {
            if is_there() && !newer {
                return true;
            }
            let now = known(client_id).await.ok();
            let could = now.is_some();
            if !could {
                // What is missing may come from the server.
                sync::wake(app);
            }
            let Some(before) = found.try_get_untracked() else { return true };
            let version = now.as_ref().and_then(Known::version);
            // What is on the screen already is better than nothing.
            if before.is_none() || could && before != Some(now.clone()) {
                let _gone = found.try_set(Some(now));
            }
            if before.is_none() {
                opened(version);
            }
            could
        })
    };
    Followed { found, again: reading(app, Box::new(read)) }
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
