//! Locking and unlocking.

use super::{
    AppState, Pending, PendingState, Phase, enrol,
    passcode::Opened,
    phone::{self, Phone},
};
use crate::{
    browser::{
        clock, page, passkey,
        tabs::{self, Word},
    },
    chunks, json,
    store::{Profile, Profiles, Store, StoreError},
    vault::{self, Keys, WrongPasscode},
};
use ::sync::replica::{Replica, Sent};
use domain::{
    operation::Operation,
    tries::Tries,
    wire::v1::{Agency, ReceiptOutcome},
};
use futures_util::future::join4;
use leptos::{prelude::*, task::spawn_local};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

/// Why a passcode did not open the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOpened {
    /// It is another; so many tries are left.
    Wrong(u8),
    /// Too early after the last wrong one: so many seconds to wait.
    Wait(i64),
    /// That was the last try, or there is no key left to open: only signing in helps.
    Destroyed,
    /// The passkey is gone, or whoever was asked declined.
    NoPasskey,
    /// The browser could not try.
    Phone,
}

/// What somebody opens the phone with.
#[derive(Clone, PartialEq, Eq)]
pub enum OpenWith {
    /// The passcode.
    Passcode(String),
    /// A passkey: the phone asks for a finger, a face or its own code.
    Passkey,
}

/// Unlocks the phone.
///
/// # Errors
/// For another passcode, or when storage fails.
pub async fn unlock(state: AppState, profile: Profile, with: &OpenWith) -> Result<(), NotOpened> {
    page::mark("unlock");
    let (profile, key) = device_key(state, profile, with).await?;
    page::mark("unlock: key");
    let profile = match state.enrol_again.get_untracked() {
        true => match enrol::enrol_again(profile.clone(), &key).await {
            Ok(enrolled) => {
                state.enrol_again.set(false);
                enrolled
            }
            // Asked for again at the next sign-in; nothing is lost meanwhile.
            Err(_) => profile,
        },
        false => profile,
    };
    forget_tries(state, profile.clone());
    open(state, profile, &key).await.map_err(|error| {
        if error == StoreError::Newer {
            // Nothing here may write to it any more.
            state.phase.set(Phase::OldTab);
        }
        NotOpened::Phone
    })
}

/// The key of this phone, for whoever can open it, and its enrolment as it lies
/// on disk. Opens nothing.
///
/// # Errors
/// For another passcode, or when storage fails.
async fn device_key(
    state: AppState,
    profile: Profile,
    with: &OpenWith,
) -> Result<(Profile, Vec<u8>), NotOpened> {
    let (profile, key) = match with {
        OpenWith::Passcode(passcode) => try_passcode(state, profile, passcode).await?,
        OpenWith::Passkey => try_passkey(profile).await?,
    };
    let profile = Profile { tries: Tries::default(), ..profile };
    state.profile.set(Some(profile.clone()));
    Ok((profile, key))
}

/// Takes down on disk that the tries are over. Nobody waits for it: a count left
/// too high costs a slip of the three that are free.
fn forget_tries(state: AppState, profile: Profile) {
    spawn_local(async move {
        keep(state, profile).await;
    });
}

/// Whether this opens the phone; opens nothing.
///
/// # Errors
/// As [`device_key`].
pub async fn check(state: AppState, profile: Profile, with: &OpenWith) -> Result<(), NotOpened> {
    let (profile, _) = device_key(state, profile, with).await?;
    forget_tries(state, profile);
    Ok(())
}

/// The key of this phone, to put it under something else. The tries are over on
/// disk before this answers: nothing written later may bring the old wrap back.
///
/// # Errors
/// As [`device_key`].
pub async fn prove(
    state: AppState,
    profile: Profile,
    with: &OpenWith,
) -> Result<Opened, NotOpened> {
    let (profile, key) = device_key(state, profile, with).await?;
    Ok(Opened::new(keep(state, profile).await, key))
}

