use super::*;
use crate::{
    Moment,
    client::FactSheetDraft,
    id::{ClientId, LineId},
    length::Field,
    pace::{ContactMark, Pace, pace},
    problem::{Problem, Wrong},
    today::{Reviews, reasons},
    wire::v1::{DocumentBase, FactSheetEdit, LevelBegun, Pause, Policy, Task, TaskState},
};
use chrono::{Datelike as _, Days};
use proptest::prelude::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
}

fn noon(day: NaiveDate) -> Moment {
    Moment::from_local(day.and_hms_opt(12, 0, 0).expect("a time"), -300)
}

fn ash(stage: Stage) -> Client {
    Client::new(ClientId::from_bytes([1; 16]), "Ash".into(), stage)
}

fn line(n: u8) -> LineId {
    LineId::from_bytes([n; 16])
}

fn begun(n: u8, stage: Stage, since: NaiveDate) -> StageBegun {
    StageBegun { reason: "So it was.".into(), ..StageBegun::new(Some(line(n)), stage, since) }
}

fn at_level(n: u8, level: Level, since: NaiveDate) -> LevelBegun {
    LevelBegun { line_id: Some(line(n)), level: Some(level), since, reason: "As seen.".into() }
}

fn draft(client: &Client, today: NaiveDate) -> FactSheetDraft {
    FactSheetDraft::next(client, DocumentBase::Version(1), noon(today))
}

/// Saves it, and takes it for what stands in the file then.
fn saved(draft: &FactSheetDraft, today: NaiveDate) -> Client {
    let edit: FactSheetEdit = draft.save(noon(today)).expect("nothing in the way");
    *edit.content
}

#[test]
fn stages_follow_each_other_as_a_case_goes() {
    use Stage::{
        Active, Closed, DischargePlanning, EligibilityPending, OnHold, Outreach, Referred,
    };
    let may = |from: Stage| from.next().to_vec();
    assert_eq!(may(Referred), [Outreach, Closed]);
    assert_eq!(may(Outreach), [EligibilityPending, Closed]);
    assert_eq!(may(EligibilityPending), [Active, Outreach, Closed]);
    assert_eq!(may(Active), [OnHold, DischargePlanning, Closed]);
    assert_eq!(may(OnHold), [Active, DischargePlanning, Closed]);
    assert_eq!(may(DischargePlanning), [Active, Closed]);
    assert!(!may(Closed).contains(&Active), "who comes back is enrolled again");
    for stage in Stage::ALL {
        assert!(!stage.next().contains(&stage), "{stage:?}");
        assert_eq!(stage.next().contains(&Closed), !stage.ends().is_empty(), "{stage:?}");
        assert!(stage == Closed || stage.ends().contains(&Ended::Died), "{stage:?}");
        assert!(!stage.ends().contains(&Ended::RemovedAtSource), "only an import says that");
    }
    assert!(!Active.ends().contains(&Ended::GoalsMet), "goodbye is planned first");
}

#[test]
fn a_stage_is_given_with_its_day_and_its_reason_and_an_end_with_its_kind() {
    let today = day(3, 10);
    let missing = |field| Problem::new(field, Wrong::Missing);
    let mut draft = draft(&ash(Stage::Active), today);
    let all = [Stage::Active, Stage::OnHold, Stage::DischargePlanning, Stage::Closed];
    assert_eq!(draft.stages_to_choose(), all);
    draft.set_stage(Stage::Closed, today, line(1));
    assert_eq!(draft.problems(), [missing(ENDED), missing(STAGE_REASON)]);
    draft.edit_new_stage(|begun| {
        begun.ended = Some(Ended::Moved);
        begun.reason = "Lives with her son in Ohio now.".into();
    });
    let closed = saved(&draft, today);
    assert_eq!((closed.stage, closed.ended()), (Stage::Closed, Some(Ended::Moved)));
    draft.set_stage(Stage::Active, today, line(2));
    assert_eq!(draft.problems(), [Problem::new(Field::Whole, Wrong::Unchanged)], "as it was");
}

