use super::{exit::PortTaken, heads_kept::HeadsKept};
use crate::{
    api::AppState,
    config::{ServeArgs, ServeConfig, StoreArgs},
    http::{connections::Limits, listen},
    router::router,
    store::{Access, Store, Tidied},
};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::time::{Duration, SystemTime};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

pub(super) async fn run(store_args: &StoreArgs, args: &ServeArgs) -> anyhow::Result<()> {
    let config = ServeConfig::try_from(args)?;
    let options = store_args.options(Access::Write);
    tracing::info!(
        listen = %args.listen,
        database = %options.database.display(),
        key_file = %options.key_file.display(),
        site = %args.site.display(),
        plain_http = args.plain_http,
        trusted_proxy = args.trusted_proxy,
        session_idle_h = args.session_idle_hours,
        session_h = args.session_hours,
        audit_head = ?args.audit_head,
        oldest_protocol = args.oldest_protocol,
        version = env!("CARGO_PKG_VERSION"),
        "starting"
    );
    if let Some(danger) = args.danger() {
        tracing::warn!(listen = %args.listen, "{danger}");
    }
    let store = Store::open(&options).await?;
    let heads = match &args.audit_head {
        Some(file) => Some(HeadsKept::start(&store, file, &options.database).await?),
        None => None,
    };
    let taken = |error| PortTaken(args.listen, error);
    let listener = TcpListener::bind(args.listen).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    if store.agencies().await?.is_empty() {
        tracing::warn!("there is no agency yet: run `streetlight agency add` and `user add`");
    }
    let tidying = tokio::spawn(tidy(store.clone()));
    let limits = enough_handles(args.connections());
    let app = AppState::new(store.clone(), config);
    let scheme = if args.plain_http { "http" } else { "https, by the proxy in front" };
    tracing::info!(%address, scheme, epoch = %store.epoch(), "serving");
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = async {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping: finishing requests");
        app.stop();
    };
    listen::serve(listener, router(app.clone()), limits, stop).await;
    tidying.abort();
    if let Some(heads) = heads {
        heads.stop().await;
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Looks after the pages of papers, at the start and once a day.
async fn tidy(store: Store) {
    let mut day = tokio::time::interval(Duration::from_secs(24 * 60 * 60));
    loop {
        day.tick().await;
        match store.tidy_papers(SystemTime::now()).await {
            Ok(Tidied { adopted: 0, removed: 0 }) => {}
            Ok(Tidied { adopted, removed }) => tracing::info!(
                adopted,
                removed,
                "pages of papers: those that a kill had left unknown are known; those of which nothing had come for thirty days are gone"
            ),
            Err(error) => tracing::warn!(%error, "pages of papers were not looked after"),
        }
    }
}

/// Each connection takes a file handle, and many systems start a process with 1,024:
/// asks for as many as there may be, and holds no more connections than there are.
fn enough_handles(limits: Limits) -> Limits {
    /// For the database, the log and files that are sent.
    const OURS: u64 = 128;
    let wanted = OURS.saturating_add(u64::try_from(limits.connections).unwrap_or(u64::MAX));
    let mut has = getrlimit(Resource::Nofile);
    if has.current.is_some_and(|current| current < wanted) {
        let most = has.maximum.map_or(wanted, |maximum| maximum.min(wanted));
        let raised = Rlimit { current: Some(most), ..has };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            has = raised;
        }
    }
    let room = has.current.map_or(u64::MAX, |current| current.saturating_sub(OURS).max(16));
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    if room < limits.connections {
        tracing::warn!(
            wanted = limits.connections,
            room,
            "the system allows this process fewer files than --max-connections: there will be fewer connections. Raise its limit (LimitNOFILE, ulimit -n)"
        );
    }
    Limits { connections: limits.connections.min(room), ..limits }
}
