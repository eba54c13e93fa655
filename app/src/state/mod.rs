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
    held::Held,
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
    pub phase: Held<Phase>,
    /// Language of the screens.
    pub language: Held<Language>,
    /// Lists, with unsent work laid over them.
    pub caseload: Held<Arc<Caseload>>,
    /// What was made here and is not in the read copy yet.
    pub pending: Held<Arc<PendingWork>>,
    /// Counts up whenever a file or plan on the phone changed.
    pub files_version: Held<u32>,
    /// Where sync stands.
    pub sync: Held<SyncPhase>,
    /// Whether what is not on this phone is not at the server either.
    pub whole: Held<bool>,
    /// When a sync last ran to its end.
    pub last_sync: Held<Option<Moment>>,
    /// There is room for a list beside what is shown.
    pub wide: Held<bool>,
    /// Now, to the minute.
    pub now: Held<Moment>,
    /// Milliseconds that the server's clock was ahead of this phone's when it last answered; for
    /// saying, asking and what the server dated only, never for what is stored or in which order it
    /// shows.
    pub server_ahead_ms: Held<i64>,
    /// Whose phone this is, while it is known.
    pub profile: Held<Option<Profile>>,
    /// Every enrolment on this phone, the latest first.
    pub enrolled: Held<Vec<Profile>>,
    /// Crisis lines for the lock screen.
    pub lines: Held<Vec<CrisisLine>>,
    /// The worker's turn on the on-call roster, while one is on.
    pub turn: Held<Option<Turn>>,
    /// How many phones are set up in the worker's name; zero until the server has said.
    pub own_phones: Held<usize>,
    /// When a phone was set up in the worker's name of which they have yet to hear.
    pub phone_added: Held<Option<Moment>>,
    /// When the worker's password was changed of which they have yet to hear.
    pub password_changed: Held<Option<Moment>>,
    /// A sentence to show for a few seconds: see [`told`].
    pub notice: Held<Option<String>>,
    /// What the phone knows to have been set up on it and does not find.
    pub missing: Held<Missing>,
    /// A newer version waits to take over.
    pub update_waits: Held<bool>,
    /// Operations that wait on the locked phone.
    pub waiting_while_locked: Held<usize>,
    /// The server does not know this phone: the next passcode enrols it again.
    pub enrol_again: Held<bool>,
    /// Too long after it was given, the password is asked for again, and the setting up goes on.
    pub password_again: Held<bool>,
    /// The password was right, and a second factor is asked for.
    pub second_step: Held<bool>,
    /// The agency wants a second factor from the worker, who has none.
    pub second_missing: Held<bool>,
    /// The passcode was forgotten: the next sign-in leads to a new one.
    pub forgotten: Held<bool>,
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
            phase: Held::new(Phase::Starting),
            language: Held::new(language),
            caseload: Held::default(),
            pending: Held::default(),
            files_version: Held::new(0),
            sync: Held::default(),
            whole: Held::new(true),
            last_sync: Held::new(None),
            wide: Held::new(false),
            now: Held::new(Moment::new(0, 0)),
            server_ahead_ms: Held::new(0),
            profile: Held::new(None),
            enrolled: Held::new(Vec::new()),
            lines: Held::new(Vec::new()),
            turn: Held::new(None),
            own_phones: Held::new(0),
            phone_added: Held::new(None),
            password_changed: Held::new(None),
            notice: Held::new(None),
            missing: Held::new(Missing::default()),
            update_waits: Held::new(false),
            waiting_while_locked: Held::new(0),
            enrol_again: Held::new(false),
            password_again: Held::new(false),
            second_step: Held::new(false),
            second_missing: Held::new(false),
            forgotten: Held::new(false),
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
