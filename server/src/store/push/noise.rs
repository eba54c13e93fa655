//! Bytes that the phone's key does not open, and what a phone delivers that is lost. A phone whose
//! own seal is broken loses nothing by waiting, nor does one that was found again; a thief with its
//! token, with its key or without, fills no disk and hides nothing from supervisors.

use super::code_word;
use crate::store::{Deposit, StoreError, change::Change};
use domain::{Moment, wire::v1::QuarantineCode};
use sqlx::Row as _;

/// Of one phone in an hour.
const MOST: i64 = 60;
/// Of one that was revoked, in an hour: a month of notes is through in an afternoon.
const MOST_OF_REVOKED: i64 = 300;
/// The same in bytes.
const MOST_BYTES_OF_REVOKED: i64 = 2 * 1024 * 1024;
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

/// Whether so much of a phone that was revoked went to the quarantine lately that more of it waits.
pub(super) async fn is_too_much_of_revoked(
    change: &mut Change,
    from: &Deposit,
    now: Moment,
) -> Result<bool, StoreError> {
    let kept = sqlx::query(
        "select count(*), coalesce(sum(length(sealed)), 0) from op_quarantine
         where agency_id = ? and device_id = ? and received_at_ms > ?",
    )
    .bind(from.agency.as_bytes().as_slice())
    .bind(from.device.as_bytes().as_slice())
    .bind(now.utc_ms() - HOUR_MS)
    .fetch_one(change.db())
    .await?;
    let (count, bytes): (i64, i64) = (kept.try_get(0)?, kept.try_get(1)?);
    Ok(count >= MOST_OF_REVOKED || bytes >= MOST_BYTES_OF_REVOKED)
}
