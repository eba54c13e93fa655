//! Service plans with a line that is to be reviewed sooner or later than the rule says.

use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
    keys::SealKey,
    store::{
        Store, StoreError,
        change::Change,
        rows::{self, Kind, Place},
    },
};
use domain::{
    document::{DocumentKind, Version, service_plan},
    id::{AgencyId, ClientId},
    wire::v1::{Client, OutsideReview, OutsideReviews},
};
use sqlx::{Row as _, sqlite::SqliteRow};

impl Store {
    /// Every such line of the agency's plans in force, the next review first. A plan that does not
    /// open is counted and left out: it keeps no other from being seen. That they were listed is
    /// written down.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn outside_reviews(&self, permit: &Permit) -> Result<OutsideReviews, StoreError> {
        let agency = permit.agency();
        let OutsideReviews { mut reviews, unreadable } = self.find_outside_reviews(agency).await?;
        reviews.sort_by_key(|one| (one.review, one.client_id));
        let who = Who { staff: Some(permit.staff()), device: None };
        let listed = serde_json::json!({ "lines": reviews.len(), "unreadable": unreadable });
        let object = (DocumentKind::ServicePlan.word(), None);
        // Only what is written down holds the writer.
        let mut change = Change::begin(self, agency).await?;
        let entry = Entry::done(clock::now_ms(), who, Action::OutsideReviewsListed, object);
        change.audit(entry.with(listed));
        change.commit().await?;
        Ok(OutsideReviews { reviews, unreadable })
    }

    /// The same in no order, for counting: nothing of it is shown to anybody.
    pub(in crate::store) async fn find_outside_reviews(
        &self,
        agency: AgencyId,
    ) -> Result<OutsideReviews, StoreError> {
        let key = self.agency_key(agency).await?;
        let found = sqlx::query(
            "select p.document_id, p.client_id, p.body, c.body
             from document p join document c on c.agency_id = p.agency_id and c.kind = 'client'
                and c.document_id = p.client_id
             where p.agency_id = ? and p.kind = ?",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(DocumentKind::ServicePlan.word())
        .fetch_all(&self.0.readers)
        .await?;
        let (mut reviews, mut unreadable) = (Vec::new(), 0);
        for row in &found {
            match outside(agency, &key, row) {
                Ok(lines) => reviews.extend(lines),
                Err(error) => {
                    unreadable += 1;
                    let id = rows::id(row, 0).unwrap_or_default();
                    self.0.damage.note(agency, DocumentKind::ServicePlan.word(), &id, &error);
                }
            }
        }
        Ok(OutsideReviews { reviews, unreadable })
    }
}

fn outside(
    agency: AgencyId,
    key: &SealKey,
    row: &SqliteRow,
) -> Result<Vec<OutsideReview>, StoreError> {
    let (id, client) = (rows::id(row, 0)?, rows::id(row, 1)?);
    let client_id = ClientId::from_bytes(client);
    let at = |kind: &'static str, id| Place { agency, kind, id, client: client_id, version: None };
    let plan = at(DocumentKind::ServicePlan.word(), &id).open(key, row.try_get(2)?)?;
    let plan = Version::read(DocumentKind::ServicePlan, &plan)?;
    let sheet = at(Kind::CLIENT.word(), &client).open(key, row.try_get(3)?);
    let sheet = sheet.map_err(|error| error.in_row(Kind::CLIENT.word(), &client))?;
    let sheet: Client = serde_json::from_slice(&sheet)?;
    Ok(service_plan::outside(&plan, &sheet))
}
