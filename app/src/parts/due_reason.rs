use super::dates;
use crate::words::Words;
use chrono::NaiveDate;
use domain::today::Reason;

/// Why somebody is on the list, in a few words.
#[must_use]
pub fn sentence(w: &Words, reason: &Reason, today: NaiveDate) -> String {
    let n = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    match reason {
        Reason::Task { title, due, .. } if *due < today => {
            w.task_overdue(&dates::day(w, *due, today), title)
        }
        Reason::Task { title, .. } => w.task_due(title),
        Reason::DailyContact { gap_days: 0 } => w.daily_contact.to_owned(),
        Reason::DailyContact { gap_days } => w.daily_contact_gap(n(*gap_days)),
        Reason::BehindPace { done, expected } => {
            w.behind_pace(&done.to_string(), &expected.to_string())
        }
        Reason::Undecided => w.two_wrote.to_owned(),
        Reason::FaceToFaceMissing => w.face_to_face_missing.to_owned(),
        Reason::Silence { days: Some(days) } => w.silence(n(*days)),
        Reason::Silence { days: None } => w.no_contact_yet.to_owned(),
        Reason::ReviewDue { on } if *on < today => w.review_overdue.to_owned(),
        Reason::ReviewDue { on } => w.review_due(&dates::day(w, *on, today)),
        Reason::PlanStale { .. } => w.plan_stale.to_owned(),
        Reason::NoPlan => w.no_plan.to_owned(),
    }
}