/// Asks the passkey. The phone's own lock counts tries, so none is counted here.
async fn try_passkey(profile: Profile) -> Result<(Profile, Vec<u8>), NotOpened> {
    let profile = latest(profile).await;
    let Some(wrapped) = profile.passkey.clone() else { return Err(NotOpened::NoPasskey) };
    let secret = passkey::secret(&wrapped.credential_id, &wrapped.salt)
        .await
        .map_err(|_| NotOpened::NoPasskey)?;
    match vault::unwrap_with_passkey(profile.device_id, &wrapped, &secret).await {
        Ok(key) => Ok((profile, key)),
        Err(WrongPasscode::Wrong) => Err(NotOpened::NoPasskey),
        Err(WrongPasscode::Browser(_)) => Err(NotOpened::Phone),
    }
}

/// Tries a passcode. The try is counted on disk before it is made; the last
/// wrong one destroys the wrapped key. What is unsent needs no key to be delivered.
async fn try_passcode(
    state: AppState,
    profile: Profile,
    passcode: &str,
) -> Result<(Profile, Vec<u8>), NotOpened> {
    let profile = latest(profile).await;
    let Some(wrapped) = profile.wrapped.clone() else { return Err(NotOpened::Destroyed) };
    let now_ms = clock::now_ms();
    let wait_s = profile.tries.wait_s(now_ms);
    if wait_s > 0 {
        return Err(NotOpened::Wait(wait_s));
    }
    let tries = profile.tries.begun(now_ms);
    let profile = keep(state, Profile { tries, ..profile }).await;
    match vault::unwrap(profile.device_id, &wrapped, passcode).await {
        Ok(key) => Ok((profile, key)),
        Err(WrongPasscode::Browser(_)) => Err(NotOpened::Phone),
        Err(WrongPasscode::Wrong) if tries.is_over() => {
            keep(state, Profile { wrapped: None, passkey: None, ..profile }).await;
            // Whoever guesses may hold a phone that is open in a client's hands.
            lock(state);
            Err(NotOpened::Destroyed)
        }
        Err(WrongPasscode::Wrong) => Err(NotOpened::Wrong(tries.left())),
    }
}

/// The enrolment with every try that any tab has counted. A disk that cannot be
/// read must not keep a worker out: then what is on screen counts.
async fn latest(profile: Profile) -> Profile {
    let on_disk = match Profiles::open().await {
        Ok(profiles) => profiles.latest(profile.device_id).await.ok().flatten(),
        Err(_) => None,
    };
    on_disk.unwrap_or(profile)
}

/// Keeps a profile on disk and on screen. A disk that takes nothing must not
/// keep a worker out; then the count lasts as long as the app is open.
async fn keep(state: AppState, profile: Profile) -> Profile {
    if let Ok(profiles) = Profiles::open().await {
        let _kept = profiles.keep(&profile).await;
    }
    state.profile.set(Some(profile.clone()));
    profile
}

/// Opens the phone with its device key: reads the lists and what is unsent,
/// shows them, then begins to sync.
///
/// # Errors
/// When storage fails.
pub async fn open(state: AppState, profile: Profile, device_key: &[u8]) -> Result<(), StoreError> {
    let keys = Keys::derive(profile.device_id, device_key).await?;
    let store = Store::open(profile.device_id).await?;
    if state.vanished.get_untracked() {
        // Its second copy was all that was left; from here on there are two again.
        Profiles::open().await?.keep(&profile).await?;
    }
    let (caseload, outbox, sent, mark) =
        join4(store.caseload(&keys), store.outbox(), store.sent(), store.mark()).await;
    let (caseload, outbox, sent, mark) = (caseload?, outbox?, sent?, mark?);

    let mut pending = BTreeMap::new();
    for item in &outbox {
        if let Some(operation) = read(&keys, item.about.op_id, &item.sealed).await {
            let state = PendingState::Waiting(item.about.state);
            pending.insert(item.about.op_id, Pending { operation, state });
        }
    }
    for item in &sent {
        let Some(state) = not_pulled_yet(&item.about, mark.last_completed) else { continue };
        if let Some(operation) = read(&keys, item.about.op_id, &item.sealed).await {
            pending.insert(item.about.op_id, Pending { operation, state });
        }
    }
    let device_seq = outbox.iter().map(|item| item.about.device_seq).max().unwrap_or(0);
    let replica = Replica::wake(
        outbox.into_iter().map(|item| item.about).collect(),
        sent.into_iter().map(|item| item.about).collect(),
        mark.clone(),
    );
    state.last_sync.set(mark.last_completed);
    state.profile.set(Some(profile.clone()));
    super::start::remember_who(state, &profile);
    let phone = phone::unlock(Phone {
        profile,
        store,
        keys,
        replica: RefCell::new(replica),
        caseload: RefCell::new(caseload),
        pending: RefCell::new(pending),
        device_seq: RefCell::new(device_seq),
    });
    if phone.store.has_last_words() {
        // What is left over is not worth keeping a worker out for: it is tried at every unlock.
        chunks::take_last_words(Rc::clone(&phone)).await;
    }
    touched();
    show(state, &phone);
    state.phase.set(Phase::Open);
    super::sync::wake(state);
    spawn_local(super::on_call::look(state));
    // Whoever had this phone before may have left something.
    super::deliver::closed_outboxes(state);
    Ok(())
}

