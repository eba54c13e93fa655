//! `/api/v1/on-call`: who is on call, the plans that go with it, and what was opened.

use super::{AppState, body::Body, packing::packed};
use crate::{
    auth::{Permit, Reader, Supervisor},
    http::refusal::Refuse,
    store::{ShiftSet, TeamAnswer},
};
use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{
    id::{LookupId, ShiftId},
    wire::v1::{OpeningsWaiting, Role, SetShift, Shift, Shifts},
};
use serde::Deserialize;

/// The query for the team's plans.
#[derive(Debug, Deserialize)]
pub struct Asked {
    have: Option<String>,
}

/// The plans of colleagues' clients while the asker is on call: 204 when they
/// are not, 304 when they have the present state.
///
/// # Errors
/// 401 `signed_out`, 403 `device_revoked`, `device_unknown`, or `forbidden` for
/// an administrator, who sees no client, 429 when this session asks for plans too often.
pub async fn plans(
    State(app): State<AppState>,
    Reader(permit): Reader,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    let Query(asked) = asked.map_err(|_| Refuse::Unreadable)?;
    if permit.role() == Role::Administrator {
        return Err(Refuse::Forbidden);
    }
    app.plan_limit.take(&permit.session()).map_err(Refuse::TooMany)?;
    let share = app.lists.take(permit.session())?;
    match app.store.team_plans(&permit, asked.have.as_deref()).await? {
        TeamAnswer::NotOnCall => Ok(StatusCode::NO_CONTENT.into_response()),
        TeamAnswer::Same => Ok(StatusCode::NOT_MODIFIED.into_response()),
        TeamAnswer::Plans(plans) => {
            packed(&headers, share, move || Ok(serde_json::to_vec(&plans)?)).await
        }
    }
}

/// Turns that are not over; everybody may know who is on call.
///
/// # Errors
/// 401 `signed_out`.
pub async fn shifts(
    State(app): State<AppState>,
    Reader(permit): Reader,
) -> Result<Json<Shifts>, Refuse> {
    Ok(Json(app.store.shifts(&permit).await?))
}

/// Puts a turn on the roster, or changes it.
///
/// # Errors
/// 403 `forbidden` for a worker, 400 when it ends before it begins or lasts
/// longer than two weeks, 422 `too_much_on_call` when it is too much with others of
/// theirs, 404 for somebody who does not work here or sees no client.
pub async fn set_shift(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Path(id): Path<String>,
    Body(set): Body<SetShift>,
) -> Result<StatusCode, Refuse> {
    let shift_id = may_plan(&permit, &id)?;
    let shift = Shift { shift_id, staff_id: set.staff_id, from: set.from, to: set.to };
    if !shift.is_sound() {
        return Err(Refuse::Unreadable);
    }
    match app.store.set_shift(&permit, &shift).await? {
        ShiftSet::Done => Ok(StatusCode::NO_CONTENT),
        ShiftSet::NoStaff => Err(Refuse::NotFound),
        ShiftSet::TooMuch => Err(Refuse::TooMuchOnCall),
        ShiftSet::Begun => Err(Refuse::ChangedMeanwhile),
    }
}

/// Takes a turn off the roster.
///
/// # Errors
/// 403 `forbidden` for a worker.
pub async fn drop_shift(
    State(app): State<AppState>,
    Reader(permit): Reader,
    Path(id): Path<String>,
) -> Result<StatusCode, Refuse> {
    app.store.drop_shift(&permit, may_plan(&permit, &id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn may_plan(permit: &Permit, id: &str) -> Result<ShiftId, Refuse> {
    match permit.role() {
        Role::Worker => Err(Refuse::Forbidden),
        Role::Supervisor | Role::Administrator => id.parse().map_err(|_| Refuse::NotFound),
    }
}

/// Plans opened of clients who were not the reader's own.
///
/// # Errors
/// 401 `signed_out`, 403 `forbidden` for anybody but a supervisor, 429 while as many long answers
/// are under way as one session may have.
pub async fn openings(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    let share = app.lists.take(permit.session())?;
    let openings = app.store.openings(&permit).await?;
    packed(&headers, share, move || Ok(serde_json::to_vec(&openings)?)).await
}

/// How many openings nobody has looked at: what a supervisor's phone asks for
/// to tell of it.
///
/// # Errors
/// As [`openings`].
pub async fn openings_waiting(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
) -> Result<Json<OpeningsWaiting>, Refuse> {
    Ok(Json(app.store.openings_waiting(&permit).await?))
}

/// A supervisor looked at an opening.
///
/// # Errors
/// As [`openings`], and 404 for no such opening.
pub async fn review(
    State(app): State<AppState>,
    Supervisor(permit): Supervisor,
    Path(id): Path<String>,
) -> Result<StatusCode, Refuse> {
    let id: LookupId = id.parse().map_err(|_| Refuse::NotFound)?;
    match app.store.review_opening(&permit, id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Refuse::NotFound),
    }
}