#[test]
fn who_comes_back_begins_a_new_episode_and_keeps_the_old_one() {
    let opened = day(1, 5);
    let mut client = Client { opened_on: Some(opened), ..ash(Stage::Outreach) };
    for (n, stage, since) in [(1, Stage::Closed, day(2, 1)), (2, Stage::Outreach, day(4, 1))] {
        let mut draft = draft(&client, since);
        draft.set_stage(stage, since, line(n));
        draft.edit_new_stage(|begun| {
            begun.ended = (stage == Stage::Closed).then_some(Ended::NotFound);
            begun.reason = "Seen, or not.".into();
        });
        client = saved(&draft, since);
    }
    assert_eq!(client.opened_on, Some(day(4, 1)));
    assert_eq!(client.ended(), None);
    let history: Vec<_> = client.stages.iter().map(|one| (one.stage, one.since)).collect();
    let first = (Stage::Outreach, opened);
    assert_eq!(history, [first, (Stage::Closed, day(2, 1)), (Stage::Outreach, day(4, 1))]);
    assert_eq!(client.stage_on(day(1, 20)), Stage::Outreach);
    assert_eq!(client.stage_on(day(2, 1)), Stage::Closed);
    assert_eq!(client.stage_on(day(3, 31)), Stage::Closed);
    assert_eq!(client.stage_on(day(4, 1)), Stage::Outreach);
}

#[test]
fn a_level_is_given_with_its_reason_and_the_ones_before_it_are_kept() {
    let (first, today) = (day(1, 5), day(3, 10));
    let known = Client {
        level: Some(Level::III),
        level_since: Some(first),
        level_reason: "Comes by herself.".into(),
        ..ash(Stage::Active)
    };
    let mut draft = draft(&known, today);
    draft.set_level(Some(Level::II), today, line(1));
    assert_eq!(draft.problems(), [Problem::new(Field::Reason, Wrong::Missing)]);
    draft.content.level_reason = "Sleeps outside, and keeps appointments.".into();
    let changed = saved(&draft, today);
    assert_eq!((changed.level, changed.level_since), (Some(Level::II), Some(today)));
    let levels = |client: &Client| {
        client
            .levels
            .iter()
            .map(|one| (one.level, one.since, one.reason.clone()))
            .collect::<Vec<_>>()
    };
    let before = (Some(Level::III), first, "Comes by herself.".to_owned());
    let now = "Sleeps outside, and keeps appointments.".to_owned();
    assert_eq!(levels(&changed), [before.clone(), (Some(Level::II), today, now.clone())]);

    draft.set_level(Some(Level::I), today, line(2));
    assert_eq!(draft.content.level_reason, "", "it was the reason for another level");
    draft.set_level(Some(Level::III), today, line(3));
    assert_eq!(draft.problems(), [Problem::new(Field::Whole, Wrong::Unchanged)], "as it was");

    // The day is put right later: the history says so too.
    let mut again = self::draft(&changed, today);
    again.content.level_since = Some(day(3, 15));
    assert_eq!(levels(&saved(&again, today)), [before, (Some(Level::II), day(3, 15), now)]);
}

#[test]
fn what_was_said_of_one_choice_stays_for_the_next() {
    let today = day(3, 10);
    let mut draft = draft(&ash(Stage::Active), today);
    draft.set_stage(Stage::Closed, today, line(1));
    draft.edit_new_stage(|begun| {
        begun.reason = "Lives with her son in Ohio now.".into();
        begun.since = day(3, 2);
        begun.ended = Some(Ended::Moved);
    });
    draft.set_stage(Stage::OnHold, today, line(2));
    draft.set_stage(Stage::Closed, today, line(3));
    let said = draft.new_stage().expect("another stage");
    assert_eq!((said.since, said.reason.as_str()), (day(3, 2), "Lives with her son in Ohio now."));
    assert_eq!(draft.problems(), [Problem::new(ENDED, Wrong::Missing)], "each end is said anew");
    assert_eq!(draft.content.stages.len(), 1);
}

