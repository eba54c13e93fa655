//! Carrying out what the replica says: the only place that pushes and pulls.

use super::{
    AppState, SyncPhase, deliver,
    deliver::{LIMIT_MS, jitter},
    on_call,
    phone::{Phone, phone, unseal},
    show::show,
};
use crate::{
    browser::{
        clock,
        fetch::{self, Ask},
        locks, page, service_worker,
    },
    store::StoreError,
    together::together,
};
use ::sync::{
    read_copy::{ClientFile, Unread, apply, files_touched},
    replica::{Failure, Next, OutboxChange, Phase, Pulled, Replica, SyncMark},
};
use domain::{
    id::{ClientId, OperationId},
    json,
    wire::v1::{PullPage, Push, SealedOperation},
};
use leptos::task::spawn_local;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    /// The present loss of the database has been dealt with.
    static BEGUN_AGAIN: Cell<bool> = const { Cell::new(false) };
}

/// Something happened that may be worth a sync: a note was saved, the page came
/// back, a minute is over. Runs of one tab never overlap.
pub fn wake(state: AppState) {
    if RUNNING.get() {
        AGAIN.set(true);
        return;
    }
    RUNNING.set(true);
    spawn_local(async move {
        loop {
            AGAIN.set(false);
            if let Some(phone) = phone() {
                // Nothing of the phone is held on to while another tab is at it: it may be locked.
                let run = run(state, phone);
                match locks::if_free("streetlight-sync", run).await {
                    Ok(true) => {}
                    // Another tab is at it. What was saved here since it began is not in its hands.
                    Ok(false) => {
                        clock::sleep(BUSY_MS).await;
                        continue;
                    }
                    Err(_) => state.sync.set(SyncPhase::Unreachable),
                }
            }
            if !AGAIN.get() {
                break;
            }
        }
        RUNNING.set(false);
    });
}

/// Milliseconds after which a tab looks whether another has come to the end of its sync.
const BUSY_MS: u32 = 2_000;

/// Milliseconds without an answer after which a network counts as silent.
const SILENT_AFTER_MS: i64 = 3_000;

/// The server is out of reach as far as this phone can know: no network, none of its answers since the
/// app was last looked at or since the last attempt that failed, or the present attempt has been without one too
/// long. That a next attempt is under way says nothing.
#[must_use]
pub fn is_out_of_reach(state: AppState) -> bool {
    !page::has_network()
        || state.sync.get_untracked() == SyncPhase::Unreachable
        || !fetch::was_answered()
        || fetch::unanswered_for_ms().is_some_and(|waited| waited > SILENT_AFTER_MS)
}

/// The worker asked for a sync.
pub fn now(state: AppState) {
    if let Some(phone) = phone() {
        phone.replica.borrow_mut().nudge();
    }
    wake(state);
}

/// Somebody looks at what is sent and what is not, or a minute is over while the app is in front. A
/// phone that reached nobody does not wait out its minutes then: a network that came back without the
/// browser's knowing, as behind a bad signal, is found at once.
pub fn looked_at(state: AppState) {
    // Today is drawn in a rehearsal too, whose state is gone before anything could come of it.
    if phone().is_none() {
        return;
    }
    if state.sync.get_untracked() == SyncPhase::Unreachable && page::has_network() {
        now(state);
    } else {
        wake(state);
    }
}

/// The worker asked to send again what is stuck.
pub fn retry_stuck(state: AppState) {
    if let Some(phone) = phone() {
        phone.replica.borrow_mut().retry_stuck();
    }
    wake(state);
}

/// Lets go, for good, of everything that is stuck: the worker has typed how
/// many they give up.
///
/// # Errors
/// When storage fails; then everything is still there.
pub async fn discard_stuck(state: AppState) -> Result<(), StoreError> {
    let Some(phone) = phone() else { return Ok(()) };
    let stuck: Vec<OperationId> = {
        let replica = phone.replica.borrow();
        replica.waiting().filter(|waiting| waiting.is_stuck()).map(|one| one.op_id).collect()
    };
    phone.store.discard_unsent(&stuck).await?;
    for op_id in stuck {
        phone.replica.borrow_mut().discarded(op_id);
        phone.pending.borrow_mut().remove(op_id);
    }
    show(state, &phone);
    Ok(())
}

