use crate::{
    Moment, order,
    span::minute,
    wire::v1::{CrisisEvent, ResponseStep, Stamp},
};

impl Stamp {
    /// A time as the phone says it is.
    #[must_use]
    pub const fn new(at: Moment) -> Self {
        Self { at, corrected: None }
    }

    /// When it was, as far as anybody knows.
    #[must_use]
    pub fn time(self) -> Moment {
        self.corrected.unwrap_or(self.at)
    }

    /// The same put right to the minute; what the phone stamped stays.
    #[must_use]
    pub fn put_right(self, to: Moment) -> Self {
        let as_stamped = minute(to) == minute(self.at);
        Self { corrected: (!as_stamped).then_some(to), ..self }
    }
}

/// What a time of an event is the time of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeOf {
    /// It began.
    Start,
    /// Somebody stood face to face with the client.
    Met,
    /// A step.
    Step(ResponseStep),
    /// Somebody was called or texted: the place in [`CrisisEvent::reached`].
    Reached(usize),
    /// Somebody took over.
    HandedOver,
    /// It was over.
    End,
}

/// One time of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Of what.
    pub of: TimeOf,
    /// When.
    pub at: Stamp,
    /// It cannot be right: before the start, after the end, or before an
    /// earlier step. Somebody should look at it, and nobody has to.
    pub out_of_order: bool,
}

impl CrisisEvent {
    /// Every time in it, earliest first.
    #[must_use]
    pub fn times(&self) -> Vec<Time> {
        let (start, end) = (minute(self.started.time()), minute(self.ended.time()));
        let mut times = Vec::new();
        let mut put = |of, at: Stamp, early: bool| {
            let out_of_order = early || !(start..=end).contains(&minute(at.time()));
            times.push(Time { of, at, out_of_order });
        };
        put(TimeOf::Start, self.started, false);
        if let Some(met) = self.met {
            put(TimeOf::Met, met, false);
        }
        let mut before = i64::MIN;
        for (step, at) in self.steps.iter().filter_map(|taken| Some((taken.step, taken.at?))) {
            put(TimeOf::Step(step), at, minute(at.time()) < before);
            before = before.max(minute(at.time()));
        }
        for (place, reached) in self.reached.iter().enumerate() {
            put(TimeOf::Reached(place), reached.at, false);
        }
        if let Some(handed) = &self.handed_over {
            put(TimeOf::HandedOver, handed.at, false);
        }
        put(TimeOf::End, self.ended, false);
        order::by(&mut times, |time| time.at.time().utc_ms());
        times
    }
}
