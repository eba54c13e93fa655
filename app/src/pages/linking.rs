//! What goes from here to others, and by which right: releases, their ends, what was told; and what a
//! client has or applied for, and their appointments. Belongs to the chunk `linking`.

mod appointment;
mod appointments;
mod benefit;
mod benefits;
mod choose;
mod one;
mod packet;
mod referral;
mod referred;
mod release;
mod sharing;

use crate::{
    parts::signing::{Questionnaire, sign},
    place::Screen,
};
use domain::record::RecordKind;
use leptos::prelude::*;

/// What a kind says of its own; none for a kind that is not signed on a screen of this chunk.
const fn questionnaire_of(kind: RecordKind) -> Option<Questionnaire> {
    match kind {
        RecordKind::Release => Some(release::SIGN),
        RecordKind::ReleaseEnded => Some(release::END),
        RecordKind::Referral => Some(referral::REFER),
        RecordKind::ReferralStep => Some(referral::STEP),
        RecordKind::Benefit => Some(benefit::BENEFIT),
        RecordKind::Appointment => Some(appointment::APPOINTMENT),
        // Signed with a note or a referral, and nowhere else.
        RecordKind::Disclosure
        // `chunks.rs` and `Chunk::of` send these elsewhere.
        | RecordKind::ServiceCheck
        | RecordKind::Paper
        | RecordKind::Review
        | RecordKind::MessageAnswer
        // These have screens of their own.
        | RecordKind::Contact
        | RecordKind::Addendum
        | RecordKind::CrisisEvent
        | RecordKind::SupportPerson
        | RecordKind::ClientAccess
        | RecordKind::ClientAccessEnded
        // Said by the client, in their own pages.
        | RecordKind::ClientMessage => None,
    }
}

/// One of the screens of the chunk.
pub fn draw(screen: Screen) -> AnyView {
    match screen {
        Screen::Record(client_id, record) => view! { <one::One client_id record/> }.into_any(),
        Screen::Sign(client_id, kind, about) => match questionnaire_of(kind) {
            Some(questions) => sign(questions, client_id, about),
            None => view! { <sharing::Sharing client_id/> }.into_any(),
        },
        Screen::Appointments(client_id) => {
            view! { <appointments::Appointments client_id/> }.into_any()
        }
        Screen::Benefits(client_id) => view! { <benefits::Benefits client_id/> }.into_any(),
        Screen::Sharing(client_id) => view! { <sharing::Sharing client_id/> }.into_any(),
        // `Chunk::of` sends nothing else here.
        _ => ().into_any(),
    }
}