/// What was sent and is either in quarantine or younger than the last pull.
fn not_pulled_yet(sent: &Sent, last_pull: Option<domain::Moment>) -> Option<PendingState> {
    match sent.outcome {
        ReceiptOutcome::Quarantined { code } => {
            Some(PendingState::Quarantined(sent.received_at, code))
        }
        _ if last_pull.is_none_or(|pulled| sent.received_at > pulled) => {
            Some(PendingState::Received(sent.received_at))
        }
        _ => None,
    }
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
    let pending: Vec<Pending> = phone.pending.borrow().values().cloned().collect();
    for item in &pending {
        for effect in domain::effects::effects(&item.operation, phone.profile.staff_id, None) {
            caseload.overlay(&effect);
        }
    }
    if let Some(agency) = &caseload.agency {
        keep_for_lock_screen(state, agency);
    }
    state.caseload.set(Arc::new(caseload));
    state.pending.set(Arc::new(pending));
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
    let fresh = Profile { lines: agency.lines.clone(), idle_lock_s, ..profile };
    state.profile.set(Some(fresh.clone()));
    spawn_local(async move {
        if let Ok(profiles) = Profiles::open().await {
            // The next page of the next pull tries again.
            let _kept = profiles.keep(&fresh).await;
        }
    });
}

/// Locks, in every tab.
pub fn lock(state: AppState) {
    tabs::tell(Word::Lock);
    lock_here(state);
}

/// Locks this tab: keys and everything they opened leave memory; drafts and
/// unsent work stay sealed.
pub fn lock_here(state: AppState) {
    if !matches!(state.phase.get_untracked(), Phase::Open | Phase::Shown(_)) {
        return;
    }
    super::draft::flush();
    super::crisis_plan::closed();
    super::on_call::closed(state);
    phone::drop_keys();
    state.caseload.set(Arc::default());
    state.pending.set(Arc::default());
    state.phase.set(Phase::Locked);
    page::scroll_to_top();
    super::deliver::closed_outboxes(state);
}

thread_local! {
    static LAST_TOUCH_MS: Cell<i64> = const { Cell::new(0) };
    static LAST_TOLD_MS: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds between two words to the other tabs that somebody is here.
const TELL_EVERY_MS: i64 = 10_000;

/// Somebody is using the phone.
pub fn touched() {
    let now_ms = clock::now_ms();
    LAST_TOUCH_MS.set(now_ms);
    if (now_ms - LAST_TOLD_MS.get()).abs() > TELL_EVERY_MS {
        LAST_TOLD_MS.set(now_ms);
        tabs::tell(Word::Touched);
    }
}

/// Somebody is using another tab.
pub fn touched_elsewhere() {
    LAST_TOUCH_MS.set(clock::now_ms());
}

/// Locks when nobody has touched the phone for longer than the agency allows.
/// Called by the minute tick and whenever the page comes back into view, so
/// that it works in airplane mode and after sleep. Never while a plan is in a
/// client's hands: that screen holds nothing but what the client may see.
pub fn lock_if_idle(state: AppState) {
    let Some(profile) = state.profile.get_untracked() else { return };
    let limit_s = if profile.idle_lock_s == 0 { 120 } else { profile.idle_lock_s };
    let idle_ms = clock::now_ms() - LAST_TOUCH_MS.get();
    let idle = idle_ms > i64::from(limit_s) * 1000 || idle_ms < -60_000;
    if idle && state.phase.get_untracked() == Phase::Open {
        lock(state);
    }
}
