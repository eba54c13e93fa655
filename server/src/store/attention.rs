//! How much waits for a supervisor.

use super::{Store, StoreError};
use crate::auth::Permit;
use domain::wire::v1::Attention;
use sqlx::Row as _;

impl Store {
    /// How much waits in each list of a supervisor. Unlike the lists themselves it names nobody, and
    /// that it was asked for is not written down.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn attention(&self, permit: &Permit) -> Result<Attention, StoreError> {
        let agency = permit.agency();
        let row = sqlx::query(
            "select
                (select count(*) from op_quarantine
                    where agency_id = ?1 and released_at_ms is null),
                (select count(*) from suggestion where agency_id = ?1 and settled_by is null)",
        )
        .bind(agency.as_bytes().as_slice())
        .fetch_one(&self.0.readers)
        .await?;
        let openings = self.openings_waiting(permit).await?.waiting;
        let outside = self.find_outside_reviews(agency).await?;
        let told = self.find_disclosures(agency).await?;
        let disclosures = u32::try_from(told.disclosures.len()).unwrap_or(u32::MAX);
        let reviews = u32::try_from(outside.reviews.len()).unwrap_or(u32::MAX);
        Ok(Attention {
            quarantine: row.try_get(0)?,
            openings,
            reviews: reviews.saturating_add(outside.unreadable),
            disclosures: disclosures.saturating_add(told.unreadable),
            suggestions: row.try_get(1)?,
            damaged: self.damaged_rows(agency),
        })
    }
}
