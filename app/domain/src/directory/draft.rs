//! A service being written at a desk.

use super::{MINUTES_OF_DAY, hours_read, tidy};
use crate::{
    Moment,
    id::ServiceId,
    json::ReadObject,
    wire::v1::{OpenHours, Service},
};
use serde::Serialize;

/// A service being written, as the phone or the computer of whoever writes it keeps it sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct ServiceDraft {
    /// When it was begun.
    #[serde(default)]
    pub written_at: Option<Moment>,
    /// How it stood when the writing began; none for a new one.
    #[serde(default)]
    pub stood: Option<Service>,
    /// As written, but for what stands below.
    pub service: Service,
    /// Its languages as they are typed, with commas between them.
    #[serde(default)]
    pub languages: String,
    /// The hours of each weekday as they are typed, Monday first.
    #[serde(default)]
    pub hours: Vec<String>,
}

impl ServiceDraft {
    /// A draft of a service as it stands.
    #[must_use]
    pub fn of(service: Service, written_at: Moment) -> Self {
        Self {
            written_at: Some(written_at),
            languages: service.languages.join(", "),
            hours: (1..=7).map(|day| typed(&service, day)).collect(),
            stood: Some(service.clone()),
            service,
        }
    }

    /// A draft of a service of which nothing is known yet.
    #[must_use]
    pub fn begin(service_id: ServiceId, written_at: Moment) -> Self {
        Self { stood: None, ..Self::of(Service::named(service_id, ""), written_at) }
    }

    /// Which days have hours that cannot be read, Monday first.
    #[must_use]
    pub fn unread_days(&self) -> Vec<u8> {
        let days = self.hours.iter().zip(1..);
        days.filter_map(|(text, day)| read(text, day).is_none().then_some(day)).collect()
    }

    /// The service as it is to be saved. Hours that cannot be read are left out: see
    /// [`Self::unread_days`].
    #[must_use]
    pub fn written(&self) -> Service {
        let hours = self.hours.iter().zip(1..).filter_map(|(text, day)| read(text, day));
        tidy(Service {
            hours: hours.flatten().collect(),
            languages: self.languages.split(',').map(str::to_owned).collect(),
            ..self.service.clone()
        })
    }
}

/// The hours of a weekday as somebody types them: "9:00-17:00, 18:00-20:00".
fn typed(service: &Service, day: u8) -> String {
    let clock = |minute: u16| format!("{}:{:02}", minute / 60 % 24, minute % 60);
    let of_day = service.hours.iter().filter(|hours| hours.day == day);
    let typed: Vec<_> =
        of_day.map(|hours| format!("{}-{}", clock(hours.from), clock(hours.until))).collect();
    typed.join(", ")
}

/// Reads hours as they are typed; none where they are no hours. What ends before it begins goes on
/// past midnight.
fn read(text: &str, day: u8) -> Option<Vec<OpenHours>> {
    let stretches = text.split(',').map(str::trim).filter(|stretch| !stretch.is_empty());
    let read = |stretch: &str| {
        let (from, until) = stretch.split_once(['-', '–', '—'])?;
        let (from, until) = (hours_read(from)?, hours_read(until)?);
        let until = if until <= from { until + MINUTES_OF_DAY } else { until };
        Some(OpenHours { day, from, until })
    };
    stretches.map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Moment {
        Moment::new(1_760_000_000_000, 0)
    }

    fn any_hours() -> impl Strategy<Value = OpenHours> {
        (1..=7_u8, 0..1_440_u16, 1..=1_440_u16).prop_map(|(day, from, long)| OpenHours {
            day,
            from,
            until: from + long,
        })
    }

    proptest! {
        #[test]
        fn a_service_that_nobody_changed_is_written_as_it_stood(
            hours in prop::collection::vec(any_hours(), 0..8),
            languages in prop::collection::vec("[A-Z][a-z]{2,8}", 0..4),
        ) {
            let id = ServiceId::from_bytes([1; 16]);
            let stood = tidy(Service { hours, languages, ..Service::named(id, "Night shelter") });
            prop_assert_eq!(ServiceDraft::of(stood.clone(), now()).written(), stood);
        }
    }

    #[test]
    fn hours_that_cannot_be_read_are_named_by_their_day() {
        let mut draft = ServiceDraft::begin(ServiceId::from_bytes([1; 16]), now());
        for (text, day) in [("9-5pm", 2), ("25:00-26:00", 3), ("morning", 7)] {
            draft.hours = vec![String::new(); 7];
            if let Some(typed) = draft.hours.get_mut(usize::from(day - 1)) {
                text.clone_into(typed);
            }
            assert_eq!(draft.unread_days(), [day], "{text}");
        }
    }
}