/// Everything unsent as a file: the same sealed bytes as in a push, which only
/// the agency's server can open.
///
/// # Errors
/// When storage fails.
pub async fn sealed_copy() -> Result<Option<String>, StoreError> {
    let Some(phone) = phone() else { return Ok(None) };
    let outbox = phone.store.outbox().await?.items.into_iter();
    let operations = outbox
        .map(|item| SealedOperation { op_id: item.about.op_id, sealed: item.sealed })
        .collect();
    let push = Push { device_id: phone.profile.device_id, operations, asks: Vec::new() };
    Ok(Some(serde_json::to_string(&push).expect("a push has only text keys")))
}

/// A session is there again.
pub fn signed_in(state: AppState) {
    if let Some(phone) = phone() {
        phone.replica.borrow_mut().signed_in();
    }
    wake(state);
}

/// The browser cleared the database under an open phone. What is unsent has its
/// second copy; everything else is asked for from the beginning.
async fn begin_again(phone: &Phone) -> Result<(), StoreError> {
    let waiting = phone.store.outbox().await?.items.into_iter().map(|item| item.about).collect();
    let sent = phone.store.sent().await?.into_iter().map(|item| item.about).collect();
    phone.replica.replace(Replica::wake(waiting, sent, phone.store.mark().await?));
    Ok(())
}

/// Takes up what another tab has saved: it may be gone before it could send it,
/// and "everything is sent" has to be true of the phone, not of one tab. Says
/// whether there was anything.
async fn take_up(phone: &Phone) -> Result<bool, StoreError> {
    let pulls = phone.store.pulls().await?;
    phone.replica.borrow_mut().pulled_elsewhere(pulls);
    let mut found = false;
    let unsent = phone.store.outbox().await?;
    phone.pending.borrow_mut().put_nameless(unsent.unreadable);
    for item in unsent.items {
        let op_id = item.about.op_id;
        // What is stuck stays with the window that tells the worker, who may discard it there.
        let is_known = item.about.is_stuck()
            || phone.pending.borrow().holds(op_id)
            || phone.replica.borrow().sent().any(|sent| sent.op_id == op_id);
        if is_known {
            continue;
        }
        let operation = unseal(&phone.keys, op_id, &item.sealed).await;
        phone.pending.borrow_mut().put_waiting(&item.about, operation);
        phone.replica.borrow_mut().saved(item.about);
        found = true;
    }
    Ok(found)
}

async fn run(state: AppState, phone: Rc<Phone>) {
    let emptied = phone.store.was_emptied();
    // Once: a replica that begins again has forgotten how long it meant to wait.
    if emptied && !BEGUN_AGAIN.get() {
        if begin_again(&phone).await.is_err() {
            return state.sync.set(SyncPhase::NotKept);
        }
        state.tell(state.words().storage_emptied);
    }
    BEGUN_AGAIN.set(emptied);
    let (taken, read) = (take_up(&phone).await, read_again(&phone).await);
    match taken.and_then(|taken| Ok(taken | read?)) {
        Ok(false) => {}
        Ok(true) => show(state, &phone),
        Err(_) => return state.sync.set(SyncPhase::NotKept),
    }
    loop {
        // Locked in the meantime: what is in memory now is nobody's business.
        if !still_open(&phone) {
            return;
        }
        let next = phone.replica.borrow_mut().next(clock::now_ms());
        let step = match next {
            Next::Push { op_ids } => {
                state.sync.set(SyncPhase::Running);
                push(&phone, &op_ids).await
            }
            Next::Pull { cursor } => {
                state.sync.set(SyncPhase::Running);
                pull(&phone, cursor.as_deref()).await
            }
            Next::WaitUntil(until_ms) => {
                schedule(state, until_ms);
                break;
            }
            Next::Idle => break,
        };
        if step.is_err() {
            // Storage failed: the replica in memory no longer mirrors the disk. Nothing on
            // screen is at stake, so this is said where syncing is spoken of.
            return state.sync.set(SyncPhase::NotKept);
        }
        if still_open(&phone) {
            show(state, &phone);
        }
    }
    report(state, &phone);
    // Pictures of papers go without a session as well.
    let talks = [SyncPhase::Resting, SyncPhase::SignInNeeded, SyncPhase::Revoked];
    if talks.contains(&state.sync.get_untracked()) {
        on_call::after_sync(state);
    }
}

