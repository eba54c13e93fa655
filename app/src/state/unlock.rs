//! Unlocking: making the key with what was typed or with a passkey, and counting tries.

use super::{
    AppState, Phase, enrol,
    lock::{lock, locks},
    open::open,
    passcode::Opened,
};
use crate::{
    browser::{clock, page, passkey},
    store::{Profile, Profiles, Store, StoreError},
    vault::{self, WrongPasscode},
};
use domain::tries::Tries;
use futures_util::future::join;
use std::cell::Cell;

thread_local! {
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// An unlock is under way, until this is dropped.
struct UnderWay;

impl UnderWay {
    fn begin() -> Self {
        UNDER_WAY.set(true);
        Self
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        UNDER_WAY.set(false);
    }
}

/// Somebody is opening the phone: nothing else is to keep it busy.
#[must_use]
pub fn is_under_way() -> bool {
    UNDER_WAY.get()
}

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
    let _under_way = UnderWay::begin();
    let locked = locks();
    // What is sealed is read while the key is being made.
    let sealed = Store::read_sealed(profile.device_id);
    let (key, sealed) = join(device_key(state, profile, with), sealed).await;
    let (known, key) = key?;
    page::mark("unlock: key");
    let profile = enrol::known_to_server(state, known.clone(), &key).await;
    let profile = Profile { tries: Tries::default(), ..profile };
    let opened = async { open(state, profile, &key, sealed?, &|| locks() == locked).await };
    let (opened, ()) = join(opened, over(&known)).await;
    enrol::opened(state, &known);
    opened.map_err(|error| {
        if error == StoreError::Newer {
            // Nothing here may write to it any more.
            state.phase.set(Phase::OldTab);
        }
        NotOpened::Phone
    })
}

/// The key of this phone, for whoever can open it, and its enrolment as it lies
/// on disk, with the tries until [`over`]. Opens nothing.
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
        OpenWith::Passkey => try_passkey(state, profile).await?,
    };
    state.profile.set(Some(Profile { tries: Tries::default(), ..profile.clone() }));
    Ok((profile, key))
}

/// The tries are over. A disk that takes nothing must not keep a worker out.
async fn over(known: &Profile) {
    if let Ok(profiles) = Profiles::open().await {
        let _forgotten = profiles.end_try(known).await;
    }
}

/// Whether this opens the phone; opens nothing.
///
/// # Errors
/// As [`device_key`].
pub async fn check(state: AppState, profile: Profile, with: &OpenWith) -> Result<(), NotOpened> {
    let (profile, _) = device_key(state, profile, with).await?;
    over(&profile).await;
    Ok(())
}

/// The key of this phone, to put it under something else.
///
/// # Errors
/// As [`device_key`].
pub async fn prove(
    state: AppState,
    profile: Profile,
    with: &OpenWith,
) -> Result<Opened, NotOpened> {
    let (profile, key) = device_key(state, profile, with).await?;
    over(&profile).await;
    Ok(Opened::new(profile, key))
}

/// Asks the passkey. The phone's own lock counts tries, so none is counted here.
async fn try_passkey(state: AppState, profile: Profile) -> Result<(Profile, Vec<u8>), NotOpened> {
    let profile = latest(state, profile).await;
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

/// Tries a passcode. Each try is counted on disk; the last wrong one destroys the
/// wrapped key. What is unsent needs no key to be delivered.
async fn try_passcode(
    state: AppState,
    profile: Profile,
    passcode: &str,
) -> Result<(Profile, Vec<u8>), NotOpened> {
    let profile = latest(state, profile).await;
    let Some(wrapped) = profile.wrapped.clone() else { return Err(NotOpened::Destroyed) };
    let now_ms = clock::now_ms();
    profile.tries.begin(now_ms).map_err(NotOpened::Wait)?;
    // The count is on its way to the disk before the try is made, and there before anybody
    // hears how it went.
    let counted = begin_try(&profile, now_ms);
    let unwrapped = vault::unwrap(profile.device_id, &wrapped, passcode);
    let (counted, unwrapped) = join(counted, unwrapped).await;
    let profile = counted?;
    let tries = profile.tries;
    state.profile.set(Some(profile.clone()));
    if profile.wrapped.is_none() {
        // By another tab's last try, meanwhile.
        return Err(NotOpened::Destroyed);
    }
    match unwrapped {
        Ok(key) => Ok((profile, key)),
        Err(WrongPasscode::Browser(_)) => Err(NotOpened::Phone),
        Err(WrongPasscode::Wrong) if tries.is_over() => {
            let destroy = |profile| Profile { wrapped: None, passkey: None, ..profile };
            if let Ok(profiles) = Profiles::open().await {
                let _destroyed = profiles.revise(&profile, Box::new(destroy)).await;
            }
            state.profile.set(Some(destroy(profile)));
            // Whoever guesses may hold a phone that is open in a client's hands.
            lock(state);
            Err(NotOpened::Destroyed)
        }
        Err(WrongPasscode::Wrong) => Err(NotOpened::Wrong(tries.left())),
    }
}

/// Counts a try; what is counted nowhere is not made.
async fn begin_try(profile: &Profile, now_ms: i64) -> Result<Profile, NotOpened> {
    let profiles = Profiles::open().await.map_err(|_| NotOpened::Phone)?;
    let begun = profiles.begin_try(profile, now_ms).await.map_err(|_| NotOpened::Phone)?;
    begun.map_err(NotOpened::Wait)
}

/// The enrolment with every try that any tab has counted. A disk that cannot be
/// read must not keep a worker out: then what is on screen counts.
async fn latest(state: AppState, profile: Profile) -> Profile {
    let Ok(profiles) = Profiles::open().await else { return profile };
    match profiles.latest(profile.device_id).await {
        Ok(Some(on_disk)) => on_disk,
        Ok(None) => {
            // The lock was drawn from the mirror, and whoever typed was faster than the look
            // at the disk.
            state.missing.update(|missing| missing.vanished = true);
            profile
        }
        Err(_) => profile,
    }
}
