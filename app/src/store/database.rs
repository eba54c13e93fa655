//! The database of one phone and worker.

use crate::browser::{
    BrowserError,
    indexed_db::{Claim, Database},
};
use domain::{id::DeviceId, json};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};

pub(super) const SHELVES: &str = "shelves";
pub(super) const OUTBOX: &str = "outbox";
pub(super) const SENT: &str = "sent";
pub(super) const DRAFTS: &str = "drafts";
pub(super) const META: &str = "meta";

/// The stores of one phone's database.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) database: Database,
    pub(super) device_id: DeviceId,
    /// Where this tab keeps the draft of each name.
    pub(super) claims: Rc<RefCell<BTreeMap<String, Claim>>>,
    /// Drafts that were discarded, which can still be taken back: out of sight until they are gone,
    /// and in sight again as soon as this tab is not there any more.
    pub(super) held: Rc<RefCell<Vec<Claim>>>,
    /// The last words that this tab wrote, by key.
    pub(super) last_words: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
}

/// What went wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser could not read or write.
    #[error(transparent)]
    Browser(BrowserError),
    /// A newer version of the app has changed how things lie.
    #[error("a newer version of the app is at work in another tab")]
    Newer,
    /// The browser cleared the database while it was open here.
    #[error("the database was cleared; it is being filled again")]
    Emptied,
    /// The record opened and is not what it should be; it is kept as it is.
    #[error("the record {0} cannot be read by this version")]
    Unreadable(String),
}

impl From<BrowserError> for StoreError {
    fn from(error: BrowserError) -> Self {
        if error.is_newer_version() { Self::Newer } else { Self::Browser(error) }
    }
}

impl Store {
    /// Opens the database of a phone, creating it on first use.
    ///
    /// # Errors
    /// When the browser refuses storage.
    pub async fn open(device_id: DeviceId) -> Result<Self, StoreError> {
        let name = format!("streetlight-{device_id}");
        let database = Database::open(&name, &[SHELVES, OUTBOX, SENT, DRAFTS, META]).await?;
        let (claims, held, last_words) = (Rc::default(), Rc::default(), Rc::default());
        Ok(Self { database, device_id, claims, held, last_words })
    }

    /// Everything here vanished while the app was open, and no pull has filled it since.
    #[must_use]
    pub fn was_emptied(&self) -> bool {
        self.database.was_emptied()
    }
}

pub(super) fn to_js(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).into()
}

pub(super) fn from_js(value: JsValue) -> Option<Vec<u8>> {
    value.dyn_into::<js_sys::Uint8Array>().ok().map(|array| array.to_vec())
}

pub(super) fn read_json<T: serde::de::DeserializeOwned>(
    record: &str,
    bytes: &[u8],
) -> Result<T, StoreError> {
    json::from_slice(bytes).map_err(|_| StoreError::Unreadable(record.to_owned()))
}

pub(super) fn write_json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("our records have only text keys")
}