fn still_open(phone: &Rc<Phone>) -> bool {
    super::phone::phone().is_some_and(|open| Rc::ptr_eq(&open, phone))
}

fn report(state: AppState, phone: &Phone) {
    let status = phone.replica.borrow().status(clock::now_ms());
    state.last_sync.set(status.last_completed);
    state.server_ahead_ms.set(status.server_ahead_ms);
    state.sync.set(match status.phase {
        Phase::Idle | Phase::Pushing | Phase::Pulling => SyncPhase::Resting,
        Phase::Waiting { .. } => {
            if status.unsent > 0 {
                spawn_local(service_worker::ask_for_delivery());
            }
            SyncPhase::Unreachable
        }
        Phase::SignInNeeded => SyncPhase::SignInNeeded,
        Phase::DeviceRevoked => SyncPhase::Revoked,
        Phase::AppTooOld => {
            // What it waits for is the one thing that helps, so it need not wait for the hour.
            spawn_local(service_worker::look_for_update());
            SyncPhase::AppTooOld
        }
    });
}

/// Tries again by itself when the replica says so.
fn schedule(state: AppState, until_ms: i64) {
    let wait = u32::try_from(until_ms - clock::now_ms()).unwrap_or(0).clamp(50, 300_000);
    spawn_local(async move {
        clock::sleep(wait).await;
        wake(state);
    });
}

async fn push(phone: &Phone, op_ids: &[OperationId]) -> Result<(), StoreError> {
    let changes = deliver::push(&phone.store, &phone.profile, &phone.replica, op_ids).await?;
    store_changes(phone, &changes).await
}

async fn pull(phone: &Phone, cursor: Option<&str>) -> Result<(), StoreError> {
    let path = cursor.map_or_else(
        || "/api/v1/pull".to_owned(),
        |cursor| format!("/api/v1/pull?cursor={cursor}"),
    );
    page::mark("pull");
    let ask = Ask {
        method: "GET",
        path: &path,
        // Whoever else shares this phone may have signed in last.
        phone: Some(phone.profile.device_id.to_string()),
        limit_ms: LIMIT_MS,
        ..Ask::default()
    };
    let answer = match fetch::send(ask).await {
        Ok(answer) if answer.status == 204 => Ok(Err(answer.server_time)),
        Ok(answer) if answer.status == 200 && answer.is_json => {
            read_page(&answer.body).map(Ok).ok_or(Failure::Faulty)
        }
        Ok(answer) => Err(deliver::failure(&answer)),
        Err(error) => Err(deliver::no_answer(&error)),
    };
    match answer {
        Ok(Err(server_time)) => {
            let pulled = Pulled::NothingNew { server_time };
            let step =
                phone.replica.borrow_mut().pull_answered(clock::now_ms(), jitter(), Ok(pulled));
            let mut kept = Ok(());
            if let Some(mark) = &step.store {
                kept = phone.store.keep_mark(mark).await;
                pull_kept(phone, mark, kept.is_ok());
            }
            store_changes(phone, &step.outbox).await.and(kept)
        }
        Ok(Ok((page, unread))) => keep_page(phone, page, unread).await,
        Err(failure) => {
            let step =
                phone.replica.borrow_mut().pull_answered(clock::now_ms(), jitter(), Err(failure));
            store_changes(phone, &step.outbox).await
        }
    }
}

/// A page, and what of it only a newer app can read.
fn read_page(json: &[u8]) -> Option<(PullPage, Vec<Unread>)> {
    let (page, left_out) = json::sparing(json).ok()?;
    Some((page, left_out.into_iter().map(Unread::from).collect()))
}

