//! `/api/v1/push`: phones deliver.

use super::{
    AppState,
    body::{Body, Delivers},
    pushers::{Hand, Pushers},
};
use crate::{
    auth::{HashedToken, session_token},
    clock,
    http::{
        client_ip::{Peer, client_ip},
        refusal::Refuse,
    },
    store::Deposit,
};
use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{header, request::Parts},
};
use domain::wire::v1::{PUSH_MAX_ASKS, PUSH_MAX_OPERATIONS, Push, PushAnswer};

/// A phone that may deliver, found by its deposit token. Outlives sessions and
/// revocation: delivering is never refused, reading is.
#[derive(Debug)]
pub struct Depositor(Deposit, Hand);

impl FromRequestParts<AppState> for Depositor {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refuse> {
        let (deposit, hand) = depositor(parts, app, &app.push_limit).await?;
        Ok(Self(deposit, hand))
    }
}

/// The phone whose deposit token a request carries, as long as it does not deliver too often.
pub(super) async fn depositor(
    parts: &mut Parts,
    app: &AppState,
    limit: &Pushers,
) -> Result<(Deposit, Hand), Refuse> {
    let token = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Deposit "))
        .map(|token| HashedToken::of(token.trim()))
        .ok_or(Refuse::UnknownToken)?;
    let deposit = app.store.deposit(&token).await?.ok_or(Refuse::UnknownToken)?;
    let hand = match has_session(parts, app, &deposit).await? {
        true => Hand::Session,
        false => {
            let peer = parts.extensions.get::<Peer>().copied();
            Hand::Address(client_ip(peer, &parts.headers, app.config.trusted_proxy))
        }
    };
    // Before the body is read. The phone keeps everything, and waits as long as it is told.
    limit.take(deposit.device(), deposit.staff(), hand).map_err(Refuse::TooMany)?;
    parts.extensions.insert(Delivers(deposit.device(), hand));
    Ok((deposit, hand))
}

/// Whether the browser has a session of this very phone. Without one it delivers as well.
async fn has_session(parts: &Parts, app: &AppState, of: &Deposit) -> Result<bool, Refuse> {
    let Some(token) = session_token(app.config.cookie, &parts.headers) else { return Ok(false) };
    let Some(facts) = app.store.session(&token).await? else { return Ok(false) };
    Ok(app.config.sessions.allow(&facts, clock::now_ms())
        && facts.device.map(|(device, _)| device) == Some(of.device()))
}

/// Takes operations and answers one receipt each, in order.
///
/// # Errors
/// 401 `unknown_token`, 429 when this phone delivers too often, 400 when the
/// body cannot be read, 413 when it is too large, 503 when nothing can be
/// written now.
pub async fn push(
    State(app): State<AppState>,
    Depositor(from, hand): Depositor,
    Body(push): Body<Push>,
) -> Result<Json<PushAnswer>, Refuse> {
    if push.device_id != from.device() {
        return Err(Refuse::UnknownToken);
    }
    if push.operations.len() > PUSH_MAX_OPERATIONS || push.asks.len() > PUSH_MAX_ASKS {
        return Err(Refuse::TooLarge);
    }
    // One of each person's at a time is written, so that nobody's fill the queue for the writer; a
    // thief of the token waits in another one.
    let turn = app.push_turns.wait((from.staff(), hand)).await?;
    let mut receipts = app.store.push(&from, push.operations).await?;
    drop(turn);
    receipts.extend(app.store.receipts(&from, &push.asks).await?);
    // The receipts are durable; whether "last seen" is does not matter now.
    if let Err(error) = app.store.saw(&from).await {
        tracing::warn!(error = %error, "last seen was not written down");
    }
    Ok(Json(PushAnswer { receipts, server_time: clock::now(), epoch: app.store.epoch() }))
}
