//! Pages rendered on the server: signing in, help, rights. They never hold a
//! person's data. The app draws them here, and
//! again in the browser.
//!
//! The head is the shell's, so that a page asks for the very files the phone
//! keeps; only the body is drawn here.

use crate::{api::AppState, site};
use app::{RequestedPath, words::Language};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http_body_util::BodyExt as _;
use leptos::{nonce::use_nonce, prelude::provide_context};
use std::sync::{Arc, OnceLock};

/// Addresses of rendered pages; the service worker knows the same three.
pub const PAGES: [&str; 3] = ["/sign-in", "/help", "/rights"];

/// Routes of rendered pages; they come before the files of [`crate::site`].
pub fn routes(_app: &AppState) -> Router<AppState> {
    // Leptos spawns onto an executor it must be told of; a second router in one
    // process, as in tests, finds it told already.
    let _told = any_spawner::Executor::init_tokio();
    PAGES.into_iter().fold(Router::new(), |router, page| router.route(page, get(render)))
}

async fn render(State(app): State<AppState>, request: Request) -> Response {
    let file = app.config.site.join("page.html");
    let shell = match tokio::fs::read_to_string(file).await {
        Ok(shell) if shell.contains(BODY_START) => shell,
        // No built app: the site says so in its own words.
        _ => return site::serve(State(app), request).await,
    };
    let language = preferred(request.headers());
    let path = request.uri().path().to_owned();
    let nonce = Arc::new(OnceLock::new());
    let heard = Arc::clone(&nonce);
    let draw = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(language);
            provide_context(RequestedPath(path.clone()));
            if let Some(fresh) = use_nonce() {
                // Set once: each request draws once.
                let _ = heard.set(fresh.to_string());
            }
        },
        app::App,
    );
    let Ok(body) = draw(request).await.into_body().collect().await else {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let drawn = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    let mut response = Html(Body::from(place(&shell, &drawn, language))).into_response();
    let policy = policy(nonce.get().map_or("", String::as_str));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

const BODY_START: &str = "<body data-boot=\"mount\">";

/// The shell with a drawn body in place of the empty one. The shell's early script comes
/// along: what is tapped before the app is there is kept for it here too.
fn place(shell: &str, drawn: &str, language: Language) -> String {
    let early = shell.lines().find(|line| line.starts_with("<script src=")).unwrap_or_default();
    let head = shell.split(BODY_START).next().unwrap_or_default();
    let head = head.replacen("<html lang=\"en\"", &format!("<html lang=\"{}\"", language.tag()), 1);
    format!("{head}{BODY_START}{drawn}{early}</body>\n</html>\n")
}

/// The policy of pages, with this page's own inline script let through.
fn policy(nonce: &str) -> String {
    let with_nonce = format!("script-src 'self' 'nonce-{nonce}'");
    crate::http::security_headers::CONTENT_SECURITY_POLICY.replacen(
        "script-src 'self'",
        &with_nonce,
        1,
    )
}

fn preferred(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::from_tag(wanted.unwrap_or_default())
}
