use super::{AppState, pushers::Hand};
use crate::{
    auth::{HashedToken, session_token},
    http::{
        client_ip::{Peer, client_ip},
        held::Sender,
        in_flight::InFlight,
        refusal::Refuse,
    },
};
use axum::{
    RequestExt as _,
    extract::{FromRequest, Request},
    http::header,
};
use domain::id::DeviceId;
use http_body_util::{BodyExt as _, LengthLimitError};
use serde::de::DeserializeOwned;
use std::error::Error;

/// A JSON body, refused in our own words when it is not one.
#[derive(Debug)]
pub struct Body<T>(pub T);

/// The phone that delivers, for whoever reads the body; put there by who found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delivers(pub DeviceId, pub Hand);

impl<T: DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = Refuse;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Refuse> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(Refuse::NotJson);
        }
        let bytes = read(request, app).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| Refuse::Unreadable)
    }
}

/// A body as it is: a part of a picture.
#[derive(Debug)]
pub struct Raw(pub Vec<u8>);

impl FromRequest<AppState> for Raw {
    type Rejection = Refuse;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Refuse> {
        read(request, app).await.map(Self)
    }
}

/// Reads a body as it arrives, as long as there is room for it and it goes on arriving.
async fn read(request: Request, app: &AppState) -> Result<Vec<u8>, Refuse> {
    let token = session_token(app.config.cookie, request.headers());
    let in_flight = request.extensions().get::<InFlight>().cloned();
    let in_flight = in_flight.unwrap_or_else(|| InFlight::new(app.config.request_within));
    let peer = request.extensions().get::<Peer>().copied();
    let delivers = request.extensions().get::<Delivers>().copied();
    let address = client_ip(peer, request.headers(), app.config.trusted_proxy);
    let mut body = request.with_limited_body().into_body();
    let sender = Sender {
        address,
        phone: delivers.map(|Delivers(phone, hand)| (phone, hand)),
        session: if delivers.is_none() { session_of(token, app).await? } else { None },
    };
    let mut held = app.held_bytes.begin(sender);
    let mut arriving = in_flight.arriving();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match is_too_long(&error) {
            true => Refuse::TooLarge,
            false => Refuse::Unreadable,
        })?;
        let Ok(data) = frame.into_data() else { continue };
        if !held.grow(data.len()) {
            return Err(Refuse::Busy(super::SOON));
        }
        bytes.extend_from_slice(&data);
        arriving.brought(data.len());
    }
    arriving.is_there(held);
    Ok(bytes)
}

/// The session that came with it, where it counts. What it permits is for others to say.
async fn session_of(
    token: Option<HashedToken>,
    app: &AppState,
) -> Result<Option<HashedToken>, Refuse> {
    let Some(token) = token else { return Ok(None) };
    let facts = app.store.session(&token).await?;
    let allows = |facts| app.config.sessions.allow(&facts, crate::clock::now_ms());
    Ok(facts.is_some_and(allows).then_some(token))
}

fn is_too_long(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
