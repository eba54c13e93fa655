//! What an earlier export said of a case, where a later one says nothing of it.

use super::{Import, enrollments::Episodes, exits::Exits};
use chrono::NaiveDate;
use domain::{
    id::ClientId,
    wire::v1::{Ended, Stage},
};

/// Why what was said earlier stands, although the enrollment that this export would show says
/// otherwise: because it does not hold all that belongs to it. None where this export is believed.
pub(super) fn stands(
    id: ClientId,
    (enrollment, open): (&str, bool),
    episodes: &Episodes,
    exits: &Exits,
    import: &Import<'_>,
) -> Option<&'static str> {
    let known = &import.context.known;
    let (said, before) = (known.said.get(&id)?, known.people.get(&id)?);
    let was_open = said.stage != Stage::Closed;
    let is_here = |key: &String| key == enrollment || episodes.is_in_file(key);
    if open && !was_open && !exits.are_all && !before.deleted {
        let ended = before.enrollments.iter().any(|key| key == enrollment);
        return ended.then_some(
            "An earlier export said that it had ended, and this one does not hold all exits: left \
             closed.",
        );
    }
    if !open && was_open && import.is_delta && !before.enrollments.iter().all(is_here) {
        return Some(
            "It has ended. Others of this person are not in this export, which holds changes only: \
             the case is left open.",
        );
    }
    None
}

/// Whether an earlier export had ended the enrollment that is open in this one.
pub(super) fn had_ended(id: ClientId, enrollment: &str, import: &Import<'_>) -> bool {
    let known = &import.context.known;
    let (Some(said), Some(before)) = (known.said.get(&id), known.people.get(&id)) else {
        return false;
    };
    let is_known = before.enrollments.iter().any(|key| key == enrollment);
    said.stage == Stage::Closed && !before.deleted && is_known
}

/// The day on which the person died, as an earlier export said.
pub(super) fn died_on(id: ClientId, import: &Import<'_>) -> Option<NaiveDate> {
    let stages = &import.context.known.said.get(&id)?.stages;
    stages.iter().rev().find(|begun| begun.ended == Some(Ended::Died)).map(|begun| begun.since)
}
