//! Keeping what is being typed: 300 ms after the last change, every so often
//! while somebody types without a pause, and at once when the page goes away.
//! At most one form is open at a time.

use super::{
    AppState, lock,
    phone::{Phone, phone},
    told::Act,
};
use crate::{
    browser::clock,
    held::Held,
    store::{DraftName, StoreError},
    words::form,
};
use domain::draft::{Begun, to_bytes};
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    cell::{Cell, RefCell},
    sync::Arc,
};

/// Milliseconds of quiet after which a draft is kept.
const KEEP_AFTER_MS: u32 = 300;
/// Milliseconds after which a draft is kept although the typing goes on. With
/// the pause before it that makes less than a second.
const KEEP_ANYWAY_MS: i64 = 400;

/// The keeper of one form. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
pub struct Keeper {
    app: AppState,
    name: DraftName,
    /// The draft as it stands, as JSON; nothing once its form is gone.
    draft: Held<Arc<dyn Fn() -> Option<Vec<u8>> + Send + Sync>>,
    /// How the form stood when it was drawn.
    begun: Held<Begun>,
    /// Whether the last attempt reached the disk; none while there is nothing to keep.
    pub kept: Held<Option<bool>>,
    /// Something was typed that is not on the disk yet.
    pub behind: Held<bool>,
    /// Changes so far.
    edits: Held<u64>,
    /// When it was kept last, by the phone's clock.
    kept_at_ms: Held<i64>,
    /// The note was signed or discarded: nothing may bring its draft back.
    over: Held<bool>,
}

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    /// How many drafts are on their way to the disk.
    static KEEPING: Cell<u32> = const { Cell::new(0) };
}

/// How long the next form waits for the draft of the one before, at most.
const KEEPING_WAIT_MS: u32 = 2_000;
const KEEPING_LOOK_MS: u32 = 20;

/// The open form's keeper, and how it keeps: by way of these the first file need
/// not carry what only forms do (docs/decisions/0009).
#[derive(Clone, Copy)]
struct Open {
    keeper: Keeper,
    keep: fn(Keeper),
    keep_at_once: fn(Keeper),
}

/// The draft that was left under a name, if any; says so where there is one that
/// cannot be read, which stays where it is. A blank one is never kept, so whatever
/// is found is somebody's, with words or without.
pub async fn left<D: DeserializeOwned>(app: AppState, name: DraftName) -> Option<D> {
    // Whoever goes from one form straight to another finds what was typed in the first.
    settled().await;
    // Asked for only now: a phone that was locked meanwhile opens nothing.
    let phone = phone()?;
    take_last_words(&phone).await;
    let left = phone.store.draft(&phone.keys, name).await;
    left.unwrap_or_else(|_| {
        app.tell(app.words().draft_unreadable);
        None
    })
}

/// Brings home what a page left behind that went away. Before any draft is read:
/// what is on disk under its name may be older.
pub async fn take_last_words(phone: &Phone) {
    if phone.store.has_last_words() {
        let pending: Vec<_> = phone.pending.borrow().iter().cloned().collect();
        let made: Vec<_> = pending.iter().map(|item| &item.operation.payload).collect();
        // What could not be kept is still where it was.
        let _taken = phone.store.take_last_words(&phone.keys, &made).await;
    }
}

/// Waits until the drafts that are on their way are on the disk.
pub async fn settled() {
    for _ in 0..KEEPING_WAIT_MS / KEEPING_LOOK_MS {
        if KEEPING.get() == 0 {
            break;
        }
        clock::sleep(KEEPING_LOOK_MS).await;
    }
}

/// Removes a draft whose work is done; says whether it is gone, and tells the worker where it is
/// not. Call [`Keeper::finish`] first.
pub async fn forget(app: AppState, name: DraftName) -> bool {
    let Some(phone) = phone() else { return false };
    let claim = phone.store.claim(name);
    let gone = phone.store.discard_draft(&claim).await.is_ok();
    if gone {
        phone.store.draft_gone(&claim);
    } else {
        app.tell(app.words().phone_could_not_keep);
    }
    gone
}

