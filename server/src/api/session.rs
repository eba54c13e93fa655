//! `/api/v1/session`: signing in and out.

use super::{AppState, Door, body::Body, second_factor};
use crate::{
    audit::{Action, Who},
    auth::{Half, HashedToken, KnownCookie, PlainToken},
    clock,
    http::{client_ip::Caller, refusal::Refuse},
    store::{Attempt, Login, Second},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use domain::{
    id::{AgencyId, DeviceId, StaffId},
    length::PASSWORD_MAX_BYTES,
    wire::v1::{SignIn, SignedIn},
};
use std::time::Duration;

/// Signs somebody in. Unknown names take as long and sound the same as wrong
/// passwords, and are slowed down in the same way. Where somebody has a second factor, the right
/// password is answered 202 with what is asked next, and nothing is signed in yet.
///
/// # Errors
/// 401 `wrong_sign_in`, 429 when tried too often.
pub async fn sign_in(
    State(app): State<AppState>,
    Caller(ip): Caller,
    headers: HeaderMap,
    Body(sign_in): Body<SignIn>,
) -> Result<Response, Refuse> {
    if sign_in.password.len() > PASSWORD_MAX_BYTES {
        return Err(Refuse::WrongSignIn);
    }
    let tag = app.store.keyring().login_tag(&sign_in.login);
    let login = app.store.login(&tag).await?;
    let known = KnownCookie::of(app.config.cookie, &tag);
    let browser = known.read(&headers);
    // Strangers behind the owner's address do not use up what is the owner's.
    let door = match app.store.known_browser(login.as_ref(), browser.map(HashedToken::of)).await? {
        Some(known) => Door::Browser(known),
        None => Door::Address(ip),
    };
    app.sign_in_limit.take(&door).map_err(Refuse::TooMany)?;
    // Counted before it is judged: many at once are as many as one after the other.
    let counted =
        app.store.count_attempt(&tag, login.as_ref(), browser.map(HashedToken::of)).await?;
    let attempt = counted.map_err(Refuse::TooMany)?;
    let here = login.as_ref().filter(|login| !login.ended);
    let hash = here.and_then(|login| login.password_hash.clone());
    let Some(right) = app.passwords.verify(sign_in.password.into(), hash).await else {
        app.store.take_back_attempt(&attempt).await?;
        return Err(Refuse::Busy(Duration::from_secs(5)));
    };
    let Some(login) = login.as_ref().filter(|_| right) else {
        wrong(&app, login.as_ref(), &attempt).await?;
        return Err(Refuse::WrongSignIn);
    };
    if app.store.has_second_factor(login).await? {
        // It stays counted until the second factor was right as well: otherwise whoever knows the
        // password could ask without end, and no question of the owner's would last.
        return second_factor::ask(&app, login).await;
    }
    app.store.forget_attempts(&attempt).await?;
    let browser = browser.filter(|_| attempt.known_browser().is_some());
    let opened = open(&app, login, None, sign_in.device_id, &known, browser).await?;
    opened.ok_or(Refuse::WrongSignIn)
}

/// Begins a session for whoever has shown all that they have to. None when something of it counts no
/// longer: it was changed, or used, meanwhile.
pub(super) async fn open(
    app: &AppState,
    login: &Login,
    second: Option<Second>,
    device: Option<DeviceId>,
    known: &KnownCookie,
    // What the browser is known by already.
    browser: Option<&str>,
) -> Result<Option<Response>, Refuse> {
    let token = PlainToken::generate();
    // One that is known stays what it is: an answer that is lost must not make the owner a
    // stranger.
    let fresh = PlainToken::generate();
    let browser = browser.unwrap_or_else(|| fresh.expose());
    let hashed = HashedToken::of(browser);
    if !app.store.begin_session(login, second, device, &token.hash(), &hashed).await? {
        return Ok(None);
    }
    let (began, seen) = app.config.sessions.over_before(clock::now_ms());
    app.store.delete_expired(login.agency, began, seen).await?;
    let session = app.config.cookie.give(&token, app.config.sessions.max_age_s());
    let cookies =
        AppendHeaders([(header::SET_COOKIE, session), (header::SET_COOKIE, known.give(browser))]);
    let missing = app.store.session(&token.hash()).await?.is_some_and(|facts| facts.second_missing);
    let body = signed_in(app, login.agency, login.staff, missing).await?;
    Ok(Some((cookies, Json(body)).into_response()))
}

/// Writes a wrong password down. The work is the same where nobody has the name.
async fn wrong(app: &AppState, login: Option<&Login>, attempt: &Attempt) -> Result<(), Refuse> {
    match login {
        Some(Login { agency, staff, .. }) => {
            let who = Who { staff: Some(*staff), device: None };
            app.store.note_refusal(*agency, who, Action::SignedIn, "wrong_sign_in").await?;
        }
        None => app.store.note_nobody(attempt).await?,
    }
    Ok(())
}

/// Says who is signed in.
///
/// # Errors
/// 401 `signed_out`.
pub async fn who(
    State(app): State<AppState>,
    Half(session): Half,
) -> Result<Json<SignedIn>, Refuse> {
    let permit = session.permit;
    signed_in(&app, permit.agency(), permit.staff(), permit.second_missing()).await.map(Json)
}

/// Ends the session; files on the phone and unsent notes stay as they are.
///
/// # Errors
/// 401 `signed_out`.
pub async fn sign_out(
    State(app): State<AppState>,
    Half(session): Half,
) -> Result<Response, Refuse> {
    app.store.end_session(session.facts(), &session.token).await?;
    let gone = [(header::SET_COOKIE, app.config.cookie.take())];
    Ok((StatusCode::NO_CONTENT, gone).into_response())
}

async fn signed_in(
    app: &AppState,
    agency: AgencyId,
    staff: StaffId,
    second_factor_missing: bool,
) -> Result<SignedIn, Refuse> {
    let mut agency = app.store.agency_as_it_opens(agency).await?;
    if second_factor_missing {
        // A password alone does not tell who else works here.
        agency.staff.retain(|card| card.staff_id == staff);
    }
    let card = agency.staff.iter().find(|card| card.staff_id == staff).ok_or(Refuse::SignedOut)?;
    let (name, role) = (card.name.clone(), card.role);
    Ok(SignedIn { staff_id: staff, name, role, agency, second_factor_missing })
}