/// The files that a page adds to, as they lie on the phone.
async fn files_of(
    phone: &Phone,
    clients: BTreeSet<ClientId>,
) -> Result<BTreeMap<ClientId, ClientFile>, StoreError> {
    // All at once: each would wait for the disk and for the browser's cryptography.
    let touched: Vec<_> = clients.into_iter().collect();
    let read = touched.iter().map(|client_id| phone.store.file(&phone.keys, *client_id));
    let files = together(read).await;
    touched.iter().zip(files).map(|(client_id, file)| Ok((*client_id, file?))).collect()
}

/// Reads once more what an older build of the app could not read, now that this one has started.
/// What is still unread stays as it is.
async fn read_again(phone: &Phone) -> Result<bool, StoreError> {
    let mut caseload = phone.caseload.borrow().clone();
    let before = caseload.unread.len();
    let read = (before > 0).then(|| read_page(caseload.unread_page().as_bytes())).flatten();
    let Some((mut page, unread)) = read.filter(|(_, unread)| unread.len() < before) else {
        return Ok(false);
    };
    let mut clients = files_touched(&page);
    for client in &page.clients {
        // Their plan and file came before the fact sheet could be read.
        if !caseload.clients.contains_key(&client.client_id) {
            clients.insert(client.client_id);
            let plan = phone.store.plan(&phone.keys, client.client_id).await?;
            page.crisis_plans.extend(plan);
        }
    }
    let mut files = files_of(phone, clients).await?;
    let changes = apply(page, unread, &mut caseload, &mut files);
    let mark = phone.replica.borrow().mark().clone();
    phone.store.keep_page(&phone.keys, &caseload, &files, &changes, &mark).await?;
    phone.replace_caseload(caseload);
    Ok(true)
}

/// Applies a page to the shelves it touches and stores them with the mark.
async fn keep_page(phone: &Phone, page: PullPage, unread: Vec<Unread>) -> Result<(), StoreError> {
    let mut files = BTreeMap::new();
    if !page.reset {
        files = files_of(phone, files_touched(&page)).await?;
    }
    let mut caseload = phone.caseload.borrow().clone();
    let digest = page.digest;
    let mut pulled = Pulled::page(&page, None);
    let has_more = page.has_more;
    let changes = apply(page, unread, &mut caseload, &mut files);
    if let Pulled::Page { digest_matches, .. } = &mut pulled {
        *digest_matches = digest.and_then(|digest| caseload.agrees_with(digest));
    }
    let step = phone.replica.borrow_mut().pull_answered(clock::now_ms(), jitter(), Ok(pulled));
    let mut kept = Ok(());
    if let Some(mark) = &step.store {
        kept = phone.store.keep_page(&phone.keys, &caseload, &files, &changes, mark).await;
        if kept.is_ok() {
            phone.replace_caseload(caseload);
            page::mark(if has_more { "pull: page kept" } else { "pull: all kept" });
        }
        pull_kept(phone, mark, kept.is_ok());
    }
    store_changes(phone, &step.outbox).await.and(kept)
}

/// The answer to a pull is on the phone together with its mark, or could not be written.
fn pull_kept(phone: &Phone, mark: &SyncMark, is_kept: bool) {
    if is_kept {
        phone.replica.borrow_mut().pull_stored();
        phone.pending.borrow_mut().pulled(mark);
    } else {
        phone.replica.borrow_mut().pull_not_stored(clock::now_ms(), jitter());
    }
}

/// Writes down what became of operations, and shows it even where that failed: the replica has
/// moved on, and what is laid over the read copy must follow it. Otherwise a note that a restored
/// server has lost would pass for one that the next pull brings back.
async fn store_changes(phone: &Phone, changes: &[OutboxChange]) -> Result<(), StoreError> {
    let written = phone.store.write_changes(changes).await;
    show_changes(phone, changes).await.and(written)
}

/// Lets the screens know what became of operations. What a restored server has lost shows again.
async fn show_changes(phone: &Phone, changes: &[OutboxChange]) -> Result<(), StoreError> {
    let back = phone.pending.borrow_mut().changed(changes);
    for (op_id, state) in back {
        if let Some(sealed) = phone.store.bytes(op_id).await?
            && let Some(operation) = unseal(&phone.keys, op_id, &sealed).await
        {
            phone.pending.borrow_mut().put(operation, state);
        }
    }
    Ok(())
}
