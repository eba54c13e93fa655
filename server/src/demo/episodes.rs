//! How each person's case went: its stages, its levels, and the model of its programme.

use chrono::{Days, NaiveDate};
use domain::wire::v1::{Client, Ended, Level, LevelBegun, Stage, StageBegun};

/// Writes the history that fits where somebody stands today.
pub(super) fn history(client: &mut Client, number: usize, today: NaiveDate) {
    client.model = match client.program.as_str() {
        "Assertive outreach" => "act",
        "Bridge to home" => "continuity",
        "Night walk" => "",
        _ => "icm",
    }
    .to_owned();
    let Some(opened) = client.opened_on else { return };
    let met = if client.stage == Stage::Referred { Stage::Referred } else { Stage::Outreach };
    begin(client, met, opened, "Somebody at the shelter told us about them.");
    if matches!(client.stage, Stage::Referred | Stage::Outreach) {
        // One whose case ended before it began.
        if met == Stage::Referred && number == 54 {
            client.stage = Stage::Closed;
            let since = today.checked_sub_days(Days::new(2)).unwrap_or(today);
            begin(client, Stage::Closed, since, "Went home to family and wants no visits.");
            client
                .stages
                .last_mut()
                .into_iter()
                .for_each(|last| last.ended = Some(Ended::Declined));
        }
        return;
    }
    let after = |days| opened.checked_add_days(Days::new(days)).unwrap_or(opened).min(today);
    begin(client, Stage::EligibilityPending, after(9), "Said yes to finding out what is possible.");
    if client.stage == Stage::EligibilityPending {
        return;
    }
    let enrolled = client.level_since.map_or(after(20), |since| since.min(after(20)));
    begin(client, Stage::Active, enrolled, "Meets the criteria and wants the service.");
    levels(client, number, enrolled);
    let lately = today.checked_sub_days(Days::new(12)).unwrap_or(today);
    match client.stage {
        Stage::OnHold => {
            let since = client.pauses.first().map_or(lately, |pause| pause.from);
            begin(client, Stage::OnHold, since, "Is in the hospital; we go on afterwards.");
        }
        Stage::DischargePlanning => {
            begin(client, Stage::DischargePlanning, lately, "Reached what they came for.");
        }
        _ => {}
    }
}

fn begin(client: &mut Client, stage: Stage, since: NaiveDate, reason: &str) {
    let reason = reason.to_owned();
    client.stages.push(StageBegun { reason, ..StageBegun::new(None, stage, since) });
}

/// The level in force, and for every third person the one before it.
fn levels(client: &mut Client, number: usize, enrolled: NaiveDate) {
    let (Some(level), Some(since)) = (client.level, client.level_since) else { return };
    let reason = match level {
        Level::I => "Two hospital stays this year; needs somebody every day.",
        Level::II => "Keeps most appointments; needs help with housing and money.",
        Level::III => "Manages alone and calls when something comes up.",
    };
    reason.clone_into(&mut client.level_reason);
    let before = match level {
        Level::I => Level::II,
        Level::II => Level::I,
        Level::III => Level::II,
    };
    if number.is_multiple_of(3) && enrolled < since {
        let reason = "As things were when we began.".to_owned();
        let level = Some(before);
        client.levels.push(LevelBegun { line_id: None, level, since: enrolled, reason });
    }
    let reason = client.level_reason.clone();
    client.levels.push(LevelBegun { line_id: None, level: Some(level), since, reason });
}
