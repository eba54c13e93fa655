//! `/api/v1/account`: one's own password, and where one is signed in.

use super::{AppState, body::Body};
use crate::{
    audit::{Action, Who},
    auth::{Half, HashedToken, KnownCookie, PlainToken, Session},
    clock,
    http::{client_ip::Caller, refusal::Refuse},
    store::{Ends, Renewed},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use domain::{
    id::SessionId,
    length::PASSWORD_MAX_BYTES,
    wire::v1::{Account, ChangePassword, PasswordChanged, SecondFactor},
};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long to wait where too many passwords are being checked.
const BUSY: Refuse = Refuse::Busy(Duration::from_secs(5));

/// How one's account stands: when the password was changed, where one is signed in, one's phones.
///
/// # Errors
/// 401 `signed_out`, 429 when one session asks too often.
pub async fn show(
    State(app): State<AppState>,
    Half(session): Half,
    Caller(here): Caller,
) -> Result<Json<Account>, Refuse> {
    let permit = session.permit;
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    let (passkeys, codes_left) = app.store.passkeys(&permit).await?;
    let required = app.store.wants_second_factor(&permit).await?;
    let second_factor =
        app.config.origin.as_ref().map(|_| SecondFactor { passkeys, codes_left, required });
    Ok(Json(Account {
        password_set_at: app.store.password_set_at(&permit).await?,
        sessions: app
            .store
            .sessions(&permit, app.config.sessions.over_before(clock::now_ms()))
            .await?,
        phones: app.store.devices(&permit, Some(permit.staff())).await?,
        here: here.to_string(),
        second_factor,
    }))
}

/// Changes one's own password, by the old one. Every other session ends, and this one goes on under
/// another token. Guesses at the old one count like those of whoever signs in.
///
/// # Errors
/// 422 `wrong_password`, and for each part of the rule that the new one breaks; 429 when tried too
/// often; 401 `signed_out` when the session ended meanwhile.
pub async fn change_password(
    State(app): State<AppState>,
    session: Session,
    headers: HeaderMap,
    Body(ChangePassword { old, new }): Body<ChangePassword>,
) -> Result<Response, Refuse> {
    let permit = session.permit;
    let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
    app.password_limit.take(&session.token).map_err(Refuse::TooMany)?;
    let person =
        app.store.person(permit.agency(), permit.staff()).await?.ok_or(Refuse::SignedOut)?;
    // What the rule says of the new one tells nothing about the old.
    let checked = app.passwords.check(new.clone(), person.names.clone()).await.ok_or(BUSY)?;
    checked.map_err(Refuse::WeakPassword)?;
    if old.len() > PASSWORD_MAX_BYTES {
        return Err(Refuse::WrongPassword);
    }
    let known = KnownCookie::of(app.config.cookie, &person.login_tag);
    let browser = known.read(&headers).map(HashedToken::of);
    let counted = app.store.count_attempt(&person.login_tag, Some(&person.login), browser).await?;
    let attempt = counted.map_err(Refuse::TooMany)?;
    let same = old == new;
    let Some(right) = app.passwords.verify(old, person.login.password_hash.clone()).await else {
        app.store.take_back_attempt(&attempt).await?;
        return Err(BUSY);
    };
    if !right {
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let code = "wrong_password";
        app.store.note_refusal(permit.agency(), who, Action::PasswordSet, code).await?;
        return Err(Refuse::WrongPassword);
    }
    app.store.forget_attempts(&attempt).await?;
    if same {
        return Err(Refuse::SamePassword);
    }
    let hash = app.passwords.hash(new).await.ok_or(BUSY)?;
    let (token, browser) = (PlainToken::generate(), PlainToken::generate());
    let renewed = Renewed { session: token.hash(), browser: browser.hash() };
    let changed = app.store.change_password(&permit, &person, &hash, &renewed).await?;
    let at = changed.ok_or(Refuse::SignedOut)?;
    let session = app.config.cookie.give(&token, app.config.sessions.max_age_s());
    let cookies = [session, known.give(browser.expose())];
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, Json(PasswordChanged { at })).into_response())
}

/// Ends one of one's own sessions.
///
/// # Errors
/// 404 where one has no such session, 429 when one session asks too often.
pub async fn end_session(
    State(app): State<AppState>,
    Half(session): Half,
    Path(which): Path<String>,
) -> Result<StatusCode, Refuse> {
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    let which: SessionId = which.parse().map_err(|_| Refuse::NotFound)?;
    match app.store.end_sessions(&session.permit, Ends::One(which)).await? {
        0 => Err(Refuse::NotFound),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// Ends all of one's own sessions but this one.
///
/// # Errors
/// 401 `signed_out`, 429 when one session asks too often.
pub async fn end_others(
    State(app): State<AppState>,
    Half(session): Half,
) -> Result<StatusCode, Refuse> {
    app.account_limit.take(&session.token).map_err(Refuse::TooMany)?;
    app.store.end_sessions(&session.permit, Ends::Others).await?;
    Ok(StatusCode::NO_CONTENT)
}
