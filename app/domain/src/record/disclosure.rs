//! What was told of a client to somebody outside of the agency, and by which right: one record a
//! disclosure, from which the client is told on request (seed 004:117; 42 CFR 2.31, 2.32, 2.51;
//! 45 CFR 164.528).

use crate::{
    Moment,
    document::{Absent, Cell, Cells, Key, Shape, Value},
    id::{ContactId, RecordId},
    json::Json,
    problem::Problem,
    record::release::{CATEGORIES, problem, says},
    wire::v1::Told,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Of which cells a disclosure is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

const FACTS: &[Cell] = &[
    Cell::new("right", &["right"], "disclosure_right", Absent::Nothing),
    // The release under which, and the note or referral with which.
    Cell::new("release", &["release"], "record", Absent::Nothing),
    Cell::new("contact", &["contact"], "contact", Absent::Nothing),
    Cell::new("referral", &["referral"], "record", Absent::Nothing),
    Cell::words("recipient", &["recipient"]),
    // Whom of them the note names, and that they are one of them.
    Cell::words("whom", &["whom"]),
    Cell::flag("is_recipient", &["is_recipient"]),
    // When, in milliseconds since 1970 by the phone: it may be written down days later.
    Cell::new("told_ms", &["told_ms"], "count", Absent::Nothing),
    // For whom they work: one of the four facts of an emergency (2.51(c)).
    Cell::words("affiliation", &["affiliation"]),
    Cell::words("nature", &["nature"]),
    // Which law or order, and where the copy lies (164.528(b)(2)(iv)).
    Cell::words("basis", &["basis"]),
    Cell::flag("contact_details", &["contact_details"]),
    Cell::flag("plan", &["plan"]),
    Cell::flag("mental_health", &["mental_health"]),
    Cell::flag("substance_use", &["substance_use"]),
    Cell::flag("hiv", &["hiv"]),
    Cell::flag("benefits", &["benefits"]),
    Cell::words("information", &["information"]),
    Cell::new("manner", &["manner"], "disclosure_manner", Absent::Nothing),
    // The notice that it must not be told further went with it (2.32).
    Cell::flag("notice", &["notice"]),
];

/// What was told in a contact, while its note is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling(pub Cells);

impl Default for Telling {
    fn default() -> Self {
        Self(Cells::empty(SHAPE))
    }
}

impl Telling {
    /// Whether nothing is said yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Serialize for Telling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Telling {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(|json| Self(Cells::read(SHAPE, &json)))
    }
}

/// By which right something was told; that nothing was is an answer too.
#[must_use]
pub fn told(disclosure: &Cells) -> Option<Told> {
    match disclosure.value(Key::fact("right")).as_word()? {
        "nothing" => Some(Told::Nothing),
        "release" => Some(Told::ByRelease),
        "emergency" => Some(Told::InEmergency),
        "law" => Some(Told::ByLaw),
        "without" => Some(Told::WithoutRight),
        _ => None,
    }
}

/// Whether a cell is asked for, by the right that is claimed.
#[must_use]
pub fn asks(disclosure: &Cells, name: &str) -> bool {
    match (name, told(disclosure)) {
        ("right", _) => true,
        ("told_ms" | "whom", Some(_)) => true,
        ("contact" | "referral" | "manner", _) | (_, None | Some(Told::Nothing)) => false,
        ("release" | "notice", right) => right == Some(Told::ByRelease),
        ("affiliation" | "nature", right) => right == Some(Told::InEmergency),
        ("basis", right) => right == Some(Told::ByLaw),
        ("is_recipient", right) => right == Some(Told::ByRelease),
        ("recipient", right) => right != Some(Told::ByRelease),
        _ => true,
    }
}

/// What it lacks before it can be signed, beside a release in force.
#[must_use]
pub fn lacks(disclosure: &Cells) -> Vec<Problem> {
    missing(disclosure).into_iter().map(problem).collect()
}

/// Which facts are not there that the right which is claimed asks for.
#[must_use]
pub fn missing(disclosure: &Cells) -> Vec<&'static str> {
    let value = |name| disclosure.value(Key::fact(name));
    let blank = |name| !says(disclosure, name);
    let right = told(disclosure);
    let by_release = right == Some(Told::ByRelease);
    let in_emergency = right == Some(Told::InEmergency);
    let told_something = right.is_some_and(|right| right != Told::Nothing);
    let nothing_chosen = CATEGORIES.iter().all(|name| !value(name).is_yes());
    let checks = [
        (right.is_none(), "right"),
        (by_release && value("release") == Value::Nothing, "release"),
        (told_something && !by_release && blank("recipient"), "recipient"),
        (in_emergency && blank("affiliation"), "affiliation"),
        (in_emergency && blank("nature"), "nature"),
        (right == Some(Told::ByLaw) && blank("basis"), "basis"),
        (told_something && nothing_chosen, CATEGORIES[0]),
        (told_something && blank("information"), "information"),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect()
}

/// When something was told; where nobody said, when it was signed.
#[must_use]
pub fn told_at(disclosure: &Cells, signed: Moment) -> Moment {
    match disclosure.value(Key::fact("told_ms")).parts() {
        Some((_, Json::Number(number))) => Moment::new(*number, signed.offset_min()),
        _ => signed,
    }
}

/// Says when it was told.
pub fn put_told_at(disclosure: &mut Cells, at: Moment) {
    let value = Value::of("count", Json::Number(at.utc_ms()));
    disclosure.put(Key::fact("told_ms"), value);
}

/// Which categories it says were told of.
pub fn categories(record: &Cells) -> impl Iterator<Item = &'static str> {
    CATEGORIES.into_iter().filter(|name| record.value(Key::fact(name)).is_yes())
}

/// That it was made with this note.
pub fn with_contact(disclosure: &mut Cells, contact: ContactId) {
    let value = Value::of("contact", Json::Text(contact.to_string()));
    disclosure.put(Key::fact("contact"), value);
}

/// What leaves with a referral, under a release: to whom, and which categories it tells of.
#[must_use]
pub fn of_referral(
    referral: &Cells,
    id: RecordId,
    release: (RecordId, &Cells),
    packet: &str,
) -> Cells {
    let mut told = Cells::empty(SHAPE);
    told.put(Key::fact("right"), Value::of("disclosure_right", Json::Text("release".to_owned())));
    told.put(Key::fact("referral"), Value::of("record", Json::Text(id.to_string())));
    under(&mut told, release.0, release.1);
    for name in CATEGORIES {
        told.put(Key::fact(name), Value::flag(tells_of(referral, name)));
    }
    told.put(Key::fact("information"), Value::text(packet));
    told
}

/// Whether a referral tells of this category: always of the name, and of who pays where it says so.
#[must_use]
pub fn tells_of(referral: &Cells, category: &'static str) -> bool {
    match category {
        "contact_details" => true,
        "benefits" => says(referral, "payer"),
        _ => referral.value(Key::fact(category)).is_yes(),
    }
}

/// That it was made under this release, to whom that names.
pub fn under(disclosure: &mut Cells, id: RecordId, release: &Cells) {
    let value = Value::of("record", Json::Text(id.to_string()));
    disclosure.put(Key::fact("release"), value);
    disclosure.put(Key::fact("recipient"), release.value(Key::fact("recipient")));
}
