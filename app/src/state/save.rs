//! Saving: the moment after which a worker may put the phone away.

use super::{AppState, phone::phone, show::show, sync};
use crate::{
    browser::{BrowserError, clock, indexed_db::Claim, page, random},
    store::{DraftName, Kept, OutboxItem, StoreError},
    words::Words,
};
use ::sync::replica::Waiting;
use domain::{
    id::OperationId,
    operation::{Operation, Payload},
};

/// Saves what a form has finished: see [`save`]. Its draft goes in the transaction
/// that keeps the operation and what follows from it. Says how safe it is, and what was saved: under
/// other ids than the form had, where another window may have signed the same draft.
///
/// # Errors
/// When the phone could keep it in neither store; nothing is lost, the draft stays.
pub async fn save_draft(
    state: AppState,
    payload: Payload,
    also: Vec<Payload>,
    draft: DraftName,
) -> Result<(Kept, Payload), StoreError> {
    let Some(phone) = phone() else { return Err(locked()) };
    let claim = phone.store.claim(draft);
    let payload = match phone.store.is_twin(&claim).await {
        true => payload.as_another(random::parts)?,
        false => payload,
    };
    let all = [vec![payload.clone()], also].concat();
    let kept = keep(state, all, Some(claim.clone())).await?;
    phone.store.draft_gone(&claim);
    Ok((kept, payload))
}

/// Seals an operation, keeps it in both stores, shows it, and has it sent when
/// possible. When this returns it is on disk.
///
/// # Errors
/// When the phone could keep it in neither store.
pub async fn save(state: AppState, payload: Payload) -> Result<Kept, StoreError> {
    keep(state, vec![payload], None).await
}

/// The same, of several: all of them or none.
///
/// # Errors
/// When the phone could keep them in neither store.
pub async fn save_all(state: AppState, payloads: Vec<Payload>) -> Result<Kept, StoreError> {
    keep(state, payloads, None).await
}

fn locked() -> StoreError {
    BrowserError::new("the phone is locked").into()
}

async fn keep(
    state: AppState,
    payloads: Vec<Payload>,
    draft: Option<Claim>,
) -> Result<Kept, StoreError> {
    page::mark("save");
    let Some(phone) = phone() else { return Err(locked()) };
    let now = clock::now();
    let mut operations = Vec::with_capacity(payloads.len());
    let mut items = Vec::with_capacity(payloads.len());
    for payload in payloads {
        let op_id = random::id(OperationId::from_parts)?;
        let device_seq = {
            let mut last = phone.device_seq.borrow_mut();
            *last = (*last + 1).max(u64::try_from(now.utc_ms()).unwrap_or(0));
            *last
        };
        let operation = Operation::new(op_id, device_seq, now, payload);
        let sealed = phone.keys.seal_operation(op_id, &operation.to_bytes()).await?;
        items.push(OutboxItem { about: Waiting::new(&operation, &sealed, now), sealed });
        operations.push(operation);
    }
    let kept = phone.store.keep_operations(&items, draft).await?;
    page::mark("save: kept");
    for (item, operation) in items.into_iter().zip(operations) {
        phone.pending.borrow_mut().put_waiting(&item.about, Some(operation));
        phone.replica.borrow_mut().saved(item.about);
    }
    show(state, &phone);
    sync::wake(state);
    Ok(kept)
}

/// What to tell the worker after saving.
#[must_use]
pub const fn saved_words(w: &Words, kept: Kept) -> &'static str {
    match kept {
        Kept::OnDisk => w.note_saved,
        Kept::MirrorOnly => w.note_saved_keep_open,
    }
}
