//! Pages of papers: what is known of each, and its sealed parts. In a database of their own, so that no
//! note waits while a picture is being written. Belongs to the chunks that take and show them.

use super::{
    database::{DRAFTS, Store, StoreError, from_js, read_json, to_js, write_json},
    drafts::DraftName,
};
use crate::browser::{
    indexed_db::{Change, Database, Revision},
    local_storage,
};
use domain::id::{DeviceId, PageId};
use sync::{papers::KeptPage, replica::Asked};

const PAGES: &str = "pages";
const PARTS: &str = "parts";

/// Where it is said that pages of an enrolment wait: a locked phone fetches what sends them only then;
/// and until when the server asked to be left alone.
const WAIT: &str = "streetlight/papers/";

/// Whether pages of anybody on this phone may wait to be sent.
#[must_use]
pub fn pictures_wait() -> bool {
    !local_storage::keys(WAIT).is_empty()
}

/// Says whether pages of an enrolment wait. Where it cannot be said, they are sent once the phone is
/// unlocked.
pub fn say_pictures_wait(device_id: DeviceId, they_do: bool) {
    let key = format!("{WAIT}{device_id}");
    match they_do {
        // What stands there already says more.
        true if local_storage::read::<Asked>(&key).is_some() => {}
        true => _ = local_storage::write(&key, &Asked::default()),
        false => local_storage::remove(&key),
    }
}

/// Until when the server asked to be left alone with pages of an enrolment.
#[must_use]
pub fn pictures_asked(device_id: DeviceId) -> Asked {
    local_storage::read(&format!("{WAIT}{device_id}")).unwrap_or_default()
}

/// Keeps that for the next round, of this phone locked or open. Where it cannot be kept, that round
/// asks the server once more than it should.
pub fn keep_pictures_asked(device_id: DeviceId, asked: Asked) {
    let _kept = local_storage::write(&format!("{WAIT}{device_id}"), &asked);
}

/// The pages of one phone and worker.
#[derive(Debug, Clone)]
pub struct Papers(Database);

fn part_name(page: PageId, part: u32) -> String {
    format!("{page}/{part}")
}

impl Papers {
    /// Opens the database of a phone's pages, creating it on first use.
    ///
    /// # Errors
    /// When the browser refuses storage.
    pub async fn open(device_id: DeviceId) -> Result<Self, StoreError> {
        let name = format!("papers-{device_id}");
        Ok(Self(Database::open(&name, &[PAGES, PARTS]).await?))
    }

    /// Keeps a page with all its sealed parts, or nothing of it.
    ///
    /// # Errors
    /// When storage fails, or has no room.
    pub async fn keep(&self, page: &KeptPage, parts: &[Vec<u8>]) -> Result<(), StoreError> {
        let mut changes = vec![Change::Put(PAGES, page.page_id.to_string(), about(page))];
        for (part, sealed) in (0..).zip(parts) {
            changes.push(Change::Put(PARTS, part_name(page.page_id, part), to_js(sealed)));
        }
        Ok(self.0.write(changes).await?)
    }

    /// Every page, in the order in which they were taken. One that only a newer app can read stays
    /// where it is.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn pages(&self) -> Result<Vec<KeptPage>, StoreError> {
        let all = self.0.all(PAGES).await?.into_iter();
        Ok(all.filter_map(|(name, page)| read_json(&name, &from_js(page)?).ok()).collect())
    }

    /// A sealed part; none where it is not there.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn part(&self, page: PageId, part: u32) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.get(PARTS, &part_name(page, part)).await?.and_then(from_js))
    }

    /// Changes what is known of a page as it lies there now: another tab may have changed it. One that
    /// is not there any more stays so.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn revise(
        &self,
        page: PageId,
        revise: impl Fn(KeptPage) -> KeptPage + 'static,
    ) -> Result<(), StoreError> {
        let revision = Revision::new(move |lies| {
            let page: KeptPage = read_json(PAGES, lies?).ok()?;
            Some(write_json(&revise(page)))
        });
        Ok(self.0.write(vec![Change::Revise(PAGES, page.to_string(), revision)]).await?)
    }

    /// Removes a page and its parts.
    ///
    /// # Errors
    /// When storage fails; then all of it is still there.
    pub async fn remove(&self, page: &KeptPage) -> Result<(), StoreError> {
        let part = |part| Change::Delete(PARTS, part_name(page.page_id, part));
        let mut changes: Vec<_> = (0..page.parts()).map(part).collect();
        changes.push(Change::Delete(PAGES, page.page_id.to_string()));
        Ok(self.0.write(changes).await?)
    }
}

fn about(page: &KeptPage) -> wasm_bindgen::JsValue {
    to_js(&write_json(page))
}

impl Store {
    /// Whether a draft of this name lies here, beside others or discarded a moment ago.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn has_draft(&self, name: DraftName) -> Result<bool, StoreError> {
        let name = name.to_string();
        Ok(self.database.all(DRAFTS).await?.iter().any(|(key, _)| key.contains(&name)))
    }
}
