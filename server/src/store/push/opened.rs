//! What a phone delivers, opened, before the database is held for it.

use super::run;
use crate::{
    keys::{SealKey, aad},
    store::{Deposit, StoreError},
};
use domain::{
    Hash, Moment,
    operation::{Operation, Payload},
    wire::v1::{LookupReason, QuarantineCode, Receipt, ReceiptOutcome, SealedOperation},
};
use sync::ingest;

/// An operation as it came, and what its seal held.
pub(super) struct Opened {
    pub(super) sealed: SealedOperation,
    pub(super) hash: Hash,
    pub(super) read: Result<Operation, QuarantineCode>,
    /// Its rows, when it is one that may go the short way.
    pub(super) ready: Option<Vec<run::Ready>>,
}

impl Opened {
    /// Whoever sent it has the token of a phone, and as it seems not its key.
    pub(super) fn is_noise(&self) -> bool {
        matches!(self.read, Err(QuarantineCode::SealBroken))
    }

    /// It says that the plan of somebody was opened who need not be the author's client.
    pub(super) fn is_look(&self) -> bool {
        let payload = self.read.as_ref().map(|operation| &operation.payload);
        matches!(payload, Ok(Payload::CrisisPlanOpened(look)) if look.reason == LookupReason::OnCall)
    }

    /// To be sent again later, with nothing of it taken.
    pub(super) const fn put_off(&self, after: u32, now: Moment) -> Receipt {
        let outcome = ReceiptOutcome::Retry { after };
        Receipt { op_id: self.sealed.op_id, hash: self.hash, outcome, received_at: now }
    }

    pub(super) const fn receipt(&self, received_at: Moment) -> Receipt {
        let outcome = ReceiptOutcome::Applied;
        Receipt { op_id: self.sealed.op_id, hash: self.hash, outcome, received_at }
    }
}

/// Seconds until it is worth sending again what met a damaged row: somebody has to mend it first.
pub(super) const MENDED_S: u32 = 600;
/// The same of what was too much for one push.
pub(super) const AT_ONCE_S: u32 = 1;
/// Handing fewer than this to another processor costs more than it saves.
const WORTH_SHARING: usize = 8;

/// Opens operations and seals their rows, before the database is held: on two processors
/// where one is to spare, and it is worth it.
pub(super) async fn all(
    from: &Deposit,
    key: &SealKey,
    mut operations: Vec<SealedOperation>,
    now: Moment,
    two: bool,
) -> Result<Vec<Opened>, StoreError> {
    let open_part = |part: Vec<SealedOperation>| {
        let (from, key) = (from.clone(), key.clone());
        tokio::task::spawn_blocking(move || {
            part.into_iter().map(|sealed| open(&from, &key, sealed, now)).collect::<Vec<_>>()
        })
    };
    let half = operations.len() / 2;
    let second = (two && half >= WORTH_SHARING).then(|| open_part(operations.split_off(half)));
    let mut opened = open_part(operations).await?;
    if let Some(second) = second {
        opened.extend(second.await?);
    }
    Ok(opened)
}

fn open(from: &Deposit, key: &SealKey, sealed: SealedOperation, now: Moment) -> Opened {
    let hash = Hash::of(&sealed.sealed);
    let read = read(from, &sealed);
    let ready = read.as_ref().ok().and_then(|read| run::ready(from, key, read, now));
    Opened { sealed, hash, read, ready }
}

/// What the seal held.
pub(in crate::store) fn read(
    from: &Deposit,
    sealed: &SealedOperation,
) -> Result<Operation, QuarantineCode> {
    let place = aad("outbox", from.device, sealed.op_id);
    let bytes = from.outbox.open(&place, &sealed.sealed).ok();
    ingest::read(sealed.op_id, bytes.as_deref())
}
