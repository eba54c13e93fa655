//! Papers of a client: what they are, their pictures, and where the originals lie. Belongs to the chunk
//! `chain`.

mod form;
mod list;
mod pages;
mod taking;

use crate::{parts::signing::sign, place::Screen};
use leptos::prelude::*;

/// One of the screens.
pub fn draw(screen: Screen) -> AnyView {
    match screen {
        Screen::Sign(client_id, _, about) => sign(form::PAPER, client_id, about),
        Screen::Papers(client_id) => view! { <list::Papers client_id/> }.into_any(),
        // `chunks.rs` sends nothing else here.
        _ => ().into_any(),
    }
}