/// A draft that the worker discards. It is out of sight, and stays on the disk as long as that can
/// be taken back: a phone that is locked or killed meanwhile has it as it was.
#[must_use]
pub struct Discarded {
    app: AppState,
    /// Where it lies.
    key: String,
    /// How often the phone was locked by then.
    locks: u32,
}

/// Puts a draft out of sight; tells the worker where the phone cannot. Where what is on the screen is
/// ahead of the disk, those `words` are kept first, whole. Call [`Keeper::finish`] first, and
/// [`Keeper::resume`] if it stays.
pub async fn discard(app: AppState, name: DraftName, words: Option<Vec<u8>>) -> Option<Discarded> {
    let locks = lock::locks();
    let held = hold(name, words).await;
    if held.is_none() {
        app.tell(app.words().phone_could_not_keep);
    }
    held.map(|key| Discarded { app, key, locks })
}

async fn hold(name: DraftName, words: Option<Vec<u8>>) -> Option<String> {
    settled().await;
    let phone = phone()?;
    let claim = phone.store.claim(name);
    if let Some(words) = words {
        let sealed = phone.store.seal_draft(&phone.keys, name, &words).await.ok()?;
        phone.store.put_draft(&claim, sealed).await.ok()?;
    }
    let key = claim.key();
    phone.store.hold_draft(claim);
    Some(key)
}

impl Discarded {
    /// Offers to take it back, and goes on with `undone` where that is done; removes it for good
    /// where it is not.
    pub fn offer(self, undone: impl FnOnce() + 'static) {
        let Self { app, key, locks } = self;
        let kept = key.clone();
        let undo: Act = Box::new(move || {
            if let Some(phone) = phone() {
                phone.store.release_draft(&kept);
                undone();
            }
        });
        let over: Act = Box::new(move || {
            spawn_local(async move {
                let Some(phone) = phone() else { return };
                if let Some(claim) = phone.store.held_draft(&key)
                    && phone.store.remove_held(&claim).await.is_err()
                {
                    app.tell(app.words().phone_could_not_keep);
                }
                phone.store.release_draft(&key);
                app.files_changed();
            });
        });
        app.offer(locks, form::words(app.language.get_untracked()).discarded, undo, Some(over));
    }
}

/// Keeps the draft of the open form now.
pub fn flush() {
    if let Some(open) = OPEN.with_borrow(|open| *open) {
        (open.keep)(open.keeper);
    }
}

/// The page may be going away for good: keeps the draft in a way that does not
/// wait, and in the usual one too.
pub fn last_chance() {
    if let Some(open) = OPEN.with_borrow(|open| *open) {
        (open.keep_at_once)(open.keeper);
        (open.keep)(open.keeper);
    }
}

