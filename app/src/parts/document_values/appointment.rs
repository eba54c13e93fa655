//! What the values of an appointment are called, and what is to be done about one.

use super::{called, plain};
use crate::{
    parts::{
        cells::{CellWords, joined},
        dates,
        next_step::{put_next_step, short_name},
    },
    state::AppState,
    words::appointment::{Words, words},
};
use chrono::NaiveDate;
use domain::{
    document::{CellName, Cells, Key},
    json::Json,
    record::{
        NEXT_STEP, REPLACES, RecordDraft,
        appointment::{Next, Standing, WayThere, next},
    },
};

/// For every screen that shows values of an appointment.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

/// The words of this part.
#[must_use]
pub fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "way_there" => {
            WayThere::ALL.into_iter().map(|way| (way.word(), way_name(s, way))).collect()
        }
        "appointment_standing" => Standing::ALL
            .into_iter()
            .map(|standing| (standing.word(), standing_name(s, standing)))
            .collect(),
        _ => Vec::new(),
    }
}

const fn way_name(s: &Words, way: WayThere) -> &'static str {
    match way {
        WayThere::Alone => s.way_alone,
        WayThere::RideAsked => s.way_ride_asked,
        WayThere::Ride => s.way_ride,
        WayThere::Escort => s.way_escort,
        WayThere::Remote => s.way_remote,
    }
}

/// How an appointment stands, in a word.
#[must_use]
pub const fn standing_name(s: &Words, standing: Standing) -> &'static str {
    match standing {
        Standing::Planned => s.standing_planned,
        Standing::Kept => s.standing_kept,
        Standing::Missed => s.standing_missed,
        Standing::Cancelled => s.standing_cancelled,
        Standing::InError => s.standing_in_error,
    }
}

/// Its name, as short as it has to be in a line.
#[must_use]
pub fn named(appointment: &Cells) -> String {
    short_name(appointment, "what")
}

/// Its day and time, as they are said by `day`.
fn when(app: AppState, appointment: &Cells, day: impl Fn(NaiveDate) -> String) -> String {
    let on = appointment.value(Key::fact("on")).as_day().map(day).unwrap_or_default();
    let time = appointment
        .value(Key::fact("at"))
        .as_time()
        .map(|minute| dates::time_of_day(app.words(), minute));
    joined(&[&on, time.as_deref().unwrap_or_default()], ", ")
}

/// When it is, seen from `today`.
#[must_use]
pub fn when_from(app: AppState, appointment: &Cells, today: NaiveDate) -> String {
    when(app, appointment, |on| dates::long_day(app.words(), on, today))
}

/// How they get there, and with what ride; nothing where nobody has said.
#[must_use]
pub fn way_there(app: AppState, appointment: &Cells) -> String {
    let way = called(&choices(app, "way_there"), &appointment.value(Key::fact("way_there")));
    let ride = appointment.value(Key::fact("ride"));
    joined(&[&way, ride.as_text().unwrap_or_default()], " · ")
}

/// What is to be done next becomes a task of whoever signs.
pub fn to_be_done(app: AppState, draft: &mut RecordDraft, today: NaiveDate) {
    let s = own(app);
    let appointment = &mut draft.content;
    // A task is read weeks later: by then a weekday would be another.
    let when = when(app, appointment, |on| dates::on_paper(app.words(), on));
    let what = named(appointment);
    let step = next(appointment, today).map(|(todo, due)| {
        let text = match todo {
            Next::Ride => s.task_ride(&what, &when),
            Next::Escort => s.task_escort(&what, &when),
            Next::Remind => s.task_remind(&what, &when),
            Next::Again => s.task_again(&what, &when),
            Next::CalledOff => s.task_cancelled(&what, &when),
        };
        (text, due)
    });
    put_next_step(appointment, step);
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        REPLACES => s.replaces,
        "what" => s.what,
        "on" => s.on,
        "at" => s.at,
        "place" => s.place,
        "call" => s.call,
        "way_there" => s.way_there,
        "ride" => s.ride,
        "hopes" => s.hopes,
        "for_client" => s.for_client,
        "standing" => s.standing,
        "came_of_it" => s.came_of_it,
        NEXT_STEP => s.next_step,
        _ => "",
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    plain(&choices(app, sort), sort, json)
}
