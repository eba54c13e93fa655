use super::exit::PortTaken;
use crate::{
    api::AppState,
    config::{ServeArgs, ServeConfig, StoreArgs},
    http::listen,
    router::router,
    store::{Access, Store},
};
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
        oldest_protocol = args.oldest_protocol,
        version = env!("CARGO_PKG_VERSION"),
        "starting"
    );
    if let Some(danger) = args.danger() {
        tracing::warn!(listen = %args.listen, "{danger}");
    }
    let store = Store::open(&options).await?;
    let taken = |error| PortTaken(args.listen, error);
    let listener = TcpListener::bind(args.listen).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    if store.agencies().await?.is_empty() {
        tracing::warn!("there is no agency yet: run `streetlight agency add` and `user add`");
    }
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
    listen::serve(listener, router(app.clone()), args.max_connections, stop).await;
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}
