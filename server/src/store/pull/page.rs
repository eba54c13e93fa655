use super::block::Block;
use crate::{
    clock,
    keys::SealKey,
    store::{
        StoreError,
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
    pub(super) digest: Option<Digest>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("rows", &self.len()).finish_non_exhaustive()
    }
}

impl Page {
    pub(super) const fn new(agency_id: AgencyId, key: SealKey, epoch: Epoch) -> Self {
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
            digest: None,
        }
    }

    /// Rows on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.iter().map(Block::len).sum()
    }

    /// Whether it tells the phone nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agency.is_none() && self.evict.is_empty() && self.len() == 0
    }

    /// Opens the bodies and writes the page as JSON, a `PullPage`. Bodies go
    /// through as they are; none is read and written again.
    ///
    /// # Errors
    /// When a body does not open.
    pub fn into_json(self) -> Result<Vec<u8>, StoreError> {
        let bodies: usize = self.blocks.iter().map(Block::bytes).sum();
        let mut json = Vec::with_capacity(bodies + 4_096);
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
        for kind in Kind::all() {
            self.list(&mut json, kind)?;
        }
        field(&mut json, "next_cursor", &self.next_cursor)?;
        if self.has_more {
            field(&mut json, "has_more", &true)?;
        }
        if let Some(digest) = &self.digest {
            field(&mut json, "digest", digest)?;
        }
        field(&mut json, "server_time", &clock::now())?;
        json.push(b'}');
        Ok(json)
    }

    fn list(&self, json: &mut Vec<u8>, kind: Kind) -> Result<(), StoreError> {
        let rows = self.blocks.iter().flat_map(Block::rows).filter(|row| row.kind == kind);
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return Ok(());
        }
        key(json, kind.list());
        let mut opener = Opener::new(&self.key, self.agency_id, kind.word());
        let mut before = b'[';
        for row in rows {
            json.push(std::mem::replace(&mut before, b','));
            opener.open_into(json, row.id, row.body)?;
        }
        json.push(b']');
        Ok(())
    }
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
