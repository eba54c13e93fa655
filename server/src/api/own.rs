//! `/api/v1/own`: a client's own plan, for whoever has the link and the code. Nobody is signed in, and
//! no cookie is looked at.

use super::{AppState, body::Body};
use crate::{
    auth::HashedToken,
    http::{client_ip::Caller, refusal::Refuse},
    store::{OwnPass, Said, Shut},
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    own::{Code, Secret, is_sound},
    wire::v1::{OwnEnd, OwnHeard, OwnLook, OwnOpen, OwnOpened, OwnSay, OwnView},
};
use std::net::IpAddr;

/// Opens a plan by secret and code.
///
/// # Errors
/// 404 `own_unknown`, 401 `own_wrong_code`, 410 `own_ended`, `own_expired` or `own_closed`, 429 when
/// tried too often.
pub async fn open(
    State(app): State<AppState>,
    Caller(ip): Caller,
    Body(asked): Body<OwnOpen>,
) -> Result<Json<OwnOpened>, Refuse> {
    app.own_door.take(&ip).map_err(Refuse::TooMany)?;
    let secret = Secret::read(&asked.secret).ok_or(Refuse::OwnUnknown)?;
    let code = Code::read(&asked.code).ok_or(Refuse::OwnWrongCode)?;
    let (OwnPass(pass), view) = app.store.open_own(&secret, &code).await?.map_err(refused)?;
    Ok(Json(OwnOpened { pass: pass.expose().to_owned(), view }))
}

/// The plan as it is now.
///
/// # Errors
/// 404 `own_unknown` where the server does not know the phone, which says nothing of its link; 410 as
/// [`open`], 429.
pub async fn look(
    State(app): State<AppState>,
    Caller(ip): Caller,
    Body(asked): Body<OwnLook>,
) -> Result<Json<OwnView>, Refuse> {
    let pass = taken(&app, ip, &asked.pass).await?;
    Ok(Json(app.store.look_own(&pass, asked.kept).await?.map_err(refused)?))
}

/// The client says something.
///
/// # Errors
/// 400 where nothing is said or too much, 404 as [`look`], 409 where its id is another's, 410
/// as [`open`], 429.
pub async fn say(
    State(app): State<AppState>,
    Caller(ip): Caller,
    Body(asked): Body<OwnSay>,
) -> Result<Json<OwnHeard>, Refuse> {
    let pass = taken(&app, ip, &asked.pass).await?;
    if !is_sound(&asked.message) {
        return Err(Refuse::Unreadable);
    }
    app.own_messages.take(&pass).map_err(Refuse::TooMany)?;
    match app.store.say_own(&pass, &asked.message).await? {
        Said::Heard(heard) => Ok(Json(heard)),
        Said::IdReused => Err(Refuse::ChangedMeanwhile),
        Said::Shut(shut) => Err(refused(shut)),
    }
}

/// The client ends the way they came by.
///
/// # Errors
/// 404 `own_unknown` where the server does not know the phone, which says nothing of its link; 410 as
/// [`open`], 429.
pub async fn end(
    State(app): State<AppState>,
    Caller(ip): Caller,
    Body(asked): Body<OwnEnd>,
) -> Result<StatusCode, Refuse> {
    let pass = taken(&app, ip, &asked.pass).await?;
    app.store.end_own(&pass).await?.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts an asking, by where it comes from and by the pass. One that was made up leaves nothing
/// behind: there is no end of them.
async fn taken(app: &AppState, ip: IpAddr, pass: &str) -> Result<HashedToken, Refuse> {
    app.own_address.take(&ip).map_err(Refuse::TooMany)?;
    let pass = HashedToken::of(pass);
    if !app.store.knows_pass(&pass).await? {
        return Err(Refuse::OwnUnknown);
    }
    app.own_limit.take(&pass).map_err(Refuse::TooMany)?;
    Ok(pass)
}

const fn refused(shut: Shut) -> Refuse {
    match shut {
        Shut::Unknown => Refuse::OwnUnknown,
        Shut::Ended => Refuse::OwnEnded,
        Shut::Expired => Refuse::OwnExpired,
        Shut::Closed => Refuse::OwnClosed,
        Shut::WrongCode => Refuse::OwnWrongCode,
        Shut::Wait(wait) => Refuse::TooMany(wait),
    }
}
