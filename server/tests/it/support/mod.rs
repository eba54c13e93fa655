pub mod authenticator;
mod phone;
pub mod process;
pub mod wire;
pub mod wire_phone;
pub mod words;

pub use phone::TestPhone;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, Version};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    id::{AgencyId, ClientId, DeviceId, StaffId},
    wire::v1::{Agency, Role, StaffCard},
};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use server::{
    api::{AppState, PROTOCOL},
    auth::{Cookie, SessionLimits},
    config::ServeConfig,
    keys,
    router::router,
    store::{Access, Batch, NewClient, NewStaff, OpenOptions, Store},
};
use std::{path::Path, sync::LazyLock, time::Duration};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub const PASSWORD: &str = "a password for tests";

/// [`PASSWORD`] at the least cost there is: somebody signs in here thousands of times. What a real hash costs is
/// tested beside `auth::password`.
static CHEAP: LazyLock<String> = LazyLock::new(|| {
    let least = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, least);
    let hash: PasswordHash =
        argon.hash_password_with_salt(PASSWORD.as_bytes(), b"tests and no more").unwrap();
    hash.to_string()
});

/// A server with two agencies. North has Rosa and Wes (workers), Sam (a
/// supervisor) and Ada (an administrator); South has Olga and Sue (a supervisor).
pub struct TestServer {
    pub folder: TempDir,
    pub store: Store,
    pub north: AgencyId,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {} {:?}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of a refusal.
    pub fn code(&self) -> String {
        self.json::<domain::wire::v1::Refusal>().code
    }

    pub fn cookie(&self) -> Option<String> {
        let value = self.headers.get(header::SET_COOKIE)?.to_str().ok()?;
        value.split(';').next().map(str::to_owned)
    }
}

pub fn staff(n: u8) -> StaffId {
    StaffId::from_bytes([n; 16])
}

pub const ROSA: u8 = 1;
pub const WES: u8 = 2;
pub const SAM: u8 = 3;
pub const ADA: u8 = 4;
pub const OLGA: u8 = 5;
pub const SUE: u8 = 6;

pub fn options(folder: &Path) -> OpenOptions {
    OpenOptions::in_folder(folder)
}

pub fn agency(n: u8, name: &str) -> Agency {
    Agency::new(AgencyId::from_bytes([n; 16]), name.to_owned())
}

pub fn member(n: u8, name: &str, role: Role) -> NewStaff {
    NewStaff {
        card: StaffCard {
            staff_id: staff(n),
            name: name.to_owned(),
            credentials: String::new(),
            role,
        },
        login: name.to_lowercase(),
        password: None,
    }
}

/// Gives everybody there is [`PASSWORD`].
pub async fn let_in(store: &Store) {
    for line in store.staff_lines().await.unwrap() {
        let login = store.login(&store.keyring().login_tag(&line.login)).await.unwrap();
        store.set_password(&login.unwrap(), &CHEAP).await.unwrap();
    }
}

