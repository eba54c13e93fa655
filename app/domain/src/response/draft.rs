use crate::{
    Moment,
    id::{ClientId, ContactId, CrisisEventId, TaskId},
    json::ReadObject,
    wire::v1::{
        CrisisEvent, CrisisOutcome, HandedOver, MeansTalk, NextStep, PlanSeen, Policy, Reached,
        ReachedBy, ResponsePath, ResponseStep, Stamp, StepTaken,
    },
};
use chrono::NaiveDate;
use serde::Serialize;

/// A response as it goes on. Stored sealed at every tap, so each field has a
/// default and unknown fields are ignored: yesterday's opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(default)]
pub struct ResponseDraft {
    /// What it and all that follows from it will be called; fixed from the
    /// first tap, so that ending it twice is still one event.
    pub ids: ResponseIds,
    /// About whom. A draft never opens on anybody else.
    pub client_id: ClientId,
    /// When the first tap was.
    pub written_at: Option<Moment>,
    /// Which of the two; none before the worker has chosen.
    pub path: Option<ResponsePath>,
    /// When it began.
    pub started: Option<Stamp>,
    /// When it was over; none while it goes on.
    pub ended: Option<Stamp>,
    /// Steps of which there is something to say, in order.
    pub steps: Vec<StepTaken>,
    /// Face to face since.
    pub met: Option<Stamp>,
    /// Why nobody went.
    pub why_nobody_went: String,
    /// What it is about.
    pub what_happened: String,
    /// Who was called or texted.
    pub reached: Vec<Reached>,
    /// Who takes over.
    pub handed_to: String,
    /// When they did.
    pub handed_at: Option<Stamp>,
    /// Means safety.
    pub means_talk: Option<MeansTalk>,
    /// The crisis plan.
    pub plan_seen: Option<PlanSeen>,
    /// Who else took part.
    pub took_part: String,
    /// How it ended.
    pub outcome: Option<CrisisOutcome>,
}

/// What a response and all that follows from it are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub struct ResponseIds {
    /// The event.
    pub crisis_event_id: CrisisEventId,
    /// The note that tells of it.
    pub contact_id: ContactId,
    /// To write that note.
    pub note_task: TaskId,
    /// To follow up.
    pub follow_up: TaskId,
    /// To look over the crisis plan.
    pub plan_review: TaskId,
}

/// What ending a response takes besides what was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending<'a> {
    /// The agency's deadlines.
    pub policy: &'a Policy,
    /// Since when the agency's protocol is in force.
    pub protocol_effective: Option<NaiveDate>,
    /// The note that tells of it is signed already.
    pub note_signed: bool,
    /// What the three tasks are called: the note, the follow-up, the plan.
    pub titles: [&'a str; 3],
}

impl Default for ResponseDraft {
    fn default() -> Self {
        Self {
            ids: ResponseIds {
                crisis_event_id: CrisisEventId::from_bytes([0; 16]),
                contact_id: ContactId::from_bytes([0; 16]),
                note_task: TaskId::from_bytes([0; 16]),
                follow_up: TaskId::from_bytes([0; 16]),
                plan_review: TaskId::from_bytes([0; 16]),
            },
            client_id: ClientId::from_bytes([0; 16]),
            written_at: None,
            path: None,
            started: None,
            ended: None,
            steps: Vec::new(),
            met: None,
            why_nobody_went: String::new(),
            what_happened: String::new(),
            reached: Vec::new(),
            handed_to: String::new(),
            handed_at: None,
            means_talk: None,
            plan_seen: None,
            took_part: String::new(),
            outcome: None,
        }
    }
}

impl ResponseDraft {
    /// A response to this client, beginning now.
    #[must_use]
    pub fn begin(client_id: ClientId, ids: ResponseIds, now: Moment) -> Self {
        let (written_at, started) = (Some(now), Some(Stamp::new(now)));
        Self { ids, client_id, written_at, started, ..Self::default() }
    }

