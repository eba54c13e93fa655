//! From a blank page to the first screen.

#[cfg(feature = "csr")]
use super::from_chunks::FromChunks;
use super::{AppState, Phase, deliver, draft, lock, on_call, sync};
use crate::{
    browser::{
        clock, early, fetch, local_storage, page, service_worker,
        tabs::{self, Word},
    },
    store::{Missing, Profile, Profiles, StoreError},
    words::Language,
};
use domain::id::DeviceId;
use leptos::task::spawn_local;

const LANGUAGE: &str = "streetlight/language";

/// What is on the phone, read before anything is drawn.
#[derive(Debug, Clone)]
pub struct Found {
    /// Language of the screens.
    pub language: Language,
    /// Every enrolment, and what is missing.
    profiles: Result<(Vec<Profile>, Missing), StoreError>,
    last: Option<DeviceId>,
}

/// Reads what is on the phone. Asks the network for nothing, and does not wait
/// for the database where its mirror knows somebody: [`go_on`] asks it then.
#[cfg(feature = "csr")]
pub async fn look(chunks: &FromChunks) -> Found {
    let stored = local_storage::read::<Language>(LANGUAGE);
    let wanted = stored.unwrap_or_else(|| Language::from_tag(&page::preferred_language()));
    let is_here = (chunks.load_language)(wanted).await;
    let mirrored = Profiles::mirrored();
    let profiles =
        if mirrored.is_empty() { read().await } else { Ok((mirrored, Missing::default())) };
    Found {
        // Better in English than not at all.
        language: if is_here { wanted } else { Language::English },
        profiles,
        last: local_storage::read(super::open::LAST_OPEN),
    }
}

async fn read() -> Result<(Vec<Profile>, Missing), StoreError> {
    Profiles::open().await?.all().await
}

/// The lock may have been drawn from the mirror: what the database says counts.
async fn confirm(state: AppState) {
    let found = read().await;
    if state.phase.get_untracked() != Phase::Locked {
        return;
    }
    match found {
        Ok((profiles, missing)) => {
            // A try may have put there again what was lost.
            state.missing.update(|known| {
                *known = Missing { vanished: known.vanished || missing.vanished, ..missing };
            });
            let shown = state.profile.get_untracked().map(|profile| profile.device_id);
            let on_disk = profiles.iter().find(|profile| Some(profile.device_id) == shown);
            if let Some(profile) = on_disk.cloned() {
                state.lines.set(profile.lines.clone());
                state.profile.set(Some(profile));
            }
            state.enrolled.set(profiles);
        }
        Err(error) => state.phase.set(without(&error)),
    }
}

/// What stands in the place of the app where storage does not answer.
const fn without(error: &StoreError) -> Phase {
    match error {
        StoreError::Newer => Phase::OldTab,
        _ => Phase::NoStorage,
    }
}

/// Decides which screen comes first.
pub fn begin(state: AppState, found: Found) {
    page::set_language(found.language.tag());
    state.now.set(clock::now());
    let phase = match found.profiles {
        Ok((profiles, missing)) => {
            state.missing.set(missing);
            let mine = profiles.iter().find(|profile| Some(profile.device_id) == found.last);
            let mine = mine.or_else(|| profiles.first()).cloned();
            state.enrolled.set(profiles);
            state.lines.set(mine.as_ref().map(|one| one.lines.clone()).unwrap_or_default());
            let phase = if mine.is_some() { Phase::Locked } else { Phase::SignedOut };
            state.profile.set(mine);
            phase
        }
        Err(error) => without(&error),
    };
    state.phase.set(phase);
}

/// What can wait until there is something to look at, and what goes on from there.
pub fn go_on(state: AppState) {
    spawn_local(confirm(state));
    deliver::closed_outboxes(state);
    spawn_local(service_worker::on_update(move || state.update_waits.set(true)));
}

/// Shows the lock of one of the enrolments.
pub fn choose_profile(state: AppState, profile: Profile) {
    state.lines.set(profile.lines.clone());
    state.waiting_while_locked.set(0);
    state.profile.set(Some(profile));
    deliver::closed_outboxes(state);
}

/// Steps of fifteen seconds.
const A_MINUTE: u32 = 4;

/// Ticks and listeners that last as long as the app, and are there before anything is opened.
pub fn watch(state: AppState) {
    for event in ["pointerdown", "keydown", "scroll", "wheel"] {
        page::on_window(event, lock::touched);
    }
    page::keep_focus_clear();
    page::on_window("online", move || {
        sync::now(state);
        deliver::closed_outboxes(state);
    });
    page::on_window("pagehide", draft::last_chance);
    state.wide.set(page::is_wide());
    page::on_window("resize", move || {
        if state.wide.get_untracked() != page::is_wide() {
            state.wide.set(page::is_wide());
        }
    });
    tabs::on_told(move |word| match word {
        Word::Lock => lock::lock_here(state),
        Word::Touched => lock::touched_elsewhere(),
    });
    page::on_document("visibilitychange", move || {
        page::cover(!page::is_visible());
        if page::is_visible() {
            state.now.set(clock::now());
            lock::lock_if_idle(state);
            on_call::tick(state);
            sync::now(state);
        } else {
            fetch::forget_answers();
            draft::last_chance();
        }
    });
    spawn_local(async move {
        let mut steps: u32 = 0;
        loop {
            // Short steps, so that the idle lock is at most this late.
            clock::sleep(15_000).await;
            lock::lock_if_idle(state);
            on_call::tick(state);
            steps = steps.wrapping_add(1);
            if steps.is_multiple_of(A_MINUTE) && page::is_visible() {
                state.now.set(clock::now());
                sync::looked_at(state);
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

/// Changes the language, for good, once its words are there.
pub fn choose_language(state: AppState, language: Language) {
    spawn_local(async move {
        if !(state.chunks.load_language)(language).await {
            return state.tell(state.words().screen_missing_text);
        }
        // A browser that keeps no preference asks again next time.
        let _kept = local_storage::write(LANGUAGE, &language);
        page::set_language(language.tag());
        early::forget_lock();
        state.language.set(language);
    });
}
