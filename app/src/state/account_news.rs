//! Telling a worker what was done in their name after this phone was set up: that another was, or
//! that their password was changed. Perhaps by somebody who found a phone of theirs, or knows their
//! password.

use super::{
    AppState,
    phone::{Phone, phone},
    refusal::ask_here,
};
use crate::{
    browser::{clock, local_storage},
    held::Held,
    store::Profile,
};
use domain::{
    Moment,
    id::{DeviceId, StaffId},
    wire::v1::{Account, DeviceRow},
};
use std::{cell::Cell, rc::Rc};

thread_local! {
    /// When this phone last heard how the account stands.
    static ASKED_MS: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds between two questions, at least; a phone that was just opened asks at once.
const ASK_EVERY_MS: i64 = 10 * 60_000;

/// Something that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A phone was set up.
    PhoneAdded,
    /// The password was changed.
    PasswordChanged,
}

impl News {
    /// When it was; nothing where there is none, or it was put away.
    #[must_use]
    pub const fn of(self, state: AppState) -> Held<Option<Moment>> {
        match self {
            Self::PhoneAdded => state.phone_added,
            Self::PasswordChanged => state.password_changed,
        }
    }

    /// Where it is kept until when the worker has seen it. Where that is lost, they are told again.
    fn seen_key(self, device_id: DeviceId) -> String {
        let what = match self {
            Self::PhoneAdded => "phones",
            Self::PasswordChanged => "password",
        };
        ["streetlight/", what, "-seen/", &device_id.to_string()].concat()
    }
}

/// The phone is locked: nobody is told anything.
pub fn closed(state: AppState) {
    ASKED_MS.set(0);
    state.own_phones.set(0);
    state.phone_added.set(None);
    state.password_changed.set(None);
}

/// Somebody signed in: it is asked again with the next sync, since a password that was changed ends
/// every other session.
pub fn signed_in() {
    ASKED_MS.set(0);
}

/// Asks the server how the account stands, seldom. In a chunk.
pub async fn ask_if_due(state: AppState) {
    let Some(asker) = phone() else { return };
    if (clock::now_ms() - ASKED_MS.get()).abs() < ASK_EVERY_MS {
        return;
    }
    let path = "/api/v1/account";
    let Ok(account) = ask_here::<Account>("GET", path, None::<&()>).await else { return };
    // Locked meanwhile, or another worker's by now: nobody's business.
    if phone().is_some_and(|open: Rc<Phone>| Rc::ptr_eq(&open, &asker)) {
        ASKED_MS.set(clock::now_ms());
        let Profile { device_id, staff_id, .. } = asker.profile;
        let seen = |news: News| local_storage::read(&news.seen_key(device_id));
        let phones = &account.phones;
        let in_use = phones.iter().filter(|phone| phone.revoked.is_none());
        state.own_phones.set(in_use.count());
        let added = latest_added(phones, device_id, staff_id, seen(News::PhoneAdded));
        let set_at = account.password_set_at;
        let changed = unseen_change(phones, device_id, set_at, seen(News::PasswordChanged));
        state.phone_added.set(added);
        state.password_changed.set(changed);
    }
}

/// The worker has seen what there is, and is told of none of it again.
pub fn put_away(state: AppState, news: News) {
    if let Some(seen) = news.of(state).get_untracked() {
        known(state, news, seen);
    }
}

/// The worker knows of everything until then: they did it themselves, or have seen it.
pub fn known(state: AppState, news: News, until: Moment) {
    if let Some(phone) = phone() {
        // A browser that keeps nothing tells it again.
        let _kept = local_storage::write(&news.seen_key(phone.profile.device_id), &until);
        news.of(state).set(None);
    }
}

/// When the password was changed, where the worker has yet to hear of it: after this phone was set
/// up, for which they had to type the one of then, and after what they have seen.
fn unseen_change(
    rows: &[DeviceRow],
    this_one: DeviceId,
    set_at: Option<Moment>,
    seen: Option<Moment>,
) -> Option<Moment> {
    let this_one = rows.iter().find(|row| row.device_id == this_one)?;
    set_at.filter(|at| *at > this_one.enrolled_at && seen.is_none_or(|seen| *at > seen))
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
            enrolled_from: None,
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

    #[test]
    fn a_worker_is_told_of_a_password_that_was_changed_after_this_phone_was_set_up_until_they_know()
    {
        let this = DeviceId::from_bytes([1; 16]);
        let at = |minute: i64| Moment::new(minute * 60_000, 0);
        let row = DeviceRow {
            device_id: this,
            staff_id: StaffId::from_bytes([9; 16]),
            name: String::new(),
            enrolled_at: at(10),
            last_seen_at: None,
            revoked: None,
            same_sign_in: Vec::new(),
            enrolled_from: None,
        };
        let told = |set_at, seen| unseen_change(std::slice::from_ref(&row), this, set_at, seen);
        assert_eq!(told(None, None), None);
        assert_eq!(told(Some(at(5)), None), None, "the one they signed in with here");
        assert_eq!(told(Some(at(20)), None), Some(at(20)));
        assert_eq!(told(Some(at(20)), Some(at(20))), None, "put away");
        assert_eq!(told(Some(at(30)), Some(at(20))), Some(at(30)), "and once more");
    }
}
