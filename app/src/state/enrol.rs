//! Signing in, and making this phone the worker's own.

use super::{
    AppState, Phase, lock,
    open::open,
    phone::phone,
    refusal::{Refused, ask, tell},
};
use crate::{
    browser::{BrowserError, page, random, service_worker},
    store::{Profile, Profiles, Store, StoreError},
    vault,
};
use domain::{
    id::DeviceId,
    tries::Tries,
    wire::v1::{DeviceKey, DeviceRow, Enrol, Enrolled, SignIn, SignedIn},
};
use leptos::{prelude::*, task::spawn_local};

/// Why signing in or enrolling did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrolError {
    /// The server did not agree or could not be reached.
    Refused(Refused),
    /// The phone could not keep it.
    Phone(String),
}

impl From<Refused> for EnrolError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StoreError> for EnrolError {
    fn from(error: StoreError) -> Self {
        Self::Phone(error.to_string())
    }
}

impl From<BrowserError> for EnrolError {
    fn from(error: BrowserError) -> Self {
        Self::Phone(error.to_string())
    }
}

/// Signs in. On a phone this worker has enrolled before, the session is bound
/// to it and the phone is ready to be unlocked; otherwise a passcode is chosen next.
///
/// # Errors
/// When the server does not agree or cannot be reached.
pub async fn sign_in(state: AppState, login: String, password: String) -> Result<(), EnrolError> {
    let profiles = Profiles::open().await?;
    let (known, _) = profiles.all().await?;
    let typed = page::one_spelling(&login);
    let mine = known.into_iter().find(|profile| page::one_spelling(&profile.login) == typed);
    let request = SignIn {
        login: login.clone(),
        password,
        device_id: mine.as_ref().map(|profile| profile.device_id),
    };
    let signed_in: SignedIn = ask("POST", "/api/v1/session", Some(&request)).await?;
    match mine {
        Some(profile) if profile.staff_id == signed_in.staff_id => {
            let refresh = move |lies| Profile {
                name: signed_in.name.clone(),
                role: signed_in.role,
                lines: signed_in.agency.lines.clone(),
                ..lies
            };
            let refreshed = profiles.revise(&profile, Box::new(refresh)).await?;
            state.lines.set(refreshed.lines.clone());
            // A server restored from before this phone was enrolled knows nothing of it.
            let devices: Vec<DeviceRow> = ask("GET", "/api/v1/devices", None::<&()>).await?;
            let known = devices.iter().any(|row| row.device_id == refreshed.device_id);
            state.enrol_again.set(!known);
            let open = phone().is_some_and(|phone| phone.profile.device_id == refreshed.device_id);
            let needs_passcode = refreshed.wrapped.is_none() || state.forgotten.get_untracked();
            state.profile.set(Some(refreshed));
            if !known {
                // Only the passcode brings the key that the server lacks.
                lock::lock(state);
                state.phase.set(Phase::Locked);
                state.tell(state.words().unlock_to_enrol_again);
            } else if open {
                super::sync::signed_in(state);
                state.phase.set(Phase::Open);
            } else if needs_passcode {
                state.phase.set(Phase::ReplacingPasscode);
            } else {
                state.phase.set(Phase::Locked);
            }
        }
        _ => {
            state.profile.set(None);
            LOGIN.set(login);
            state.phase.set(Phase::ChoosingPasscode(Box::new(signed_in)));
        }
    }
    Ok(())
}

