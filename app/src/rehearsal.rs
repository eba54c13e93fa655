//! A rehearsal of what an unlock does, while somebody is still typing the passcode.
//!
//! Browsers compile a function when it is called first, and between the key and
//! the caseload lie a thousand that the lock has not called. So the same is done
//! once before: a caseload of nobody is sealed and opened under a key of nobody,
//! and drawn where no eye, no screen reader and no record gets at it.

use crate::{
    browser::{clock, page, random},
    chunks::CHUNKS,
    place::{Place, Screen},
    routes::Gate,
    state::{AppState, Phase, unlock},
    store::Store,
    vault::{self, Keys},
    words::Language,
};
use domain::{id::DeviceId, json};
use leptos::{mount::mount_to, prelude::*};
use std::sync::Arc;
use sync::read_copy::Caseload;

/// People who do not exist, due for every kind of reason on any day.
const NOBODY: &str = include_str!("rehearsal/nobody.json");

/// Rehearses in quiet moments, unless the phone is opened before.
pub async fn rehearse(state: AppState) {
    let locked =
        || state.phase.try_get_untracked() == Some(Phase::Locked) && !unlock::is_under_way();
    page::idle().await;
    let shown = state.profile.get_untracked().map(|profile| profile.device_id);
    let Some(device_id) = shown.filter(|_| locked()) else { return };
    vault::rehearse(device_id).await;
    // Nothing of it is opened; the browser has it at hand when it is asked again.
    drop(Store::read_sealed(device_id).await);
    // A key pressed meanwhile goes first.
    page::idle().await;
    // What a browser cannot rehearse it can still do when it counts.
    if !locked() {
        return;
    }
    let Some(caseload) = seal_and_open().await else { return };
    page::idle().await;
    if locked() {
        draw(state.language.get_untracked(), caseload).await;
    }
}

async fn seal_and_open() -> Option<Caseload> {
    let key: [u8; 32] = random::bytes().ok()?;
    let keys = Keys::derive(DeviceId::from_bytes([0; 16]), &key).await.ok()?;
    let sealed = keys.seal("rehearsal", "caseload", NOBODY.as_bytes()).await.ok()?;
    let plain = keys.open("rehearsal", "caseload", &sealed).await.ok()?;
    json::from_slice(&plain).ok()
}

/// Draws Today into an element that belongs to no page, and drops it.
async fn draw(language: Language, caseload: Caseload) {
    let Some(nowhere) = page::element_of_no_page() else { return };
    let drawn = mount_to(nowhere, move || {
        let state = AppState::new(language, &CHUNKS);
        let now = clock::now();
        state.now.set(now);
        state.last_sync.set(Some(now));
        state.caseload.set(Arc::new(caseload));
        state.phase.set(Phase::Open);
        provide_context(state);
        provide_context(Place::at(Screen::Today));
        view! { <Gate/> }
    });
    // What a screen does right after it was drawn is a part of it.
    clock::sleep(0).await;
    drop(drawn);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::{Moment, today::Reason};

    #[test]
    fn nobody_is_due_for_every_kind_of_reason_that_a_day_can_have() {
        let nobody: Caseload = json::from_slice(NOBODY.as_bytes()).unwrap();
        let evening = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap().and_hms_opt(18, 0, 0).unwrap();
        let due = crate::state::today::due(&nobody, Moment::from_local(evening, 0));
        let reasons: Vec<_> = due.iter().flat_map(|one| &one.reasons).collect();
        let has = |kind: fn(&Reason) -> bool| reasons.iter().any(|reason| kind(reason));
        assert!(has(|reason| matches!(reason, Reason::Task { .. })));
        assert!(has(|reason| matches!(reason, Reason::DailyContact { .. })));
        assert!(has(|reason| matches!(reason, Reason::BehindPace { .. })));
        assert!(has(|reason| matches!(reason, Reason::Silence { .. })));
        assert!(has(|reason| matches!(reason, Reason::ReviewDue { .. })));
        assert!(has(|reason| matches!(reason, Reason::PlanStale { .. })));
        assert!(has(|reason| matches!(reason, Reason::NoPlan)));
    }
}
