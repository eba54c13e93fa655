//! `/api/v1/session`: signing in and out.

use super::{AppState, body::Body};
use crate::{
    audit::{Action, Who},
    auth::{PlainToken, Session, password},
    clock,
    http::{
        client_ip::{Peer, client_ip},
        refusal::Refuse,
    },
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    id::{AgencyId, StaffId},
    wire::v1::{SignIn, SignedIn},
};
use std::time::Duration;

/// Signs somebody in. Unknown names take as long and sound the same as wrong
/// passwords, and are slowed down in the same way.
///
/// # Errors
/// 401 `wrong_sign_in`, 429 when tried too often.
pub async fn sign_in(
    State(app): State<AppState>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    Body(sign_in): Body<SignIn>,
) -> Result<Response, Refuse> {
    let peer = peer.map(|Extension(peer)| peer);
    let ip = client_ip(peer, &headers, app.config.trusted_proxy);
    app.sign_in_limit.take(&ip).map_err(Refuse::TooMany)?;
    if sign_in.password.len() > password::MAX_BYTES {
        return Err(Refuse::WrongSignIn);
    }
    let tag = app.store.keyring().login_tag(&sign_in.login);
    let login = app.store.login(&tag).await?;
    let known = login.as_ref().map(|login| (login.agency, login.staff));
    let agency = known.map(|(agency, _)| agency);
    if let Some(wait) = app.store.throttle(agency, &tag).await?.wait(clock::now_ms()) {
        return Err(Refuse::TooMany(wait));
    }
    let hash = login.as_ref().and_then(|login| login.password_hash.clone());
    let right = app.passwords.verify(sign_in.password, hash).await;
    let right = right.ok_or(Refuse::Busy(Duration::from_secs(5)))?;
    let Some(login) = login.filter(|_| right) else {
        app.store.count_failure(agency, &tag).await?;
        if let Some((agency, staff)) = known {
            let who = Who { staff: Some(staff), device: None };
            app.store.note_refusal(agency, who, Action::SignedIn, "wrong_sign_in").await?;
        }
        return Err(Refuse::WrongSignIn);
    };
    app.store.clear_failures(login.agency, &tag).await?;
    let token = PlainToken::generate();
    app.store.begin_session(login.agency, login.staff, sign_in.device_id, &token.hash()).await?;
    let cookie = app.config.cookie.give(&token, app.config.sessions.max_age_s());
    let body = signed_in(&app, login.agency, login.staff).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(body)).into_response())
}

/// Says who is signed in.
///
/// # Errors
/// 401 `signed_out`.
pub async fn who(State(app): State<AppState>, session: Session) -> Result<Json<SignedIn>, Refuse> {
    signed_in(&app, session.permit.agency(), session.permit.staff()).await.map(Json)
}

/// Ends the session; files on the phone and unsent notes stay as they are.
///
/// # Errors
/// 401 `signed_out`.
pub async fn sign_out(State(app): State<AppState>, session: Session) -> Result<Response, Refuse> {
    app.store.end_session(session.facts(), &session.token).await?;
    let gone = [(header::SET_COOKIE, app.config.cookie.take())];
    Ok((StatusCode::NO_CONTENT, gone).into_response())
}

async fn signed_in(app: &AppState, agency: AgencyId, staff: StaffId) -> Result<SignedIn, Refuse> {
    let agency = app.store.agency(agency).await?;
    let card = agency.staff.iter().find(|card| card.staff_id == staff).ok_or(Refuse::SignedOut)?;
    Ok(SignedIn { staff_id: staff, name: card.name.clone(), role: card.role, agency })
}
