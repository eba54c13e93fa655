//! What is on the phone, on the screens.

use super::{AppState, phone::Phone};
use crate::{
    browser::early,
    store::{Profile, Profiles},
};
use domain::wire::v1::Agency;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Shows the phone's caseload with pending work laid over it. Every step of a sync comes through
/// here, and most change nothing: then nothing is drawn anew, which would close what somebody has
/// opened on a screen and take the focus from where it is.
/// Locked in the meantime, nothing is shown: what is in memory now is nobody's business.
pub fn show(state: AppState, phone: &Phone) {
    if !phone.is_open() {
        return;
    }
    let now = Some((phone.caseloads.get(), phone.pending.borrow().changes()));
    if phone.shown.replace(now) != now {
        let mut caseload = phone.caseload.borrow().clone();
        let pending = phone.pending.borrow().clone();
        pending.lay_over_caseload(phone.profile.staff_id, &mut caseload);
        if let Some(agency) = &caseload.agency {
            keep_for_lock_screen(state, agency);
        }
        state.caseload.set(Arc::new(caseload));
        state.pending.set(Arc::new(pending));
        state.files_changed();
    }
    let whole = phone.replica.borrow().mark().is_whole();
    if state.whole.get_untracked() != whole {
        state.whole.set(whole);
    }
}

/// Crisis lines and the idle limit are needed while the phone is locked, so
/// they lie beside the wrapped key; kept anew whenever the agency changed them.
fn keep_for_lock_screen(state: AppState, agency: &Agency) {
    let Some(profile) = state.profile.get_untracked() else { return };
    // A phone that was enrolled just now has them in its profile and not on its screens.
    if state.lines.with_untracked(|lines| *lines != agency.lines) {
        state.lines.set(agency.lines.clone());
    }
    let idle_lock_s = agency.policy.idle_lock_s;
    if profile.lines == agency.lines && profile.idle_lock_s == idle_lock_s {
        return;
    }
    let lines = agency.lines.clone();
    let renew = move |lies| Profile { lines: lines.clone(), idle_lock_s, ..lies };
    state.profile.set(Some(renew(profile.clone())));
    early::forget_lock();
    spawn_local(async move {
        if let Ok(profiles) = Profiles::open().await {
            // The next page of the next pull tries again.
            let _kept = profiles.revise(&profile, Box::new(renew)).await;
        }
    });
}
