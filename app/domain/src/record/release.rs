//! A release of information: what a client allows to be told, to whom, for what, and until when; and
//! the end of one (seed 004:39; 42 CFR 2.31(a); 45 CFR 164.508(c)).
//!
//! Both are signed once and never change: what somebody put their name under stays as it was. What
//! follows from all of them together, such as which are in force, says [`crate::release`].

use crate::{
    document::{Absent, Cell, CellName, Cells, Key, SIGNATURE, Shape, Value, is_said},
    id::RecordId,
    json::Json,
    length::Field,
    phone,
    problem::{Problem, Wrong},
    record::{CLOSES_TASK, NEXT_STEP},
};
use chrono::{Days, NaiveDate};

#[cfg(test)]
pub(crate) mod tests;

/// Of which cells a release is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

/// Of which cells the end of one is made.
pub const ENDED: &Shape = &Shape { id: "record_id", facts: ENDED_FACTS, lists: &[], due: None };

/// What a release may cover, each a cell of its own: extra care is owed to some of it (42 CFR Part 2;
/// state law on HIV and mental health).
pub const CATEGORIES: [&str; 6] =
    ["contact_details", "plan", "mental_health", "substance_use", "hiv", "benefits"];

/// Days before its end from which a release is to be renewed.
pub const RENEW_WITHIN_DAYS: u64 = 30;

const FACTS: &[Cell] = &[
    // The release that it takes the place of.
    Cell::new("renews", &["renews"], "record", Absent::Nothing),
    // Of whom, as their papers call them (2.31(a)(1)).
    Cell::words("client_name", &["client_name"]),
    // Who may be told, and by whom (2.31(a)(2) and (4)).
    Cell::words("recipient", &["recipient"]),
    Cell::words("reach", &["reach"]),
    Cell::words("discloser", &["discloser"]),
    Cell::flag("both_ways", &["both_ways"]),
    // What (2.31(a)(3)).
    Cell::flag("contact_details", &["contact_details"]),
    Cell::flag("plan", &["plan"]),
    Cell::flag("mental_health", &["mental_health"]),
    Cell::flag("substance_use", &["substance_use"]),
    Cell::flag("hiv", &["hiv"]),
    Cell::flag("benefits", &["benefits"]),
    Cell::words("information", &["information"]),
    // What for (2.31(a)(5)).
    Cell::words("purpose", &["purpose"]),
    // Until when (2.31(a)(7)).
    Cell::day("begins", &["begins"]),
    Cell::new("expiry", &["expiry"], "release_expiry", Absent::Nothing),
    Cell::day("until", &["until"]),
    Cell::words("event", &["event"]),
    // What was read out before it was signed: the right to take it back, what happens without it,
    // and that whoever is told may tell others (2.31(a)(6); 164.508(c)(2)). It stands here as it was.
    Cell::words("statement", &["statement"]),
    Cell::new("language", &["language"], "language_tag", Absent::Nothing),
    Cell::flag("explained", &["explained"]),
    // Whose name is under it (2.31(a)(8)).
    Cell::new("signed_by", &["signed_by"], "release_signer", Absent::Nothing),
    Cell::words("signer", &["signer"]),
    Cell::new("signing", &["signing"], "release_signing", Absent::Nothing),
    Cell::new(SIGNATURE, &[SIGNATURE], SIGNATURE, Absent::Nothing),
    Cell::words("typed_name", &["typed_name"]),
    Cell::words("paper_place", &["paper_place"]),
    Cell::day("paper_signed_on", &["paper_signed_on"]),
    Cell::flag("copy_given", &["copy_given"]),
    // The reminder to renew it, and that of the one whose place it takes.
    Cell::new(NEXT_STEP, &[NEXT_STEP], NEXT_STEP, Absent::Nothing),
    Cell::new(CLOSES_TASK, &[CLOSES_TASK], "task", Absent::Nothing),
];

