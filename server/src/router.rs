//! Every route and every layer of the server, on one screen.

use crate::{
    api::{
        AppState, PROTOCOL, agency, clients, devices, health, on_call, pull, push, quarantine,
        session,
    },
    http::{refusal::Refuse, request_log::request_log, security_headers},
    site, ssr,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use domain::wire::v1::PUSH_MAX_BYTES;
use std::{any::Any, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};

/// Bytes of any body but a push, at most.
const BODY_MAX_BYTES: usize = 16 * 1024;
/// Bytes of an agency's content, before and after, at most.
const CONTENT_MAX_BYTES: usize = 512 * 1024;
/// Time for a whole request, its body included, over a slow connection.
const REQUEST_WITHIN: Duration = Duration::from_secs(60);

/// The API's routes as method and path; tests walk them.
pub const API_ROUTES: [(&str, &str); 24] = [
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/session"),
    ("GET", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("POST", "/api/v1/devices"),
    ("GET", "/api/v1/devices"),
    ("POST", "/api/v1/devices/{id}/key"),
    ("POST", "/api/v1/devices/{id}/revoke"),
    ("POST", "/api/v1/agency"),
    ("POST", "/api/v1/push"),
    ("GET", "/api/v1/pull"),
    ("GET", "/api/v1/quarantine"),
    ("GET", "/api/v1/quarantine/{op_id}/{hash}"),
    ("POST", "/api/v1/quarantine/{op_id}/{hash}/assign"),
    ("POST", "/api/v1/quarantine/{op_id}/{hash}/release"),
    ("GET", "/api/v1/clients/{client}/crisis-plan/versions"),
    ("GET", "/api/v1/clients/{client}/documents/{kind}/versions"),
    ("GET", "/api/v1/on-call/plans"),
    ("GET", "/api/v1/on-call/shifts"),
    ("PUT", "/api/v1/on-call/shifts/{shift}"),
    ("DELETE", "/api/v1/on-call/shifts/{shift}"),
    ("GET", "/api/v1/on-call/openings"),
    ("GET", "/api/v1/on-call/openings/waiting"),
    ("POST", "/api/v1/on-call/openings/{lookup}/review"),
];

/// The whole server but for the socket.
pub fn router(app: AppState) -> Router {
    let tls = app.config.tls();
    let (push, pull) = if app.config.oldest_protocol > PROTOCOL {
        (post(app_too_old), get(app_too_old))
    } else {
        (post(push::push), get(pull::pull))
    };
    let api = Router::new()
        .route("/health", get(health::health))
        .route("/session", post(session::sign_in).get(session::who).delete(session::sign_out))
        .route("/devices", post(devices::enrol).get(devices::list))
        .route("/devices/{id}/key", post(devices::key))
        .route("/devices/{id}/revoke", post(devices::revoke))
        .route("/agency", post(agency::save).layer(DefaultBodyLimit::max(CONTENT_MAX_BYTES)))
        .route("/push", push.layer(DefaultBodyLimit::max(PUSH_MAX_BYTES)))
        .route("/pull", pull)
        .route("/quarantine", get(quarantine::list))
        .route("/quarantine/{op_id}/{hash}", get(quarantine::read))
        .route("/quarantine/{op_id}/{hash}/assign", post(quarantine::assign))
        .route("/quarantine/{op_id}/{hash}/release", post(quarantine::release))
        .route("/clients/{client}/crisis-plan/versions", get(clients::plan_versions))
        .route("/clients/{client}/documents/{kind}/versions", get(clients::document_versions))
        .route("/on-call/plans", get(on_call::plans))
        .route("/on-call/shifts", get(on_call::shifts))
        .route("/on-call/shifts/{shift}", put(on_call::set_shift).delete(on_call::drop_shift))
        .route("/on-call/openings", get(on_call::openings))
        .route("/on-call/openings/waiting", get(on_call::openings_waiting))
        .route("/on-call/openings/{lookup}/review", post(on_call::review))
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .method_not_allowed_fallback(async || Refuse::MethodNotAllowed)
        .fallback(async || Refuse::NotFound)
        .with_state(app.clone());
    let pages = ssr::routes(&app).fallback(site::serve).with_state(app.clone());
    Router::new()
        .nest("/api/v1", api)
        .route("/api/{*rest}", axum::routing::any(async || Refuse::NotFound))
        .fallback_service(pages)
        // From here on the last is the outermost.
        .layer(CsrfLayer::new().with_rejection_response(|_| Refuse::CrossSite.into_response()))
        .layer(from_fn(within))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(tls, security_headers::on_every_answer))
        .layer(from_fn_with_state(app, request_log))
}

/// An app of the past asks. It keeps what it has; its update knows another address.
async fn app_too_old() -> Refuse {
    Refuse::AppTooOld
}

async fn within(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refuse::TimedOut.into_response(),
    }
}

/// The message of a panic may hold anything; only that it happened is told.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Refuse::Failed("a handler panicked".to_owned()).into_response()
}
