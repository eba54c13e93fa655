//! What can be found on this phone: an index that is made while nobody waits, and what was read beside
//! it. Belongs to the chunk that searches.

mod reading;

use super::{
    AppState,
    phone::{Phone, phone},
};
use crate::browser::{clock, page};
use crate::held::Held;
use ::sync::find::{Finder, Found, Hit, Kind, Present, Tag, Unit, Wanted};
use domain::id::{ClientId, StaffId};
use leptos::task::spawn_local;
use reading::{Read, read};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Words of the index that are joined at a time: some milliseconds on a cheap phone.
const SLICE: usize = 400;
/// Milliseconds after a key until what it found is read: a little less than people take for the next.
const SETTLES_MS: i64 = 120;

thread_local! {
    /// Something is being looked through.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// It is to be looked at once more what there is to look through.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    /// There while somebody looks for words.
    static HEARS: Cell<Option<News>> = const { Cell::new(None) };
    /// Whose words are to be shown, the first first.
    static SHOWN: RefCell<Vec<ClientId>> = const { RefCell::new(Vec::new()) };
    static OPENING: Cell<bool> = const { Cell::new(false) };
    /// When that was asked for last.
    static ASKED: Cell<i64> = const { Cell::new(0) };
}

/// Counts up for a screen. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// More can be found, or what was found is not so any more.
    pub found: Held<u32>,
    /// More of what was found can be shown.
    pub read: Held<u32>,
}

impl News {
    /// None so far.
    #[must_use]
    pub fn none() -> Self {
        Self { found: Held::new(0), read: Held::new(0) }
    }
}

/// What is kept of it while the phone is open. Locking drops it.
#[derive(Debug, Default)]
struct Finding {
    finder: RefCell<Finder>,
    /// Whether the index was read that lies on the phone.
    loaded: Cell<bool>,
    states: RefCell<Option<States>>,
}

/// The states of what is on the phone, and the caseload and the pending work that they are of.
#[derive(Debug, Clone)]
struct States {
    of: (u64, u64),
    /// Of the shelves alone.
    stored: Rc<Present>,
    /// With what was made here laid over it.
    present: Rc<Present>,
}

fn finding(phone: &Phone) -> Rc<Finding> {
    let known = phone.opened.borrow().iter().find_map(|one| Rc::clone(one).downcast().ok());
    known.unwrap_or_else(|| {
        let fresh = Rc::<Finding>::default();
        phone.opened.borrow_mut().push(fresh.clone());
        fresh
    })
}

impl Finding {
    /// As the screens show it now.
    fn states(&self, app: AppState, phone: &Phone) -> States {
        let of = (phone.caseloads.get(), phone.pending.borrow().changes());
        if let Some(known) = self.states.borrow().as_ref().filter(|known| known.of == of) {
            return known.clone();
        }
        let mut stored = Present::default();
        for (client_id, entry) in &phone.caseload.borrow().clients {
            stored.put(*client_id, Tag::of(entry));
        }
        let mut present = stored.clone();
        let written = phone.pending.borrow().written_about(phone.profile.staff_id);
        app.caseload.with_untracked(|shown| {
            for client_id in written {
                // Somebody met on this phone is in the caseload that is shown, and in no other yet.
                if let Some(entry) = shown.clients.get(&client_id) {
                    let tag = stored.tag(client_id).unwrap_or_else(|| Tag::of(entry));
                    present.put(client_id, tag.under(of.1));
                }
            }
        });
        let states = States { of, stored: Rc::new(stored), present: Rc::new(present) };
        self.states.replace(Some(states.clone()));
        states
    }
}

impl Finding {
    /// Takes what was read of a client, as the screens show them.
    fn take(&self, states: &States, client_id: ClientId, read: Read) {
        let Some(tag) = states.present.tag(client_id) else { return };
        // What was made here is in no index: only of shelves alone can another window know better.
        let is_laid_over = !states.stored.is(client_id, tag);
        let own = if is_laid_over { tag } else { read.own };
        self.finder.borrow_mut().open(client_id, tag, own, read.shown);
    }
}

/// The unlocked phone and what can be found on it; none while it is locked.
fn here(app: AppState) -> Option<(Rc<Phone>, Rc<Finding>, States)> {
    let phone = phone()?;
    let finding = finding(&phone);
    let states = finding.states(app, &phone);
    Some((phone, finding, states))
}

/// What is wanted, out of everything that was looked through.
#[must_use]
pub fn look(app: AppState, wanted: &Wanted) -> Found {
    here(app).map_or_else(Found::default, |(_, finding, states)| {
        finding.finder.borrow().look(wanted, &states.present)
    })
}

/// What was found, where it can be shown.
#[must_use]
pub fn unit(app: AppState, hit: Hit) -> Option<Unit> {
    let (_, finding, states) = here(app)?;
    finding.finder.borrow().unit(hit, &states.present).cloned()
}

/// How many clients were looked through, of how many; none before the index was read.
#[must_use]
pub fn progress(app: AppState) -> Option<(usize, usize)> {
    let (_, finding, states) = here(app)?;
    let through = finding.finder.borrow().looked_through(&states.present);
    finding.loaded.get().then_some((through, states.present.len()))
}

/// Of what kinds there is anything, and who wrote any of it.
#[must_use]
pub fn kinds_and_authors(app: AppState) -> (Vec<Kind>, Vec<StaffId>) {
    here(app).map_or_else(Default::default, |(_, finding, states)| {
        finding.finder.borrow().kinds_and_authors(&states.present)
    })
}