impl Keeper {
    /// Begins to keep a form's draft.
    #[must_use]
    pub fn of<D: Serialize + Send + Sync + 'static>(
        app: AppState,
        name: DraftName,
        draft: Held<D>,
        // It was left before, rather than begun with this form.
        found: bool,
    ) -> Self {
        let begun = if found { Begun::left() } else { draft.with_untracked(Begun::fresh) };
        let keeper = Self {
            app,
            name,
            draft: Held::new(Arc::new(move || draft.try_with_untracked(to_bytes))),
            begun: Held::new(begun),
            kept: Held::new(None),
            behind: Held::new(false),
            edits: Held::new(0),
            kept_at_ms: Held::new(clock::now_ms()),
            over: Held::new(false),
        };
        OPEN.replace(Some(Open { keeper, keep: Self::keep, keep_at_once: Self::keep_at_once }));
        on_cleanup(|| {
            flush();
            OPEN.replace(None);
        });
        keeper
    }

    /// Something was typed.
    pub fn edited(self) {
        self.edits.update(|edits| *edits += 1);
        // A form whose saving failed after it was left goes on with nothing.
        let Some(edit) = self.edits.try_get_untracked() else { return };
        if self.behind.try_get_untracked() == Some(false) {
            let _gone = self.behind.try_set(true);
        }
        spawn_local(async move {
            clock::sleep(KEEP_AFTER_MS).await;
            let quiet = self.edits.try_get_untracked() == Some(edit);
            if quiet || self.is_overdue() {
                self.keep();
            }
        });
    }

    /// A clock that was put back must not make it wait for long.
    fn is_overdue(self) -> bool {
        let kept_at_ms = self.kept_at_ms.try_get_untracked();
        kept_at_ms.is_some_and(|at| (clock::now_ms() - at).abs() >= KEEP_ANYWAY_MS)
    }

    /// The note is being signed, or the draft discarded.
    pub fn finish(self) {
        self.over.set(true);
    }

    /// It was not signed after all: keep on.
    pub fn resume(self) {
        self.over.set(false);
        self.edited();
    }

    /// The draft is another: a fresh one, or one that was left.
    pub fn renew<D: Serialize>(self, draft: &D, found: bool) {
        self.begun.set(if found { Begun::left() } else { Begun::fresh(draft) });
        self.edits.set(0);
        self.over.set(false);
        self.kept.set(None);
        self.behind.set(false);
    }

    /// The draft as it stands.
    fn words(self) -> Option<Vec<u8>> {
        self.draft.try_get_untracked()?()
    }

    /// The same, where the disk does not have it. A full one can still be asked to remove what it has.
    pub fn words_ahead(self) -> Option<Vec<u8>> {
        self.behind.try_get_untracked().filter(|behind| *behind).and_then(|_| self.words())
    }

    /// The form is as it was begun: nobody would miss it.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.words().is_none_or(|draft| self.is_as_begun(&draft))
    }

    fn is_as_begun(self, draft: &[u8]) -> bool {
        self.begun.try_with_untracked(|begun| begun.is_blank(draft)).unwrap_or(false)
    }

    /// Nothing was done since the form was drawn.
    fn is_untouched(self) -> bool {
        self.edits.try_get_untracked().unwrap_or(0) == 0
    }

    fn is_over(self) -> bool {
        self.over.try_get_untracked().unwrap_or(false)
    }

    /// The draft as it stands, if there is anything to keep.
    fn worth_keeping(self) -> Option<Vec<u8>> {
        if self.is_untouched() || self.is_over() {
            return None;
        }
        self.words()
    }

    fn keep(self) {
        // Taken now: a lock drops the keys before what is spawned here runs.
        let (Some(draft), Some(phone)) = (self.worth_keeping(), phone()) else { return };
        let _gone = self.kept_at_ms.try_set(clock::now_ms());
        let edit = self.edits.try_get_untracked();
        let claim = phone.store.claim(self.name);
        let blank = self.is_as_begun(&draft);
        KEEPING.set(KEEPING.get() + 1);
        // A form that is gone by the time the seal is made keeps its last words all the same.
        spawn_local(async move {
            let sealed = phone.store.seal_draft(&phone.keys, self.name, &draft).await;
            if !self.is_over() {
                let done = match sealed {
                    // Everything was put back. Sealed all the same: a keystroke before this one
                    // may be on its way, and each has to come to the disk in its turn.
                    Ok(_) if blank => phone.store.take_back_draft(&claim).await.map(|()| false),
                    Ok(sealed) => phone.store.put_draft(&claim, sealed).await,
                    Err(error) => Err(error),
                };
                self.was_kept(&done, blank, edit);
            }
            KEEPING.set(KEEPING.get().saturating_sub(1));
        });
    }

    /// Says what became of keeping: whether another's draft lies beside it, or that it failed.
    fn was_kept(self, done: &Result<bool, StoreError>, blank: bool, edit: Option<u64>) {
        if *done == Ok(true) {
            self.app.tell(self.app.words().draft_beside_another);
        }
        let done = done.is_ok();
        // The form may be gone by now; then there is nobody to tell.
        if done && self.edits.try_get_untracked() == edit {
            let _gone = self.behind.try_set(false);
        }
        let there_is_nothing = blank && done;
        if self.kept.try_set((!there_is_nothing).then_some(done)).is_some() && done {
            // Today was drawn before its last words were on disk.
            self.app.files_changed();
        }
    }

    fn keep_at_once(self) {
        if let (Some(draft), Some(phone)) = (self.worth_keeping(), phone())
            && !self.is_as_begun(&draft)
        {
            phone.store.keep_last_words(&phone.keys, self.name, &draft);
        }
    }
}
