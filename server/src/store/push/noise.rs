//! Bytes that the phone's key does not open. A phone whose own seal is broken loses nothing
//! by waiting; a thief with its token and without its key fills no disk and hides nothing
//! from supervisors.

use crate::store::{Deposit, StoreError, change::Change};
use domain::Moment;
use sqlx::Row as _;

/// Of one phone in an hour.
const MOST: i64 = 60;
const HOUR_MS: i64 = 3_600_000;
/// Seconds until it is worth trying again.
pub(super) const WAIT_S: u32 = 600;

/// Whether so much of a phone went to the quarantine lately that what does not open waits.
pub(super) async fn is_too_much(
    change: &mut Change,
    from: &Deposit,
    now: Moment,
) -> Result<bool, StoreError> {
    let kept: i64 = sqlx::query(
        "select count(*) from op_quarantine
         where agency_id = ? and device_id = ? and received_at_ms > ?",
    )
    .bind(from.agency.as_bytes().as_slice())
    .bind(from.device.as_bytes().as_slice())
    .bind(now.utc_ms() - HOUR_MS)
    .fetch_one(change.db())
    .await?
    .try_get(0)?;
    Ok(kept >= MOST)
}
