//! Who to reach today, and why.

use crate::{
    Moment, order,
    pace::{ContactMark, Pace, pace},
    wire::v1::{Client, Policy, Stage, Task, TaskState},
};
use chrono::{Days, NaiveDate};

/// Why a client is on today's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A task is due.
    Task {
        /// What is to be done.
        title: String,
        /// By which day.
        due: NaiveDate,
    },
    /// Level I and not seen today.
    DailyContact {
        /// Whole service days without a contact before today.
        gap_days: u32,
    },
    /// Level II and fewer contacts this month than expected by now.
    BehindPace {
        /// So far.
        done: u32,
        /// Expected by now.
        expected: u32,
    },
    /// Level II, enough contacts, none of them in person.
    FaceToFaceMissing,
    /// Nobody has spoken with the person for longer than the agency allows.
    Silence {
        /// Days; none if there never was a contact.
        days: Option<u32>,
    },
    /// The service plan is to be reviewed within a week.
    ReviewDue {
        /// By which day.
        on: NaiveDate,
    },
    /// The crisis plan's review day has passed.
    PlanStale {
        /// The day it was due.
        since: NaiveDate,
    },
    /// In service without any crisis plan.
    NoPlan,
}

/// More than any number of days or contacts within one class of reasons.
const CLASS: i64 = 1 << 34;

impl Reason {
    /// Order of urgency, smallest first: the class of the reason, then how much.
    #[must_use]
    pub fn urgency(&self, today: NaiveDate) -> i64 {
        let (class, within) = self.rank(today);
        i64::from(class) * CLASS + within.clamp(-CLASS / 2, CLASS / 2 - 1)
    }

    fn rank(&self, today: NaiveDate) -> (u8, i64) {
        match self {
            Self::Task { due, .. } => (0, (*due - today).num_days()),
            Self::DailyContact { gap_days } => (1, -i64::from(*gap_days)),
            Self::Silence { days } => (2, -i64::from(days.unwrap_or(u32::MAX))),
            Self::BehindPace { done, expected } => (3, i64::from(*done) - i64::from(*expected)),
            Self::FaceToFaceMissing => (4, 0),
            Self::ReviewDue { on } => (5, (*on - today).num_days()),
            Self::PlanStale { since } => (6, (*since - today).num_days()),
            Self::NoPlan => (7, 0),
        }
    }

    /// The person is to be reached today, not only thought of.
    #[must_use]
    pub const fn is_reach_out(&self) -> bool {
        !matches!(self, Self::ReviewDue { .. } | Self::PlanStale { .. } | Self::NoPlan)
    }
}

/// Every reason for one client now, most urgent first.
#[must_use]
pub fn reasons<'a>(
    client: &Client,
    marks: &[ContactMark],
    tasks: impl Iterator<Item = &'a Task>,
    plan_review_due: Option<NaiveDate>,
    policy: &Policy,
    now: Moment,
) -> Vec<Reason> {
    let today = now.date();
    let mut reasons: Vec<Reason> = tasks
        .filter(|task| task.state == TaskState::Open && task.due <= today)
        .map(|task| Reason::Task { title: task.title.clone(), due: task.due })
        .collect();
    match pace(client, marks, policy, now) {
        Pace::Daily { gap_days, settled_today: false } => {
            reasons.push(Reason::DailyContact { gap_days });
        }
        Pace::Monthly { done, expected, .. } if done < expected => {
            reasons.push(Reason::BehindPace { done, expected });
        }
        Pace::Monthly { done, expected, face_to_face: false, .. } if done > 0 && expected > 0 => {
            reasons.push(Reason::FaceToFaceMissing);
        }
        Pace::AsNeeded { silent_days }
            if silent_days.is_none_or(|days| days > u32::from(policy.no_contact_alert_d)) =>
        {
            reasons.push(Reason::Silence { days: silent_days });
        }
        _ => {}
    }
    let in_service = matches!(client.stage, Stage::Active | Stage::DischargePlanning);
    let week_on = today.checked_add_days(Days::new(7)).unwrap_or(today);
    match client.review_due {
        Some(on) if in_service && on <= week_on => reasons.push(Reason::ReviewDue { on }),
        _ => {}
    }
    match plan_review_due {
        Some(since) if since < today => reasons.push(Reason::PlanStale { since }),
        None if in_service => reasons.push(Reason::NoPlan),
        _ => {}
    }
    order::by(&mut reasons, |reason| reason.urgency(today));
    reasons
}
