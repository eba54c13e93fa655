use crate::{
    browser::{
        indexed_db::{Change, Database, Revision},
        local_storage,
    },
    store::database::{StoreError, from_js, read_json, write_json},
    vault::{PasskeyWrap, WrappedKey},
};
use domain::{
    id::{DeviceId, StaffId},
    json::ReadObject,
    tries::Tries,
    wire::v1::{CrisisLine, Role},
};
use serde::Serialize;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

const STORE: &str = "profiles";
const MIRROR: &str = "streetlight/profiles";

/// Where tries are counted that the disk did not take. They are taken up by whatever it takes next.
fn beside(device_id: DeviceId) -> String {
    format!("streetlight/tries/{device_id}")
}

/// One worker's enrolment of this phone. No client's data; the key is wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
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

/// What the list of enrolments lacks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing {
    /// One that lies there cannot be read, and the mirror does not have it.
    pub unreadable: bool,
    /// One that the mirror has is gone from the database: the sign of storage that was cleared.
    pub vanished: bool,
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

    /// Every enrolment, the latest first, and what is missing. One that cannot be read is as the mirror
    /// has it, or left out: nobody else who shares the phone is shut out by it, and whoever it is of
    /// may set the phone up anew.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn all(&self) -> Result<(Vec<Profile>, Missing), StoreError> {
        let mut found: Vec<Profile> = Vec::new();
        let mut unreadable = Vec::new();
        for (name, value) in self.database.all(STORE).await? {
            match from_js(value).and_then(|bytes| read_json(&name, &bytes).ok()) {
                Some(profile) => found.push(profile),
                None => unreadable.push(name),
            }
        }
        // Ids sort by time; of two the later is last.
        found.reverse();
        let mut missing = Missing::default();
        for copy in Self::mirrored() {
            if found.iter().any(|profile| profile.device_id == copy.device_id) {
                continue;
            }
            let lies = copy.device_id.to_string();
            match unreadable.iter().position(|name| *name == lies) {
                Some(place) => drop(unreadable.swap_remove(place)),
                None => missing.vanished = true,
            }
            found.push(copy);
        }
        missing.unreadable = !unreadable.is_empty();
        Ok((found, missing))
    }

    /// Keeps an enrolment that was just made. What changes one that is there goes by
    /// [`Self::revise`]: what was read before something was waited for may be old.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keep(&self, profile: &Profile) -> Result<(), StoreError> {
        let whole = write_json(profile);
        self.put(profile.device_id, Revision::new(move |_| Some(whole.clone()))).await?;
        self.mirror().await
    }

    /// The mirror reveals a loss and quickens the start; a browser without it goes on.
    async fn mirror(&self) -> Result<(), StoreError> {
        let (all, _) = self.all().await?;
        let _mirrored = local_storage::write(MIRROR, &all);
        Ok(())
    }

    /// Changes a part of an enrolment as it lies on disk: another tab may have changed the
    /// passcode, or destroyed the key, since `known` was read here. Answers what lies there now.
    /// One that the disk has lost is put there again.
    ///
    /// # Errors
    /// When storage fails; then it is as it was.
    pub async fn revise(
        &self,
        known: &Profile,
        revise: Box<dyn Fn(Profile) -> Profile>,
    ) -> Result<Profile, StoreError> {
        let revised = self.revise_on_disk(known, revise).await?;
        self.mirror().await?;
        Ok(revised)
    }

    async fn revise_on_disk(
        &self,
        known: &Profile,
        revise: Box<dyn Fn(Profile) -> Profile>,
    ) -> Result<Profile, StoreError> {
        let lost = known.clone();
        let beside = beside(known.device_id);
        let counted: Tries = local_storage::read(&beside).unwrap_or_default();
        let revised = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&revised);
        let revision = Revision::new(move |lies| {
            let lies = lies.map_or_else(|| Ok(lost.clone()), |lies| read_json(STORE, lies));
            let lies: Profile = lies.ok()?;
            let profile = revise(Profile { tries: lies.tries.max(counted), ..lies });
            let bytes = write_json(&profile);
            slot.replace(Some(profile));
            Some(bytes)
        });
        self.put(known.device_id, revision).await?;
        local_storage::remove(&beside);
        revised.take().ok_or_else(|| StoreError::Unreadable(STORE.to_owned()))
    }

    async fn put(&self, device_id: DeviceId, revision: Revision) -> Result<(), StoreError> {
        let change = Change::Revise(STORE, device_id.to_string(), revision);
        Ok(self.database.write(vec![change]).await?)
    }

    /// Puts an enrolment there again that the disk has lost.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keep_if_lost(&self, profile: &Profile) -> Result<(), StoreError> {
        let lost = write_json(profile);
        let revision = Revision::new(move |lies| lies.is_none().then(|| lost.clone()));
        self.put(profile.device_id, revision).await?;
        self.mirror().await
    }

    /// Begins a try: reads, counts and writes in one step, so that no other tab's comes between.
    /// It is counted where the next one looks, and not in the mirror, for which somebody would
    /// wait. An enrolment that the disk has lost is put there again. Answers the enrolment as it
    /// lies there now; or the seconds to wait, and then nothing may be tried.
    ///
    /// # Errors
    /// When it can be counted nowhere; then nothing may be tried.
    pub async fn begin_try(
        &self,
        known: &Profile,
        now_ms: i64,
    ) -> Result<Result<Profile, i64>, StoreError> {
        let wait_s = Rc::new(Cell::new(0));
        let told = Rc::clone(&wait_s);
        let count = move |lies: Profile| {
            let tries = lies.tries.begin(now_ms).unwrap_or_else(|wait_s| {
                told.set(wait_s);
                lies.tries
            });
            Profile { tries, ..lies }
        };
        let begun = match self.revise_on_disk(known, Box::new(count.clone())).await {
            Ok(begun) => begun,
            Err(_) if wait_s.get() > 0 => known.clone(),
            // A full disk must not keep a worker out, nor let anybody try for ever.
            Err(error) => {
                let key = beside(known.device_id);
                let counted = local_storage::read(&key).unwrap_or_default();
                let tries = known.tries.max(counted);
                let begun = count(Profile { tries, ..known.clone() });
                if !local_storage::write(&key, &begun.tries) {
                    return Err(error);
                }
                begun
            }
        };
        Ok(if wait_s.get() > 0 { Err(wait_s.get()) } else { Ok(begun) })
    }

    /// The try that was counted in `known` opened the phone. The disk hears it at once, not in a
    /// quiet moment: an app closed before that counted the right passcode as a wrong one.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn end_try(&self, known: &Profile) -> Result<(), StoreError> {
        local_storage::remove(&beside(known.device_id));
        let mine = known.tries;
        let end = move |lies: Profile| Profile { tries: lies.tries.opened(mine), ..lies };
        self.revise(known, Box::new(end)).await.map(drop)
    }
}
