//! What each step of the history is found with again: how its page stood, and what was searched for
//! and chosen on it. In memory alone, since words that somebody looks for are often a name; a lock
//! lets go of all of it. What lies on the disk is in `browser::history`.

use super::Screen;
use crate::browser::{
    history::{Step, latest},
    page::{self, Stood},
};
use crate::held::{Held, Lasting};
use std::cell::{Cell, RefCell};

/// What one step keeps under one name.
type Value = (i64, &'static str, Lasting<String>);

thread_local! {
    /// The step that is shown.
    static HERE: Cell<i64> = const { Cell::new(0) };
    static STOOD: RefCell<Vec<(i64, Stood)>> = const { RefCell::new(Vec::new()) };
    static VALUES: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
    /// Forms that are done, by what lies beyond them, and the step that was made last by then.
    static FINISHED: RefCell<Vec<(Screen, i64)>> = const { RefCell::new(Vec::new()) };
    static ON_TURN: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

/// A text of the screen that is found again as it was left, whenever "back" leads to this step of
/// the history: what was searched for, or how much of a list is shown. Empty at first.
#[must_use]
pub fn kept(name: &'static str) -> Held<String> {
    let here = HERE.get();
    VALUES.with_borrow_mut(|values| {
        let known = values.iter().find(|(step, known, _)| (*step, *known) == (here, name));
        known.map(|(_, _, value)| value.held()).unwrap_or_else(|| {
            let fresh = Lasting::new(String::new());
            let held = fresh.held();
            values.push((here, name, fresh));
            held
        })
    })
}

/// What stands under this name on the screen that led here, for words that somebody goes on with: no
/// address bears them.
#[must_use]
pub fn handed_on(name: &'static str) -> String {
    let here = HERE.get();
    VALUES.with_borrow(|values| {
        let before = values.iter().filter(|(step, known, _)| *step < here && *known == name);
        let last = before.max_by_key(|(step, ..)| *step);
        last.map(|(_, _, value)| value.held().get_untracked()).unwrap_or_default()
    })
}

/// Forgets every word of it: the phone is locked.
pub fn forget() {
    drop(VALUES.take());
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
    stood.unwrap_or(Stood { scrolled: to.scrolled, ..Stood::default() })
}

/// A form is done.
pub(super) fn finish(beyond: Screen) {
    FINISHED.with_borrow_mut(|all| all.push((beyond, latest())));
}

/// Whether a form was done after the step that is shown was made.
pub(super) fn is_finished(beyond: Screen) -> bool {
    let here = HERE.get();
    FINISHED.with_borrow(|all| all.iter().any(|(form, at)| *form == beyond && *at >= here))
}

/// Hears from now on whenever somebody turns to another screen.
pub(super) fn on_turn(turned: Box<dyn Fn()>) {
    ON_TURN.replace(Some(turned));
}

pub(super) fn turn() {
    ON_TURN.with_borrow(|turned| turned.iter().for_each(|turned| turned()));
}
