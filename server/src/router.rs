//! Every route and every layer of the server, on one screen.

use crate::{
    api::{
        AppState, PROTOCOL, account, agency, clients, devices, directory, disclosures, health,
        on_call, own, papers, pull, push, quarantine, second_factor, session,
    },
    http::{in_flight::within, refusal::Refuse, request_log::request_log, security_headers},
    site, ssr,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, delete, get, post, put},
};
use domain::wire::v1::{PART_BYTES, PUSH_MAX_BYTES};
use std::any::Any;
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};

/// Bytes of any body but a push, at most.
const BODY_MAX_BYTES: usize = 16 * 1024;
/// Bytes of an agency's content, before and after, at most.
const CONTENT_MAX_BYTES: usize = 1024 * 1024;
/// Bytes of a part of a page, with its head and its seal, at most.
const PART_MAX_BYTES: usize = PART_BYTES as usize + 4 * 1024;
/// Bytes of a service, before and after, at most.
const SERVICE_MAX_BYTES: usize = 256 * 1024;

/// The API's routes as method and path: the router is made from them, and tests walk them.
pub const API_ROUTES: [(&str, &str); 49] = [
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/session"),
    ("GET", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("POST", "/api/v1/session/second"),
    ("GET", "/api/v1/account"),
    ("POST", "/api/v1/account/password"),
    ("DELETE", "/api/v1/account/sessions"),
    ("DELETE", "/api/v1/account/sessions/{session}"),
    ("POST", "/api/v1/account/passkeys/challenge"),
    ("POST", "/api/v1/account/passkeys"),
    ("DELETE", "/api/v1/account/passkeys/{passkey}"),
    ("POST", "/api/v1/account/recovery-codes"),
    ("POST", "/api/v1/devices"),
    ("GET", "/api/v1/devices"),
    ("POST", "/api/v1/devices/{id}/key"),
    ("POST", "/api/v1/devices/{id}/revoke"),
    ("POST", "/api/v1/agency"),
    ("GET", "/api/v1/agency/units"),
    ("POST", "/api/v1/agency/units"),
    ("POST", "/api/v1/push"),
    ("GET", "/api/v1/pull"),
    ("GET", "/api/v1/attention"),
    ("GET", "/api/v1/quarantine"),
    ("GET", "/api/v1/quarantine/{op_id}/{hash}"),
    ("POST", "/api/v1/quarantine/{op_id}/{hash}/assign"),
    ("POST", "/api/v1/quarantine/{op_id}/{hash}/release"),
    ("GET", "/api/v1/clients/{client}/crisis-plan/versions"),
    ("GET", "/api/v1/clients/{client}/documents/{kind}/versions"),
    ("GET", "/api/v1/plans/outside"),
    ("GET", "/api/v1/disclosures"),
    ("POST", "/api/v1/disclosures/{record}/seen"),
    ("GET", "/api/v1/directory"),
    ("POST", "/api/v1/directory/services"),
    ("GET", "/api/v1/directory/suggestions"),
    ("POST", "/api/v1/directory/suggestions/{record}/decline"),
    ("PUT", "/api/v1/papers/pages/{page}/parts/{part}"),
    ("GET", "/api/v1/papers/{record}/pages/{page}"),
    ("GET", "/api/v1/on-call/plans"),
    ("GET", "/api/v1/on-call/shifts"),
    ("PUT", "/api/v1/on-call/shifts/{shift}"),
    ("DELETE", "/api/v1/on-call/shifts/{shift}"),
    ("GET", "/api/v1/on-call/openings"),
    ("GET", "/api/v1/on-call/openings/waiting"),
    ("POST", "/api/v1/on-call/openings/{lookup}/review"),
    ("POST", "/api/v1/own/open"),
    ("POST", "/api/v1/own/look"),
    ("POST", "/api/v1/own/say"),
    ("POST", "/api/v1/own/end"),
];

/// The whole server but for the socket.
pub fn router(app: AppState) -> Router {
    let tls = app.config.tls();
    let request_within = app.config.request_within;
    let too_old = app.config.oldest_protocol > PROTOCOL;
    let api = API_ROUTES
        .into_iter()
        .fold(Router::new(), |api, route| api.route(within_api(route), handler(route, too_old)))
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
        .layer(from_fn(move |request, next| within(request_within, request, next)))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(tls, security_headers::on_every_answer))
        .layer(from_fn_with_state(app, request_log))
}

