//! Taking what phones deliver. What becomes of an operation is decided by
//! `sync::ingest`; this module reads the facts and carries out the verdict.

mod closing;
mod doubt;
mod noise;
mod opened;
mod release;
mod run;
mod statements;
mod told;

use closing::close_task;
use opened::Opened;
pub(super) use opened::read;
pub(super) use release::hindrance;

use super::{
    Deposit, Store, StoreError,
    change::{Change, Put, Row},
    directory, disclosure, document, on_call, own,
    rows::{self, Kind},
};
use crate::{
    audit::{Action, Column, Entry, Who},
    clock,
};
use domain::{
    Moment,
    effects::{Effect, effects},
    id::{OperationId, StaffId},
    operation::{Operation, Payload},
    record::Target,
    wire::v1::{
        LookupReason, PUSH_MAX_OPERATIONS, QuarantineCode, Receipt, ReceiptOutcome, SealedOperation,
    },
};
use serde_json::json;
use sqlx::{Row as _, sqlite::SqliteRow};
use sync::ingest::{self, Facts, Remembered};

impl Store {
    /// Takes what a phone delivers: one transaction, a savepoint an operation,
    /// one receipt each, in order. When this returns, the receipts are durable.
    ///
    /// # Errors
    /// When the database fails; then nothing was taken, and the phone is to try again.
    pub async fn push(
        &self,
        from: &Deposit,
        operations: Vec<SealedOperation>,
    ) -> Result<Vec<Receipt>, StoreError> {
        if operations.is_empty() {
            return Ok(Vec::new());
        }
        let now = clock::now();
        let key = self.agency_key(from.agency).await?;
        // A server that serves nobody else just now has a processor to spare.
        let alone = self.0.writer.num_idle() > 0;
        let opened = opened::all(from, &key, operations, now, alone).await?;
        let clients = run::clients_of(opened.iter().filter(|opened| opened.ready.is_some()));
        let (mut change, own) = Change::begin_with(self, from.agency, |sql| {
            statements::count_own(sql, from.agency, from.staff, &clients);
        })
        .await?;
        let all_own = usize::try_from(own) == Ok(clients.len());
        let mut receipts = Vec::with_capacity(opened.len());
        for run in runs(&opened) {
            let plain = run.iter().all(|opened| opened.ready.is_some());
            if plain && run::take(&mut change, from, run, all_own, receipts.is_empty(), now).await?
            {
                receipts.extend(run.iter().map(|opened| opened.receipt(now)));
                continue;
            }
            for operation in run {
                let taken = take(self, &mut change, from, operation, now).await;
                receipts.push(or_put_off(&change, operation, taken, now)?);
            }
        }
        change.commit().await?;
        Ok(receipts)
    }

    /// The present word on operations that a phone delivered and asks about; none
    /// for those that are not its own.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn receipts(
        &self,
        from: &Deposit,
        op_ids: &[OperationId],
    ) -> Result<Vec<Receipt>, StoreError> {
        let mut receipts = Vec::with_capacity(op_ids.len());
        for op_id in op_ids {
            let row = sqlx::query(
                "select hash, quarantined, received_at_ms, op_id from operation
                 where agency_id = ? and op_id = ? and device_id = ?",
            )
            .bind(from.agency.as_bytes().as_slice())
            .bind(op_id.as_bytes().as_slice())
            .bind(from.device.as_bytes().as_slice())
            .fetch_optional(&self.0.readers)
            .await?;
            let Some(row) = row else { continue };
            let (known, received_at) = match remembered_in(&row) {
                Ok(remembered) => remembered,
                // The phone goes on without a word on this one.
                Err(error) if error.is_damage() => {
                    tracing::error!(op_id = %op_id, %error, "an operation cannot be answered for");
                    continue;
                }
                Err(error) => return Err(error),
            };
            if let Some(outcome) = ingest::repeat(known.hash, Some(known)) {
                receipts.push(Receipt { op_id: *op_id, hash: known.hash, outcome, received_at });
            }
        }
        Ok(receipts)
    }
}

/// The receipt of an operation. Nothing was written of one that meets a damaged row, or that is too
/// much for one push. The phone keeps it and sends it again, and the others do not wait.
fn or_put_off(
    change: &Change,
    operation: &Opened,
    taken: Result<Receipt, StoreError>,
    now: Moment,
) -> Result<Receipt, StoreError> {
    let id = operation.sealed.op_id.as_bytes();
    match taken {
        Err(StoreError::TooMuch) => Ok(operation.put_off(opened::AT_ONCE_S, now)),
        taken => {
            let taken = change.damage.skip(change.agency, "operation", id, taken)?;
            Ok(taken.unwrap_or_else(|| operation.put_off(opened::MENDED_S, now)))
        }
    }
}

