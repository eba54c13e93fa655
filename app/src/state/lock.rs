//! Locking, and when it comes by itself.

use super::{
    AppState, Phase, account_news, crisis_plan, deliver, draft, on_call, phone, team_plans,
};
use crate::{
    browser::{
        clock, page,
        tabs::{self, Word},
    },
    place,
    store::Profile,
};
use std::{cell::Cell, sync::Arc};

thread_local! {
    static LOCKS: Cell<u32> = const { Cell::new(0) };
}

/// Times that the phone was told to lock: an unlock under way hears of it.
#[must_use]
pub fn locks() -> u32 {
    LOCKS.get()
}

/// Locks, in every tab.
pub fn lock(state: AppState) {
    tabs::tell(Word::Lock);
    lock_here(state);
}

/// Locks this tab: keys and everything they opened leave memory; drafts and
/// unsent work stay sealed.
pub fn lock_here(state: AppState) {
    LOCKS.set(LOCKS.get().wrapping_add(1));
    if !matches!(state.phase.get_untracked(), Phase::Open | Phase::Shown(_)) {
        return;
    }
    draft::flush();
    crisis_plan::closed();
    team_plans::closed();
    on_call::closed(state);
    account_news::closed(state);
    // Whoever comes next may be somebody else, who has what was missing.
    state.second_missing.set(false);
    phone::drop_keys();
    // What was held back stays undone, and nothing that was opened is left in what would undo it.
    state.forget_offer();
    place::forget();
    state.caseload.set(Arc::default());
    state.pending.set(Arc::default());
    state.phase.set(Phase::Locked);
    page::scroll_to_top();
    deliver::closed_outboxes(state);
}

thread_local! {
    static LAST_TOUCH_MS: Cell<i64> = const { Cell::new(0) };
    static LAST_TOLD_MS: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds between two words to the other tabs that somebody is here.
const TELL_EVERY_MS: i64 = 10_000;

/// Somebody is using the phone.
pub fn touched() {
    let now_ms = clock::now_ms();
    LAST_TOUCH_MS.set(now_ms);
    if (now_ms - LAST_TOLD_MS.get()).abs() > TELL_EVERY_MS {
        LAST_TOLD_MS.set(now_ms);
        tabs::tell(Word::Touched);
    }
}

/// Somebody is using another tab.
pub fn touched_elsewhere() {
    LAST_TOUCH_MS.set(clock::now_ms());
}

/// Locks when nobody has touched the phone for longer than the agency allows.
/// Called by the minute tick and whenever the page comes back into view, so
/// that it works in airplane mode and after sleep. Never while a plan is in a
/// client's hands: that screen holds nothing but what the client may see.
pub fn lock_if_idle(state: AppState) {
    let Some(profile) = state.profile.get_untracked() else { return };
    let limit_s = idle_limit_s(&profile);
    let idle_ms = clock::now_ms() - LAST_TOUCH_MS.get();
    let idle = idle_ms > i64::from(limit_s) * 1000 || idle_ms < -60_000;
    if idle && state.phase.get_untracked() == Phase::Open {
        lock(state);
    }
}

/// So many seconds without a touch lock the phone.
#[must_use]
pub const fn idle_limit_s(profile: &Profile) -> u16 {
    if profile.idle_lock_s == 0 { 120 } else { profile.idle_lock_s }
}
