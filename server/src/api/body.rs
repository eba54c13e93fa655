use crate::http::refusal::Refuse;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use serde::de::DeserializeOwned;

/// A JSON body, refused in our own words when it is not one.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refuse;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refuse> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(Refuse::NotJson);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|error| {
            match error.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Refuse::TooLarge,
                _ => Refuse::Unreadable,
            }
        })?;
        serde_json::from_slice(&bytes).map(Body).map_err(|_| Refuse::Unreadable)
    }
}
