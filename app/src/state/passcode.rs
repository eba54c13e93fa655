//! Changing what opens this phone. The key behind it stays, and so does
//! everything that is sealed under it.

use super::AppState;
use crate::{
    browser::{BrowserError, passkey, random},
    store::{Profile, Profiles, StoreError},
    vault,
};
use leptos::prelude::*;

/// A phone whose passcode was typed just now: what is needed to put its key
/// under something else. Never kept.
#[derive(Clone)]
pub struct Opened {
    profile: Profile,
    key: Vec<u8>,
}

impl Opened {
    /// An enrolment and its key, for [`super::lock::prove`].
    #[must_use]
    pub const fn new(profile: Profile, key: Vec<u8>) -> Self {
        Self { profile, key }
    }

    /// Puts the key under another passcode.
    ///
    /// # Errors
    /// When the phone cannot keep it; then the old passcode still holds.
    pub async fn change_passcode(self, state: AppState, passcode: &str) -> Result<(), StoreError> {
        let wrapped = vault::wrap(self.profile.device_id, &self.key, passcode).await?;
        keep(state, |now| Profile { wrapped: Some(wrapped), ..now }, self.profile).await
    }

    /// Puts the key under a new passkey as well. False when the person declined,
    /// or this phone's passkeys keep no secrets.
    ///
    /// # Errors
    /// When the phone cannot keep it.
    pub async fn add_passkey(self, state: AppState) -> Result<bool, StoreError> {
        let Self { profile, key } = self;
        let salt: [u8; 32] = random::bytes()?;
        let made = passkey::make(profile.device_id.as_bytes(), &profile.login, &salt).await;
        let Ok(passkey::Made { credential_id, secret }) = made else { return Ok(false) };
        let device_id = profile.device_id;
        let salt = salt.to_vec();
        let wrapped =
            vault::wrap_with_passkey(device_id, &key, credential_id, salt, &secret).await?;
        keep(state, |now| Profile { passkey: Some(wrapped), ..now }, profile).await?;
        Ok(true)
    }

    /// From now on the passkey opens nothing here. The phone's own list of
    /// passkeys still shows it; without the wrap it is worth nothing.
    ///
    /// # Errors
    /// When the phone cannot forget it.
    pub async fn drop_passkey(self, state: AppState) -> Result<(), StoreError> {
        keep(state, |now| Profile { passkey: None, ..now }, self.profile).await
    }
}

/// Changes the enrolment as it lies on disk now: another tab may have changed it meanwhile.
async fn keep(
    state: AppState,
    change: impl FnOnce(Profile) -> Profile,
    known: Profile,
) -> Result<(), StoreError> {
    let profiles = Profiles::open().await?;
    let now = profiles.latest(known.device_id).await?.unwrap_or(known);
    if now.wrapped.is_none() {
        // Too many wrong passcodes in another tab: the key stays destroyed.
        return Err(BrowserError::new("the key of this phone was destroyed").into());
    }
    let changed = Profile { tries: domain::tries::Tries::default(), ..change(now) };
    profiles.keep(&changed).await?;
    state.profile.set(Some(changed));
    Ok(())
}