/// A route's path below the API's own.
fn within_api((_, path): (&str, &'static str)) -> &'static str {
    path.strip_prefix("/api/v1").unwrap_or(path)
}

/// Who answers a route. What is not in [`API_ROUTES`] is not routed, and what is there
/// without anybody to answer it stops the server's start: nothing is answered that the tests
/// do not walk.
///
/// # Panics
/// When nobody answers the route.
fn handler((method, path): (&str, &'static str), too_old: bool) -> MethodRouter<AppState> {
    match (method, within_api((method, path))) {
        ("POST", "/push") if too_old => post(app_too_old),
        ("GET", "/pull") if too_old => get(app_too_old),
        ("GET", "/health") => get(health::health),
        ("POST", "/session") => post(session::sign_in),
        ("GET", "/session") => get(session::who),
        ("DELETE", "/session") => delete(session::sign_out),
        ("POST", "/session/second") => post(second_factor::sign_in),
        ("GET", "/account") => get(account::show),
        ("POST", "/account/password") => post(account::change_password),
        ("DELETE", "/account/sessions") => delete(account::end_others),
        ("DELETE", "/account/sessions/{session}") => delete(account::end_session),
        ("POST", "/account/passkeys/challenge") => post(second_factor::challenge),
        ("POST", "/account/passkeys") => post(second_factor::add),
        ("DELETE", "/account/passkeys/{passkey}") => delete(second_factor::remove),
        ("POST", "/account/recovery-codes") => post(second_factor::renew_codes),
        ("POST", "/devices") => post(devices::enrol),
        ("GET", "/devices") => get(devices::list),
        ("POST", "/devices/{id}/key") => post(devices::key),
        ("POST", "/devices/{id}/revoke") => post(devices::revoke),
        ("POST", "/agency") => post(agency::save).layer(DefaultBodyLimit::max(CONTENT_MAX_BYTES)),
        ("GET", "/agency/units") => get(agency::unit_rules),
        ("POST", "/agency/units") => post(agency::save_unit_rule),
        ("POST", "/push") => post(push::push).layer(DefaultBodyLimit::max(PUSH_MAX_BYTES)),
        ("GET", "/pull") => get(pull::pull),
        ("GET", "/attention") => get(quarantine::attention),
        ("GET", "/quarantine") => get(quarantine::list),
        ("GET", "/quarantine/{op_id}/{hash}") => get(quarantine::read),
        ("POST", "/quarantine/{op_id}/{hash}/assign") => post(quarantine::assign),
        ("POST", "/quarantine/{op_id}/{hash}/release") => post(quarantine::release),
        ("GET", "/clients/{client}/crisis-plan/versions") => get(clients::plan_versions),
        ("GET", "/clients/{client}/documents/{kind}/versions") => get(clients::document_versions),
        ("GET", "/plans/outside") => get(clients::outside_reviews),
        ("GET", "/disclosures") => get(disclosures::list),
        ("POST", "/disclosures/{record}/seen") => post(disclosures::seen),
        ("GET", "/directory") => get(directory::pull),
        ("POST", "/directory/services") => {
            post(directory::save).layer(DefaultBodyLimit::max(SERVICE_MAX_BYTES))
        }
        ("GET", "/directory/suggestions") => get(directory::suggestions),
        ("POST", "/directory/suggestions/{record}/decline") => post(directory::decline),
        ("PUT", "/papers/pages/{page}/parts/{part}") => {
            put(papers::take_part).layer(DefaultBodyLimit::max(PART_MAX_BYTES))
        }
        ("GET", "/papers/{record}/pages/{page}") => get(papers::read_page),
        ("GET", "/on-call/plans") => get(on_call::plans),
        ("GET", "/on-call/shifts") => get(on_call::shifts),
        ("PUT", "/on-call/shifts/{shift}") => put(on_call::set_shift),
        ("DELETE", "/on-call/shifts/{shift}") => delete(on_call::drop_shift),
        ("GET", "/on-call/openings") => get(on_call::openings),
        ("GET", "/on-call/openings/waiting") => get(on_call::openings_waiting),
        ("POST", "/on-call/openings/{lookup}/review") => post(on_call::review),
        ("POST", "/own/open") => post(own::open),
        ("POST", "/own/look") => post(own::look),
        ("POST", "/own/say") => post(own::say),
        ("POST", "/own/end") => post(own::end),
        _ => panic!("nobody answers {method} {path}"),
    }
}

/// An app of the past asks. It keeps what it has; its update knows another address.
async fn app_too_old() -> Refuse {
    Refuse::AppTooOld
}

/// The message of a panic may hold anything; only that it happened is told.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Refuse::Failed("a handler panicked".to_owned()).into_response()
}