const ENDED_FACTS: &[Cell] = &[
    // Which, and whom it named, for whoever reads it where that is not at hand.
    Cell::new("release", &["release"], "record", Absent::Nothing),
    Cell::words("recipient", &["recipient"]),
    Cell::new("end", &["end"], "release_end", Absent::Nothing),
    Cell::new("asked_by", &["asked_by"], "release_signer", Absent::Nothing),
    Cell::words("reason", &["reason"]),
    Cell::flag("recipient_told", &["recipient_told"]),
    // The reminder to renew it.
    Cell::new(CLOSES_TASK, &[CLOSES_TASK], "task", Absent::Nothing),
];

/// A release that nobody has filled in yet, of this client from `discloser`, for a year.
#[must_use]
pub fn begin(client: &str, discloser: &str, language: &str, today: NaiveDate) -> Cells {
    let mut release = Cells::empty(SHAPE);
    let mut put = |name, value| release.put(Key::fact(name), value);
    put("client_name", Value::text(client));
    put("discloser", Value::text(discloser));
    put("begins", Value::day(today));
    put("expiry", word("release_expiry", "day"));
    let until = today.checked_add_days(Days::new(365));
    put("until", until.map_or(Value::Nothing, Value::day));
    put("language", word("language_tag", language));
    put("signed_by", word("release_signer", "client"));
    release
}

/// One that renews `old`: the same, signed anew, for a year.
#[must_use]
pub fn renew(old: &Cells, id: RecordId, fresh: Cells) -> Cells {
    let mut release = fresh;
    let carried = ["recipient", "reach", "discloser", "both_ways", "information", "purpose"];
    for name in carried.into_iter().chain(CATEGORIES).chain(["language", "signed_by", "signer"]) {
        release.put(Key::fact(name), old.value(Key::fact(name)));
    }
    release.put(Key::fact("renews"), word("record", &id.to_string()));
    release
}

/// The end of a release that nobody has said anything of yet.
#[must_use]
pub fn begin_end(release: &Cells, id: RecordId) -> Cells {
    let mut end = Cells::empty(ENDED);
    end.put(Key::fact("release"), word("record", &id.to_string()));
    end.put(Key::fact("recipient"), release.value(Key::fact("recipient")));
    end
}

fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

/// The release that a record speaks of in this cell.
#[must_use]
pub fn named(record: &Cells, cell: &'static str) -> Option<RecordId> {
    record.value(Key::fact(cell)).as_word()?.parse().ok()
}

/// Whoever changes the text has to have it read and signed anew: a name never stands under words that
/// were not there. `statement` is what is read in the language of the release. Whether a signature was
/// taken out by it.
#[must_use]
pub fn changed(release: &mut Cells, name: &str, statement: &str) -> bool {
    let is_of_signing = matches!(
        name,
        SIGNATURE
            | "typed_name"
            | "explained"
            | "signing"
            | "paper_place"
            | "paper_signed_on"
            | "copy_given"
    );
    if !is_of_signing {
        let was_signed = is_signed(release);
        release.put(Key::fact("explained"), Value::flag(false));
        for (name, value) in [
            (SIGNATURE, Value::Nothing),
            ("typed_name", Value::text("")),
            ("paper_signed_on", Value::Nothing),
            ("statement", Value::text("")),
        ] {
            release.put(Key::fact(name), value);
        }
        return was_signed;
    }
    if name == "explained" && release.value(Key::fact("explained")).is_yes() {
        release.put(Key::fact("statement"), Value::text(statement));
    }
    false
}

/// How a release was signed; a spoken yes is no signature.
#[must_use]
pub fn is_signed(release: &Cells) -> bool {
    let has = |name| says(release, name);
    match release.value(Key::fact("signing")).as_word() {
        Some("drawn") => release.value(Key::fact(SIGNATURE)) != Value::Nothing,
        Some("typed") => has("typed_name"),
        Some("paper") => {
            has("paper_place") && release.value(Key::fact("paper_signed_on")) != Value::Nothing
        }
        _ => false,
    }
}

