//! One line a request: method, route, status, duration; of a refusal its code and the
//! network address it went to as well. Never a query, a body, an address that
//! somebody typed, or anything that names a person.
//!
//! What is refused to somebody who is signed in goes into their agency's audit log.

use super::{
    client_ip::{Peer, client_ip},
    refusal::{Cause, Code},
};
use crate::{
    api::AppState,
    audit::{Action, Who},
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use domain::id::AgencyId;
use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

/// Whoever turned out to ask; the session's extractor fills it in.
#[derive(Debug, Clone, Default)]
pub struct Asker(Arc<OnceLock<(AgencyId, Who)>>);

impl Asker {
    /// Writes down who it is. The first word counts: a request has one session.
    pub fn is(&self, agency: AgencyId, who: Who) {
        let _ = self.0.set((agency, who));
    }
}

/// The layer.
pub async fn request_log(
    State(app): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or("file", MatchedPath::as_str).to_owned();
    let peer = request.extensions().get::<Peer>().copied();
    let ip = client_ip(peer, request.headers(), app.config.trusted_proxy);
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let began = Instant::now();
    let response = next.run(request).await;
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status();
    let (code, cause) = (response.extensions().get::<Code>(), response.extensions().get::<Cause>());
    let number = status.as_u16();
    match (cause, code) {
        (Some(Cause(cause)), _) => {
            tracing::error!(%method, route, status = number, duration_ms, cause, "request failed");
        }
        (None, Some(Code(code))) => {
            tracing::warn!(%method, route, status = number, duration_ms, code, %ip, "request refused");
        }
        (None, None) => tracing::info!(%method, route, status = number, duration_ms, "request"),
    }
    // A thing that is there and is another's is "not found" as well. Of who is signed in, "signed
    // out" is said to whoever asks as another phone than the session's.
    let is_noted = matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
        || code.is_some_and(|Code(code)| {
            matches!(*code, "password_needed" | "device_known" | "signed_out")
        });
    if is_noted
        && let (Some((agency, who)), Some(Code(code))) = (asker.0.get(), code)
        && let Some(staff) = who.staff
        && app.refusals_noted.take(&(staff, *code)).is_ok()
        && let Err(error) = app.store.note_refusal(*agency, *who, Action::Refused, code).await
    {
        tracing::warn!(%error, "a refusal is not in the audit log");
    }
    response
}
