//! Signing in, and making this phone the worker's own.

use super::{
    AppState, Phase, account_news, lock,
    open::open,
    phone::phone,
    refusal::{Refused, ask, read, tell},
    set_up::{EnrolError, Step},
};
use crate::{
    browser::{
        BrowserError, page, random,
        second_passkey::{self, Answered, Asked},
        service_worker,
    },
    store::{Profile, Profiles, Store, StoreError},
    vault,
};
use domain::{
    id::DeviceId,
    tries::Tries,
    wire::v1::{
        Assertion, CredentialId, DeviceKey, DeviceRow, Enrol, Enrolled, SecondNeeded, SecondStep,
        SignIn, SignedIn,
    },
};
use leptos::task::spawn_local;
use std::cell::RefCell;

/// Takes a step. It lives in a chunk: see `set_up` in `chunks.rs`.
///
/// # Errors
/// When the server does not agree or cannot be reached, or the phone cannot keep it.
pub async fn take(state: AppState, step: Step) -> Result<(), EnrolError> {
    let taken = match step {
        Step::SignIn(login, password) => sign_in(state, login, password).await,
        Step::Second(code) => second(state, code).await,
        Step::Enrol(signed_in, passcode) => enrol(state, signed_in, passcode).await,
        Step::Replace(profile, passcode) => replace_passcode(state, profile, passcode).await,
    };
    match taken {
        // Whoever was slow is asked for the password once more; it goes on from there.
        Err(EnrolError::Refused(Refused::Said { code, .. })) if code == "password_needed" => {
            state.password_again.set(true);
            state.phase.set(Phase::SignedOut);
            Ok(())
        }
        taken => taken,
    }
}

/// Signs in. On a phone this worker has enrolled before, the session is bound
/// to it and the phone is ready to be unlocked; otherwise a passcode is chosen next.
///
/// # Errors
/// When the server does not agree or cannot be reached.
async fn sign_in(state: AppState, login: String, password: String) -> Result<(), EnrolError> {
    let mine = known_as(&login).await?.1;
    let device_id = mine.map(|profile| profile.device_id);
    let request = SignIn { login: login.clone(), password, device_id };
    let answer = tell("POST", "/api/v1/session", Some(&request)).await?;
    state.password_again.set(false);
    if answer.status == SECOND_NEEDED {
        SECOND.set(Some((login, read(&answer)?)));
        state.second_step.set(true);
        return Ok(());
    }
    go_on(state, login, read(&answer)?).await
}

/// The enrolment on this phone of whoever signs in under a name.
async fn known_as(login: &str) -> Result<(Profiles, Option<Profile>), StoreError> {
    let profiles = Profiles::open().await?;
    let (known, _) = profiles.all().await?;
    let typed = page::one_spelling(login);
    let mine = known.into_iter().find(|profile| page::one_spelling(&profile.login) == typed);
    Ok((profiles, mine))
}

/// The answer to a right password where a second factor comes next.
const SECOND_NEEDED: u16 = 202;

thread_local! {
    /// The name that was typed, and what the server asks for beside the password.
    static SECOND: RefCell<Option<(String, SecondNeeded)>> = const { RefCell::new(None) };
}

