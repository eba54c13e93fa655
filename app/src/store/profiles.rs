use crate::{
    browser::{
        indexed_db::{Change, Database},
        local_storage,
    },
    store::{StoreError, from_js, read_json, to_js, write_json},
    vault::{PasskeyWrap, WrappedKey},
};
use domain::{
    id::{DeviceId, StaffId},
    tries::Tries,
    wire::v1::{CrisisLine, Role},
};
use serde::{Deserialize, Serialize};

const STORE: &str = "profiles";
const MIRROR: &str = "streetlight/profiles";

/// One worker's enrolment of this phone. No client's data; the key is wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The enrolment.
    pub device_id: DeviceId,
    /// Whose.
    pub staff_id: StaffId,
    /// Name to sign in with, so that signing in again asks for the password only.
    pub login: String,
    /// As signed.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Lets the phone deliver and read nothing.
    pub deposit_token: String,
    /// The device key under the passcode; none once destroyed by wrong tries.
    pub wrapped: Option<WrappedKey>,
    /// The same key under a passkey, where the worker wanted one; goes with `wrapped`.
    #[serde(default)]
    pub passkey: Option<PasskeyWrap>,
    /// Numbers for the lock screen.
    pub lines: Vec<CrisisLine>,
    /// The browser promised to keep our storage.
    #[serde(default)]
    pub storage_kept: bool,
    /// Seconds without a touch until the phone locks.
    #[serde(default)]
    pub idle_lock_s: u16,
    /// Wrong passcodes in a row.
    #[serde(default)]
    pub tries: Tries,
}

/// Every enrolment on this phone.
#[derive(Debug, Clone)]
pub struct Profiles {
    database: Database,
}

impl Profiles {
    /// Opens the list.
    ///
    /// # Errors
    /// When the browser refuses storage.
    pub async fn open() -> Result<Self, StoreError> {
        Ok(Self { database: Database::open("streetlight", &[STORE]).await? })
    }

    /// The enrolments as the mirror has them: there at once, and perhaps behind.
    #[must_use]
    pub fn mirrored() -> Vec<Profile> {
        local_storage::read(MIRROR).unwrap_or_default()
    }

    /// The enrolment as it lies on disk now; another tab may have counted a try.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn latest(&self, device_id: DeviceId) -> Result<Option<Profile>, StoreError> {
        let name = device_id.to_string();
        let bytes = self.database.get(STORE, &name).await?.and_then(from_js);
        bytes.map(|bytes| read_json(&name, &bytes)).transpose()
    }

    /// Every enrolment, the latest first, and whether the mirror knows one that
    /// the database has lost: the sign of storage that was cleared.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn all(&self) -> Result<(Vec<Profile>, bool), StoreError> {
        let mut found: Vec<Profile> = Vec::new();
        for (name, value) in self.database.all(STORE).await? {
            let bytes = from_js(value).ok_or_else(|| StoreError::Unreadable(name.clone()))?;
            found.push(read_json(&name, &bytes)?);
        }
        // Ids sort by time; of two the later is last.
        found.reverse();
        let mirrored = Self::mirrored();
        let vanished = mirrored
            .iter()
            .any(|copy| !found.iter().any(|profile| profile.device_id == copy.device_id));
        for copy in mirrored {
            if !found.iter().any(|profile| profile.device_id == copy.device_id) {
                found.push(copy);
            }
        }
        Ok((found, vanished))
    }

    /// Keeps an enrolment.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keep(&self, profile: &Profile) -> Result<(), StoreError> {
        self.count_try(profile).await?;
        self.mirror().await
    }

    /// The mirror reveals a loss and quickens the start; a browser without it goes on.
    async fn mirror(&self) -> Result<(), StoreError> {
        let (all, _) = self.all().await?;
        let _mirrored = local_storage::write(MIRROR, &all);
        Ok(())
    }

    /// Takes down that the tries are over, and leaves everything else of the enrolment as it
    /// lies: another tab, or a change of the passcode, may have written since it was read.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn forget_tries(&self, device_id: DeviceId) -> Result<(), StoreError> {
        let over = |bytes: &[u8]| {
            let profile: Profile = read_json(STORE, bytes).ok()?;
            Some(write_json(&Profile { tries: Tries::default(), ..profile }))
        };
        self.database.write(vec![Change::Revise(STORE, device_id.to_string(), over)]).await?;
        self.mirror().await
    }

    /// Keeps an enrolment in which a try was counted: on disk, where the next try looks,
    /// and not in the mirror, for which somebody would wait.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn count_try(&self, profile: &Profile) -> Result<(), StoreError> {
        let put = Change::Put(STORE, profile.device_id.to_string(), to_js(&write_json(profile)));
        Ok(self.database.write(vec![put]).await?)
    }
}
