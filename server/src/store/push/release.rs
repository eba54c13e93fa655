//! Letting an operation out of the quarantine. A supervisor decides that the
//! phone's revocation and the author's lost assignment do not count; all other
//! rules are those of a push.

use super::{code_word, facts, read, remembered, told, try_apply};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::Permit,
    clock,
    store::{
        Store, StoreError,
        change::Change,
        quarantine::{self, Kept, KeptOperation},
    },
};
use domain::wire::v1::{QuarantineCode, Receipt, ReceiptOutcome};
use sync::ingest;

impl Store {
    /// Lets an operation take effect, as its author's and with the time at which
    /// the server took it. It needs that somebody carries the client: whoever
    /// does gets it with the next pull. What still cannot be applied stays, with
    /// the reason that now stands in the way. None where there is no such operation.
    ///
    /// # Errors
    /// Those of the database; then nothing was changed.
    pub async fn release(
        &self,
        permit: &Permit,
        which: KeptOperation,
    ) -> Result<Option<Receipt>, StoreError> {
        let mut change = Change::begin(self, permit.agency()).await?;
        let Some(kept) = quarantine::find(self, &mut change, which).await? else {
            return Ok(None);
        };
        let receipt = |outcome| Receipt {
            op_id: which.op_id,
            hash: which.hash,
            outcome,
            received_at: kept.received_at,
        };
        if kept.released_at.is_some() {
            return Ok(Some(receipt(ReceiptOutcome::Duplicate)));
        }
        let verdict = apply(&mut change, &kept).await?;
        let now_ms = clock::now_ms();
        match verdict {
            Ok(_) => free(&mut change, permit, which, now_ms).await?,
            Err(code) => restate(&mut change, &kept, which, code).await?,
        }
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("operation", Some(*which.op_id.as_bytes()));
        let entry = Entry {
            outcome: verdict.err().map_or("done", code_word),
            ..Entry::done(now_ms, who, Action::OperationReleased, object)
        };
        change.audit(entry);
        change.commit().await?;
        let outcome = verdict.unwrap_or_else(|code| ReceiptOutcome::Quarantined { code });
        Ok(Some(receipt(outcome)))
    }
}

/// What stands in the way of a release now; none where it would take effect.
pub(in crate::store) async fn hindrance(
    change: &mut Change,
    kept: &Kept,
) -> Result<Option<QuarantineCode>, StoreError> {
    let first = remembered(change, kept.sealed.op_id).await?;
    if first.is_some_and(|(known, _)| known.hash != kept.hash) {
        return Ok(Some(QuarantineCode::IdReused));
    }
    let operation = match read(&kept.from, &kept.sealed) {
        Ok(operation) => operation,
        Err(code) => return Ok(Some(code)),
    };
    let facts = facts(change, None, &operation).await?;
    Ok(ingest::judge(&operation, &facts).err())
}

async fn apply(
    change: &mut Change,
    kept: &Kept,
) -> Result<Result<ReceiptOutcome, QuarantineCode>, StoreError> {
    if let Some(code) = hindrance(change, kept).await? {
        return Ok(Err(code));
    }
    match read(&kept.from, &kept.sealed) {
        Ok(operation) => try_apply(change, &kept.from, &operation, kept.received_at).await,
        Err(code) => Ok(Err(code)),
    }
}

/// It is in effect: its next receipt says so.
async fn free(
    change: &mut Change,
    permit: &Permit,
    which: KeptOperation,
    now_ms: i64,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query(
        "update op_quarantine set released_at_ms = ?, released_by = ?
         where agency_id = ? and op_id = ? and hash = ?",
    )
    .bind(now_ms)
    .bind(permit.staff().as_bytes().as_slice())
    .bind(agency.as_bytes().as_slice())
    .bind(which.op_id.as_bytes().as_slice())
    .bind(which.hash.as_bytes().as_slice())
    .execute(change.db())
    .await?;
    wrote(change, which);
    say(change, which, None).await
}

/// It stays, for the reason that counts now.
async fn restate(
    change: &mut Change,
    kept: &Kept,
    which: KeptOperation,
    code: QuarantineCode,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query("update op_quarantine set code = ? where agency_id = ? and op_id = ? and hash = ?")
        .bind(code_word(code))
        .bind(agency.as_bytes().as_slice())
        .bind(which.op_id.as_bytes().as_slice())
        .bind(which.hash.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    wrote(change, which);
    let operation = read(&kept.from, &kept.sealed).ok();
    say(change, which, told::told(operation.as_ref(), code)).await
}

/// What the operation's receipt says from now on. Of two that came under one id
/// the receipt is the first one's.
async fn say(
    change: &mut Change,
    which: KeptOperation,
    code: Option<QuarantineCode>,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query(
        "update operation set quarantined = ? where agency_id = ? and op_id = ? and hash = ?",
    )
    .bind(code.map(code_word))
    .bind(agency.as_bytes().as_slice())
    .bind(which.op_id.as_bytes().as_slice())
    .bind(which.hash.as_bytes().as_slice())
    .execute(change.db())
    .await?;
    change.wrote("operation", [Column::bytes(which.op_id.as_bytes())]);
    Ok(())
}

fn wrote(change: &mut Change, which: KeptOperation) {
    let (id, hash) = (which.op_id.as_bytes(), which.hash.as_bytes());
    change.wrote("op_quarantine", [Column::bytes(id), Column::bytes(hash)]);
}
