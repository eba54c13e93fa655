//! `/api/v1/devices`: phones.

use super::{AppState, body::Body};
use crate::{
    auth::{Permit, PlainToken, Session},
    clock,
    http::refusal::Refuse,
    store::{Enrolment, KnownDevice},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    id::DeviceId,
    wire::v1::{DeviceKey, DeviceRow, Enrol, Enrolled, Revoke, Role},
};

/// Longest name of a phone, in bytes.
const NAME_MAX_BYTES: usize = 200;

/// Enrols a phone and binds the session to it.
///
/// # Errors
/// 409 `device_known`, 403 `device_revoked`, 400 when the key has not 32 bytes, 429 when
/// this person enrols too often.
pub async fn enrol(
    State(app): State<AppState>,
    session: Session,
    Body(enrol): Body<Enrol>,
) -> Result<Json<Enrolled>, Refuse> {
    let key: [u8; 32] = enrol.key.as_slice().try_into().map_err(|_| Refuse::Unreadable)?;
    if enrol.name.len() > NAME_MAX_BYTES {
        return Err(Refuse::Unreadable);
    }
    app.enrol_limit.take(&session.permit.staff()).map_err(Refuse::TooMany)?;
    let token = PlainToken::generate();
    let enrolment =
        app.store.enrol(&session.permit, &session.token, &enrol, &key, &token.hash()).await?;
    match enrolment {
        Enrolment::Done => Ok(Json(Enrolled {
            deposit_token: token.expose().to_owned(),
            epoch: app.store.epoch(),
        })),
        Enrolment::Known => Err(Refuse::DeviceKnown),
        Enrolment::Revoked(_) => Err(Refuse::DeviceRevoked),
    }
}

/// How long after signing in the key may be fetched: ten minutes in milliseconds.
const FRESH_SIGN_IN_MS: i64 = 10 * 60_000;

/// Lists phones: one's own, or the agency's for those who manage them.
///
/// # Errors
/// 401 `signed_out`.
pub async fn list(
    State(app): State<AppState>,
    session: Session,
) -> Result<Json<Vec<DeviceRow>>, Refuse> {
    let only = match session.permit.role() {
        Role::Worker => Some(session.permit.staff()),
        Role::Supervisor | Role::Administrator => None,
    };
    Ok(Json(app.store.devices(&session.permit, only).await?))
}

/// Gives the phone's key back to its owner, for a forgotten passcode.
///
/// # Errors
/// 401 `signed_out` when the password was not typed just now, 403
/// `device_revoked`, 403 `forbidden` for anybody else, 404 for no such phone.
pub async fn key(
    State(app): State<AppState>,
    session: Session,
    Path(device): Path<String>,
) -> Result<Json<DeviceKey>, Refuse> {
    // A session left open on a locked phone is not enough: the key opens everything.
    if clock::now_ms() - session.facts().began_at_ms > FRESH_SIGN_IN_MS {
        return Err(Refuse::SignedOut);
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

/// Revokes a phone and ends its sessions.
///
/// # Errors
/// 403 `forbidden`, 404 for no such phone.
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
    app.store.revoke(&session.permit, known.device_id, revoke.why).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find(app: &AppState, permit: &Permit, device: &str) -> Result<KnownDevice, Refuse> {
    let device: DeviceId = device.parse().map_err(|_| Refuse::NotFound)?;
    app.store.device(permit, device).await?.ok_or(Refuse::NotFound)
}