/// Neighbours that may go the short way together; a statement holds so many and no more.
fn runs(opened: &[Opened]) -> Vec<&[Opened]> {
    let runs = opened.chunk_by(|one, next| one.ready.is_some() && next.ready.is_some());
    runs.flat_map(|run| run.chunks(PUSH_MAX_OPERATIONS)).collect()
}

async fn take(
    store: &Store,
    change: &mut Change,
    from: &Deposit,
    opened: &Opened,
    now: Moment,
) -> Result<Receipt, StoreError> {
    let op_id = opened.sealed.op_id;
    let receipt = |hash, outcome, received_at| Receipt { op_id, hash, outcome, received_at };
    let known = remembered(change, op_id).await?;
    let same = known.is_some_and(|(known, _)| known.hash == opened.hash);
    let is_too_much = match from.revoked {
        _ if same => false,
        Some(_) if noise::is_too_much_of_revoked(change, from, now).await? => true,
        _ => opened.is_noise() && noise::is_too_much(change, from, now).await?,
    };
    if is_too_much {
        return Ok(opened.put_off(noise::WAIT_S, now));
    }
    if let Some((remembered, since)) = known
        && let Some(outcome) = ingest::repeat(opened.hash, Some(remembered))
    {
        if remembered.hash != opened.hash {
            // Noise is counted by its word, under whatever id it comes.
            let reused = QuarantineCode::IdReused;
            let code = if opened.is_noise() { QuarantineCode::SealBroken } else { reused };
            keep(change, from, opened, code, now).await?;
        }
        return Ok(receipt(remembered.hash, outcome, since));
    }
    if opened.is_look() && !store.0.looks.take(from.staff, now.utc_ms()) {
        return Ok(opened.put_off(noise::WAIT_S, now));
    }
    let verdict = match (&opened.read, from.revoked) {
        (Err(code @ QuarantineCode::SealBroken), _) | (Err(code), None) => Err(*code),
        (_, Some(_)) => Err(QuarantineCode::DeviceRevoked),
        (Ok(operation), None) => {
            let facts = facts(change, Some(from.staff), operation).await?;
            match ingest::judge(operation, &facts) {
                Ok(()) => try_apply(change, from, operation, now).await?,
                Err(code) => Err(code),
            }
        }
    };
    let told = verdict.err().and_then(|code| told::told(opened.read.as_ref().ok(), code));
    remember(change, from, opened, told, now).await?;
    let outcome = match verdict {
        Ok(outcome) => outcome,
        Err(code) => {
            keep(change, from, opened, code, now).await?;
            told.map_or(ReceiptOutcome::Applied, |code| ReceiptOutcome::Quarantined { code })
        }
    };
    Ok(receipt(opened.hash, outcome, now))
}