/// Answers with a recovery code, or with a passkey.
///
/// # Errors
/// When no passkey answers, or the server does not agree or cannot be reached.
async fn second(state: AppState, code: Option<String>) -> Result<(), EnrolError> {
    let Some((login, needed)) = SECOND.with_borrow(Clone::clone) else {
        state.second_step.set(false);
        return Ok(());
    };
    let passkey = match code {
        Some(_) => None,
        None => Some(passkey(&needed).await.map_err(|_| EnrolError::NoPasskey)?),
    };
    let device_id = known_as(&login).await?.1.map(|profile| profile.device_id);
    let step = SecondStep { ticket: needed.ticket, device_id, passkey, code };
    match ask::<SignedIn>("POST", "/api/v1/session/second", Some(&step)).await {
        Ok(signed_in) => {
            SECOND.set(None);
            state.second_step.set(false);
            go_on(state, login, signed_in).await
        }
        // It took too long: the password is asked for once more.
        Err(Refused::Said { code, .. }) if code == "second_expired" => {
            SECOND.set(None);
            state.second_step.set(false);
            state.password_again.set(true);
            Ok(())
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn passkey(needed: &SecondNeeded) -> Result<Assertion, BrowserError> {
    let known: Vec<&[u8]> = needed.known.iter().map(|id| id.0.as_slice()).collect();
    let SecondNeeded { challenge, rp_id, .. } = needed;
    let answered = second_passkey::answer(Asked { challenge, rp_id, known: &known }).await?;
    let Answered { credential_id, client_data, authenticator_data, signature } = answered;
    let credential_id = CredentialId(credential_id);
    Ok(Assertion { credential_id, client_data, authenticator_data, signature })
}

/// What a server says in place of a name that it cannot read.
const UNREADABLE: &str = "?";

/// Whoever signed in goes on to what this phone needs next.
async fn go_on(state: AppState, login: String, signed_in: SignedIn) -> Result<(), EnrolError> {
    let (profiles, named) = known_as(&login).await?;
    // Whatever name was typed: the phone may have been set up under another that the office has changed.
    let mine = profiles.all().await?.0.into_iter().find(|one| one.staff_id == signed_in.staff_id);
    state.second_missing.set(signed_in.second_factor_missing);
    account_news::signed_in();
    match mine {
        Some(profile) => {
            let (name, lines) = (signed_in.name.clone(), signed_in.agency.lines.clone());
            let role = signed_in.role;
            // A server that cannot read its own rows answers without them all the same. What this phone
            // has is then the last that could be read, and the lines are what somebody calls at night.
            let refresh = move |lies: Profile| {
                let lines = if lines.is_empty() { lies.lines.clone() } else { lines.clone() };
                let name = if name == UNREADABLE { lies.name.clone() } else { name.clone() };
                Profile { name, role, lines, ..lies }
            };
            let refreshed = profiles.revise(&profile, Box::new(refresh)).await?;
            state.lines.set(refreshed.lines.clone());
            // A server restored from before this phone was enrolled knows nothing of it.
            let devices: Vec<DeviceRow> = ask("GET", "/api/v1/devices", None::<&()>).await?;
            let at_server = devices.iter().any(|row| row.device_id == refreshed.device_id);
            // The sign-in named no phone where another name was typed: the session is not bound to it.
            let bound = named.is_some_and(|one| one.device_id == refreshed.device_id);
            let known = at_server && bound;
            state.enrol_again.set(!known);
            let open = phone().is_some_and(|phone| phone.profile.device_id == refreshed.device_id);
            let needs_passcode = refreshed.wrapped.is_none() || state.forgotten.get_untracked();
            let begun = BEGUN.with_borrow(Clone::clone);
            let begun = begun.filter(|begun| begun.device_id == refreshed.device_id);
            if let Some(Begun { key, .. }) = begun
                && !needs_passcode
            {
                // The passcode was chosen before the password was asked for again.
                return set_up(state, refreshed, &key).await;
            }
            if !at_server && needs_passcode && refreshed.deposit_token.is_empty() {
                // The server never heard of it and nothing was written on it: it begins anew.
                return begin(state, refreshed.device_id, refreshed.login, signed_in);
            }
            state.profile.set(Some(refreshed));
            if !at_server || !bound && !needs_passcode {
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
        None => {
            state.profile.set(None);
            begin(state, random::id(DeviceId::from_parts)?, login, signed_in)?;
        }
    }
    Ok(())
}

/// An enrolment from the sign-in until it is done. However often it is tried, it is one phone with
/// one key: the server may have taken a try whose answer was lost.
#[derive(Clone)]
struct Begun {
    device_id: DeviceId,
    key: [u8; 32],
    /// The name typed at sign-in.
    login: String,
}

thread_local! {
    static BEGUN: RefCell<Option<Begun>> = const { RefCell::new(None) };
}

/// Goes on to choosing a passcode.
fn begin(
    state: AppState,
    device_id: DeviceId,
    login: String,
    signed_in: SignedIn,
) -> Result<(), EnrolError> {
    BEGUN.set(Some(Begun { device_id, key: random::bytes()?, login }));
    state.phase.set(Phase::ChoosingPasscode(Box::new(signed_in)));
    Ok(())
}

/// Enrols this phone for who is signed in, under a new passcode, and opens it.
///
/// The phone keeps what it needs before the server hears of it: where it is broken off, the passcode
/// opens the phone, and [`known_to_server`] takes it up.
///
/// # Errors
/// When the server cannot be reached, or the phone cannot keep the key.
async fn enrol(state: AppState, signed_in: SignedIn, passcode: String) -> Result<(), EnrolError> {
    let Some(Begun { device_id, key, login }) = BEGUN.with_borrow(Clone::clone) else {
        return Ok(());
    };
    let wrapped = vault::wrap(device_id, &key, &passcode).await?;
    let profile = Profile {
        device_id,
        staff_id: signed_in.staff_id,
        login,
        name: signed_in.name,
        role: signed_in.role,
        deposit_token: String::new(),
        wrapped: Some(wrapped),
        passkey: None,
        lines: signed_in.agency.lines,
        storage_kept: false,
        idle_lock_s: signed_in.agency.policy.idle_lock_s,
        tries: Tries::default(),
    };
    Profiles::open().await?.keep(&profile).await?;
    // Whoever has to sign in again finds their name there.
    state.profile.set(Some(profile.clone()));
    set_up(state, profile, &key).await
}

/// Makes a phone that is ready known to the server, and opens it.
async fn set_up(state: AppState, profile: Profile, key: &[u8]) -> Result<(), EnrolError> {
    let enrolled = make_known(profile.clone(), key).await?;
    BEGUN.set(None);
    state.enrol_again.set(false);
    open_fresh(state, enrolled, key).await?;
    opened(state, &profile);
    Ok(())
}

/// The enrolment as the server knows it: made known where it was lost there, or where setting up the
/// phone was broken off.
pub async fn known_to_server(state: AppState, profile: Profile, device_key: &[u8]) -> Profile {
    if !state.enrol_again.get_untracked() && !profile.deposit_token.is_empty() {
        return profile;
    }
    (state.chunks.take_up)(state, profile, device_key.to_vec()).await
}

/// Makes it known to the server where that is possible now. Belongs to the chunk `account`: it needs the
/// server anyway, and is rare.
pub async fn take_up(state: AppState, profile: Profile, device_key: Vec<u8>) -> Profile {
    // The session may be another worker's who shares the phone, whose phone it must not become.
    let who = ask::<SignedIn>("GET", "/api/v1/session", None::<&()>).await;
    if who.is_ok_and(|who| who.staff_id == profile.staff_id)
        && let Ok(enrolled) = make_known(profile.clone(), &device_key).await
    {
        state.enrol_again.set(false);
        return enrolled;
    }
    // Asked for again at the next sign-in; nothing is lost meanwhile.
    profile
}

/// The phone is open. Where it was being set up, the browser is asked to keep what is on it.
pub fn opened(state: AppState, known: &Profile) {
    if known.deposit_token.is_empty() {
        spawn_local(ask_to_keep_storage(state, known.clone()));
    }
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

/// Makes the phone known to the server under the id and the key it has, as often as it takes: what
/// waits in its outbox stays what it is.
async fn make_known(profile: Profile, device_key: &[u8]) -> Result<Profile, EnrolError> {
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
async fn replace_passcode(
    state: AppState,
    profile: Profile,
    passcode: String,
) -> Result<(), EnrolError> {
    let path = format!("/api/v1/devices/{}/key", profile.device_id);
    let escrow: DeviceKey = ask("POST", &path, None::<&()>).await?;
    let wrapped = vault::wrap(profile.device_id, &escrow.key, &passcode).await?;
    let replace =
        move |lies| Profile { wrapped: Some(wrapped.clone()), tries: Tries::default(), ..lies };
    let profile = Profiles::open().await?.revise(&profile, Box::new(replace)).await?;
    let profile = known_to_server(state, profile, &escrow.key).await;
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
