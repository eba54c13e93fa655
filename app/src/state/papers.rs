//! Pages of papers on this phone: showing them, keeping them, and how they stand. Belongs to the chunks
//! that do so.

mod sending;
mod taking;

pub use sending::{deliver_closed, wake};
pub use taking::{NotMade, nearly_full, take};

use super::{
    AppState,
    phone::{Phone, phone},
};
use crate::{
    browser::{BrowserError, clock, upload},
    store::{Papers, StoreError, say_pictures_wait},
};
use ::sync::papers::{KeptPage, NotTaken, PageState, Unsent, unsent as unsent_of};
use domain::{
    Hash,
    id::{ClientId, DeviceId, PageId, RecordId},
    json,
    record::paper::Page,
    wire::v1::{PART_BYTES, PartHead, Refusal},
};
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

/// Milliseconds that a page may take to come: twelve megabytes over a slow network.
const FETCH_LIMIT_MS: i32 = 180_000;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
    static HINDERED: Cell<Option<NotTaken>> = const { Cell::new(None) };
}

/// Tracks that pages on this phone changed.
pub fn track() {
    CHANGED.with(Track::track);
}

fn changed() {
    CHANGED.with(Notify::notify);
}

/// How the pages of a paper stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// None of them lies here.
    NotHere,
    /// No server is known to have all of them; so many parts of so many are there.
    OnlyHere(u32, u32),
    /// The server did not take one.
    Stuck,
    /// All of them are kept here as well.
    Kept,
}

/// Every page on this phone; none once it is locked.
///
/// # Errors
/// When they cannot be read.
pub async fn all() -> Result<Vec<KeptPage>, StoreError> {
    let Some(phone) = phone() else { return Ok(Vec::new()) };
    Papers::open(phone.profile.device_id).await?.pages().await
}

/// How the pages of a paper stand among those on this phone.
#[must_use]
pub fn standing(of: &[Page], here: &[KeptPage]) -> Standing {
    let is_of = |kept: &&KeptPage| of.iter().any(|page| page.page_id == kept.page_id);
    let mine: Vec<&KeptPage> = here.iter().filter(is_of).collect();
    let waiting = unsent_of(mine.iter().copied());
    match waiting {
        Unsent { stuck: 1.., .. } => Standing::Stuck,
        Unsent { pages: 1.., sent, parts, .. } => Standing::OnlyHere(sent, parts),
        _ if mine.is_empty() || mine.len() < of.len() => Standing::NotHere,
        _ => Standing::Kept,
    }
}

/// What no server is known to have of all pages here, and why nothing goes, where something is in the
/// way.
///
/// # Errors
/// When they cannot be read.
pub async fn unsent() -> Result<(Unsent, Option<NotTaken>), StoreError> {
    Ok((unsent_of(&all().await?), HINDERED.get()))
}

/// Why a page cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotShown {
    /// It is not here, and the server cannot be reached.
    NoNetwork,
    /// The server wants a sign-in first.
    SignInFirst,
    /// The server has not got it yet.
    NotCome,
    /// What is there is not the page that was signed.
    Damaged,
    /// The phone was locked meanwhile.
    Locked,
}

/// A page as it was taken: from here, or from the server.
///
/// # Errors
/// When neither has it, or it is another.
pub async fn open(record: RecordId, page: &Page) -> Result<Vec<u8>, NotShown> {
    let phone = phone().ok_or(NotShown::Locked)?;
    let bytes = match from_here(&phone, page.page_id).await {
        Some(bytes) => bytes,
        None => from_server(&phone, record, page.page_id).await?,
    };
    if !phone.is_open() {
        return Err(NotShown::Locked);
    }
    let is_it = Hash::of(&bytes) == page.sha256;
    if is_it { Ok(bytes) } else { Err(NotShown::Damaged) }
}

async fn from_here(phone: &Phone, page: PageId) -> Option<Vec<u8>> {
    let store = Papers::open(phone.profile.device_id).await.ok()?;
    let kept = store.pages().await.ok()?.into_iter().find(|kept| kept.page_id == page)?;
    let mut bytes = Vec::new();
    for part in 0..kept.parts() {
        let sealed = store.part(page, part).await.ok()??;
        let opened = phone.keys.open_part(page, part, &sealed).await.ok()?;
        bytes.extend_from_slice(PartHead::split(&opened)?.1);
    }
    Some(bytes)
}

