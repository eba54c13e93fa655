//! What the values of a release, and of the end of one, are called.

use super::plain;
use crate::{
    parts::{cells::CellWords, dates},
    state::AppState,
    words::{
        linking,
        release::{Words, words},
    },
};
use domain::{
    document::{CellName, Cells, Key, SIGNATURE},
    json::Json,
    release::Standing,
    signature::Signature,
};

/// For every screen that shows values of a release or its end.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "release_expiry" => vec![("day", s.expiry_day), ("event", s.expiry_event)],
        "release_signer" => {
            vec![("client", s.client), ("guardian", s.guardian), ("agent", s.agent)]
        }
        "release_signing" => {
            vec![("drawn", s.drawn), ("typed", s.typed), ("paper", s.paper), ("spoken", s.spoken)]
        }
        "release_end" => vec![
            ("taken_back", s.ended_taken_back),
            ("event", s.ended_event),
            ("not_needed", s.ended_not_needed),
        ],
        "language_tag" => {
            let w = app.words();
            vec![("en", w.language_en), ("es", w.language_es)]
        }
        _ => Vec::new(),
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "renews" => s.renews,
        "client_name" => s.client_name,
        "paper_signed_on" => s.paper_signed_on,
        "recipient" => s.recipient,
        "reach" => s.reach,
        "discloser" => s.discloser,
        "both_ways" => s.both_ways,
        "information" => s.information,
        "purpose" => s.purpose,
        "begins" => s.begins,
        "expiry" => s.expiry,
        "until" => s.until,
        "event" => s.event,
        "statement" => s.statement,
        "language" => s.language,
        "explained" => s.explained,
        "signed_by" => s.signed_by,
        "signer" => s.signer,
        "signing" => s.signing,
        "signature" => s.signature,
        "typed_name" => s.typed_name,
        "paper_place" => s.paper_place,
        "copy_given" => s.copy_given,
        "end" => s.end,
        "asked_by" => s.asked_by,
        "reason" => s.reason,
        "recipient_told" => s.recipient_told,
        other => category(s, other),
    }
}

/// What a kind of information is called.
#[must_use]
pub fn category(s: &Words, name: &str) -> &'static str {
    match name {
        "contact_details" => s.contact_details,
        "plan" => s.plan,
        "mental_health" => s.mental_health,
        "substance_use" => s.substance_use,
        "hiv" => s.hiv,
        _ => s.benefits,
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    match sort {
        SIGNATURE => {
            let on = Signature::read(json)?.on;
            Some(own(app).signed_on(&dates::on_paper(app.words(), on)))
        }
        _ => plain(&choices(app, sort), sort, json),
    }
}

/// How a release stands, in a sentence.
#[must_use]
pub fn stands(app: AppState, release: &Cells, standing: Standing) -> String {
    let (s, w) = (linking::words(app.language.get_untracked()), app.words());
    let day = |day| dates::on_paper(w, day);
    match standing {
        Standing::Incomplete => s.stands_incomplete.to_owned(),
        Standing::NotYet(from) => s.stands_not_yet(&day(from)),
        Standing::InForce(Some(until)) => s.stands_in_force(&day(until)),
        Standing::InForce(None) => {
            let event = release.value(Key::fact("event"));
            s.stands_open(event.as_text().unwrap_or_default())
        }
        Standing::Expiring(until) => s.stands_expiring(&day(until)),
        Standing::Expired(until) => s.stands_expired(&day(until)),
        Standing::Ended(at) => s.stands_ended(&dates::time_on_paper(w, at)),
        Standing::Replaced => s.stands_replaced.to_owned(),
    }
}