#[test]
fn a_case_closed_by_mistake_goes_on_as_the_same_episode() {
    let (opened, today) = (day(1, 5), day(3, 10));
    let mut client = Client { opened_on: Some(opened), ..ash(Stage::Closed) };
    client.stages = vec![begun(1, Stage::Active, day(2, 1)), begun(2, Stage::Closed, day(3, 9))];
    let mut draft = draft(&client, today);
    assert!(draft.stages_to_choose().contains(&Stage::Active));
    draft.set_stage(Stage::Active, today, line(3));
    draft.edit_new_stage(|begun| begun.reason = "The wrong person was closed.".into());
    let back = saved(&draft, today);
    assert_eq!((back.opened_on, back.stages.len()), (Some(opened), 3));
}

/// Whoever mends something else touches no word of the history, whatever it says.
#[test]
fn a_save_of_something_else_leaves_every_line_of_the_history_alone() {
    let today = day(3, 10);
    let mut client =
        Client { level: Some(Level::II), level_since: Some(day(3, 5)), ..ash(Stage::Active) };
    client.level_reason = "Ana: keeps appointments.".into();
    let line_of = |n, since, reason: &str| LevelBegun {
        reason: reason.into(),
        ..at_level(n, Level::II, since)
    };
    client.levels = vec![
        line_of(1, day(3, 5), "Ana: keeps appointments."),
        line_of(2, day(3, 5), "Ben: asked for more visits."),
        line_of(3, day(3, 6), "Ben: again."),
    ];
    let mut draft = draft(&client, today);
    assert_eq!(draft.problems(), [Problem::new(Field::Whole, Wrong::Unchanged)]);
    draft.content.pronouns = "she/her".into();
    assert_eq!(saved(&draft, today).levels, client.levels);
    // What is put right is the line that says just what was in force.
    draft.content.level_since = Some(day(3, 4));
    let since: Vec<_> = saved(&draft, today).levels.iter().map(|one| one.since).collect();
    assert_eq!(since, [day(3, 4), day(3, 5), day(3, 6)]);
}

#[test]
fn settling_a_stage_asks_for_no_reason_and_writes_into_nobodys_line() {
    use crate::{
        document::{CellName, Value},
        id::{OperationId, StaffId},
        json::Json,
        wire::v1::{ConflictId, ConflictSide, OpenConflict},
    };
    let today = day(3, 10);
    let side = |word: &str| ConflictSide {
        value: Value::of("stage", Json::Text(word.into())),
        author: StaffId::from_bytes([5; 16]),
        at: noon(today),
    };
    let conflict_id = ConflictId {
        edit: OperationId::from_bytes([6; 16]),
        line: None,
        field: CellName::new("stage"),
    };
    let mut client = ash(Stage::OnHold);
    client.stages =
        vec![begun(1, Stage::OnHold, day(3, 1)), begun(2, Stage::DischargePlanning, day(3, 2))];
    let open =
        OpenConflict { conflict_id, kept: side("on_hold"), other: side("discharge_planning") };
    client.conflicts = vec![open.clone()];
    let mut draft = draft(&client, today);
    draft.settle(conflict_id, &open.other);
    assert_eq!((draft.content.stage, draft.new_stage()), (Stage::DischargePlanning, None));
    draft.edit_new_stage(|begun| begun.reason = "Mine".into());
    let settled = saved(&draft, today);
    assert_eq!(settled.stages, client.stages);
    assert!(draft.stages_to_choose().contains(&Stage::DischargePlanning));
}

#[test]
fn a_level_that_was_in_force_without_a_line_is_written_down_with_the_next() {
    let (known, today) = (day(3, 7), day(3, 10));
    let mut client =
        Client { level: Some(Level::III), level_since: Some(known), ..ash(Stage::Active) };
    client.levels = vec![at_level(1, Level::I, day(1, 1)), at_level(2, Level::II, day(2, 1))];
    let mut draft = draft(&client, today);
    draft.set_level(Some(Level::I), today, line(3));
    draft.content.level_reason = "Every day for now.".into();
    let changed = saved(&draft, today);
    let on = [day(2, 2), day(3, 8), today].map(|day| changed.level_on(day));
    assert_eq!(on, [Some(Level::II), Some(Level::III), Some(Level::I)]);
}

