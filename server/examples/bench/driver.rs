use server::{
    api::AppState,
    auth::{Cookie, SessionLimits},
    config::ServeConfig,
    http::{connections::Limits, listen},
    router::router,
    store::{Batch, OpenOptions, Store},
};
use std::{
    net::SocketAddr,
    path::Path,
    sync::mpsc,
    time::{Duration, Instant},
};

/// The server, on threads of its own.
pub struct Driver {
    pub address: SocketAddr,
    pub loaded: Duration,
}

impl Driver {
    /// Opens a store in the folder, loads the batch, and serves.
    pub fn start(folder: &Path, batch: Batch) -> Self {
        let options = OpenOptions::in_folder(folder);
        let config = ServeConfig {
            cookie: Cookie::PlainHttp,
            sessions: SessionLimits { idle_h: 24, absolute_h: 48 },
            origin: None,
            trusted_proxy: false,
            site: folder.join("site"),
            sign_in_per_minute: 10_000.try_into().unwrap(),
            pushes_per_minute: 10_000_000.try_into().unwrap(),
            enrolments_per_hour: 10_000_000.try_into().unwrap(),
            requests_per_minute: 10_000_000.try_into().unwrap(),
            plan_reads_per_minute: 10_000_000.try_into().unwrap(),
            pulls_per_minute: 10_000_000.try_into().unwrap(),
            paper_parts_per_minute: 10_000_000.try_into().unwrap(),
            papers_max_bytes: u64::MAX,
            oldest_protocol: server::api::PROTOCOL,
            request_within: Duration::from_secs(60),
        };
        let (tell, hear) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let store = Store::open(&options).await.unwrap();
                let began = Instant::now();
                store.load(batch, &mut |_, _| {}).await.unwrap();
                let loaded = began.elapsed();
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = listener.local_addr().unwrap();
                tell.send(Self { address, loaded }).unwrap();
                let app = router(AppState::new(store, config));
                let limits = Limits {
                    connections: 4_096,
                    per_address: 4_096,
                    idle: Duration::from_secs(30),
                };
                listen::serve(listener, app, limits, std::future::pending()).await;
            });
        });
        hear.recv().unwrap()
    }
}
