//! What the screens look at.
//!
//! [`AppState`] holds signals and is handed to every screen. The unlocked phone
//! itself (keys, store, replica) lives in [`phone`], in one place, so that
//! locking can drop all of it with one assignment.

pub mod account_news;
pub mod crisis_plan;
pub mod deliver;
pub mod directory;
pub mod document;
pub mod draft;
pub mod enrol;
pub mod file;
pub mod find;
pub mod form;
pub mod from_chunks;
pub mod layout;
pub mod lock;
pub mod on_call;
pub mod open;
pub mod papers;
pub mod passcode;
pub mod phone;
pub mod reading;
pub mod refusal;
pub mod save;
pub mod set_up;
pub mod show;
pub mod start;
pub mod sync;
pub mod team_plans;
pub mod today;
pub mod told;
pub mod unlock;
pub mod wording;

use crate::{
    state::from_chunks::FromChunks,
    store::{Missing, Profile},
    words::{Language, Words},
};
use ::sync::{on_call::Turn, pending::PendingWork, read_copy::Caseload};
use domain::{
    Moment,
    wire::v1::{CrisisLine, Policy, Role, SignedIn},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What the app is in the middle of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Reading what is on the phone.
    Starting,
    /// Nobody is enrolled here, or somebody else wants to be.
    SignedOut,
    /// Signed in; this phone still needs a passcode.
    ChoosingPasscode(Box<SignedIn>),
    /// Signed in on an enrolled phone whose passcode is to be a new one.
    ReplacingPasscode,
    /// Enrolled and locked.
    Locked,
    /// Open.
    Open,
    /// Open, and in a client's hands: only this client's plan, until unlocked.
    Shown(domain::id::ClientId),
    /// The browser lets us keep nothing.
    NoStorage,
    /// Another tab runs a newer version, which has changed how things lie.
    OldTab,
}

/// Where sync stands, in the honest terms that screens show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SyncPhase {
    /// Nothing under way.
    #[default]
    Resting,
    /// Talking to the server.
    Running,
    /// The server could not be reached; it will be tried again.
    Unreachable,
    /// The server wants a sign-in before it hands anything down.
    SignInNeeded,
    /// This phone was revoked: it may deliver and no longer read.
    Revoked,
    /// The app is too old for the server.
    AppTooOld,
    /// This phone's storage took down nothing of it; it is tried again.
    NotKept,
}

/// Signals for screens; `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
pub struct AppState {
    /// What is done in chunks.
    pub chunks: &'static FromChunks,
    /// What the app is in the middle of.
    pub phase: RwSignal<Phase>,
    /// Language of the screens.
    pub language: RwSignal<Language>,
    /// Lists, with unsent work laid over them.
    pub caseload: RwSignal<Arc<Caseload>>,
    /// What was made here and is not in the read copy yet.
    pub pending: RwSignal<Arc<PendingWork>>,
    /// Counts up whenever a file or plan on the phone changed.
    pub files_version: RwSignal<u32>,
    /// Where sync stands.
    pub sync: RwSignal<SyncPhase>,
    /// Whether what is not on this phone is not at the server either.
    pub whole: RwSignal<bool>,
    /// When a sync last ran to its end.
    pub last_sync: RwSignal<Option<Moment>>,
    /// There is room for a list beside what is shown.
    pub wide: RwSignal<bool>,
    /// Now, to the minute.
    pub now: RwSignal<Moment>,
    /// Milliseconds that the server's clock was ahead of this phone's when it last answered; for
    /// saying, asking and what the server dated only, never for what is stored or in which order it
    /// shows.
    pub server_ahead_ms: RwSignal<i64>,
    /// Whose phone this is, while it is known.
    pub profile: RwSignal<Option<Profile>>,
    /// Every enrolment on this phone, the latest first.
    pub enrolled: RwSignal<Vec<Profile>>,
    /// Crisis lines for the lock screen.
    pub lines: RwSignal<Vec<CrisisLine>>,
    /// The worker's turn on the on-call roster, while one is on.
    pub turn: RwSignal<Option<Turn>>,
    /// How many phones are set up in the worker's name; zero until the server has said.
    pub own_phones: RwSignal<usize>,
    /// When a phone was set up in the worker's name of which they have yet to hear.
    pub phone_added: RwSignal<Option<Moment>>,
    /// When the worker's password was changed of which they have yet to hear.
    pub password_changed: RwSignal<Option<Moment>>,
    /// A sentence to show for a few seconds: see [`told`].
    pub notice: RwSignal<Option<String>>,
    /// What the phone knows to have been set up on it and does not find.
    pub missing: RwSignal<Missing>,
    /// A newer version waits to take over.
    pub update_waits: RwSignal<bool>,
    /// Operations that wait on the locked phone.
    pub waiting_while_locked: RwSignal<usize>,
    /// The server does not know this phone: the next passcode enrols it again.
    pub enrol_again: RwSignal<bool>,
    /// Too long after it was given, the password is asked for again, and the setting up goes on.
    pub password_again: RwSignal<bool>,
    /// The password was right, and a second factor is asked for.
    pub second_step: RwSignal<bool>,
    /// The agency wants a second factor from the worker, who has none.
    pub second_missing: RwSignal<bool>,
    /// The passcode was forgotten: the next sign-in leads to a new one.
    pub forgotten: RwSignal<bool>,
}