async fn from_server(phone: &Phone, record: RecordId, page: PageId) -> Result<Vec<u8>, NotShown> {
    let path = format!("/api/v1/papers/{record}/pages/{page}");
    let device = phone.profile.device_id.to_string();
    let answer = upload::get(&path, &device, FETCH_LIMIT_MS).await;
    let answer = answer.map_err(|_| NotShown::NoNetwork)?;
    let code = |body: &[u8]| json::from_slice::<Refusal>(body).map(|refusal| refusal.code);
    match answer.status {
        200 if !answer.is_json => Ok(answer.body),
        401 | 403 => Err(NotShown::SignInFirst),
        // A paper that the server has not got yet is one of which it has no page either.
        404 if code(&answer.body).is_ok() => Err(NotShown::NotCome),
        500 => Err(NotShown::Damaged),
        _ => Err(NotShown::NoNetwork),
    }
}

/// Seals a page, part by part.
///
/// # Errors
/// Only where the browser fails.
async fn sealed(
    phone: &Phone,
    client_id: ClientId,
    page: &Page,
    bytes: &[u8],
) -> Result<Vec<Vec<u8>>, BrowserError> {
    let mut parts = Vec::new();
    for (part, plain) in (0..).zip(bytes.chunks(PART_BYTES as usize)) {
        let head = PartHead {
            page_id: page.page_id,
            client_id,
            part,
            bytes: page.bytes,
            sha256: page.sha256,
        };
        parts.push(phone.keys.seal_part(page.page_id, part, &head.with(plain)).await?);
    }
    Ok(parts)
}

/// Keeps the pages of a paper on this phone, also without a network: those that wait stay once they are
/// sent, the others are fetched.
///
/// # Errors
/// When one cannot be fetched; those before it are kept.
pub async fn pin(client_id: ClientId, record: RecordId, pages: &[Page]) -> Result<(), NotShown> {
    let phone = phone().ok_or(NotShown::Locked)?;
    let device = phone.profile.device_id;
    let store = Papers::open(device).await.map_err(|_| NotShown::Locked)?;
    let here = store.pages().await.unwrap_or_default();
    for page in pages {
        let is_here = here.iter().any(|kept| kept.page_id == page.page_id);
        let kept = match is_here {
            true => store.revise(page.page_id, |kept| KeptPage { pinned: true, ..kept }).await,
            false => {
                let bytes = open(record, page).await?;
                let now = clock::now();
                let kept = KeptPage::held(page.page_id, client_id, page.bytes, now);
                let kept = KeptPage { state: PageState::AtServer, pinned: true, ..kept };
                match sealed(&phone, client_id, page, &bytes).await {
                    Ok(parts) => store.keep(&kept, &parts).await,
                    Err(error) => Err(error.into()),
                }
            }
        };
        changed();
        kept.map_err(|_| NotShown::Locked)?;
    }
    Ok(())
}

/// Keeps the pages of a paper here no longer than the server has not got them.
pub async fn let_go(pages: &[Page]) -> Result<(), StoreError> {
    let Some(phone) = phone() else { return Ok(()) };
    let store = Papers::open(phone.profile.device_id).await?;
    for kept in store.pages().await? {
        if !pages.iter().any(|page| page.page_id == kept.page_id) {
            continue;
        }
        match kept.state {
            PageState::AtServer => store.remove(&kept).await?,
            _ => {
                store.revise(kept.page_id, |kept| KeptPage { pinned: false, ..kept }).await?;
            }
        }
    }
    changed();
    Ok(())
}

/// Pages of a phone whose record was signed: they go to the server, and everything else goes first. When
/// this returns, the phone sends them locked too: without its key it cannot read which pages a record names.
pub async fn signed(app: AppState, device: DeviceId, pages: Vec<Page>) {
    say_pictures_wait(device, true);
    // Where this fails, the next round finds the record that names them.
    if let Ok(store) = Papers::open(device).await {
        for page in pages {
            let _later = store.revise(page.page_id, waits).await;
        }
    }
    // A round that looked before that has said meanwhile that none waits.
    say_pictures_wait(device, true);
    changed();
    wake(app);
}

fn waits(kept: KeptPage) -> KeptPage {
    match kept.state {
        PageState::Held => KeptPage { state: PageState::Waiting, ..kept },
        _ => kept,
    }
}

/// Sends once more what the server did not take.
pub async fn retry_stuck(app: AppState) -> Result<(), StoreError> {
    let Some(phone) = phone() else { return Ok(()) };
    let store = Papers::open(phone.profile.device_id).await?;
    for kept in store.pages().await?.into_iter().filter(KeptPage::is_stuck) {
        store.revise(kept.page_id, |kept| KeptPage { refused: 0, ..kept }).await?;
    }
    changed();
    wake(app);
    Ok(())
}

/// The phone that is open, for work that goes on while it is.
fn open_phone() -> Option<Rc<Phone>> {
    phone()
}
