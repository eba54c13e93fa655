//! Sending pages, a part at a time, behind everything that somebody wrote. A locked or signed-out phone
//! sends by the same way as an open one: parts go as they lie, under its deposit token.

use super::{HINDERED, changed, open_phone, waits};
use crate::{
    browser::{clock, locks, page, upload},
    state::{
        AppState,
        deliver::{jitter, no_answer},
        file::load_file,
        phone::{Phone, phone},
    },
    store::{
        DraftName, FormKind, Papers, Profile, Profiles, Store, StoreError, keep_pictures_asked,
        pictures_asked, say_pictures_wait,
    },
};
use ::sync::{
    papers::{After, KeptPage, Next, NotTaken, PageState, Sender},
    replica::Failure,
};
use domain::{
    id::{ClientId, PageId},
    json,
    record::{
        RecordKind,
        paper::{self, Page},
    },
    wire::v1::{PageTaken, Refusal},
};
use leptos::task::spawn_local;
use std::{cell::Cell, rc::Rc};

/// Milliseconds a part may take: the server gives up after as long.
const LIMIT_MS: i32 = 60_000;
/// Milliseconds after which a round looks whether anything changed while it waits.
const LOOK_MS: u32 = 1_000;
/// One tab sends at a time.
const LOCK: &str = "streetlight-papers";

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
}

/// Something happened that may be worth a try: a sync came to its end, a paper was signed. Rounds of one
/// tab never overlap.
pub fn wake(app: AppState) {
    AGAIN.set(true);
    if RUNNING.replace(true) {
        return;
    }
    spawn_local(async move {
        while AGAIN.replace(false) {
            let Some(phone) = open_phone() else { break };
            // Another tab at it is as good; a browser that refuses tries at the next sync.
            let _ran = locks::if_free(LOCK, round(app, phone)).await;
        }
        RUNNING.set(false);
    });
}

async fn round(app: AppState, phone: Rc<Phone>) {
    let Ok(store) = Papers::open(phone.profile.device_id).await else { return };
    if tidy(app, &phone, &store).await.is_err() {
        return;
    }
    let goes_on = || phone.is_open();
    // What was written goes first; the sync that sends it comes back here.
    let goes_first = || phone.replica.borrow().waiting().any(|waiting| !waiting.is_stuck());
    let _later = send(&store, &phone.profile, &goes_on, &goes_first, true).await;
}

/// Delivers the pages of every enrolment on this phone that is not open.
pub async fn deliver_closed() {
    if RUNNING.replace(true) {
        return;
    }
    let _ran = locks::if_free(LOCK, async {
        let Ok(profiles) = Profiles::open().await else { return };
        let Ok((all, _)) = profiles.all().await else { return };
        for profile in all {
            let device = profile.device_id;
            let closed = || phone().is_none_or(|phone| phone.profile.device_id != device);
            if closed() {
                // What fails is tried again with the next round.
                let _later = closed_pages(&profile, &closed).await;
            }
        }
    })
    .await;
    RUNNING.set(false);
}

async fn closed_pages(profile: &Profile, closed: &dyn Fn() -> bool) -> Result<(), StoreError> {
    let store = Papers::open(profile.device_id).await?;
    if !store.pages().await?.iter().any(KeptPage::is_unsent) {
        return Ok(());
    }
    if !Store::open(profile.device_id).await?.outbox().await?.items.is_empty() {
        return Ok(());
    }
    send(&store, profile, closed, &|| false, false).await
}

/// Sends until everything is sent, something goes first, or nothing may go on; waits between tries only
/// where it `may_wait`.
async fn send(
    store: &Papers,
    profile: &Profile,
    goes_on: &dyn Fn() -> bool,
    goes_first: &dyn Fn() -> bool,
    may_wait: bool,
) -> Result<(), StoreError> {
    let device = profile.device_id;
    let mut sender = Sender::default().asked_to_wait(pictures_asked(device));
    while goes_on() && !goes_first() {
        if AGAIN.replace(false) {
            sender.hurry();
        }
        let pages = store.pages().await?;
        say_pictures_wait(device, pages.iter().any(KeptPage::is_unsent));
        match sender.next(&pages, clock::now_ms()) {
            Next::Idle => break,
            Next::WaitUntil(_) if !may_wait => break,
            Next::WaitUntil(_) => clock::sleep(LOOK_MS).await,
            Next::Send(..) if !page::has_network() => {
                if !may_wait {
                    break;
                }
                clock::sleep(LOOK_MS).await;
            }
            Next::Send(id, part) => {
                let Some(page) = pages.into_iter().find(|page| page.page_id == id) else { break };
                let answer = part_sent(store, profile, id, part).await?;
                let asked = sender.asked();
                let after = sender.answered(clock::now_ms(), jitter(), page, answer);
                if sender.asked() != asked {
                    keep_pictures_asked(device, sender.asked());
                }
                HINDERED.set(sender.hindered);
                write_down(store, after).await?;
                changed();
            }
        }
    }
    Ok(())
}