thread_local! {
    /// The name typed at sign-in, until the phone is enrolled under it.
    static LOGIN: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// Enrols this phone for who is signed in, under a new passcode, and opens it.
///
/// # Errors
/// When the server cannot be reached, or the phone cannot keep the key.
pub async fn enrol(
    state: AppState,
    signed_in: SignedIn,
    passcode: String,
) -> Result<(), EnrolError> {
    let device_id: DeviceId = random::id(DeviceId::from_parts)?;
    let key: [u8; 32] = random::bytes()?;
    let wrapped = vault::wrap(device_id, &key, &passcode).await?;
    let request = Enrol { device_id, name: page::device_name(), key: key.to_vec() };
    let enrolled: Enrolled = ask("POST", "/api/v1/devices", Some(&request)).await?;
    let profile = Profile {
        device_id,
        staff_id: signed_in.staff_id,
        login: LOGIN.take(),
        name: signed_in.name,
        role: signed_in.role,
        deposit_token: enrolled.deposit_token,
        wrapped: Some(wrapped),
        passkey: None,
        lines: signed_in.agency.lines,
        storage_kept: false,
        idle_lock_s: signed_in.agency.policy.idle_lock_s,
        tries: Tries::default(),
    };
    Profiles::open().await?.keep(&profile).await?;
    let known = profile.clone();
    open_fresh(state, profile, &key).await?;
    spawn_local(ask_to_keep_storage(state, known));
    Ok(())
}

/// Some browsers ask the person first, who may answer hours later or never: nothing waits for it.
async fn ask_to_keep_storage(state: AppState, known: Profile) {
    if !service_worker::persist_storage().await {
        return;
    }
    let kept = |profile| Profile { storage_kept: true, ..profile };
    if let Ok(profiles) = Profiles::open().await {
        // The next enrolment asks again.
        let _taken_down = profiles.revise(&known, Box::new(kept)).await;
    }
    state.profile.update(|shown| {
        if let Some(profile) = shown.as_mut().filter(|one| one.device_id == known.device_id) {
            profile.storage_kept = true;
        }
    });
}

/// Enrols the phone once more under the id and the key it has: what waits in
/// its outbox stays what it is. Called when the server turned out not to know it.
///
/// # Errors
/// When the server does not agree or cannot be reached; the phone opens all the same.
pub async fn enrol_again(profile: Profile, device_key: &[u8]) -> Result<Profile, EnrolError> {
    let key = device_key.to_vec();
    let request = Enrol { device_id: profile.device_id, name: page::device_name(), key };
    let enrolled: Enrolled = ask("POST", "/api/v1/devices", Some(&request)).await?;
    let renew = move |lies| {
        let deposit_token = enrolled.deposit_token.clone();
        Profile { deposit_token, ..lies }
    };
    Ok(Profiles::open().await?.revise(&profile, Box::new(renew)).await?)
}

/// Gives a phone a new passcode after an online sign-in, by fetching its key
/// from the server's escrow. Nothing on the phone is lost.
///
/// # Errors
/// When the server withholds the key or cannot be reached.
pub async fn replace_passcode(
    state: AppState,
    profile: Profile,
    passcode: String,
) -> Result<(), EnrolError> {
    let path = format!("/api/v1/devices/{}/key", profile.device_id);
    let escrow: DeviceKey = ask("GET", &path, None::<&()>).await?;
    let wrapped = vault::wrap(profile.device_id, &escrow.key, &passcode).await?;
    let replace =
        move |lies| Profile { wrapped: Some(wrapped.clone()), tries: Tries::default(), ..lies };
    let profile = Profiles::open().await?.revise(&profile, Box::new(replace)).await?;
    state.forgotten.set(false);
    open_fresh(state, profile, &escrow.key).await?;
    Ok(())
}

/// Opens the phone with a key that nobody had to type anything for.
async fn open_fresh(state: AppState, profile: Profile, key: &[u8]) -> Result<(), StoreError> {
    let sealed = Store::read_sealed(profile.device_id).await?;
    open(state, profile, key, sealed, &|| true).await
}

/// Ends the session at the server and locks. What is unsent stays sealed on the
/// phone and is still delivered; nothing is deleted.
pub async fn sign_out(state: AppState) {
    // Without a connection the session simply runs out; the phone is locked either way.
    let _ended = tell("DELETE", "/api/v1/session", None::<&()>).await;
    lock::lock(state);
}