    /// When a step was taken, if it was.
    #[must_use]
    pub fn taken(&self, step: ResponseStep) -> Option<Stamp> {
        self.steps.iter().find(|taken| taken.step == step)?.at
    }

    /// What was said about a step.
    #[must_use]
    pub fn note(&self, step: ResponseStep) -> &str {
        let taken = self.steps.iter().find(|taken| taken.step == step);
        taken.map_or("", |taken| taken.note.as_str())
    }

    /// Says when a step was taken, or that it was not; what was said about it stays.
    pub fn set_taken(&mut self, step: ResponseStep, at: Option<Stamp>) {
        self.change_step(step, |taken| taken.at = at);
    }

    /// Says something about a step.
    pub fn set_note(&mut self, step: ResponseStep, note: &str) {
        self.change_step(step, |taken| note.clone_into(&mut taken.note));
    }

    fn change_step(&mut self, step: ResponseStep, change: impl FnOnce(&mut StepTaken)) {
        let place = self.steps.partition_point(|taken| taken.step < step);
        if self.steps.get(place).is_none_or(|taken| taken.step != step) {
            self.steps.insert(place, StepTaken { step, at: None, note: String::new() });
        }
        if let Some(taken) = self.steps.get_mut(place) {
            change(taken);
        }
        self.steps.retain(|taken| taken.at.is_some() || !taken.note.is_empty());
    }

    /// Somebody is being called or texted.
    pub fn reach(&mut self, who: &str, by: ReachedBy, now: Moment) {
        self.reached.push(Reached { who: who.to_owned(), by, at: Stamp::new(now) });
    }

    /// The record as it would read were it over now; none before a path is chosen.
    #[must_use]
    pub fn record(&self, now: Moment) -> Option<CrisisEvent> {
        let kept = |text: &String| text.trim().to_owned();
        let steps = self.steps.iter().map(|taken| StepTaken { note: kept(&taken.note), ..*taken });
        let handed_over = self.handed_at.map(|at| HandedOver { to: kept(&self.handed_to), at });
        Some(CrisisEvent {
            crisis_event_id: self.ids.crisis_event_id,
            client_id: self.client_id,
            path: self.path?,
            started: self.started.unwrap_or(Stamp::new(now)),
            ended: self.ended.unwrap_or(Stamp::new(now)),
            steps: steps.filter(|taken| taken.at.is_some() || !taken.note.is_empty()).collect(),
            met: self.met,
            // Somebody went, after all.
            why_nobody_went: if self.met.is_none() {
                kept(&self.why_nobody_went)
            } else {
                String::new()
            },
            what_happened: kept(&self.what_happened),
            reached: self.reached.clone(),
            handed_over,
            means_talk: self.means_talk,
            plan_seen: self.plan_seen,
            took_part: kept(&self.took_part),
            outcome: self.outcome,
            protocol_effective: None,
            contact_id: self.ids.contact_id,
            note_task: None,
            next_steps: Vec::new(),
        })
    }

    /// The event, over at `now` unless it was said to be over before, with the
    /// tasks that follow from it; none before a path is chosen.
    #[must_use]
    pub fn end(&self, ending: &Ending<'_>, now: Moment) -> Option<CrisisEvent> {
        let record = self.record(now)?;
        // A mistyped end must not put off for years what follows from it.
        let over = record.ended.time().min(now);
        let due = |hours: u16| over.plus_ms(i64::from(hours) * 3_600_000).date();
        let task = |task_id, text: &str, hours| NextStep {
            task_id,
            text: text.to_owned(),
            due: due(hours),
            for_client: false,
        };
        let ([note, follow_up, plan_review], policy) = (ending.titles, ending.policy);
        let note = task(self.ids.note_task, note, policy.crisis_note_due_h);
        Some(CrisisEvent {
            protocol_effective: ending.protocol_effective,
            note_task: (!ending.note_signed).then_some(note),
            next_steps: vec![
                task(self.ids.follow_up, follow_up, policy.crisis_followup_h),
                task(self.ids.plan_review, plan_review, policy.crisis_followup_h),
            ],
            ..record
        })
    }
}
