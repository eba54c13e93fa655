//! What goes from here to others, and by which right: releases, their ends, what was told. Belongs to
//! the chunk `linking`.

mod one;
mod referral;
mod referred;
mod release;
mod sharing;

use crate::{parts::signing::sign, place::Screen};
use domain::record::RecordKind;
use leptos::prelude::*;

/// One of the screens of the chunk.
pub fn draw(screen: Screen) -> AnyView {
    match screen {
        Screen::Sharing(client_id) => view! { <sharing::Sharing client_id/> }.into_any(),
        Screen::Record(client_id, record) => view! { <one::One client_id record/> }.into_any(),
        Screen::Sign(client_id, RecordKind::Release, old) => sign(release::SIGN, client_id, old),
        Screen::Sign(client_id, RecordKind::ReleaseEnded, of) => sign(release::END, client_id, of),
        Screen::Sign(client_id, RecordKind::Referral, line) => {
            sign(referral::REFER, client_id, line)
        }
        Screen::Sign(client_id, RecordKind::ReferralStep, of) => {
            sign(referral::STEP, client_id, of)
        }
        // `Chunk::of` sends nothing else here; a disclosure is signed with its note.
        _ => ().into_any(),
    }
}
