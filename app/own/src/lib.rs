//! The clients' app: a client's own plan on the client's own phone.
//!
//! An app of its own, at an address of its own, with storage names of its own: neither it nor the
//! workers' app can open what the other keeps. It knows nothing of anybody's file but the view that the
//! server puts together ([`domain::wire::v1::OwnView`]), which cannot express what is not the client's.
//!
//! The crisis lines are no part of it: they stand in the page, which is there before this is.

#![cfg_attr(
    not(feature = "csr"),
    allow(
        dead_code,
        reason = "natively there is no page to draw it on, and only what is tested is used"
    )
)]

mod ask;
mod days;
mod device;
mod kept;
mod lines;
mod pages;
mod state;
mod words;

/// Draws the app below the crisis lines. Called by `public/own/start.js`.
#[cfg(feature = "csr")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    // Before mounting there is nothing else that runs it.
    wasm_bindgen_futures::spawn_local(async {
        let kept = device::is_kept().await;
        let Some(place) = device::place() else { return };
        device::begun();
        leptos::mount::mount_to(place, move || pages::app(kept)).forget();
    });
}
