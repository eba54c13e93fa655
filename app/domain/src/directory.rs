//! The directory of services: which of them somebody looks for, whether one is open, how old what it
//! said is, and which two of them may be one (seed 004:21-24; domain catalogue A5, C4).

mod alike;
mod checks;
mod draft;
mod hours;

#[cfg(test)]
mod tests;

pub use alike::{Alike, WhyAlike, alike};
pub use checks::{Checks, is_fresh};
pub use draft::ServiceDraft;
pub use hours::{MINUTES_OF_DAY, hours_read};

use crate::{
    id::ServiceId,
    length::{CONTENT_TEXT_MAX_BYTES, LINE_MAX_BYTES},
    phone::{self, NotOne},
    visible::is_blank,
    wire::v1::{OpenHours, Service},
};

/// Stretches of opening hours in a service, at most: four on each weekday.
pub const HOURS_MAX: usize = 28;
/// Needs or languages in a service, at most.
pub const WORDS_MAX: usize = 60;

impl Service {
    /// A service of which only its name is known.
    #[must_use]
    pub fn named(service_id: ServiceId, name: &str) -> Self {
        Self {
            service_id,
            name: name.to_owned(),
            provider: String::new(),
            about: String::new(),
            needs: Vec::new(),
            languages: Vec::new(),
            people: String::new(),
            age_from: None,
            age_to: None,
            payers: String::new(),
            tel: String::new(),
            sms: String::new(),
            tty: String::new(),
            address: String::new(),
            hours: Vec::new(),
            hours_note: String::new(),
            entry: String::new(),
            closed: false,
            same_as: None,
            source: String::new(),
        }
    }

    /// Whether somebody can be sent there: it is not over, and not another one.
    #[must_use]
    pub const fn is_open_at_all(&self) -> bool {
        !self.closed && self.same_as.is_none()
    }
}

/// What keeps a service from being saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceProblem {
    /// It has no name.
    Name,
    /// Its number cannot be dialled as it is written.
    Tel(NotOne),
    /// The number for texts cannot be used as it is written.
    Sms(NotOne),
    /// The number of its text telephone cannot be dialled as it is written.
    Tty(NotOne),
    /// Opening hours that no clock has, or too many of them.
    Hours,
    /// Younger than the youngest, older than the oldest.
    Ages,
    /// Something in it is too long.
    TooLong,
    /// It is said to be itself.
    SameAsItself,
}

/// Everything that is wrong with a service; nothing when it may be saved.
#[must_use]
pub fn problems(service: &Service) -> Vec<ServiceProblem> {
    let mut found = Vec::new();
    if is_blank(&service.name) {
        found.push(ServiceProblem::Name);
    }
    found.extend(phone::problem(&service.tel, false).map(ServiceProblem::Tel));
    found.extend(phone::problem(&service.sms, true).map(ServiceProblem::Sms));
    found.extend(phone::problem(&service.tty, false).map(ServiceProblem::Tty));
    if service.hours.len() > HOURS_MAX || !service.hours.iter().all(OpenHours::is_sound) {
        found.push(ServiceProblem::Hours);
    }
    if service.age_from.zip(service.age_to).is_some_and(|(from, to)| from > to) {
        found.push(ServiceProblem::Ages);
    }
    let Service { name, provider, about, people, payers, tel, sms, tty, address, .. } = service;
    let lines = [name, provider, tel, sms, tty, address, &service.source];
    let texts = [about, people, payers, &service.hours_note, &service.entry];
    let words = service.needs.iter().chain(&service.languages);
    let many = service.needs.len().max(service.languages.len()) > WORDS_MAX;
    let mut lines = lines.into_iter().chain(words);
    if lines.any(|line| line.len() > LINE_MAX_BYTES)
        || texts.into_iter().any(|text| text.len() > CONTENT_TEXT_MAX_BYTES)
        || many
    {
        found.push(ServiceProblem::TooLong);
    }
    if service.same_as == Some(service.service_id) {
        found.push(ServiceProblem::SameAsItself);
    }
    found
}

/// A service as it is saved: without space around its words, without words that say nothing, its hours
/// in order.
#[must_use]
pub fn tidy(mut service: Service) -> Service {
    let trim = |text: &mut String| *text = text.trim().to_owned();
    let Service { name, provider, about, people, payers, tel, sms, tty, address, .. } =
        &mut service;
    [name, provider, about, people, payers, tel, sms, tty, address].into_iter().for_each(trim);
    let Service { hours_note, entry, source, .. } = &mut service;
    [hours_note, entry, source].into_iter().for_each(trim);
    for words in [&mut service.needs, &mut service.languages] {
        words.iter_mut().for_each(trim);
        let mut kept: Vec<String> = Vec::new();
        for word in words.drain(..) {
            if !word.is_empty() && !kept.contains(&word) {
                kept.push(word);
            }
        }
        *words = kept;
    }
    service.hours.sort_unstable();
    service.hours.dedup();
    service
}
