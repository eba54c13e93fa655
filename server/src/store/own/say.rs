//! What a client says, taken once, and the task that somebody has until it is answered.

use super::{Way, material, tried::Found};
use crate::{
    audit::{Action, Entry, Who},
    auth::HashedToken,
    clock,
    store::{
        Store, StoreError, assignment,
        change::{Change, Put},
        own::Shut,
        push,
        rows::{self, Kind},
    },
};
use domain::{
    Moment,
    effects::Effect,
    id::{ClientId, StaffId},
    own::client_as_author,
    record::RecordKind,
    wire::v1::{CellRecordRow, Client, OwnHeard, OwnMessage},
};

/// What became of something that a client said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It is in their file, now or since before.
    Heard(OwnHeard),
    /// Another record has its id.
    IdReused,
    /// The plan does not open.
    Shut(Shut),
}

impl Store {
    /// Takes what a client says. What was taken before is answered as it was then, whatever became of
    /// the way since: nobody is to be told that what arrived did not.
    ///
    /// # Errors
    /// Those of the database; then nothing was taken.
    pub async fn say_own(
        &self,
        pass: &HashedToken,
        message: &OwnMessage,
    ) -> Result<Said, StoreError> {
        let Some(Found { mut change, way, shut, .. }) = self.by_pass(pass).await? else {
            return Ok(Said::Shut(Shut::Unknown));
        };
        let (kind, id) = (RecordKind::ClientMessage, *message.message_id.as_bytes());
        let message_id = message.message_id;
        if let Some(body) = change.body(Kind::Record(kind), &id).await? {
            let before: CellRecordRow = serde_json::from_slice(&body)?;
            // Another client's, or one that a worker wrote, is not theirs to hear of.
            return Ok(match before.received_at {
                Some(received_at) if before.author == client_as_author(way.client) => {
                    Said::Heard(OwnHeard { message_id, received_at })
                }
                _ => Said::IdReused,
            });
        }
        if let Some(shut) = shut {
            return Ok(Said::Shut(shut));
        }
        let now = clock::now();
        let client = material::client(&mut change, way).await?;
        let owner = owner(&mut change, way, &client).await?;
        carried(&mut change, way, owner).await?;
        let language = client.languages.first().map_or("", String::as_str);
        // The client's own day, as their phone tells it, would let an old clock make it overdue.
        let here = Moment::new(now.utc_ms(), message.at.offset_min());
        let task = domain::own::task(message, way.client, owner, here.date(), language);
        let record = domain::own::record(message, way.client);
        let row = CellRecordRow::new(record, client_as_author(way.client), Some(now));
        for effect in [Effect::Record(row.into()), Effect::Task(task)] {
            if push::put_effect(&mut change, &effect).await? != Put::Inserted {
                return Ok(Said::IdReused);
            }
        }
        let entry =
            Entry::done(now.utc_ms(), Who::default(), Action::ClientSaid, (kind.word(), Some(id)));
        change.audit(entry.with(serde_json::json!({ "by": "client", "sort": message.sort })));
        change.commit().await?;
        Ok(Said::Heard(OwnHeard { message_id, received_at: now }))
    }
}

/// Who has to answer: the case manager, or whoever else carries the client; where nobody does, a
/// supervisor.
async fn owner(change: &mut Change, way: Way, client: &Client) -> Result<StaffId, StoreError> {
    let row = sqlx::query(
        "select s.staff_id from staff s
         left join case_assignment c on c.agency_id = s.agency_id and c.staff_id = s.staff_id
            and c.client_id = ?2 and c.to_seq is null
         where s.agency_id = ?1 and s.ended_at_ms is null
            and (c.client_id is not null or s.role = 'supervisor')
         order by c.client_id is null, s.staff_id <> ?3, s.staff_id limit 1",
    )
    .bind(way.agency.as_bytes().as_slice())
    .bind(way.client.as_bytes().as_slice())
    .bind(client.primary.map(|staff| staff.as_bytes().to_vec()).unwrap_or_default())
    .fetch_optional(change.db())
    .await?;
    match row {
        Some(row) => Ok(StaffId::from_bytes(rows::id(&row, 0)?)),
        // Whoever carries the client next finds it among the tasks.
        None => Ok(nobody(way.client)),
    }
}

/// Whoever has to answer has the client's file on their phone, and may. Where nobody carried the client,
/// the supervisor does from now on: words that no phone shows would be read by nobody.
async fn carried(change: &mut Change, way: Way, owner: StaffId) -> Result<(), StoreError> {
    if owner != nobody(way.client) && change.assign(owner, way.client).await?.is_some() {
        change.audit(assignment::entry(Who::default(), (owner, way.client), "began"));
    }
    Ok(())
}

const fn nobody(client: ClientId) -> StaffId {
    client_as_author(client)
}
