//! What the demonstration's notes and plans say, by theme. All of it is made
//! up. People come first in it, facts are what somebody could see or hear, and
//! no sentence judges.
//!
//! In a text, `{name}` is the client, `{They}`, `{them}` and `{their}` follow the
//! client's pronouns, `{kin}` is somebody close, `{provider}` a professional,
//! `{time}` a time of day, `{number}` a small number, `{weekday}` a day.

pub(super) mod attempts;
pub(super) mod names;
pub(super) mod needs;
pub(super) mod parts_of_life;
pub(super) mod plan_en;
pub(super) mod plan_es;
pub(super) mod planning;
pub(super) mod quotes_es;
pub(super) mod reviews;
pub(super) mod settings;
pub(super) mod traits;

mod calls;
mod hard_days;
mod health;
mod home;
mod papers;
mod people;
mod street;

use domain::wire::v1::Component;

/// Where or how a scene can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Street,
    Home,
    Office,
    Phone,
}

/// One kind of contact, with alternatives for each part of the note.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) component: Component,
    /// Parts of life that it touches; none where it can be about anything.
    pub(super) about: &'static [&'static str],
    pub(super) reach: &'static [Reach],
    /// Where it always happens; empty when it can be anywhere.
    pub(super) place: &'static str,
    pub(super) purpose: &'static str,
    pub(super) seen: &'static [&'static str],
    pub(super) quotes: &'static [&'static str],
    pub(super) impression: &'static [&'static str],
    pub(super) did: &'static [&'static str],
    pub(super) they_did: &'static [&'static str],
    pub(super) response: &'static [&'static str],
    /// What comes next, and in how many days.
    pub(super) next: &'static [(&'static str, u8)],
}

/// Every theme of contacts with a client.
pub(super) const WITH_CLIENT: [&[Scene]; 6] = [
    street::SCENES,
    home::SCENES,
    health::SCENES,
    papers::SCENES,
    hard_days::SCENES,
    calls::SCENES,
];

/// Contacts with somebody around the client: who it is, and the scene.
pub(super) const WITH_OTHERS: &[(Whom, Scene)] = people::SCENES;

/// Who a contact with somebody else was with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    Kin,
    Provider,
    Team,
}