/// Two phones closed a case apart and say different ends: until somebody looks, nobody is taken
/// off the list for good.
#[test]
fn of_two_ends_that_differ_neither_holds_and_the_order_of_lines_decides_nothing() {
    let of = |n, ended, on| StageBegun { ended: Some(ended), ..begun(n, Stage::Closed, on) };
    let (died, moved) = (of(1, Ended::Died, day(2, 10)), of(2, Ended::Moved, day(2, 12)));
    for stages in [vec![died.clone(), moved.clone()], vec![moved, died.clone()]] {
        let client = Client { stages, ..ash(Stage::Closed) };
        assert_eq!(client.ended(), None);
        assert_eq!(client.stage_begun().map(|one| one.since), Some(day(2, 12)));
    }
    let earlier = of(3, Ended::Moved, day(1, 2));
    let stages = vec![died, begun(4, Stage::Outreach, day(1, 9)), earlier];
    let client = Client { stages, ..ash(Stage::Closed) };
    assert_eq!(client.ended(), Some(Ended::Died), "the end of an episode before is another");
}

#[test]
fn a_level_that_ends_leaves_none() {
    let today = day(3, 10);
    let known =
        Client { level: Some(Level::II), level_since: Some(day(1, 1)), ..ash(Stage::Active) };
    let mut draft = draft(&known, today);
    draft.set_level(None, today, line(1));
    let changed = saved(&draft, today);
    assert_eq!(changed.level_on(today), None);
    assert_eq!(changed.level_on(day(3, 9)), Some(Level::II));
}

/// A day of level I is owed a contact; days before it, at another level, are not.
#[test]
fn who_came_to_level_i_yesterday_does_not_owe_the_month_before() {
    let client = Client {
        level: Some(Level::I),
        level_since: Some(day(3, 9)),
        levels: vec![at_level(1, Level::III, day(1, 1)), at_level(2, Level::I, day(3, 9))],
        ..ash(Stage::Active)
    };
    let last = ContactMark {
        at: noon(day(2, 1)),
        face_to_face: true,
        qualifying: true,
        tried: false,
        tail: 0,
    };
    let got = pace(&client, &[last], &Policy::default(), noon(day(3, 10)));
    assert_eq!(got, Pace::Daily { gap_days: 1, settled_today: false });
}

