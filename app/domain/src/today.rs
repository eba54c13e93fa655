//! Who to reach today, and why.

use crate::{
    Moment, order,
    pace::{ContactMark, Pace, pace},
    wire::v1::{Client, Ended, Policy, Stage, Task, TaskState},
};
use chrono::{Days, NaiveDate};

/// Why a client is on today's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A task is due, or a client said something that waits for an answer.
    Task {
        /// What is to be done.
        title: String,
        /// By which day.
        due: NaiveDate,
        /// The client asked for it in their own pages.
        asked: bool,
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
    /// Two people wrote different things in their fact sheet or in a plan, and nobody has decided.
    Undecided,
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

/// Under which heading of today's list somebody stands: people before errands, and what is
/// only to be thought of last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Seen every day, and not yet today.
    EveryDay,
    /// Something was promised for a day that is over.
    Overdue,
    /// Something was promised for today.
    DueToday,
    /// Two people wrote different things, or a client said something that is to be answered later.
    ToDecide,
    /// Not heard from for longer than the agency allows.
    GoneQuiet,
    /// Fewer contacts this month than there should be by now.
    ThisMonth,
    /// A plan to write or to look over.
    Plans,
}

impl Group {
    /// In the order of the list.
    pub const ALL: [Self; 7] = [
        Self::EveryDay,
        Self::Overdue,
        Self::DueToday,
        Self::ToDecide,
        Self::GoneQuiet,
        Self::ThisMonth,
        Self::Plans,
    ];

    /// Those in it are to be reached today, not only thought of.
    #[must_use]
    pub const fn is_reach_out(self) -> bool {
        !matches!(self, Self::Plans)
    }
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
            Self::DailyContact { gap_days } => (0, -i64::from(*gap_days)),
            Self::Task { due, .. } if *due <= today => (1, (*due - today).num_days()),
            Self::Undecided => (2, 0),
            Self::Task { due, .. } => (2, (*due - today).num_days()),
            Self::Silence { days } => (3, -i64::from(days.unwrap_or(u32::MAX))),
            Self::BehindPace { done, expected } => (4, i64::from(*done) - i64::from(*expected)),
            Self::FaceToFaceMissing => (5, 0),
            Self::ReviewDue { on } => (6, (*on - today).num_days()),
            Self::PlanStale { since } => (7, (*since - today).num_days()),
            Self::NoPlan => (8, 0),
        }
    }

    /// Under which heading somebody stands whose most urgent reason this is.
    #[must_use]
    pub fn group(&self, today: NaiveDate) -> Group {
        match self {
            Self::DailyContact { .. } => Group::EveryDay,
            Self::Task { due, .. } if *due < today => Group::Overdue,
            Self::Task { due, .. } if *due == today => Group::DueToday,
            Self::Task { .. } | Self::Undecided => Group::ToDecide,
            Self::Silence { .. } => Group::GoneQuiet,
            Self::BehindPace { .. } | Self::FaceToFaceMissing => Group::ThisMonth,
            Self::ReviewDue { .. } | Self::PlanStale { .. } | Self::NoPlan => Group::Plans,
        }
    }
}

/// How a client's plans stand: by which day they are to be looked at again, and whether something
/// is to be decided.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reviews {
    /// The crisis plan; none where there is none.
    pub crisis_plan: Option<NaiveDate>,
    /// The first of what is going on in the service plan, where something is; none where there is
    /// no plan.
    pub service_plan: Option<Option<NaiveDate>>,
    /// Two people wrote different things in one of them, or in another document.
    pub undecided: bool,
}

