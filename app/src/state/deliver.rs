//! Delivering what waits in an outbox. It needs no key: sealed bytes go as they
//! lie, under the phone's deposit token. So a locked or signed-out phone
//! delivers by the same path as an open one, and so does the outbox of the
//! worker who used this phone before.

use super::{AppState, phone::phone};
use crate::{
    browser::{
        BrowserError, clock,
        fetch::{self, Answer, Ask},
        locks, random,
    },
    store::{Profile, Profiles, Store, StoreError, pictures_wait},
};
use ::sync::replica::{Failure, Next, OutboxChange, Replica};
use domain::{
    id::OperationId,
    json,
    wire::v1::{Push, PushAnswer, Refusal, SealedOperation},
};
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};

/// Milliseconds a pull may take, and a push of few words; past that the attempt has failed.
pub const LIMIT_MS: i32 = 20_000;

/// Bytes of a push for which a poor line has a further millisecond.
const BYTES_A_MS: usize = 4;

/// Posts these operations and takes the receipts. What they mean is the caller's to write down.
///
/// # Errors
/// When the operations cannot be read; then everything is still where it was.
pub async fn push(
    store: &Store,
    profile: &Profile,
    replica: &RefCell<Replica>,
    op_ids: &[OperationId],
) -> Result<Vec<OutboxChange>, StoreError> {
    let mut operations = Vec::with_capacity(op_ids.len());
    let mut settled = Vec::new();
    for op_id in op_ids {
        if let Some(sealed) = store.sealed(*op_id).await? {
            operations.push(SealedOperation { op_id: *op_id, sealed });
        } else if let Some(receipt) = store.receipt(*op_id).await? {
            // Somebody else was faster, another tab or the locked screen; or the receipt is of a
            // history that is over, and the app was killed before it wrote that down.
            match replica.borrow_mut().settled_elsewhere(receipt.about) {
                Some(change) => settled.push(change),
                None => operations.push(SealedOperation { op_id: *op_id, sealed: receipt.sealed }),
            }
        }
    }
    if operations.is_empty() && !settled.is_empty() {
        return Ok(settled);
    }
    let asks = replica.borrow().asks();
    let body = Push { device_id: profile.device_id, operations, asks };
    let json = serde_json::to_string(&body).expect("a push has only text keys");
    let more = i32::try_from(json.len() / BYTES_A_MS).unwrap_or_default();
    let ask = Ask {
        method: "POST",
        path: "/api/v1/push",
        json: Some(json),
        authorization: Some(format!("Deposit {}", profile.deposit_token)),
        limit_ms: LIMIT_MS.saturating_add(more),
        ..Ask::default()
    };
    let answer = read(fetch::send(ask).await);
    let changes = replica.borrow_mut().push_answered(clock::now_ms(), jitter(), answer);
    settled.extend(changes);
    Ok(settled)
}

fn read(answer: Result<Answer, BrowserError>) -> Result<PushAnswer, Failure> {
    let answer = answer.map_err(|error| no_answer(&error))?;
    match answer.status {
        // A receipt that only a newer app understands settles nothing, and leaves the others alone.
        200 if answer.is_json => {
            json::sparing(&answer.body).map(|(answer, _)| answer).map_err(|_| Failure::Faulty)
        }
        _ => Err(failure(&answer)),
    }
}

/// What it means that no answer came.
#[must_use]
pub fn no_answer(error: &BrowserError) -> Failure {
    if error.is_timeout() { Failure::TimedOut } else { Failure::Unreachable }
}

/// What an answer means that is not a success.
#[must_use]
pub fn failure(answer: &Answer) -> Failure {
    let code = json::from_slice::<Refusal>(&answer.body).map(|refusal| refusal.code);
    Failure::of(answer.status, answer.is_json, &code.unwrap_or_default(), answer.retry_after)
}

/// Any number, for backing off at different moments than other phones.
#[must_use]
pub fn jitter() -> u64 {
    random::bytes::<8>().map_or(0, u64::from_le_bytes)
}

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
}

/// Delivers the outboxes of every enrolment on this phone that is not open. A network that comes back
/// while a round finds none has it look once more.
pub fn closed_outboxes(state: AppState) {
    AGAIN.set(true);
    if RUNNING.replace(true) {
        return;
    }
    spawn_local(async move {
        while AGAIN.replace(false) {
            // From a chunk, because it is of no use where that cannot be had: without a network.
            let work = (state.chunks.deliver_closed)(state);
            // Another tab at it is as good; a browser that refuses tries at the next tick.
            let _ran = locks::if_free("streetlight-deliver", work).await;
            // What no note waits for comes behind them, from its chunk.
            if pictures_wait() {
                let _sent = (state.chunks.ask_after_sync)(state).await;
            }
        }
        RUNNING.set(false);
    });
}

/// Delivers for each enrolment that is not open, and says how much of the one shown is left. Belongs to
/// the chunk `account`.
pub async fn each_closed(state: AppState) {
    let Ok(profiles) = Profiles::open().await else { return };
    let Ok((all, _)) = profiles.all().await else { return };
    for profile in all {
        let open = phone().is_some_and(|phone| phone.profile.device_id == profile.device_id);
        if !open && let Ok(left) = one_outbox(&profile).await {
            let shown = state.profile.try_get_untracked().flatten();
            if shown.is_some_and(|shown| shown.device_id == profile.device_id) {
                // The lock may be gone by now; then nobody asks.
                let _told = state.waiting_while_locked.try_set(left);
            }
        }
    }
}

/// Delivers what waits for one enrolment; answers how many are left.
async fn one_outbox(profile: &Profile) -> Result<usize, StoreError> {
    let store = Store::open(profile.device_id).await?;
    // What was there for a turn goes when the turn is over, locked or not. Delivering does
    // not wait for it: the next round tries again.
    let _gone = store.drop_past_turn(clock::now()).await;
    let unsent = store.outbox().await?;
    let waiting: Vec<_> = unsent.items.into_iter().map(|item| item.about).collect();
    if waiting.is_empty() {
        return Ok(unsent.unreadable);
    }
    let sent = store.sent().await?.into_iter().map(|item| item.about).collect();
    let replica = Replica::wake(waiting, sent, store.mark().await?);
    let mut replica = replica.asked_to_wait(store.asked().await?);
    replica.locked();
    let replica = RefCell::new(replica);
    loop {
        let next = replica.borrow_mut().next(clock::now_ms());
        match next {
            Next::Push { op_ids } if !op_ids.is_empty() => {
                let changes = push(&store, profile, &replica, &op_ids).await?;
                store.write_changes(&changes).await?;
            }
            _ => break,
        }
    }
    let left = replica.borrow().waiting().count();
    Ok(left + unsent.unreadable)
}
