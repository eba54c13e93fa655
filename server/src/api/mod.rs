//! The versioned routes phones use, one file a resource. See `docs/protocol.md`.

pub mod account;
pub mod agency;
mod body;
pub mod clients;
pub mod devices;
pub mod directory;
pub mod disclosures;
pub mod health;
pub mod on_call;
pub mod own;
mod packing;
pub mod papers;
pub mod pull;
pub mod push;
pub mod pushers;
pub mod quarantine;
pub mod second_factor;
pub mod session;
pub mod turns;

use crate::{
    auth::{HashedToken, Passwords},
    config::ServeConfig,
    http::{held::HeldBytes, rate_limit::RateLimit, shares::Shares},
    site::Files,
    store::Store,
};
use domain::id::StaffId;
use pushers::{Hand, Pushers};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;
use turns::Turns;

/// Version of the protocol that these routes speak; it stands in their address,
/// so that every app that was ever built names its own.
pub const PROTOCOL: u16 = 1;

/// Times an hour that one session may try to change its owner's password.
const PASSWORD_CHANGES_PER_HOUR: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
/// Requests about its owner's account that one session may make a minute.
const ACCOUNT_REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("sixty is not zero");

/// Times a minute that one network address may try to open a client's own plan.
const OWN_OPENINGS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(20).expect("twenty is not zero");
/// Times a minute that one opened plan may be asked for.
const OWN_REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
/// Times a minute that one network address may ask for opened plans.
const OWN_REQUESTS_OF_ADDRESS: NonZeroU32 = NonZeroU32::new(300).expect("300 is not zero");
/// Things an hour that a client may say.
const OWN_MESSAGES_PER_HOUR: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");

/// Pulls that one session has under way at once: of two tabs, one each.
const PULLS_AT_ONCE: usize = 2;
/// Other long answers that one session has under way at once.
const LISTS_AT_ONCE: usize = 4;
/// Deliveries of one person that wait for one that is being written, at most.
const PUSHES_WAITING: usize = 8;
/// How long to wait where there is no room just now.
const SOON: Duration = Duration::from_secs(5);

/// Where somebody comes to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// A browser that the person has signed in on before.
    Browser(HashedToken),
    /// A network address, whoever is behind it.
    Address(IpAddr),
}

/// What every handler has at hand.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Where everything is kept.
    pub store: Store,
    /// How the server was started.
    pub config: Arc<ServeConfig>,
    /// Checks passwords, a few at a time.
    pub passwords: Passwords,
    /// How often one door may be tried by signing in.
    pub sign_in_limit: RateLimit<Door>,
    /// How often phones may deliver: what a stolen deposit token can fill.
    pub push_limit: Pushers,
    /// How often phones may send parts of pictures. Apart from the other: no note waits for a picture.
    pub paper_limit: Pushers,
    /// How often one person may enrol a phone: what a stolen session can leave behind.
    pub enrol_limit: RateLimit<StaffId>,
    /// How often a session whose password was given long ago may show the key of a phone that is
    /// enrolled already.
    pub enrol_again_limit: RateLimit<HashedToken>,
    /// How often one session may ask for anything: what a stolen one can keep busy. It takes
    /// nothing from its owner's others.
    pub request_limit: RateLimit<HashedToken>,
    /// How often one session may pull.
    pub pull_limit: RateLimit<HashedToken>,
    /// How often one session may ask for plans: many are opened for each.
    pub plan_limit: RateLimit<HashedToken>,
    /// How often one session may try to change its owner's password.
    pub password_limit: RateLimit<HashedToken>,
    /// How often one session may look at its owner's account, or end sessions.
    pub account_limit: RateLimit<HashedToken>,
    /// How often one network address may try to open a client's own plan.
    pub own_door: RateLimit<IpAddr>,
    /// How often one network address may ask for opened plans: a library, and all in it.
    pub own_address: RateLimit<IpAddr>,
    /// How often one opened plan may be asked for.
    pub own_limit: RateLimit<HashedToken>,
    /// How much one client may say.
    pub own_messages: RateLimit<HashedToken>,
    /// How often one refusal of one person is written down, so that nobody fills the
    /// audit log by knocking.
    pub refusals_noted: RateLimit<(StaffId, &'static str)>,
    /// Large pulls put together at once; the others wait their turn, so that a
    /// hundred phones after an outage do not fill the memory.
    pub large_pulls: Arc<Semaphore>,
    /// Pulls that one session has under way at once.
    pub pulls: Shares<HashedToken>,
    /// Other long answers that one session has under way at once.
    pub lists: Shares<HashedToken>,
    /// Whose deliveries are being written.
    pub push_turns: Turns<(StaffId, Hand)>,
    /// Bytes of bodies that are arriving.
    pub held_bytes: HeldBytes,
    /// The built app's files.
    pub files: Files,
    stopping: Arc<AtomicBool>,
}

impl AppState {
    /// Everything at hand for one run of the server.
    #[must_use]
    pub fn new(store: Store, config: ServeConfig) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            store,
            passwords: Passwords::new(cores),
            sign_in_limit: RateLimit::per_minute(config.sign_in_per_minute),
            push_limit: Pushers::new(config.pushes_per_minute),
            paper_limit: Pushers::new(config.paper_parts_per_minute),
            enrol_limit: RateLimit::per_hour(config.enrolments_per_hour),
            enrol_again_limit: RateLimit::per_hour(config.enrolments_per_hour),
            request_limit: RateLimit::per_minute(config.requests_per_minute),
            pull_limit: RateLimit::per_minute(config.pulls_per_minute),
            plan_limit: RateLimit::per_minute(config.plan_reads_per_minute),
            password_limit: RateLimit::per_hour(PASSWORD_CHANGES_PER_HOUR),
            account_limit: RateLimit::per_minute(ACCOUNT_REQUESTS_PER_MINUTE),
            own_door: RateLimit::per_minute(OWN_OPENINGS_PER_MINUTE),
            own_address: RateLimit::per_minute(OWN_REQUESTS_OF_ADDRESS),
            own_limit: RateLimit::per_minute(OWN_REQUESTS_PER_MINUTE),
            own_messages: RateLimit::per_hour(OWN_MESSAGES_PER_HOUR),
            refusals_noted: RateLimit::per_minute(NonZeroU32::MIN),
            large_pulls: Arc::new(Semaphore::new(cores)),
            pulls: Shares::of(PULLS_AT_ONCE),
            lists: Shares::of(LISTS_AT_ONCE),
            push_turns: Turns::new(PUSHES_WAITING),
            held_bytes: HeldBytes::default(),
            files: Files::default(),
            stopping: Arc::default(),
            config: Arc::new(config),
        }
    }

    /// From now on the health route says that the server is going away.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the server is going away.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