/// Somebody looks for words from now on, and hears of news: whatever is not in the index is read at once.
pub fn begin(app: AppState, news: News) {
    HEARS.set(Some(news));
    spawn_local(look_through(app));
}

/// Nobody looks for words any more.
pub fn end(news: News) {
    if HEARS.get() == Some(news) {
        HEARS.set(None);
    }
}

fn is_waited_for() -> bool {
    HEARS.get().is_some()
}

fn tell(of: fn(News) -> Held<u32>) {
    if let Some(news) = HEARS.get() {
        let _gone = of(news).try_update(|news| *news = news.wrapping_add(1));
    }
}

/// Reads what these clients' hits say, in this order, in place of what was asked for before: once no
/// other key comes, since no key is to wait for it.
pub fn show(app: AppState, clients: Vec<ClientId>) {
    SHOWN.set(clients);
    ASKED.set(clock::now_ms());
    if OPENING.replace(true) {
        return;
    }
    spawn_local(async move {
        while let Some((phone, finding, states)) = here(app) {
            let settled = clock::now_ms() - ASKED.get();
            if (0..SETTLES_MS).contains(&settled) {
                clock::sleep(u32::try_from(SETTLES_MS - settled).unwrap_or_default()).await;
                continue;
            }
            let is_open = |client_id: &ClientId| {
                finding.finder.borrow().is_open(*client_id, &states.present)
                    || states.present.tag(*client_id).is_none()
            };
            let next = SHOWN.with_borrow_mut(|shown| {
                shown.retain(|client_id| !is_open(client_id));
                (!shown.is_empty()).then(|| shown.remove(0))
            });
            let Some(client_id) = next else { break };
            // What cannot be read stays without its words; the next key asks for it again.
            if let Ok(read) = read(app, &phone, client_id).await
                && phone.is_open()
            {
                finding.take(&states, client_id, read);
                tell(|news| news.read);
            }
        }
        OPENING.set(false);
    });
}

/// Looks through what is not in the index, a client at a time while nobody waits, or as fast as it goes
/// where somebody looks for words; then keeps the index.
pub async fn look_through(app: AppState) {
    AGAIN.set(true);
    if RUNNING.replace(true) {
        return;
    }
    while AGAIN.replace(false) {
        if let Some(phone) = phone() {
            look_through_all(app, &phone).await;
        }
    }
    RUNNING.set(false);
}

/// A moment for whatever else there is to do.
async fn pause() {
    if is_waited_for() {
        clock::sleep(0).await;
    } else {
        page::idle().await;
    }
}

async fn look_through_all(app: AppState, phone: &Rc<Phone>) {
    let finding = finding(phone);
    if !finding.loaded.get() {
        let Ok(kept) = phone.store.index(&phone.keys).await else { return };
        finding.finder.replace(Finder::from_bytes(&kept.unwrap_or_default()));
        finding.loaded.set(true);
        page::mark("find: index read");
        tell(|news| news.found);
    }
    // Each once: what cannot be read, or another window is at, is tried next time.
    let mut tried = Vec::new();
    let mut indexed = false;
    while phone.is_open() {
        let states = finding.states(app, phone);
        let next = {
            let finder = finding.finder.borrow();
            let to_index = finder.to_index(&states.stored);
            let unknown = match is_waited_for() {
                true => finder.not_looked_through(&states.present),
                false => Vec::new(),
            };
            let mut wanted = unknown.into_iter().chain(to_index.iter().copied());
            let next = wanted.find(|client_id| !tried.contains(&(*client_id, states.of)));
            next.map(|client_id| (client_id, to_index.contains(&client_id)))
        };
        let Some((client_id, is_to_index)) = next else { break };
        tried.push((client_id, states.of));
        pause().await;
        let Ok(read) = read(app, phone, client_id).await else { continue };
        if !phone.is_open() {
            return;
        }
        if is_to_index {
            indexed = true;
            if finding.finder.borrow_mut().index(client_id, read.own, &read.stored) {
                pause().await;
                finding.finder.borrow_mut().close();
            }
        }
        if is_waited_for() {
            finding.take(&states, client_id, read);
            tell(|news| news.found);
            tell(|news| news.read);
        }
    }
    if phone.is_open() {
        finish(app, phone, &finding, indexed).await;
    }
}

/// Makes one piece of the index and keeps it, where there is anything new in it.
async fn finish(app: AppState, phone: &Rc<Phone>, finding: &Finding, indexed: bool) {
    finding.finder.borrow_mut().close();
    let states = finding.states(app, phone);
    if !indexed && finding.finder.borrow().is_whole(&states.stored) {
        return;
    }
    let mut joining = finding.finder.borrow().join(&states.stored);
    while joining.go_on(SLICE) {
        pause().await;
        if !phone.is_open() {
            return;
        }
    }
    finding.finder.borrow_mut().joined(joining);
    if !is_waited_for() {
        finding.finder.borrow_mut().forget_read();
    }
    page::mark("find: index made");
    tell(|news| news.found);
    let bytes = finding.finder.borrow().to_bytes(&states.stored);
    let Some(bytes) = bytes else { return };
    let Ok(sealed) = phone.store.seal_index(&phone.keys, &bytes).await else { return };
    // Somebody may have left meanwhile, whose words are in it: then it is made once more.
    if phone.is_open() && finding.states(app, phone).stored == states.stored {
        // Where it cannot be kept, it is made anew after the next start.
        let _kept = phone.store.keep_index(&sealed).await;
        let text = finding.finder.borrow().text();
        page::mark(&format!("find: index kept, {} of {text} bytes", sealed.len()));
    } else {
        AGAIN.set(true);
    }
}
