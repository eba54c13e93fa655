//! Disclosures that a supervisor has to look at: what was told is never refused afterwards, since it was
//! told, but whoever leads hears of it (domain catalogue C7: "kept and flagged with both times").

use crate::{
    Moment,
    record::{RecordKind, disclosure, release::named},
    release::{Refused, Standing, covers, ending, release, standing},
    wire::v1::{CellRecordRow, DoubtAbout, Told},
};

#[cfg(test)]
mod tests;

/// What is to be looked at in one disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What.
    pub about: DoubtAbout,
    /// When the release was ended, by the phone on which it was.
    pub ended_at: Option<Moment>,
    /// When the server heard of that.
    pub ended_received_at: Option<Moment>,
}

/// What is to be looked at in a disclosure; none where all is well. `records` are those of the client's
/// file in the order in which the server took them.
///
/// Two phones never agree on the time. So a release counts as ended where the end was signed before
/// the disclosure by the clocks of both phones, and also where the server knew of the end first: a
/// person looks at both times.
#[must_use]
pub fn doubt(row: &CellRecordRow, records: &[CellRecordRow]) -> Option<Doubt> {
    let told = row.record.cells();
    let plain = |about| Some(Doubt { about, ended_at: None, ended_received_at: None });
    match disclosure::told(&told) {
        // Each is looked at once: 42 CFR 2.51 asks for a record, and whoever breaks the glass answers.
        Some(Told::InEmergency) if disclosure::missing(&told).is_empty() => {
            return plain(DoubtAbout::Emergency);
        }
        Some(Told::WithoutRight) => return plain(DoubtAbout::WithoutRight),
        Some(Told::ByRelease) => {}
        Some(_) if disclosure::missing(&told).is_empty() => return None,
        _ => return plain(DoubtAbout::FactsMissing),
    }
    let Some(held) = named(&told, "release").and_then(|id| release(records, id)) else {
        return plain(DoubtAbout::NoRelease);
    };
    if let Some(end) = ending(records, held.record.record_id) {
        let place = |of: &CellRecordRow| {
            records.iter().position(|row| row.record.record_id == of.record.record_id)
        };
        let known_first = place(end) < place(row);
        if known_first || end.record.at <= row.record.at {
            let ended_at = Some(end.record.at);
            let about = DoubtAbout::Ended;
            return Some(Doubt { about, ended_at, ended_received_at: end.received_at });
        }
    }
    // As it stood on that day, whatever came of it since.
    let then: Vec<_> = records
        .iter()
        .filter(|row| {
            row.record.kind == RecordKind::Release && row.record.record_id == held.record.record_id
        })
        .cloned()
        .collect();
    match standing(&held.record, &then, row.record.at.date()) {
        Standing::Incomplete => return plain(DoubtAbout::Incomplete),
        Standing::NotYet(_) | Standing::Expired(_) => return plain(DoubtAbout::OutOfTime),
        Standing::InForce(_) | Standing::Expiring(_) => {}
        // Nothing that ends or replaces it is among these.
        Standing::Ended(_) | Standing::Replaced => {}
    }
    match covers(&told, &held.record.cells()) {
        Err(Refused::NotCovered(_)) => plain(DoubtAbout::NotCovered),
        Err(_) => plain(DoubtAbout::OtherRecipient),
        Ok(()) if disclosure::missing(&told).is_empty() => None,
        Ok(()) => plain(DoubtAbout::FactsMissing),
    }
}

/// Every disclosure of a file that is to be looked at, in its order.
pub fn doubts(records: &[CellRecordRow]) -> impl Iterator<Item = (&CellRecordRow, Doubt)> {
    let told = records.iter().filter(|row| row.record.kind == RecordKind::Disclosure);
    told.filter_map(|row| Some((row, doubt(row, records)?)))
}