async fn part_sent(
    store: &Papers,
    profile: &Profile,
    id: PageId,
    part: u32,
) -> Result<Result<PageTaken, NotTaken>, StoreError> {
    // A page without its parts can never be sent: it is for somebody to look at.
    let Some(sealed) = store.part(id, part).await? else { return Ok(Err(NotTaken::Refused)) };
    let path = format!("/api/v1/papers/pages/{id}/parts/{part}");
    let authorization = format!("Deposit {}", profile.deposit_token);
    let answer = match upload::put(&path, &authorization, &sealed, LIMIT_MS).await {
        Ok(answer) => answer,
        Err(error) => return Ok(Err(NotTaken::Failed(no_answer(&error)))),
    };
    Ok(match answer.status {
        200 if answer.is_json => {
            json::from_slice(&answer.body).map_err(|_| NotTaken::Failed(Failure::Faulty))
        }
        status => {
            let code = json::from_slice::<Refusal>(&answer.body).map(|refusal| refusal.code);
            let code = code.unwrap_or_default();
            Err(NotTaken::of(status, answer.is_json, &code, answer.retry_after))
        }
    })
}

/// Writes down what became of a page. Whether it is to stay may have been changed meanwhile.
async fn write_down(store: &Papers, after: After) -> Result<(), StoreError> {
    match after {
        After::Stays(page) => {
            let id = page.page_id;
            store.revise(id, move |lies| KeptPage { pinned: lies.pinned, ..page.clone() }).await
        }
        After::Gone(id) => {
            let pages = store.pages().await?;
            match pages.iter().find(|page| page.page_id == id) {
                Some(page) if page.pinned => {
                    let at_server =
                        |lies| KeptPage { state: PageState::AtServer, taken: Vec::new(), ..lies };
                    store.revise(id, at_server).await
                }
                Some(page) => store.remove(page).await,
                None => Ok(()),
            }
        }
    }
}

/// Has those wait whose record was signed before that could be written down; removes those of forms
/// that are gone, and what was kept of clients who are not this worker's any more.
async fn tidy(app: AppState, phone: &Phone, store: &Papers) -> Result<(), StoreError> {
    let pages = store.pages().await?;
    let mut of_forms: Vec<(ClientId, Vec<KeptPage>)> = Vec::new();
    for page in pages {
        match page.state {
            PageState::Held => {
                match of_forms.iter_mut().find(|(client_id, _)| *client_id == page.client_id) {
                    Some((_, held)) => held.push(page),
                    None => of_forms.push((page.client_id, vec![page])),
                }
            }
            PageState::AtServer => {
                let carries = phone.caseload.borrow().clients.contains_key(&page.client_id);
                // Until everything is fetched nobody knows whom this worker carries.
                let whole = app.whole.get_untracked();
                if !carries && whole {
                    store.remove(&page).await?;
                }
            }
            PageState::Waiting => {}
        }
    }
    for (client_id, held) in of_forms {
        let named = signed_pages(client_id).await?;
        let name = DraftName { form: FormKind::Record(RecordKind::Paper), client_id };
        let has_form = phone.store.has_draft(name).await?;
        for page in held {
            if named.contains(&page.page_id) {
                store.revise(page.page_id, waits).await?;
            } else if !has_form && page.is_left_over(clock::now()) {
                store.remove(&page).await?;
            }
        }
    }
    Ok(())
}

/// The pages that papers of a client name, sent or not.
async fn signed_pages(client_id: ClientId) -> Result<Vec<PageId>, StoreError> {
    let Some(file) = load_file(client_id).await? else { return Ok(Vec::new()) };
    let papers = file.records.iter().filter(|row| row.record.kind == RecordKind::Paper);
    let pages = papers.flat_map(|row| paper::pages(&row.record.cells()));
    Ok(pages.map(|Page { page_id, .. }| page_id).collect())
}
