//! `/api/v1/devices`: phones.

use super::{AppState, body::Body};
use crate::{
    audit::Who,
    auth::{Half, Permit, PlainToken, Session},
    clock,
    http::{client_ip::Caller, refusal::Refuse},
    names::in_one_line,
    store::{Enrolment, KnownDevice},
};
use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{
    id::DeviceId,
    wire::v1::{DeviceKey, DeviceRow, Enrol, Enrolled, Revoke, Role},
};
use serde::Deserialize;

/// Longest name of a phone, in bytes.
const NAME_MAX_BYTES: usize = 200;

/// Enrols a phone and binds the session to it.
///
/// # Errors
/// 401 `password_needed` for a new phone when the password was not given just now, 409 `device_known`, 403 `device_revoked`, 400 when the key has not 32 bytes, 429 when
/// this person enrols too often.
pub async fn enrol(
    State(app): State<AppState>,
    Half(session): Half,
    Caller(from): Caller,
    Body(mut enrol): Body<Enrol>,
) -> Result<Json<Enrolled>, Refuse> {
    let key: [u8; 32] = enrol.key.as_slice().try_into().map_err(|_| Refuse::Unreadable)?;
    if enrol.name.len() > NAME_MAX_BYTES {
        return Err(Refuse::Unreadable);
    }
    enrol.name = in_one_line(&enrol.name);
    // What a session that was left open tries counts for itself, and takes nothing from its owner.
    if !session.permit.has_fresh_password(clock::now_ms()) {
        if app.store.device(&session.permit, enrol.device_id).await?.is_none() {
            return Err(Refuse::PasswordNeeded);
        }
        app.enrol_again_limit.take(&session.token).map_err(Refuse::TooMany)?;
    } else {
        app.enrol_limit.take(&session.permit.staff()).map_err(Refuse::TooMany)?;
    }
    let token = PlainToken::generate();
    let Session { permit, token: session } = session;
    let enrolment = app.store.enrol(&permit, &session, &enrol, &key, &token.hash(), from).await?;
    match enrolment {
        Enrolment::Done => Ok(Json(Enrolled {
            deposit_token: token.expose().to_owned(),
            epoch: app.store.epoch(),
        })),
        Enrolment::Known => Err(Refuse::DeviceKnown),
        Enrolment::Revoked(_) => Err(Refuse::DeviceRevoked),
        Enrolment::PasswordNeeded => Err(Refuse::PasswordNeeded),
    }
}

/// The query of a list of phones.
#[derive(Debug, Deserialize)]
pub struct Which {
    of: Option<Of>,
}

/// Whose phones are asked for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Of {
    /// Those of whoever asks.
    Me,
}

/// Lists phones: one's own, or the agency's for those who manage them and do not ask for
/// their own alone.
///
/// # Errors
/// 401 `signed_out`.
pub async fn list(
    State(app): State<AppState>,
    Half(session): Half,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Vec<DeviceRow>>, Refuse> {
    let Query(which) = which.map_err(|_| Refuse::Unreadable)?;
    let only = match (session.permit.role(), which.of) {
        // Without the second factor one sees what is one's own.
        _ if session.permit.second_missing() => Some(session.permit.staff()),
        (Role::Worker, _) | (_, Some(Of::Me)) => Some(session.permit.staff()),
        (Role::Supervisor | Role::Administrator, None) => None,
    };
    Ok(Json(app.store.devices(&session.permit, only).await?))
}

/// Gives the phone's key back to its owner, for a forgotten passcode.
///
/// # Errors
/// 401 `password_needed` when the password was not given just now, 403
/// `device_revoked`, 403 `forbidden` for anybody else, 404 for no such phone.
pub async fn key(
    State(app): State<AppState>,
    session: Session,
    Path(device): Path<String>,
) -> Result<Json<DeviceKey>, Refuse> {
    // A session left open on a locked phone is not enough: the key opens everything.
    if !session.permit.has_fresh_password(clock::now_ms()) {
        return Err(Refuse::PasswordNeeded);
    }
    let known = find(&app, &session.permit, &device).await?;
    if known.staff_id != session.permit.staff() {
        return Err(Refuse::Forbidden);
    }
    if known.revoked.is_some() {
        return Err(Refuse::DeviceRevoked);
    }
    let key = app.store.device_key(&session.permit, &session.token, known.device_id).await?;
    Ok(Json(DeviceKey { key: key.to_vec() }))
}

/// Revokes a phone and ends every session that was ever on it. Of another phone than the one in
/// hand only soon after the password was given: a session that was left open, or copied, takes no
/// phone from anybody.
///
/// # Errors
/// 401 `password_needed`, 403 `forbidden`, 404 for no such phone.
pub async fn revoke(
    State(app): State<AppState>,
    session: Session,
    Path(device): Path<String>,
    Body(revoke): Body<Revoke>,
) -> Result<StatusCode, Refuse> {
    let known = find(&app, &session.permit, &device).await?;
    if !session.permit.may_manage_phone_of(known.staff_id) {
        return Err(Refuse::Forbidden);
    }
    let in_hand = session.permit.device() == Some(known.device_id);
    if !in_hand && !session.permit.has_fresh_password(clock::now_ms()) {
        return Err(Refuse::PasswordNeeded);
    }
    let who = Who { staff: Some(session.permit.staff()), device: session.permit.device() };
    app.store.revoke(session.permit.agency(), who, known.device_id, revoke.why).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find(app: &AppState, permit: &Permit, device: &str) -> Result<KnownDevice, Refuse> {
    let device: DeviceId = device.parse().map_err(|_| Refuse::NotFound)?;
    app.store.device(permit, device).await?.ok_or(Refuse::NotFound)
}
