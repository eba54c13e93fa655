//! Bytes that the phone's key does not open. A phone whose own seal is broken loses nothing
//! by waiting; a thief with its token and without its key fills no disk and hides nothing
//! from supervisors.

use super::code_word;
use crate::store::{Deposit, StoreError, change::Change};
use domain::{Moment, wire::v1::QuarantineCode};
use sqlx::Row as _;

/// Of one phone in an hour.
const MOST: i64 = 60;
const HOUR_MS: i64 = 3_600_000;
/// Seconds until it is worth trying again.
pub(super) const WAIT_S: u32 = 600;

/// Whether so much of a phone that does not open went to the quarantine lately that more of it
/// waits. What opens is counted by nobody: it may be a month of a phone that was lost and found.
pub(super) async fn is_too_much(
    change: &mut Change,
    from: &Deposit,
    now: Moment,
) -> Result<bool, StoreError> {
    let kept: i64 = sqlx::query(
        "select count(*) from op_quarantine
         where agency_id = ? and device_id = ? and received_at_ms > ? and code = ?",
    )
    .bind(from.agency.as_bytes().as_slice())
    .bind(from.device.as_bytes().as_slice())
    .bind(now.utc_ms() - HOUR_MS)
    .bind(code_word(QuarantineCode::SealBroken))
    .fetch_one(change.db())
    .await?
    .try_get(0)?;
    Ok(kept >= MOST)
}
