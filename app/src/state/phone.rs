//! The unlocked phone: keys, store and replica. Exactly one, here.

use crate::{
    store::{Profile, Store},
    vault::Keys,
};
use domain::{id::OperationId, json, operation::Operation};
use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
};
use sync::{pending::PendingWork, read_copy::Caseload, replica::Replica};

/// Everything that exists only while the phone is unlocked.
#[derive(Debug)]
pub struct Phone {
    /// Whose it is.
    pub profile: Profile,
    /// Where things lie.
    pub store: Store,
    /// What opens them.
    pub keys: Keys,
    /// What is to be sent and fetched.
    pub replica: RefCell<Replica>,
    /// The caseload as the server said it, without unsent work. Another takes its place by
    /// [`Self::replace_caseload`].
    pub caseload: RefCell<Caseload>,
    /// What is laid over it.
    pub pending: RefCell<PendingWork>,
    /// The last number given to an operation.
    pub device_seq: RefCell<u64>,
    /// How often another caseload took the place of the one before.
    pub caseloads: Cell<u64>,
    /// Which caseload the screens show, and which state of what is laid over it.
    pub shown: Cell<Option<(u64, u64)>>,
    /// What chunks opened and go on with as long as the phone is open, each under a type of its own: the
    /// directory of services, what can be found.
    pub opened: RefCell<Vec<Rc<dyn Any>>>,
    /// Of what folds on the screen: what a hand has turned. Gone with a lock, for it may name a number.
    pub turned: RefCell<Turned>,
}

/// What stands open that was closed at first, or closed that was open.
#[derive(Debug, Default)]
pub struct Turned {
    /// On which step of the history, and on which screen: another may take its place in one step.
    pub at: (i64, String),
    /// Each by what tells it from the others of its screen.
    pub all: Vec<String>,
}

impl Phone {
    /// It is the one that is open, and was not locked meanwhile.
    #[must_use]
    pub fn is_open(&self) -> bool {
        phone().is_some_and(|open| std::ptr::eq(&raw const *open, self))
    }

    /// Puts another caseload in place.
    pub fn replace_caseload(&self, caseload: Caseload) {
        self.caseload.replace(caseload);
        self.caseloads.set(self.caseloads.get() + 1);
    }
}

thread_local! {
    static PHONE: RefCell<Option<Rc<Phone>>> = const { RefCell::new(None) };
}

/// The unlocked phone; nothing while it is locked.
#[must_use]
pub fn phone() -> Option<Rc<Phone>> {
    PHONE.with_borrow(Clone::clone)
}

/// Puts an unlocked phone in place.
pub fn unlock(phone: Phone) -> Rc<Phone> {
    let phone = Rc::new(phone);
    PHONE.replace(Some(Rc::clone(&phone)));
    phone
}

/// Drops the keys and everything they opened.
pub fn drop_keys() {
    PHONE.replace(None);
}

/// What waits, opened. One that does not open stays in the outbox and goes to the
/// server's quarantine.
pub(super) async fn unseal(keys: &Keys, op_id: OperationId, sealed: &[u8]) -> Option<Operation> {
    let plain = keys.open_operation(op_id, sealed).await.ok()?;
    json::from_slice(&plain).ok()
}