impl AppState {
    /// Now by the server's clock, as far as this phone has heard of it: for what the server dated.
    #[must_use]
    pub fn server_now(&self) -> Moment {
        crate::browser::clock::now().plus_ms(self.server_ahead_ms.get_untracked())
    }

    /// Fresh signals, as on the server and in the first moment on the phone.
    #[must_use]
    pub fn new(language: Language, chunks: &'static FromChunks) -> Self {
        Self {
            chunks,
            phase: RwSignal::new(Phase::Starting),
            language: RwSignal::new(language),
            caseload: RwSignal::default(),
            pending: RwSignal::default(),
            files_version: RwSignal::new(0),
            sync: RwSignal::default(),
            whole: RwSignal::new(true),
            last_sync: RwSignal::new(None),
            wide: RwSignal::new(false),
            now: RwSignal::new(Moment::new(0, 0)),
            server_ahead_ms: RwSignal::new(0),
            profile: RwSignal::new(None),
            enrolled: RwSignal::new(Vec::new()),
            lines: RwSignal::new(Vec::new()),
            turn: RwSignal::new(None),
            own_phones: RwSignal::new(0),
            phone_added: RwSignal::new(None),
            password_changed: RwSignal::new(None),
            notice: RwSignal::new(None),
            missing: RwSignal::new(Missing::default()),
            update_waits: RwSignal::new(false),
            waiting_while_locked: RwSignal::new(0),
            enrol_again: RwSignal::new(false),
            password_again: RwSignal::new(false),
            second_step: RwSignal::new(false),
            second_missing: RwSignal::new(false),
            forgotten: RwSignal::new(false),
        }
    }

    /// The words of the language in force. Untracked: a change of language
    /// draws everything anew.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        self.language.get_untracked().words()
    }

    /// What the owner of this phone is to the agency. Untracked: it changes with signing in alone,
    /// after which everything is drawn anew.
    #[must_use]
    pub fn role(&self) -> Role {
        let role = |profile: &Option<Profile>| profile.as_ref().map(|profile| profile.role);
        self.profile.with_untracked(role).unwrap_or(Role::Worker)
    }

    /// The agency's deadlines, as this phone knows them. Untracked.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.caseload.with_untracked(|caseload| {
            caseload.agency.as_ref().map(|agency| agency.policy.clone()).unwrap_or_default()
        })
    }

    /// Whether there are clients to reach and to write about: a worker's at all times, and those of
    /// whoever leads and carries some as well. Tracked.
    #[must_use]
    pub fn carries(&self) -> bool {
        self.role() == Role::Worker || self.caseload.with(|all| !all.clients.is_empty())
    }

    /// A file, a plan or a draft on the phone changed.
    pub fn files_changed(&self) {
        self.files_version.update(|version| *version = version.wrapping_add(1));
    }
}

/// The state that `App` provides.
#[must_use]
pub fn use_app() -> AppState {
    expect_context()
}
