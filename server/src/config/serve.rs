use crate::{
    api::PROTOCOL,
    auth::{Cookie, SessionLimits, webauthn::Origin},
    http::connections::Limits,
};
use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

/// Flags of `streetlight serve`.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, env = "STREETLIGHT_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// No TLS in front: cookies without `Secure`; only on the loopback interface
    #[arg(long, env = "STREETLIGHT_PLAIN_HTTP")]
    pub plain_http: bool,
    /// A proxy of ours is in front: take the last entry of X-Forwarded-For
    #[arg(long, env = "STREETLIGHT_TRUSTED_PROXY")]
    pub trusted_proxy: bool,
    /// Address under which people reach this server, such as https://streetlight.example: passkeys for
    /// signing in are bound to its name, and there are none without it
    #[arg(long, env = "STREETLIGHT_ORIGIN")]
    pub origin: Option<Origin>,
    /// Folder of the built app
    #[arg(long, env = "STREETLIGHT_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Hours after which an unused session ends
    #[arg(long, env = "STREETLIGHT_SESSION_IDLE_HOURS", default_value_t = 7 * 24)]
    pub session_idle_hours: u32,
    /// Hours after which any session ends
    #[arg(long, env = "STREETLIGHT_SESSION_HOURS", default_value_t = 30 * 24)]
    pub session_hours: u32,
    /// Attempts to sign in that one address has a minute
    #[arg(long, env = "STREETLIGHT_SIGN_IN_PER_MINUTE", default_value = "30")]
    pub sign_in_per_minute: NonZeroU32,
    /// Deliveries that one phone has a minute at one address, and again as many with its
    /// session; ten times as many in all, and from one address; of fifty notes or a megabyte each at most
    #[arg(long, env = "STREETLIGHT_PUSHES_PER_MINUTE", default_value = "120")]
    pub pushes_per_minute: NonZeroU32,
    /// Phones that one person may enrol an hour
    #[arg(long, env = "STREETLIGHT_ENROLMENTS_PER_HOUR", default_value = "20")]
    pub enrolments_per_hour: NonZeroU32,
    /// Requests that one session may make a minute
    #[arg(long, env = "STREETLIGHT_REQUESTS_PER_MINUTE", default_value = "600")]
    pub requests_per_minute: NonZeroU32,
    /// Times a minute that one session may ask for versions of a plan, or for the team's plans
    #[arg(long, env = "STREETLIGHT_PLAN_READS_PER_MINUTE", default_value = "60")]
    pub plan_reads_per_minute: NonZeroU32,
    /// Pages that one session may pull a minute, of two thousand rows each
    #[arg(long, env = "STREETLIGHT_PULLS_PER_MINUTE", default_value = "240")]
    pub pulls_per_minute: NonZeroU32,
    /// Parts of pictures that one phone may send a minute at one address, and again as many with its
    /// session; ten times as many in all, and from one address; of a quarter of a megabyte each
    #[arg(long, env = "STREETLIGHT_PAPER_PARTS_PER_MINUTE", default_value = "240")]
    pub paper_parts_per_minute: NonZeroU32,
    /// Gigabytes of pictures of papers, at most
    #[arg(long, env = "STREETLIGHT_PAPERS_MAX_GB", default_value = "50")]
    pub papers_max_gb: u32,
    /// Oldest protocol that phones may still sync by; below it they are told to update first
    #[arg(long, env = "STREETLIGHT_OLDEST_PROTOCOL", default_value_t = PROTOCOL)]
    pub oldest_protocol: u16,
    /// File outside the data folder to which the head of the audit log is added every ten seconds,
    /// for `verify-audit --head`
    #[arg(long, env = "STREETLIGHT_AUDIT_HEAD")]
    pub audit_head: Option<PathBuf>,
    /// Connections at once
    #[arg(long, env = "STREETLIGHT_MAX_CONNECTIONS", default_value_t = 4_096)]
    pub max_connections: usize,
    /// Connections of one address at once; behind a proxy it is for the proxy to limit them
    #[arg(long, env = "STREETLIGHT_CONNECTIONS_PER_ADDRESS", default_value_t = 256)]
    pub connections_per_address: usize,
    /// Seconds after which a connection ends that neither reads nor writes
    #[arg(long, env = "STREETLIGHT_CONNECTION_IDLE_SECONDS", default_value_t = 30)]
    pub connection_idle_seconds: u32,
}