async fn remembered(
    change: &mut Change,
    op_id: OperationId,
) -> Result<Option<(Remembered, Moment)>, StoreError> {
    let agency = change.agency;
    let row = sqlx::query(
        "select hash, quarantined, received_at_ms, op_id from operation
         where agency_id = ? and op_id = ?",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(op_id.as_bytes().as_slice())
    .fetch_optional(change.db())
    .await?;
    row.as_ref().map(remembered_in).transpose()
}

/// Hash, quarantine code and time of an operation, from the first three columns.
fn remembered_in(row: &SqliteRow) -> Result<(Remembered, Moment), StoreError> {
    let quarantined = row.try_get::<Option<&str>, _>(1)?.map(parse_code).transpose()?;
    let remembered = Remembered { hash: rows::hash(row, 0)?, quarantined };
    Ok((remembered, Moment::new(row.try_get(2)?, 0)))
}

/// What the server knows about an operation. It counts as assigned when `author`
/// carries the client; with none, when anybody does.
pub(super) async fn facts(
    change: &mut Change,
    author: Option<StaffId>,
    operation: &Operation,
) -> Result<Facts, StoreError> {
    let (table, kind, id) = match operation.payload.target() {
        Some(Target::Record(kind, id)) => ("record", kind.word(), id),
        Some(Target::Document(kind, id)) => ("document", kind.word(), id),
        Some(Target::Task(id)) => ("task", "task", id),
        None => ("none", "", [0; 16]),
    };
    let agency = change.agency;
    let row = sqlx::query(
        "select
            exists (select 1 from client where agency_id = ?1 and client_id = ?2),
            exists (select 1 from case_assignment
                where agency_id = ?1 and (?3 is null or staff_id = ?3) and client_id = ?2
                    and to_seq is null),
            case ?4
                when 'record' then exists (select 1 from record
                    where agency_id = ?1 and kind = ?6 and record_id = ?5 and client_id = ?2)
                when 'task' then exists (select 1 from task
                    where agency_id = ?1 and task_id = ?5 and client_id = ?2)
                -- No other client's; a new one is known by nobody.
                when 'document' then not exists (select 1 from document
                    where agency_id = ?1 and kind = ?6 and document_id = ?5 and client_id <> ?2)
                else 1
            end",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(operation.client_id().as_bytes().as_slice())
    .bind(author.map(|staff| staff.as_bytes().to_vec()))
    .bind(table)
    .bind(id.as_slice())
    .bind(kind)
    .fetch_one(change.db())
    .await?;
    Ok(Facts {
        client_known: row.try_get(0)?,
        assigned: row.try_get(1)?,
        target_known: row.try_get(2)?,
    })
}

/// Applies an operation inside a savepoint. A row that the tables refuse goes
/// to the quarantine like any other bad field; it does not spoil the push.
async fn try_apply(
    change: &mut Change,
    from: &Deposit,
    operation: &Operation,
    received_at: Moment,
) -> Result<Result<ReceiptOutcome, QuarantineCode>, StoreError> {
    let mark = change.savepoint().await?;
    match apply(change, from, operation, received_at).await {
        Ok(Ok(outcome)) => {
            change.release().await?;
            Ok(Ok(outcome))
        }
        Ok(Err(code)) => {
            change.undo(mark).await?;
            Ok(Err(code))
        }
        Err(error) if error.is_constraint() => {
            change.undo(mark).await?;
            Ok(Err(QuarantineCode::FieldInvalid))
        }
        Err(error) if error.is_damage() || matches!(error, StoreError::TooMuch) => {
            change.undo(mark).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

async fn apply(
    change: &mut Change,
    from: &Deposit,
    operation: &Operation,
    received_at: Moment,
) -> Result<Result<ReceiptOutcome, QuarantineCode>, StoreError> {
    let mut outcome = ReceiptOutcome::Applied;
    let mut made = effects(operation, from.staff, Some(received_at));
    doubt::mark(change, operation.client_id(), &mut made, received_at).await?;
    // Nothing else does the task that a client's message is.
    let answers = operation.payload.answers_a_message();
    let is_note = operation.payload.record().is_some();
    for effect in made {
        let free = match &effect {
            Effect::Record(row) if row.kind().is_nobodys() => {
                directory::signed(change, row).await? == Put::Inserted
            }
            Effect::Record(row) => {
                let free = put_effect(change, &effect).await? == Put::Inserted;
                if free && row.leaves_open_what_was_told() {
                    let id = row.record().id();
                    disclosure::left_open(change, id, effect.client_id(), received_at).await?;
                }
                if free {
                    own::took_effect(change, row, from.staff).await?;
                }
                free
            }
            Effect::Client(client) => {
                let id = client.client_id.as_bytes();
                let free = put_new(change, Kind::CLIENT, id, &effect, &serde_json::to_vec(client)?)
                    .await?;
                change.assign(from.staff, client.client_id).await?;
                free
            }
            Effect::Task(_) => put_effect(change, &effect).await? == Put::Inserted,
            Effect::TaskClosed(closed) => {
                close_task(change, closed, answers, is_note).await?;
                true
            }
            Effect::Document(edit) => {
                match document::save(change, edit).await? {
                    Ok(saved) => outcome = saved,
                    Err(code) => return Ok(Err(code)),
                }
                true
            }
            Effect::Lookup(lookup) if lookup.reason == LookupReason::OnCall => {
                on_call::opened(change, from.staff, lookup, received_at).await?
            }
            Effect::Lookup(_) => true,
        };
        if !free {
            return Ok(Err(QuarantineCode::IdReused));
        }
    }
    change.audit(audit_entry(from, operation, clock::now()));
    Ok(Ok(outcome))
}

/// Puts the record or the task that an effect is, unless one is there under its id.
pub(super) async fn put_effect(change: &mut Change, effect: &Effect) -> Result<Put, StoreError> {
    let (kind, id, body) = match effect {
        Effect::Record(row) => (Kind::Record(row.kind()), row.record().id(), row.to_json()),
        Effect::Task(task) => (Kind::Task, *task.task_id.as_bytes(), serde_json::to_vec(task)?),
        _ => return Ok(Put::Unchanged),
    };
    Ok(match put_new(change, kind, &id, effect, &body).await? {
        true => Put::Inserted,
        false => Put::Kept,
    })
}

/// Puts a row that must not be there yet; says whether its id was free.
/// What is signed never changes, whatever arrives under its id later.
async fn put_new(
    change: &mut Change,
    kind: Kind,
    id: &[u8; 16],
    effect: &Effect,
    body: &[u8],
) -> Result<bool, StoreError> {
    if change.body(kind, id).await?.is_some() {
        return Ok(false);
    }
    let row = Row { kind, id, client: effect.client_id(), body, version: None };
    Ok(change.put(&row).await? == Put::Inserted)
}

fn audit_entry(from: &Deposit, operation: &Operation, now: Moment) -> Entry {
    let (object, id) = operation.payload.object();
    let detail = match &operation.payload {
        Payload::CrisisPlanOpened(lookup) => json!({
            "lookup_id": lookup.lookup_id,
            "phone_time": lookup.at,
            "offline": lookup.offline,
            "reason": lookup.reason,
            "why": lookup.why,
            "version": lookup.version,
        }),
        _ => json!({ "phone_time": operation.occurred_at }),
    };
    let action = Action::Pushed(operation.payload.kind());
    Entry::done(now.utc_ms(), who(from), action, (object, Some(id))).with(detail)
}

const fn who(from: &Deposit) -> Who {
    Who { staff: Some(from.staff), device: Some(from.device) }
}

async fn remember(
    change: &mut Change,
    from: &Deposit,
    opened: &Opened,
    code: Option<QuarantineCode>,
    now: Moment,
) -> Result<(), StoreError> {
    let agency = change.agency;
    sqlx::query(
        "insert into operation (agency_id, op_id, device_id, hash, received_at_ms, quarantined)
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(opened.sealed.op_id.as_bytes().as_slice())
    .bind(from.device.as_bytes().as_slice())
    .bind(opened.hash.as_bytes().as_slice())
    .bind(now.utc_ms())
    .bind(code.map(code_word))
    .execute(change.db())
    .await?;
    change.wrote("operation", [Column::bytes(opened.sealed.op_id.as_bytes())]);
    Ok(())
}

/// Keeps an operation byte for byte for a supervisor; once, however often it comes.
async fn keep(
    change: &mut Change,
    from: &Deposit,
    opened: &Opened,
    code: QuarantineCode,
    now: Moment,
) -> Result<(), StoreError> {
    let agency = change.agency;
    let kept = sqlx::query(
        "insert into op_quarantine (agency_id, op_id, hash, device_id, code, sealed, received_at_ms)
         values (?, ?, ?, ?, ?, ?, ?)
         on conflict do nothing",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(opened.sealed.op_id.as_bytes().as_slice())
    .bind(opened.hash.as_bytes().as_slice())
    .bind(from.device.as_bytes().as_slice())
    .bind(code_word(code))
    .bind(opened.sealed.sealed.as_slice())
    .bind(now.utc_ms())
    .execute(change.db())
    .await?;
    if kept.rows_affected() > 0 {
        let (id, hash) = (opened.sealed.op_id.as_bytes(), opened.hash.as_bytes());
        change.wrote("op_quarantine", [Column::bytes(id), Column::bytes(hash)]);
        let object = ("operation", Some(*opened.sealed.op_id.as_bytes()));
        let entry = Entry {
            outcome: code_word(code),
            ..Entry::done(now.utc_ms(), who(from), Action::OperationQuarantined, object)
        };
        change.audit(entry);
    }
    Ok(())
}

pub(super) const fn code_word(code: QuarantineCode) -> &'static str {
    match code {
        QuarantineCode::SealBroken => "seal_broken",
        QuarantineCode::Unreadable => "unreadable",
        QuarantineCode::SchemaUnknown => "schema_unknown",
        QuarantineCode::FieldInvalid => "field_invalid",
        QuarantineCode::ClientUnknown => "client_unknown",
        QuarantineCode::NotAssigned => "not_assigned",
        QuarantineCode::DeviceRevoked => "device_revoked",
        QuarantineCode::IdReused => "id_reused",
        QuarantineCode::TargetUnknown => "target_unknown",
        // Only ever read from a newer server; this one has a name for each of its own.
        QuarantineCode::Unknown => "unknown",
    }
}

pub(super) fn parse_code(word: &str) -> Result<QuarantineCode, StoreError> {
    let code = serde_json::from_value(serde_json::Value::from(word))?;
    if code == QuarantineCode::Unknown {
        let error: serde_json::Error = serde::de::Error::custom("an unknown quarantine code");
        return Err(error.into());
    }
    Ok(code)
}
