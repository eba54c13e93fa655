//! From a blank page to the first screen.

use super::{AppState, Phase, deliver, draft, lock, sync};
use crate::{
    browser::{clock, local_storage, page, service_worker},
    chunks,
    store::Profiles,
    words::Language,
};
use leptos::{prelude::*, task::spawn_local};

const LANGUAGE: &str = "streetlight/language";

/// Reads what is on the phone and decides which screen comes first. Draws
/// before it asks the network for anything.
pub fn start(state: AppState) {
    let stored = local_storage::read::<Language>(LANGUAGE);
    let language = stored.unwrap_or_else(|| Language::from_tag(&page::preferred_language()));
    if language != state.language.get_untracked() {
        state.language.set(language);
    }
    page::set_language(language.tag());
    state.now.set(clock::now());
    spawn_local(async move {
        state.phase.set(first_phase(state).await);
        deliver::closed_outboxes(state);
        // Not before there is something to look at.
        spawn_local(service_worker::on_update(move || state.update_waits.set(true)));
        chunks::fetch_ahead(state).await;
    });
    watch(state);
}

async fn first_phase(state: AppState) -> Phase {
    let Ok(profiles) = Profiles::open().await else { return Phase::NoStorage };
    match profiles.all().await {
        Ok((found, vanished)) => {
            state.vanished.set(vanished);
            match found.into_iter().next() {
                Some(profile) => {
                    state.lines.set(profile.lines.clone());
                    state.profile.set(Some(profile));
                    Phase::Locked
                }
                None => Phase::SignedOut,
            }
        }
        Err(_) => Phase::NoStorage,
    }
}

/// Steps of fifteen seconds.
const A_MINUTE: u32 = 4;

/// Ticks and listeners that last as long as the app.
fn watch(state: AppState) {
    for event in ["pointerdown", "keydown", "scroll"] {
        page::on_window(event, lock::touched);
    }
    page::on_window("online", move || {
        sync::now(state);
        deliver::closed_outboxes(state);
    });
    page::on_window("pagehide", draft::flush);
    page::on_document("visibilitychange", move || {
        if page::is_visible() {
            state.now.set(clock::now());
            lock::lock_if_idle(state);
            sync::now(state);
        } else {
            draft::flush();
        }
    });
    spawn_local(async move {
        let mut steps: u32 = 0;
        loop {
            // Short steps, so that the idle lock is at most this late.
            clock::sleep(15_000).await;
            lock::lock_if_idle(state);
            steps = steps.wrapping_add(1);
            if steps.is_multiple_of(A_MINUTE) && page::is_visible() {
                state.now.set(clock::now());
                sync::wake(state);
                deliver::closed_outboxes(state);
            }
            // One cheap look at the server every five minutes while somebody looks.
            if steps.is_multiple_of(5 * A_MINUTE) && page::is_visible() {
                sync::now(state);
            }
            if steps.is_multiple_of(60 * A_MINUTE) {
                service_worker::look_for_update().await;
            }
        }
    });
}

/// Changes the language, for good.
pub fn choose_language(state: AppState, language: Language) {
    // A browser that keeps no preference asks again next time.
    let _kept = local_storage::write(LANGUAGE, &language);
    page::set_language(language.tag());
    state.language.set(language);
}