/// Whether somebody wrote something in it.
#[must_use]
pub fn says(record: &Cells, name: &'static str) -> bool {
    is_said(&record.value(Key::fact(name)))
}

/// Which of its elements a release lacks: without any of them it never takes effect, wherever it
/// came from (42 CFR 2.31(a), (c); 45 CFR 164.508(b)(2), (c)(1)).
#[must_use]
pub fn missing(release: &Cells) -> Vec<&'static str> {
    let value = |name| release.value(Key::fact(name));
    let blank = |name| !says(release, name);
    let by_day = value("expiry").as_word() == Some("day");
    let by_other = value("signed_by").as_word().is_some_and(|who| who != "client");
    let nothing_chosen = CATEGORIES.iter().all(|name| !value(name).is_yes());
    let day_before = value("until").as_day() < value("begins").as_day();
    let open = |name| value(name) == Value::Nothing;
    let signing = match value("signing").as_word() {
        Some("drawn") => SIGNATURE,
        Some("typed") => "typed_name",
        Some("paper") if says(release, "paper_place") => "paper_signed_on",
        Some("paper") => "paper_place",
        _ => "signing",
    };
    let checks = [
        (blank("client_name"), "client_name"),
        (blank("recipient"), "recipient"),
        (blank("discloser"), "discloser"),
        (nothing_chosen, CATEGORIES[0]),
        (blank("information"), "information"),
        (blank("purpose"), "purpose"),
        (open("begins"), "begins"),
        (open("expiry"), "expiry"),
        (by_day && (open("until") || day_before), "until"),
        (!by_day && !open("expiry") && blank("event"), "event"),
        (blank("statement"), "statement"),
        (!value("explained").is_yes(), "explained"),
        (open("signed_by"), "signed_by"),
        (by_other && blank("signer"), "signer"),
        (!is_signed(release), signing),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect()
}

/// What a release lacks before it can be signed on `today`. One to which somebody said yes and no more
/// may be kept: it says itself that it is not in force.
#[must_use]
pub fn lacks(release: &Cells, today: NaiveDate) -> Vec<Problem> {
    let spoken = release.value(Key::fact("signing")).as_word() == Some("spoken");
    let mut missing = missing(release);
    missing.retain(|name| !(spoken && *name == "signing"));
    // The text is put down once it is said to have been read: that is what to do about both.
    if missing.contains(&"explained") {
        missing.retain(|name| *name != "statement");
    }
    let is_over = release.value(Key::fact("until")).as_day().is_some_and(|until| until < today);
    let by_day = release.value(Key::fact("expiry")).as_word() == Some("day");
    if by_day && is_over && !missing.contains(&"until") {
        missing.push("until");
    }
    // A day to come stands under no signature.
    let signed_on = release.value(Key::fact("paper_signed_on")).as_day();
    let on_paper = release.value(Key::fact("signing")).as_word() == Some("paper");
    if on_paper && signed_on.is_some_and(|on| on > today) {
        missing.push("paper_signed_on");
    }
    missing.into_iter().map(problem).collect()
}

/// What the end of a release lacks before it can be signed.
#[must_use]
pub fn end_lacks(end: &Cells) -> Vec<Problem> {
    let open = |name| end.value(Key::fact(name)) == Value::Nothing;
    let taken_back = end.value(Key::fact("end")).as_word() == Some("taken_back");
    let checks = [(open("end"), "end"), (taken_back && open("asked_by"), "asked_by")];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name)).collect()
}

/// What is written in this cell is not one number that can be dialed; nothing where it is empty.
pub(crate) fn no_number(cells: &Cells, name: &'static str) -> Option<Problem> {
    let value = cells.value(Key::fact(name));
    let why = phone::problem(value.as_text().unwrap_or_default(), false)?;
    Some(Problem::new(Field::Cell(CellName::new(name)), Wrong::Number(why)))
}

/// Something in this cell is yet to be said.
pub(crate) fn problem(name: &'static str) -> Problem {
    Problem::new(Field::Cell(CellName::new(name)), Wrong::Missing)
}