impl ServeArgs {
    /// How many connections there may be.
    #[must_use]
    pub fn connections(&self) -> Limits {
        Limits {
            connections: self.max_connections,
            // All of the proxy's are everybody's.
            per_address: match self.trusted_proxy {
                true => self.max_connections,
                false => self.connections_per_address,
            },
            idle: Duration::from_secs(self.connection_idle_seconds.max(1).into()),
        }
    }

    /// Only this machine reaches the port.
    fn is_local(&self) -> bool {
        self.listen.ip().to_canonical().is_loopback()
    }

    /// What may go wrong with a configuration that is run all the same, for the log.
    #[must_use]
    pub fn danger(&self) -> Option<&'static str> {
        (!self.is_local()).then_some(
            "other machines reach this port, and it speaks no TLS: whoever is on the way reads passwords, \
             sessions and notes, and may write X-Forwarded-For at will. Listen on 127.0.0.1 behind the proxy, or let \
             nobody but the proxy reach the port",
        )
    }
}

/// The configuration is not one to run with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Sessions would travel in clear.
    #[error(
        "--plain-http is for development on one machine, and {0} can be reached from others. Nothing was started. Listen on 127.0.0.1, or put a proxy with TLS in front and leave --plain-http out"
    )]
    PlainHttpBeyondLoopback(SocketAddr),
}

/// What a running server needs to know.
#[derive(Debug, Clone)]
pub struct ServeConfig {
    /// The session cookie.
    pub cookie: Cookie,
    /// How long sessions live.
    pub sessions: SessionLimits,
    /// Whether the last entry of `X-Forwarded-For` is to be believed.
    pub trusted_proxy: bool,
    /// Under which address people reach it, where it was told.
    pub origin: Option<Origin>,
    /// Folder of the built app.
    pub site: PathBuf,
    /// Attempts to sign in that one address has a minute.
    pub sign_in_per_minute: NonZeroU32,
    /// Deliveries that one phone has a minute.
    pub pushes_per_minute: NonZeroU32,
    /// Phones that one person may enrol an hour.
    pub enrolments_per_hour: NonZeroU32,
    /// Requests that one session may make a minute.
    pub requests_per_minute: NonZeroU32,
    /// Times a minute that one session may ask for plans.
    pub plan_reads_per_minute: NonZeroU32,
    /// Pages that one session may pull a minute.
    pub pulls_per_minute: NonZeroU32,
    /// Parts of pictures that one phone may send a minute.
    pub paper_parts_per_minute: NonZeroU32,
    /// Bytes of pictures of papers, at most.
    pub papers_max_bytes: u64,
    /// Oldest protocol that phones may still sync by.
    pub oldest_protocol: u16,
    /// Time for a whole request, its body included, over a slow connection.
    pub request_within: Duration,
}

/// A megabyte at 150 kbit/s.
const REQUEST_WITHIN: Duration = Duration::from_secs(60);

impl ServeConfig {
    /// Whether TLS is in front.
    #[must_use]
    pub fn tls(&self) -> bool {
        self.cookie == Cookie::Host
    }
}

impl TryFrom<&ServeArgs> for ServeConfig {
    type Error = ConfigError;

    fn try_from(args: &ServeArgs) -> Result<Self, ConfigError> {
        if args.plain_http && !args.is_local() {
            return Err(ConfigError::PlainHttpBeyondLoopback(args.listen));
        }
        Ok(Self {
            cookie: if args.plain_http { Cookie::PlainHttp } else { Cookie::Host },
            sessions: SessionLimits {
                idle_h: args.session_idle_hours,
                absolute_h: args.session_hours,
            },
            trusted_proxy: args.trusted_proxy,
            origin: args.origin.clone(),
            site: args.site.clone(),
            sign_in_per_minute: args.sign_in_per_minute,
            pushes_per_minute: args.pushes_per_minute,
            enrolments_per_hour: args.enrolments_per_hour,
            requests_per_minute: args.requests_per_minute,
            plan_reads_per_minute: args.plan_reads_per_minute,
            pulls_per_minute: args.pulls_per_minute,
            paper_parts_per_minute: args.paper_parts_per_minute,
            papers_max_bytes: u64::from(args.papers_max_gb) * 1_000_000_000,
            oldest_protocol: args.oldest_protocol,
            request_within: REQUEST_WITHIN,
        })
    }
}
