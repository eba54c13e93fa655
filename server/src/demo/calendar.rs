//! When people are met: by level of care, on service days, never two at once.

use super::{
    Dice,
    cast::{Part, Persona},
};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use domain::{Moment, wire::v1::Stage};
use std::collections::{BTreeMap, BTreeSet};

/// One contact to write about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    /// Which person of the caseload.
    pub(super) person: usize,
    pub(super) start: Moment,
    /// Minutes there is time for.
    pub(super) minutes: i64,
}

/// Days on which what is due today is decided; they are left as the rhythm made them.
const RECENT_DAYS: i64 = 75;

/// Exactly `wanted` meetings, in order of time.
pub(super) fn meetings(
    login: &str,
    people: &[Persona],
    wanted: usize,
    today: NaiveDate,
    now: Moment,
) -> Vec<Meeting> {
    let mut dice = Dice::new(&format!("calendar of {login}"));
    let mut days: BTreeSet<(NaiveDate, usize)> = BTreeSet::new();
    for (person, persona) in people.iter().enumerate() {
        let rhythm = rhythm(persona, today, now, &mut dice);
        days.extend(rhythm.into_iter().map(|day| (day, person)));
    }
    let mut kept = exactly(days, people, wanted, today, &mut dice);
    kept.sort_unstable();
    let mut by_day: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
    for (day, person) in kept {
        by_day.entry(day).or_default().push(person);
    }
    let mut meetings = Vec::with_capacity(wanted);
    for (day, who) in by_day {
        meetings.extend(over_the_day(day, &who, now, &mut dice));
    }
    meetings
}

fn is_service_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The days on which somebody is met.
fn rhythm(persona: &Persona, today: NaiveDate, now: Moment, dice: &mut Dice) -> Vec<NaiveDate> {
    let client = &persona.client;
    let opened = client.opened_on.unwrap_or(today);
    let a_year_or_two = today.checked_sub_days(Days::new(728)).unwrap_or(today);
    let since = client.level_since.unwrap_or(opened);
    let paused = client.pauses.first().map(|pause| pause.from);
    // In a thousand service days; people of level I and III came from level II.
    let pace = 225 + dice.below(160);
    let slow = 50 + dice.below(45);
    // What the last weeks leave undone, so that today's list has something to say.
    let silent_days = match (persona.role, persona.number / 3 % 4) {
        (Part::LevelI, _) => dice.between(0, 3),
        (Part::LevelII, 1) => 19,
        (Part::LevelIII, 2) | (Part::Outreach, 3) => 58,
        _ => 0,
    };
    let met_today =
        now.date() > today || (now.date() == today && now.local().time() >= LATE_MORNING);
    opened
        .max(a_year_or_two)
        .iter_days()
        .take_while(|day| *day <= today)
        .filter(|day| paused.is_none_or(|from| *day < from))
        .filter(|day| (today - *day).num_days() >= silent_days && (*day < today || met_today))
        .filter(|day| {
            let per_mille = match persona.role {
                Part::LevelI if *day >= since => 960,
                Part::LevelIII if *day >= since => slow,
                Part::Outreach => slow * 3 / 2,
                Part::Turning if client.stage == Stage::Referred => 400,
                Part::Turning => slow * 3 / 2,
                _ => pace,
            };
            let per_mille = if is_service_day(*day) { per_mille } else { 8 };
            dice.below(1_000) < per_mille
        })
        .collect()
}

/// Before this nobody has been met yet.
const LATE_MORNING: NaiveTime = match NaiveTime::from_hms_opt(11, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Adds to or takes from the days long past until the number is right.
fn exactly(
    mut days: BTreeSet<(NaiveDate, usize)>,
    people: &[Persona],
    wanted: usize,
    today: NaiveDate,
    dice: &mut Dice,
) -> Vec<(NaiveDate, usize)> {
    let is_recent = |day: NaiveDate| (today - day).num_days() < RECENT_DAYS;
    // First one a day and person; when every such day is taken, a second on the same day.
    for _ in 0..wanted.saturating_mul(4) {
        if days.len() >= wanted || people.is_empty() {
            break;
        }
        let person = dice.below(people.len());
        let opened =
            people.get(person).and_then(|persona| persona.client.opened_on).unwrap_or(today);
        let span = (today - opened).num_days().min(728);
        let back = dice.between(RECENT_DAYS.min(span), span);
        let day = today.checked_sub_days(Days::new(back.unsigned_abs())).unwrap_or(today);
        if is_service_day(day) {
            days.insert((day, person));
        }
    }
    let (mut old, mut recent): (Vec<_>, Vec<_>) =
        days.into_iter().partition(|(day, _)| !is_recent(*day));
    if let Some(any) = old.first().or(recent.first()).copied() {
        while old.len() + recent.len() < wanted {
            let again = dice.pick(&old).unwrap_or(any);
            old.push(again);
        }
    }
    while old.len() + recent.len() > wanted {
        let from = if old.is_empty() { &mut recent } else { &mut old };
        let at = dice.below(from.len());
        from.swap_remove(at);
    }
    old.append(&mut recent);
    old
}

/// Spreads a day's people over its hours, without overlap.
fn over_the_day(day: NaiveDate, who: &[usize], now: Moment, dice: &mut Dice) -> Vec<Meeting> {
    let opens = day.and_time(NaiveTime::from_hms_opt(8, 15, 0).unwrap_or_default());
    let open_ms = Moment::from_local(opens, now.offset_min()).utc_ms();
    let ends_ms = (open_ms + 9 * 3_600_000).min(now.utc_ms() - 45 * 60_000);
    let room = (ends_ms - open_ms).max(60_000) / i64::try_from(who.len()).unwrap_or(1).max(1);
    let mut order = who.to_vec();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at + 1));
    }
    (0..)
        .zip(order)
        .map(|(nth, person)| {
            let spare = (room - 50 * 60_000).max(0);
            let starts = open_ms + nth * room + dice.between(0, spare);
            // People write five past, not 9:05:17.
            let starts = if room > 600_000 { starts - starts % 300_000 } else { starts };
            Meeting {
                person,
                start: Moment::new(starts.max(open_ms), now.offset_min()),
                minutes: (room / 60_000 - 5).clamp(1, 55),
            }
        })
        .collect()
}
