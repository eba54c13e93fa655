//! `/api/v1/health`: for whoever watches over the server.

use super::AppState;
use crate::http::refusal::Refuse;
use axum::{Json, extract::State};
use serde_json::{Value, json};
use std::time::Duration;

/// Says that the server is up and can read its database.
///
/// # Errors
/// 503 while stopping, 500 when the database cannot be read.
pub async fn health(State(app): State<AppState>) -> Result<Json<Value>, Refuse> {
    if app.is_stopping() {
        return Err(Refuse::Busy(Duration::from_secs(5)));
    }
    app.store.ping().await?;
    Ok(Json(json!({ "status": "ok" })))
}