/// Every reason for one client now, most urgent first.
#[must_use]
pub fn reasons<'a>(
    client: &Client,
    marks: &[ContactMark],
    tasks: impl Iterator<Item = &'a Task>,
    reviews: Reviews,
    policy: &Policy,
    now: Moment,
) -> Vec<Reason> {
    let today = now.date();
    // Whoever died is not to be reached for anything.
    if client.ended() == Some(Ended::Died) {
        return Vec::new();
    }
    // What a client asked for is seen on the day it arrives, not first when its answer is due.
    let is_listed = |task: &&Task| task.due <= today || task.message_id.is_some();
    let mut reasons: Vec<Reason> = tasks
        .filter(|task| task.state == TaskState::Open)
        .filter(is_listed)
        .map(|task| Reason::Task {
            title: task.title.clone(),
            due: task.due,
            asked: task.message_id.is_some(),
        })
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
    // The page of somebody whose case is closed says so, and nobody has to reach them for it.
    let open = client.stage != Stage::Closed;
    if open && (reviews.undecided || !client.conflicts.is_empty()) {
        reasons.push(Reason::Undecided);
    }
    let in_service = client.stage_on(today).is_in_service();
    let week_on = today.checked_add_days(Days::new(7)).unwrap_or(today);
    // What the fact sheet says is from before there were service plans, or from an import.
    match reviews.service_plan.unwrap_or(client.review_due) {
        Some(on) if in_service && on <= week_on => reasons.push(Reason::ReviewDue { on }),
        _ => {}
    }
    match reviews.crisis_plan {
        Some(since) if since < today && client.stage != Stage::Closed => {
            reasons.push(Reason::PlanStale { since });
        }
        None if in_service => reasons.push(Reason::NoPlan),
        _ => {}
    }
    order::by(&mut reasons, |reason| reason.urgency(today));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ClientId, RecordId, StaffId, TaskId};
    use proptest::prelude::*;

    #[test]
    fn people_come_before_errands_and_the_groups_are_in_the_order_of_urgency() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).expect("a day");
        let today = day(28);
        let mut reasons = vec![
            Reason::NoPlan,
            Reason::PlanStale { since: day(1) },
            Reason::Undecided,
            Reason::Task { title: "A form".into(), due: today, asked: false },
            Reason::Task { title: "Bus pass".into(), due: day(2), asked: false },
            Reason::FaceToFaceMissing,
            Reason::DailyContact { gap_days: 0 },
            Reason::BehindPace { done: 1, expected: 3 },
            Reason::Silence { days: None },
            Reason::DailyContact { gap_days: 3 },
            Reason::ReviewDue { on: today },
        ];
        order::by(&mut reasons, |reason| reason.urgency(today));
        assert_eq!(reasons.first(), Some(&Reason::DailyContact { gap_days: 3 }));
        let groups: Vec<_> = reasons.iter().map(|reason| reason.group(today)).collect();
        assert!(groups.is_sorted(), "{groups:?}");
        assert!(Group::ALL.is_sorted());
        assert!(Group::ALL.iter().all(|group| groups.contains(group)), "{groups:?}");
    }

    /// What a source said once is no reason any more where there is a plan: that may say that
    /// nothing is to be looked at.
    #[test]
    fn a_plan_says_when_it_is_reviewed_and_an_import_only_where_there_is_none() {
        let now = Moment::new(1_764_000_000_000, 0);
        let (today, later) = (now.date(), now.date() + Days::new(3));
        let client_id = ClientId::from_bytes([1; 16]);
        let client = Client {
            review_due: Some(today),
            ..Client::new(client_id, "Bo".into(), Stage::Active)
        };
        let due = |service_plan| {
            let reviews = Reviews { service_plan, ..Reviews::default() };
            let policy = Policy::default();
            let all = reasons(&client, &[], std::iter::empty(), reviews, &policy, now);
            all.into_iter().find_map(|reason| match reason {
                Reason::ReviewDue { on } => Some(on),
                _ => None,
            })
        };
        assert_eq!(due(None), Some(today));
        assert_eq!(due(Some(None)), None);
        assert_eq!(due(Some(Some(later))), Some(later));
    }

    #[test]
    fn what_two_people_wrote_differently_is_a_reason_until_it_is_decided() {
        let now = Moment::new(1_764_000_000_000, 0);
        let client = Client::new(ClientId::from_bytes([1; 16]), "Bo".into(), Stage::Outreach);
        let is_reason = |client: &Client, undecided| {
            let reviews = Reviews { undecided, ..Reviews::default() };
            let none = std::iter::empty();
            reasons(client, &[], none, reviews, &Policy::default(), now)
                .contains(&Reason::Undecided)
        };
        assert!(is_reason(&client, true));
        assert!(!is_reason(&client, false));
    }

    /// Somebody who asked for a change is waiting from the moment it came, not from the day by
    /// which the answer is due.
    #[test]
    fn what_a_client_said_is_listed_when_it_comes_and_other_tasks_on_their_day() {
        let now = Moment::new(1_764_000_000_000, 0);
        let client = Client::new(ClientId::from_bytes([1; 16]), "Bo".into(), Stage::Outreach);
        let groups = |ahead: i64, is_said: bool| {
            let task = Task {
                task_id: TaskId::from_bytes([2; 16]),
                client_id: client.client_id,
                owner: StaffId::from_bytes([4; 16]),
                title: "A change".into(),
                due: now.date() + chrono::Duration::days(ahead),
                state: TaskState::Open,
                contact_id: None,
                for_client: false,
                message_id: is_said.then(|| RecordId::from_bytes([3; 16])),
            };
            let policy = Policy { no_contact_alert_d: u16::MAX, ..Policy::default() };
            let tasks = [task];
            let all = reasons(&client, &[], tasks.iter(), Reviews::default(), &policy, now);
            all.iter().map(|reason| reason.group(now.date())).collect::<Vec<_>>()
        };
        let alone = groups(3, false);
        assert!(!alone.contains(&Group::ToDecide) && !alone.contains(&Group::DueToday));
        assert!(groups(3, true).contains(&Group::ToDecide));
        assert!(groups(0, true).contains(&Group::DueToday));
        assert!(groups(-1, true).contains(&Group::Overdue));
    }

    proptest! {
        /// The day on the worker's wall decides, wherever that is, on leap days and in nights in which
        /// clocks change as well: the moment says which offset held.
        #[test]
        fn a_review_is_due_for_a_week_before_its_day_by_the_phones_own_day(
            days_ce in 737_425..741_807_i32, // 2020 to 2031
            offset in proptest::sample::select(vec![-600, -300, -240, 0, 345, 840]),
            minute in 0..1_440_u32,
            ahead in -40..40_i64,
        ) {
            let today = NaiveDate::from_num_days_from_ce_opt(days_ce).expect("a day");
            let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0);
            let now = Moment::from_local(today.and_time(time.expect("a time")), offset);
            prop_assert_eq!(now.date(), today);
            let review = today + chrono::Duration::days(ahead);
            let client = Client::new(ClientId::from_bytes([1; 16]), "Bo".into(), Stage::Active);
            let reviews = Reviews { service_plan: Some(Some(review)), ..Reviews::default() };
            let all =
                reasons(&client, &[], std::iter::empty(), reviews, &Policy::default(), now);
            let is_due = all.contains(&Reason::ReviewDue { on: review });
            prop_assert_eq!(is_due, ahead <= 7, "{} on {}", review, today);
        }
    }
}
