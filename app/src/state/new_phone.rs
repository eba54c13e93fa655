//! Telling a worker that a phone was set up in their name after this one: perhaps by somebody who
//! found one of theirs, or knows their password.

use super::{
    AppState,
    phone::{Phone, phone},
    refusal::ask_here,
};
use crate::{
    browser::{clock, local_storage},
    store::Profile,
};
use domain::{
    Moment,
    id::{DeviceId, StaffId},
    wire::v1::DeviceRow,
};
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

thread_local! {
    /// When this phone last heard which phones there are.
    static ASKED_MS: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds between two questions, at least; a phone that was just opened asks at once.
const ASK_EVERY_MS: i64 = 10 * 60_000;

/// Where it is kept until when the worker has seen them. Where that is lost, they are told again.
fn seen_key(device_id: DeviceId) -> String {
    format!("streetlight/phones-seen/{device_id}")
}

/// The phone is locked: nobody is told anything.
pub fn closed(state: AppState) {
    ASKED_MS.set(0);
    state.phone_added.set(None);
}

/// Asks the server which phones there are in the worker's name, seldom. In a chunk.
pub async fn ask_if_due(state: AppState) {
    let Some(asker) = phone() else { return };
    if (clock::now_ms() - ASKED_MS.get()).abs() < ASK_EVERY_MS {
        return;
    }
    let path = "/api/v1/devices?of=me";
    let Ok(rows) = ask_here::<Vec<DeviceRow>>("GET", path, None::<&()>).await else { return };
    // Locked meanwhile, or another worker's by now: nobody's business.
    if phone().is_some_and(|open: Rc<Phone>| Rc::ptr_eq(&open, &asker)) {
        ASKED_MS.set(clock::now_ms());
        let seen = local_storage::read(&seen_key(asker.profile.device_id));
        let Profile { device_id, staff_id, .. } = asker.profile;
        state.phone_added.set(latest_added(&rows, device_id, staff_id, seen));
    }
}

/// The worker has seen what there is, and is told of none of it again.
pub fn put_away(state: AppState) {
    if let (Some(phone), Some(seen)) = (phone(), state.phone_added.get_untracked()) {
        // A browser that keeps nothing tells it again.
        let _kept = local_storage::write(&seen_key(phone.profile.device_id), &seen);
        state.phone_added.set(None);
    }
}

/// When the last phone was set up that the worker has yet to hear of: theirs, in use, set up after
/// this one and after what they have seen.
fn latest_added(
    rows: &[DeviceRow],
    this_one: DeviceId,
    me: StaffId,
    seen: Option<Moment>,
) -> Option<Moment> {
    let this_one = rows.iter().find(|row| row.device_id == this_one)?;
    let known = seen.map_or(this_one.enrolled_at, |seen| seen.max(this_one.enrolled_at));
    rows.iter()
        .filter(|row| row.staff_id == me && row.revoked.is_none())
        .map(|row| row.enrolled_at)
        .filter(|at| *at > known)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::wire::v1::Revoked;

    #[test]
    fn a_worker_is_told_of_phones_of_theirs_in_use_that_are_younger_than_this_one_and_unseen() {
        let (this, me) = (DeviceId::from_bytes([1; 16]), StaffId::from_bytes([9; 16]));
        let at = |minute: i64| Moment::new(minute * 60_000, 0);
        let row = |n: u8, minute| DeviceRow {
            device_id: DeviceId::from_bytes([n; 16]),
            staff_id: me,
            name: String::new(),
            enrolled_at: at(minute),
            last_seen_at: None,
            revoked: None,
            same_sign_in: Vec::new(),
        };
        let told = |others: &[DeviceRow], seen| {
            let rows: Vec<_> = others.iter().cloned().chain([row(1, 10)]).collect();
            latest_added(&rows, this, me, seen)
        };
        assert_eq!(told(&[row(2, 5)], None), None, "older than this one");
        assert_eq!(told(&[row(2, 20), row(3, 30)], None), Some(at(30)));
        assert_eq!(told(&[row(2, 20), row(3, 30)], Some(at(20))), Some(at(30)));
        assert_eq!(told(&[row(2, 20)], Some(at(20))), None, "put away");
        let lost = DeviceRow { revoked: Some(Revoked::Lost), ..row(2, 20) };
        assert_eq!(told(&[lost], None), None);
        let colleagues = DeviceRow { staff_id: StaffId::from_bytes([8; 16]), ..row(2, 20) };
        assert_eq!(told(&[colleagues], None), None);
        assert_eq!(latest_added(&[row(2, 20)], this, me, None), None, "not known to the server");
    }
}
