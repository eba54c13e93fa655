//! Opening the phone with its key, and showing what is on it.

use super::{
    AppState, Phase, deliver, lock, on_call,
    phone::{self, Phone},
    start, sync,
};
use crate::{
    browser::{early, page},
    parts::screenful,
    store::{Profile, Profiles, Sealed, StoreError},
    vault::Keys,
};
use ::sync::{
    pending::{PendingState, PendingWork},
    replica::Replica,
};
use domain::json;
use domain::{operation::Operation, wire::v1::Agency};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// Opens the phone with its device key: the lists and what is unsent, shows them,
/// then begins to sync. It stays locked when that was asked for in the meantime.
///
/// # Errors
/// When storage fails.
pub async fn open(
    state: AppState,
    profile: Profile,
    device_key: &[u8],
    sealed: Sealed,
    still_wanted: &dyn Fn() -> bool,
) -> Result<(), StoreError> {
    let keys = Keys::derive(profile.device_id, device_key).await?;
    if state.vanished.get_untracked() {
        // Its second copy was all that was left; from here on there are two again.
        Profiles::open().await?.keep_if_lost(&profile).await?;
        state.tell(state.words().storage_vanished);
    }
    let caseload = sealed.caseload(&keys).await?;
    let Sealed { store, outbox, sent, mark, asked, .. } = sealed;

    let mut pending = PendingWork::over(&mark);
    pending.put_nameless(outbox.unreadable);
    let outbox = outbox.items;
    for item in &outbox {
        pending.put_waiting(&item.about, read(&keys, item.about.op_id, &item.sealed).await);
    }
    for item in &sent {
        let Some(state) = PendingState::of(&item.about, &mark) else { continue };
        if let Some(operation) = read(&keys, item.about.op_id, &item.sealed).await {
            pending.put(operation, state);
        }
    }
    let device_seq = outbox.iter().map(|item| item.about.device_seq).max().unwrap_or(0);
    let replica = Replica::wake(
        outbox.into_iter().map(|item| item.about).collect(),
        sent.into_iter().map(|item| item.about).collect(),
        mark.clone(),
    )
    .asked_to_wait(asked);
    state.last_sync.set(mark.last_completed);
    state.server_ahead_ms.set(mark.server_ahead_ms);
    state.profile.set(Some(profile.clone()));
    let phone = phone::unlock(Phone {
        profile: profile.clone(),
        store,
        keys,
        replica: RefCell::new(replica),
        caseload: RefCell::new(caseload),
        pending: RefCell::new(pending),
        device_seq: RefCell::new(device_seq),
    });
    if phone.store.has_last_words() {
        // What is left over is not worth keeping a worker out for: it is tried at every unlock.
        (state.chunks.take_last_words)(Rc::clone(&phone)).await;
    }
    if !still_wanted() {
        phone::drop_keys();
        return Ok(());
    }
    lock::touched();
    start::remember_who(state, &profile);
    screenful::in_haste();
    show(state, &phone);
    state.phase.set(Phase::Open);
    let device_id = profile.device_id;
    spawn_local(async move {
        // Once the caseload is on the screen. The phone may have been locked by then, and
        // opened by somebody else.
        page::idle().await;
        if phone::phone().is_some_and(|open| open.profile.device_id == device_id) {
            sync::wake(state);
            spawn_local(on_call::look(state));
        }
        // Whoever had this phone before may have left something.
        deliver::closed_outboxes(state);
    });
    Ok(())
}

/// What waits, opened. One that does not open stays in the outbox and goes to the
/// server's quarantine.
pub(super) async fn read(
    keys: &Keys,
    op_id: domain::id::OperationId,
    sealed: &[u8],
) -> Option<Operation> {
    let plain = keys.open_operation(op_id, sealed).await.ok()?;
    json::from_slice(&plain).ok()
}

/// Shows the phone's caseload with pending work laid over it.
pub fn show(state: AppState, phone: &Phone) {
    let mut caseload = phone.caseload.borrow().clone();
    let pending = phone.pending.borrow().clone();
    pending.lay_over_caseload(phone.profile.staff_id, &mut caseload);
    if let Some(agency) = &caseload.agency {
        keep_for_lock_screen(state, agency);
    }
    state.caseload.set(Arc::new(caseload));
    state.pending.set(Arc::new(pending));
    let whole = phone.replica.borrow().mark().is_whole();
    if state.whole.get_untracked() != whole {
        state.whole.set(whole);
    }
    state.files_changed();
}

/// Crisis lines and the idle limit are needed while the phone is locked, so
/// they lie beside the wrapped key; kept anew whenever the agency changed them.
fn keep_for_lock_screen(state: AppState, agency: &Agency) {
    let Some(profile) = state.profile.get_untracked() else { return };
    // A phone that was enrolled just now has them in its profile and not on its screens.
    if state.lines.with_untracked(|lines| *lines != agency.lines) {
        state.lines.set(agency.lines.clone());
    }
    let idle_lock_s = agency.policy.idle_lock_s;
    if profile.lines == agency.lines && profile.idle_lock_s == idle_lock_s {
        return;
    }
    let lines = agency.lines.clone();
    let renew = move |lies| Profile { lines: lines.clone(), idle_lock_s, ..lies };
    state.profile.set(Some(renew(profile.clone())));
    early::forget_lock();
    spawn_local(async move {
        if let Ok(profiles) = Profiles::open().await {
            // The next page of the next pull tries again.
            let _kept = profiles.revise(&profile, Box::new(renew)).await;
        }
    });
}
