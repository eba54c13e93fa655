use super::chain::Link;
use domain::id::AgencyId;
use sqlx::{Row as _, SqliteConnection};

/// What a walk along a chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Every entry follows from the one before. Number of entries, and the last hash.
    Whole(i64, [u8; 32]),
    /// This entry was altered, or one before it was taken out.
    Broken(i64),
}

/// Walks an agency's chain from its first entry.
///
/// # Errors
/// Those of the database.
pub async fn verify(
    db: &mut SqliteConnection,
    agency: AgencyId,
    key: &[u8],
) -> sqlx::Result<Finding> {
    const PAGE: i64 = 1_000;
    let (mut seq, mut head) = (0_i64, [0_u8; 32]);
    loop {
        let rows = sqlx::query(
            "select seq, at_ms, staff_id, device_id, action, object_kind, object_id, outcome,
                detail, hash
             from audit_event where agency_id = ? and seq > ? order by seq limit ?",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(seq)
        .bind(PAGE)
        .fetch_all(&mut *db)
        .await?;
        if rows.is_empty() {
            return Ok(Finding::Whole(seq, head));
        }
        for row in rows {
            let found: i64 = row.try_get(0)?;
            let staff: Option<Vec<u8>> = row.try_get(2)?;
            let device: Option<Vec<u8>> = row.try_get(3)?;
            let object: Option<Vec<u8>> = row.try_get(6)?;
            let hash = Link {
                agency: agency.as_bytes(),
                seq: found,
                at_ms: row.try_get(1)?,
                staff: staff.as_deref(),
                device: device.as_deref(),
                action: row.try_get(4)?,
                object_kind: row.try_get(5)?,
                object: object.as_deref(),
                outcome: row.try_get(7)?,
                detail: row.try_get(8)?,
            }
            .hash(key, &head);
            if found != seq + 1 || hash.as_slice() != row.try_get::<&[u8], _>(9)? {
                return Ok(Finding::Broken(found));
            }
            (seq, head) = (found, hash);
        }
    }
}
