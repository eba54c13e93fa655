use super::{dates, icon::Icon};
use crate::place::Screen;
use crate::state::{SyncPhase, sync, use_app};
use domain::dated::minutes_ahead;
use leptos::prelude::*;

/// What of today's work is safe where, in one honest sentence.
#[component]
pub fn SyncLine() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    sync::looked_at(state);
    move || {
        let (unsent, attention) = state.pending.with(|all| (all.unsent(), all.needing_attention()));
        let (now, last) = (state.now.get(), state.last_sync.get());
        let when = last.map_or_else(
            || w.never_synced.to_owned(),
            |at| w.last_sync(&dates::day_time(w, dates::here(at), now)),
        );
        let unread = state.caseload.with(|caseload| caseload.unread.len());
        let (mut icon, mut text) = match (attention, unsent, state.sync.get()) {
            (1.., _, _) => (Icon::Hand, w.needs_attention_count(attention)),
            (_, _, SyncPhase::SignInNeeded) => (Icon::Hand, w.sign_in_for_updates.to_owned()),
            (_, _, SyncPhase::Revoked) => (Icon::Hand, w.phone_revoked.to_owned()),
            (_, _, SyncPhase::AppTooOld) => (Icon::Hand, w.app_too_old.to_owned()),
            (_, _, SyncPhase::NotKept) => (Icon::Hand, w.sync_not_kept.to_owned()),
            (_, 1.., _) => (Icon::Dot, format!("{} {when}", w.on_this_phone(unsent))),
            (_, 0, SyncPhase::Running) if last.is_none() => {
                (Icon::Dot, w.first_sync_running.to_owned())
            }
            (_, 0, _) if last.is_none() => (Icon::Dot, when),
            (_, 0, _) => (Icon::Tick, format!("{} {when}", w.everything_sent)),
        };
        if unread > 0 {
            // Beside what waits to be sent or signed in for, and never in place of it.
            icon = Icon::Hand;
            text = [&text, " ", &w.needs_newer_app(unread)].concat();
        }
        if minutes_ahead(state.server_ahead_ms.get()).is_some() {
            // By how much, and what to do about it, is said where this leads.
            icon = Icon::Hand;
            text = [&text, " ", w.clock_off].concat();
        }
        view! { <a class="sync-line" href=Screen::Me.path()>{icon.draw()}<span>{text}</span></a> }
    }
}
