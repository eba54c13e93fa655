use super::block::Block;
use crate::{
    clock,
    keys::SealKey,
    store::{
        StoreError,
        damage::Damage,
        rows::{Kind, Opener},
    },
};
use domain::{
    id::{AgencyId, ClientId, Epoch},
    wire::v1::{Agency, Digest},
};

/// One page of a pull, still sealed: opening it is work for a blocking thread.
pub struct Page {
    agency_id: AgencyId,
    pub(super) key: SealKey,
    epoch: Epoch,
    pub(super) reset: bool,
    pub(super) agency: Option<Agency>,
    pub(super) evict: Vec<ClientId>,
    pub(super) blocks: Vec<Block>,
    pub(super) next_cursor: String,
    pub(super) has_more: bool,
    /// Clients whose fact sheets are on it.
    pub(super) sheets: usize,
    pub(super) digest: Option<Digest>,
    damage: Damage,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("rows", &self.len()).finish_non_exhaustive()
    }
}

impl Page {
    pub(super) const fn new(
        agency_id: AgencyId,
        key: SealKey,
        epoch: Epoch,
        damage: Damage,
    ) -> Self {
        Self {
            agency_id,
            key,
            epoch,
            reset: false,
            agency: None,
            evict: Vec::new(),
            blocks: Vec::new(),
            next_cursor: String::new(),
            has_more: false,
            sheets: 0,
            digest: None,
            damage,
        }
    }

    /// Rows on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.iter().map(Block::len).sum()
    }

    /// Bytes of what is on it so far.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.iter().map(Block::bytes).sum()
    }

    /// Whether there is another page after it.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        self.has_more
    }

    /// Whether it tells the phone nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agency.is_none() && self.evict.is_empty() && self.len() == 0
    }

    /// Opens the bodies and writes the page as JSON, a `PullPage`. Bodies go
    /// through as they are; none is read and written again. One that does not open is left
    /// out, and not counted from then on: the others are not to wait for the office.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn into_json(self) -> Result<Vec<u8>, StoreError> {
        let mut json = Vec::with_capacity(self.bytes() + 4_096);
        json.push(b'{');
        field(&mut json, "epoch", &self.epoch)?;
        if self.reset {
            field(&mut json, "reset", &true)?;
        }
        if let Some(agency) = &self.agency {
            field(&mut json, "agency", agency)?;
        }
        if !self.evict.is_empty() {
            field(&mut json, "evict", &self.evict)?;
        }
        let mut all_opened = true;
        for list in lists() {
            all_opened &= self.list(&mut json, list);
        }
        field(&mut json, "next_cursor", &self.next_cursor)?;
        if self.has_more {
            field(&mut json, "has_more", &true)?;
        }
        // Made before it was known what does not open; the next pull has another.
        if let Some(digest) = self.digest.as_ref().filter(|_| all_opened) {
            field(&mut json, "digest", digest)?;
        }
        field(&mut json, "server_time", &clock::now())?;
        json.push(b'}');
        Ok(json)
    }

    /// Whether all in this list opened that was thought to.
    fn list(&self, json: &mut Vec<u8>, list: &'static str) -> bool {
        let rows =
            || self.blocks.iter().flat_map(Block::rows).filter(|row| row.kind.list() == list);
        if rows().next().is_none() {
            return true;
        }
        key(json, list);
        json.push(b'[');
        let (mut first, mut all_opened) = (true, true);
        for kind in Kind::all().filter(|kind| kind.list() == list) {
            let mut opener = Opener::new(&self.key, self.agency_id, kind.word());
            for row in rows().filter(|row| row.kind == kind) {
                let end = json.len();
                if !first {
                    json.push(b',');
                }
                match opener.open_into(json, row.client, row.id, row.body) {
                    Ok(()) => first = false,
                    Err(error) => {
                        json.truncate(end);
                        let id = row.id;
                        all_opened &= !self.damage.note(self.agency_id, kind.word(), id, &error);
                    }
                }
            }
        }
        json.push(b']');
        all_opened
    }
}

/// The lists of a page, each once. Several kinds may share one.
fn lists() -> Vec<&'static str> {
    let mut lists: Vec<_> = Kind::all().map(Kind::list).collect();
    lists.dedup();
    lists
}

fn key(json: &mut Vec<u8>, name: &str) {
    if json.last() != Some(&b'{') {
        json.push(b',');
    }
    json.push(b'"');
    json.extend_from_slice(name.as_bytes());
    json.extend_from_slice(b"\":");
}

fn field(json: &mut Vec<u8>, name: &str, value: &impl serde::Serialize) -> Result<(), StoreError> {
    key(json, name);
    Ok(serde_json::to_writer(json, value)?)
}
