//! Reading what a phone is to be told. Which rows, and in which order, is
//! decided by `sync::feed`; this module answers its queries.

mod block;
mod cursor;
mod page;
mod query;

pub use page::Page;

use super::{Store, StoreError, rows, staff::agency_in};
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
    keys::SealBroken,
};
use domain::{id::ClientId, wire::v1::Role};
use sqlx::{Row as _, SqliteConnection};
use sync::feed::{Assignment, BadCursor, Cursor, Pull, Query};

use super::change::Change;

/// What a phone asks for.
#[derive(Debug, Clone, Copy)]
pub struct PullRequest {
    /// Where it has come to; none on a first pull, an error when unreadable.
    pub cursor: Option<Result<Cursor, BadCursor>>,
    /// Rows a page, at most.
    pub limit: usize,
    /// Bytes of bodies a page, at most, unless one row alone has more.
    pub bytes: usize,
}

impl Store {
    /// Reads the page that answers a pull, or nothing when nothing is new. Before it goes out,
    /// [`Self::record_files_sent`] writes that down.
    /// All reads see one state of the database; no writer is held.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn pull(
        &self,
        permit: &Permit,
        request: PullRequest,
    ) -> Result<Option<Page>, StoreError> {
        let agency = permit.agency();
        let mut tx = self.0.readers.begin().await?;
        let row = sqlx::query("select head_seq, content_seq from agency where agency_id = ?")
            .bind(agency.as_bytes().as_slice())
            .fetch_one(&mut *tx)
            .await?;
        let (head, content_seq): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        if let Some(Ok(cursor)) = request.cursor
            && cursor.position == sync::feed::Position::Settled
            && cursor.epoch == self.epoch()
            && cursor.since == to_u64(head)
        {
            return Ok(None);
        }
        let assignments = assignments(&mut tx, permit, head).await?;
        let begun =
            Pull::begin(request.cursor, self.epoch(), to_u64(head), &assignments, request.limit);
        let Some(mut pull) = begun else { return Ok(None) };
        let key = self.agency_key(agency).await?;
        let mut page = Page::new(agency, key, self.epoch(), self.0.damage.clone());
        page.reset = pull.is_reset();
        page.evict = pull.evict().to_vec();
        if pull.wants_agency(to_u64(content_seq)) {
            // A phone that has the last that opened keeps it.
            let damage = &self.0.damage;
            let content = agency_in(&mut tx, agency, &page.key, damage).await;
            page.agency = damage.skip(agency, "agency", agency.as_bytes(), content)?;
        }
        let mut sheets = 0;
        while let Some(mut query) = pull.next_query() {
            let room = request.bytes.saturating_sub(page.bytes());
            let mut answer = query::answer(&mut tx, agency, &query, room).await?;
            while answer.is_cut() && fewer_sheets(&mut query) {
                // One client's are together on a page, however large.
                let room = if is_one(&query) { usize::MAX } else { room };
                answer = query::answer(&mut tx, agency, &query, room).await?;
            }
            match &query {
                Query::Sheets { clients } => {
                    sheets += clients.len();
                    pull.took_sheets(clients);
                }
                Query::Files { .. } => pull.took_files(answer.counted(), answer.last_of_files()),
                Query::Changes { .. } => pull.took_changes(answer.counted(), answer.last_change()),
            }
            for (kind, id) in answer.damaged() {
                self.0.damage.note(agency, kind, id, &SealBroken.into());
            }
            page.blocks.push(answer);
        }
        page.has_more = pull.has_more();
        page.next_cursor = self.give_cursor(permit, &pull.cursor());
        let settled_before = matches!(
            request.cursor,
            Some(Ok(Cursor { position: sync::feed::Position::Settled, .. }))
        );
        // Colleagues' changes to clients of theirs move the agency's head but
        // mean nothing to this phone: it may as well keep its cursor.
        if settled_before && !page.reset && !page.has_more && page.is_empty() {
            return Ok(None);
        }
        if pull.wants_digest() {
            page.digest = query::digest(&mut tx, agency, &pull.scope(), &self.0.damage).await?;
        }
        tx.commit().await?;
        page.sheets = sheets;
        Ok(Some(page))
    }

    /// Writes down that a page goes to a phone. Whatever the cursor: one that is used again brings
    /// what it brought before.
    ///
    /// # Errors
    /// Those of the database; then the page is not to go.
    pub async fn record_files_sent(&self, permit: &Permit, page: &Page) -> Result<(), StoreError> {
        let (clients, rows) = (page.sheets, page.len());
        if rows == 0 {
            return Ok(());
        }
        let mut change = Change::begin(self, permit.agency()).await?;
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("client", None);
        let entry = Entry::done(clock::now_ms(), who, Action::FilesSent, object)
            .with(serde_json::json!({ "clients": clients, "rows": rows }));
        change.audit(entry);
        change.commit().await
    }
}

/// Half as many clients' sheets, where there are several.
fn fewer_sheets(query: &mut Query) -> bool {
    let Query::Sheets { clients } = query else { return false };
    let fewer = clients.len() / 2;
    clients.truncate(fewer.max(1));
    fewer > 0
}

fn is_one(query: &Query) -> bool {
    matches!(query, Query::Sheets { clients } if clients.len() == 1)
}

/// Rowids and sequence numbers are never negative.
pub(super) fn to_u64(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

async fn assignments(
    db: &mut SqliteConnection,
    permit: &Permit,
    head: i64,
) -> Result<Vec<Assignment>, StoreError> {
    // Administrators see no client. Whom they saw in another role leaves their phones.
    let over = (permit.role() == Role::Administrator).then_some(head);
    let rows = sqlx::query(
        "select client_id, from_seq, to_seq from case_assignment
         where agency_id = ? and staff_id = ?",
    )
    .bind(permit.agency().as_bytes().as_slice())
    .bind(permit.staff().as_bytes().as_slice())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Assignment {
                client_id: ClientId::from_bytes(rows::id(row, 0)?),
                from_seq: to_u64(row.try_get(1)?),
                to_seq: row.try_get::<Option<i64>, _>(2)?.or(over).map(to_u64),
            })
        })
        .collect()
}
