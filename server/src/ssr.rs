//! Pages rendered on the server: signing in, help, rights. They never hold a
//! person's data. The `app` crate's pages are plugged in here.

use crate::api::AppState;
use axum::Router;

/// Routes of rendered pages; they come before the files of [`crate::site`].
pub fn routes(_app: &AppState) -> Router<AppState> {
    Router::new()
}