impl TestServer {
    pub async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&options(folder.path())).await.unwrap();
        let mut north = Batch::of(agency(101, "North"));
        north.staff = vec![
            member(ROSA, "Rosa", Role::Worker),
            member(WES, "Wes", Role::Worker),
            member(SAM, "Sam", Role::Supervisor),
            member(ADA, "Ada", Role::Administrator),
        ];
        let mut south = Batch::of(agency(102, "South"));
        south.staff =
            vec![member(OLGA, "Olga", Role::Worker), member(SUE, "Sue", Role::Supervisor)];
        store.load(north, &mut |_, _| {}).await.unwrap();
        store.load(south, &mut |_, _| {}).await.unwrap();
        let_in(&store).await;
        Self::over(folder, store)
    }

    /// A server over a store that is there already.
    pub fn over(folder: TempDir, store: Store) -> Self {
        Self::configured(folder, store, |_| {})
    }

    /// The same server over the same store, started in another way.
    pub fn started(self, change: impl FnOnce(&mut ServeConfig)) -> Self {
        Self::configured(self.folder, self.store, change)
    }

    fn configured(folder: TempDir, store: Store, change: impl FnOnce(&mut ServeConfig)) -> Self {
        let site = folder.path().join("site");
        let mut config = ServeConfig {
            cookie: Cookie::Host,
            sessions: SessionLimits { idle_h: 24, absolute_h: 48 },
            trusted_proxy: true,
            origin: Some(authenticator::ORIGIN.parse().unwrap()),
            site,
            sign_in_per_minute: 10.try_into().unwrap(),
            pushes_per_minute: 1_000_000.try_into().unwrap(),
            enrolments_per_hour: 1_000_000.try_into().unwrap(),
            requests_per_minute: 1_000_000.try_into().unwrap(),
            plan_reads_per_minute: 1_000_000.try_into().unwrap(),
            pulls_per_minute: 1_000_000.try_into().unwrap(),
            paper_parts_per_minute: 1_000_000.try_into().unwrap(),
            papers_max_bytes: 1_000_000_000,
            oldest_protocol: PROTOCOL,
            request_within: Duration::from_secs(60),
        };
        change(&mut config);
        let router = router(AppState::new(store.clone(), config));
        Self { folder, store, north: AgencyId::from_bytes([101; 16]), router }
    }

    /// Stops, and leaves its folder to whoever comes next.
    pub async fn stop(self) -> TempDir {
        self.store.close().await;
        self.folder
    }

    /// Stops, and starts again on the same folder.
    pub async fn restart(self) -> Self {
        let Self { folder, store, router, .. } = self;
        store.close().await;
        drop((store, router));
        let store = Store::open(&options(folder.path())).await.unwrap();
        Self::over(folder, store)
    }

    /// Stops, does something to the folder, and starts again.
    pub async fn restart_after(self, act: impl AsyncFnOnce(&Path)) -> Self {
        let Self { folder, store, router, .. } = self;
        store.close().await;
        drop((store, router));
        act(folder.path()).await;
        let store = Store::open(&options(folder.path())).await.unwrap();
        Self::over(folder, store)
    }

    /// The server but for the socket.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Asks as this phone, by whatever session the browser has.
    pub async fn get_as(&self, path: &str, cookie: &str, phone: DeviceId) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header("streetlight-phone", phone.to_string());
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, cookie: &str, body: &impl serde::Serialize) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json");
        let body = serde_json::to_vec(body).unwrap();
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        // Everybody comes from an address of their own.
        let request = Request::post("/api/v1/session")
            .header("x-forwarded-for", format!("10.0.{}.{}", login.len(), rand_byte()))
            .header(header::CONTENT_TYPE, "application/json");
        let body = serde_json::json!({ "login": login, "password": password });
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Adds clients assigned to a worker.
    pub async fn add_clients(&self, worker: u8, ids: std::ops::Range<u8>) -> Vec<ClientId> {
        let mut batch = Batch::of(agency(101, "North"));
        batch.clients = ids
            .map(|n| NewClient { client: words::client(n), assigned: vec![staff(worker)] })
            .collect();
        let added = batch.clients.iter().map(|new| new.client.client_id).collect();
        self.store.load(batch, &mut |_, _| {}).await.unwrap();
        added
    }

    /// A look at the database from beside the server.
    pub async fn look(&self) -> sqlx::SqliteConnection {
        look_at(&self.folder.path().join("streetlight.db")).await
    }

    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut db = self.look().await;
        sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap()
    }

    pub fn read_access(&self) -> OpenOptions {
        OpenOptions { access: Access::Read, ..options(self.folder.path()) }
    }
}

pub async fn look_at(file: &Path) -> sqlx::SqliteConnection {
    use sqlx::ConnectOptions as _;
    sqlx::sqlite::SqliteConnectOptions::new().filename(file).connect().await.unwrap()
}

pub fn rand_byte() -> u8 {
    keys::random::<1>()[0]
}
