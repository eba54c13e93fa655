//! Changing what opens this phone. The key behind it stays, and so does
//! everything that is sealed under it.

use super::AppState;
use crate::{
    browser::{BrowserError, passkey, random},
    store::{Profile, Profiles, StoreError},
    vault,
};
use domain::tries::Tries;

/// A phone whose passcode was typed just now: what is needed to put its key
/// under something else. Never kept.
#[derive(Clone)]
pub struct Opened {
    profile: Profile,
    key: Vec<u8>,
}

impl Opened {
    /// An enrolment and its key, for [`super::unlock::prove`].
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
        let change = move |lies| Profile { wrapped: Some(wrapped.clone()), ..lies };
        keep(state, change, self.profile).await
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
        let change = move |lies| Profile { passkey: Some(wrapped.clone()), ..lies };
        keep(state, change, profile).await?;
        Ok(true)
    }

    /// From now on the passkey opens nothing here. The phone's own list of
    /// passkeys still shows it; without the wrap it is worth nothing.
    ///
    /// # Errors
    /// When the phone cannot forget it.
    pub async fn drop_passkey(self, state: AppState) -> Result<(), StoreError> {
        keep(state, |lies| Profile { passkey: None, ..lies }, self.profile).await
    }
}

/// Changes the enrolment as it lies on disk now: another tab may have changed it meanwhile.
async fn keep(
    state: AppState,
    change: impl Fn(Profile) -> Profile + 'static,
    known: Profile,
) -> Result<(), StoreError> {
    let change = move |lies: Profile| match lies.wrapped {
        Some(_) => Profile { tries: Tries::default(), ..change(lies) },
        // Too many wrong passcodes in another tab: the key stays destroyed.
        None => lies,
    };
    let changed = Profiles::open().await?.revise(&known, Box::new(change)).await?;
    if changed.wrapped.is_none() {
        return Err(BrowserError::new("the key of this phone was destroyed").into());
    }
    state.profile.set(Some(changed));
    Ok(())
}
