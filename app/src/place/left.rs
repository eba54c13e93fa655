//! What each step of the history is found with again: how its page stood, and what was searched for
//! and chosen on it. In memory alone, since words that somebody looks for are often a name; a lock
//! lets go of all of it. What lies on the disk is in `browser::history`.

use crate::browser::{
    history::Step,
    page::{self, Stood},
};
use leptos::prelude::*;
use std::{
    any::Any,
    cell::{Cell, RefCell},
};

/// What one step keeps under one name.
type Value = (i64, &'static str, Box<dyn Any>);

thread_local! {
    /// The step that is shown.
    static HERE: Cell<i64> = const { Cell::new(0) };
    static STOOD: RefCell<Vec<(i64, Stood)>> = const { RefCell::new(Vec::new()) };
    static VALUES: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

/// A value of the screen that is found again as it was left, whenever "back" leads to this step of
/// the history: what was searched for, how much of a list is shown.
#[must_use]
pub fn kept<T: Send + Sync + 'static>(name: &'static str, begin: T) -> RwSignal<T> {
    let here = HERE.get();
    let signal = VALUES.with_borrow_mut(|values| {
        let known = values.iter().find(|(step, known, _)| (*step, *known) == (here, name));
        let known = known.and_then(|(_, _, value)| value.downcast_ref::<ArcRwSignal<T>>());
        known.cloned().unwrap_or_else(|| {
            let fresh = ArcRwSignal::new(begin);
            values.push((here, name, Box::new(fresh.clone())));
            fresh
        })
    });
    signal.into()
}

/// Forgets every word of it: the phone is locked.
pub fn forget() {
    VALUES.take();
}

/// The step that is shown is about to be left.
pub(super) fn leave() {
    let here = HERE.get();
    STOOD.with_borrow_mut(|all| {
        all.retain(|(step, _)| *step != here);
        all.push((here, page::stands()));
    });
}

/// Another step is shown from now on. Says how its page stood.
pub(super) fn come(to: &Step) -> Stood {
    HERE.set(to.number);
    let stood = STOOD.with_borrow(|all| {
        all.iter().find(|(step, _)| *step == to.number).map(|(_, stood)| stood.clone())
    });
    stood.unwrap_or(Stood { scrolled: to.scrolled, open: Vec::new() })
}

/// The number of the step that is shown.
pub(super) fn here() -> i64 {
    HERE.get()
}
