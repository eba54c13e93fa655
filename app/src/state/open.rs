//! Opening the phone with its key, and showing what is on it.

use super::{
    AppState, Phase, deliver, lock, on_call,
    phone::{self, Phone, unseal},
    show::show,
    sync,
};
use crate::{
    browser::{
        local_storage,
        page::{self, Stood},
    },
    store::{Profile, Profiles, Sealed, StoreError},
    vault::Keys,
};
use ::sync::{
    pending::{PendingState, PendingWork},
    replica::Replica,
};
use leptos::task::spawn_local;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// The enrolment that was opened last.
pub(super) const LAST_OPEN: &str = "streetlight/last-open";

thread_local! {
    static IN_HASTE: Cell<bool> = const { Cell::new(false) };
}

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
    if state.missing.get_untracked().vanished {
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
        pending.put_waiting(&item.about, unseal(&keys, item.about.op_id, &item.sealed).await);
    }
    for item in &sent {
        let Some(state) = PendingState::of(&item.about, &mark) else { continue };
        if let Some(operation) = unseal(&keys, item.about.op_id, &item.sealed).await {
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
        caseloads: Cell::new(0),
        turned: RefCell::default(),
        shown: Cell::new(None),
        opened: RefCell::default(),
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
    remember_who(state, &profile);
    IN_HASTE.set(true);
    show(state, &phone);
    state.phase.set(Phase::Open);
    page::arrive(Stood::default());
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

/// Whose lock comes first at the next start.
fn remember_who(state: AppState, profile: &Profile) {
    // A browser that keeps no preference shows the latest enrolment.
    let _kept = local_storage::write(LAST_OPEN, &profile.device_id);
    let new = profile.clone();
    state.enrolled.update(|all| {
        all.retain(|other| other.device_id != new.device_id);
        all.insert(0, new);
    });
}

/// Whether this is the first list after the phone was opened: somebody waits for it.
pub fn is_first_list() -> bool {
    IN_HASTE.take()
}