#[test]
fn days_at_another_level_and_on_hold_are_not_owed_at_level_ii() {
    let client = Client {
        level: Some(Level::II),
        level_since: Some(day(4, 21)),
        levels: vec![
            at_level(1, Level::II, day(1, 1)),
            at_level(2, Level::III, day(4, 6)),
            at_level(3, Level::II, day(4, 21)),
        ],
        stages: vec![
            begun(4, Stage::Active, day(1, 1)),
            begun(5, Stage::OnHold, day(4, 1)),
            begun(6, Stage::Active, day(4, 3)),
        ],
        ..ash(Stage::Active)
    };
    // Of 30 days at II: 2 on hold, then 3 of the first five, then ten from the 21st on.
    match pace(&client, &[], &Policy::default(), noon(day(4, 30))) {
        Pace::Monthly { expected, .. } => assert_eq!(expected, 4 * 13 / 30),
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_died_is_never_due_and_whoever_left_only_for_what_was_promised() {
    let today = day(3, 10);
    let mut client = Client { review_due: Some(day(1, 1)), ..ash(Stage::Closed) };
    client.level = Some(Level::I);
    client.level_since = Some(day(1, 1));
    client.stages = vec![begun(1, Stage::Closed, day(2, 1))];
    let task = Task {
        task_id: crate::id::TaskId::from_bytes([2; 16]),
        client_id: client.client_id,
        title: "Bring her papers back".into(),
        due: day(3, 1),
        state: TaskState::Open,
        owner: crate::id::StaffId::from_bytes([3; 16]),
        contact_id: None,
        message_id: None,
        for_client: false,
    };
    let why = |client: &Client| {
        let reviews = Reviews {
            crisis_plan: Some(day(1, 1)),
            service_plan: Some(Some(day(1, 1))),
            undecided: true,
        };
        reasons(client, &[], std::iter::once(&task), reviews, &Policy::default(), noon(today))
    };
    assert_eq!(why(&client).len(), 1, "{:?}", why(&client));
    client.stages[0].ended = Some(Ended::Died);
    assert_eq!(why(&client), []);
}

fn levels() -> impl Strategy<Value = Vec<(i64, Option<Level>)>> {
    let level = prop::sample::select(vec![None, Some(Level::I), Some(Level::II), Some(Level::III)]);
    prop::collection::vec((0..120_i64, level), 1..6)
}

proptest! {
    /// Day by day, whatever the year and wherever its leap day lies: the level of a day is that
    /// of the last change up to it, and what level II owes is the share of its own days.
    #[test]
    fn pace_follows_the_level_of_each_day(
        days_ce in 737_425..741_807_i32, // 2020 to 2031
        mut changes in levels(),
        offset in prop::sample::select(vec![-600, -300, -240, 0, 345, 840]),
        minute in 0..1_440_u32,
        ahead in 0..150_i64,
        pause in prop::option::of((0..150_i64, 0..40_i64)),
    ) {
        changes.sort_by_key(|(on, _)| *on);
        changes.dedup_by_key(|(on, _)| *on);
        let first = NaiveDate::from_num_days_from_ce_opt(days_ce).expect("a day");
        let on = |days: i64| first + chrono::Duration::days(days);
        let mut client = ash(Stage::Active);
        // Written by the form, one after the other.
        for (n, (since, level)) in (1..).zip(&changes) {
            let mut draft = draft(&client, on(*since));
            draft.set_level(*level, on(*since), line(n));
            draft.content.level_reason = "As seen.".into();
            if draft.problems().is_empty() {
                client = saved(&draft, on(*since));
            }
        }
        client.pauses = pause
            .map(|(from, days)| Pause { to: Some(on(from + days)), ..Pause::begin(line(99), on(from)) })
            .into_iter()
            .collect();
        // Said again by hand. Of a level with nothing before it a day before is at none.
        let level_of = |day: NaiveDate| {
            changes.iter().rfind(|(since, _)| on(*since) <= day).and_then(|(_, level)| *level)
        };
        let today = on(ahead);
        for back in 0..60 {
            let day = today - Days::new(back);
            if day >= on(changes[0].0) || changes[0].1.is_some() {
                prop_assert_eq!(client.level_on(day), level_of(day), "{}", day);
            }
        }
        let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0);
        let now = Moment::from_local(today.and_time(time.expect("a time")), offset);
        let paused = |day: NaiveDate| client.pauses.iter().any(|one| one.from <= day && Some(day) <= one.to);
        let got = pace(&client, &[], &Policy::default(), now);
        if paused(today) {
            prop_assert_eq!(got, Pace::Resting);
        } else if let Pace::Monthly { expected, .. } = got {
            let month = today.with_day(1).expect("a first");
            let length = (month + chrono::Months::new(1) - month).num_days();
            let owed = month
                .iter_days()
                .take_while(|day| *day <= today)
                .filter(|day| level_of(*day) == Some(Level::II) && !paused(*day))
                .count();
            prop_assert_eq!(i64::from(expected), 4 * owed as i64 / length);
            prop_assert_eq!(level_of(today), Some(Level::II));
        } else if let Pace::Daily { gap_days, .. } = got {
            let owed = on(0)
                .iter_days()
                .take_while(|day| *day < today)
                .filter(|day| day.weekday().number_from_monday() <= 5)
                .filter(|day| level_of(*day) == Some(Level::I) && !paused(*day))
                .count();
            prop_assert_eq!(gap_days as usize, owed);
        }
    }
}
