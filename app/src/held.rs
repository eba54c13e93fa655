//! State that screens follow, and what is derived from it.
//!
//! The compiler writes a signal of the reactive library anew for each type of value, some 28 functions
//! each. These keep values of every type behind one signal, so that the first file carries that
//! machinery once and not forty times (docs/decisions/0030).

use leptos::{
    prelude::{
        ArcTrigger, Effect, Memo, Notify as _, ReadValue as _, StoredValue, Track as _, With as _,
        WithUntracked as _, WithValue as _, WriteValue as _, untrack,
    },
    reactive::{
        owner::ArcStoredValue,
        signal::guards::{Plain, ReadGuard, UntrackedWriteGuard},
    },
};
use std::{any::Any, fmt, marker::PhantomData, sync::Arc};

/// A value that screens follow. `Copy`, and gone with whatever it was made in: from then on it is left
/// as it is, and whoever asks by `try_…` learns that it is gone.
pub struct Held<T> {
    inside: StoredValue<Inside>,
    of: PhantomData<fn() -> T>,
}

struct Inside {
    changed: ArcTrigger,
    value: Box<dyn Any + Send + Sync>,
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

impl<T> fmt::Debug for Held<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

impl<T> PartialEq for Held<T> {
    fn eq(&self, other: &Self) -> bool {
        self.inside == other.inside
    }
}

impl<T> Eq for Held<T> {}

impl<T: Default + Send + Sync + 'static> Default for Held<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

// Once for every type, and never copied into whoever reads or changes a value: what does not depend on
// the type.

fn hold(value: Box<dyn Any + Send + Sync>) -> ArcStoredValue<Inside> {
    ArcStoredValue::new(Inside { changed: ArcTrigger::new(), value })
}

#[inline(never)]
fn track(of: StoredValue<Inside>) {
    // Whoever is told of it may not find it locked.
    let changed = of.try_with_value(|inside| inside.changed.clone());
    if let Some(changed) = changed {
        changed.track();
    }
}

#[inline(never)]
fn read(of: StoredValue<Inside>) -> Option<ReadGuard<Inside, Plain<Inside>>> {
    of.try_read_value()
}

#[inline(never)]
fn write(of: StoredValue<Inside>) -> Option<Writing> {
    let guard = of.try_write_value()?;
    let changed = guard.changed.clone();
    Some(Writing { guard: Some(guard), changed })
}

/// A value while it is changed. Whoever follows it hears of it afterwards, so that they may read and
/// change it themselves.
struct Writing {
    guard: Option<UntrackedWriteGuard<Inside>>,
    changed: ArcTrigger,
}

impl Drop for Writing {
    fn drop(&mut self) {
        drop(self.guard.take());
        self.changed.notify();
    }
}

// Once for each type.

#[inline(never)]
fn seen<T: 'static>(inside: &Inside) -> Option<&T> {
    inside.value.downcast_ref()
}

#[inline(never)]
fn open<T: 'static>(writing: &mut Writing) -> Option<&mut T> {
    writing.guard.as_deref_mut()?.value.downcast_mut()
}

/// What a signal of the library does where it is read after it is gone.
fn there<U>(seen: Option<U>) -> U {
    seen.expect("a value is read while the screen that holds it is there")
}

impl<T: Send + Sync + 'static> Held<T> {
    /// Holds this value for as long as what is being drawn is there.
    #[must_use]
    pub fn new(value: T) -> Self {
        Lasting::new(value).held()
    }

    /// Has whoever is being drawn drawn again when it changes.
    pub fn track(self) {
        track(self.inside);
    }

    /// Looks at the value without following it; none where it is gone.
    pub fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        let guard = read(self.inside)?;
        seen(&guard).map(look)
    }

    /// Looks at the value without following it.
    ///
    /// # Panics
    /// Where it is gone.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        there(self.try_with_untracked(look))
    }

    /// Looks at the value, and follows it.
    ///
    /// # Panics
    /// Where it is gone.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(look)
    }

    /// Changes the value, and says what came of it; none where it is gone.
    pub fn try_update<U>(self, how: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut writing = write(self.inside)?;
        open(&mut writing).map(how)
    }

    /// Changes the value.
    pub fn update(self, how: impl FnOnce(&mut T)) {
        let _gone = self.try_update(how);
    }

    /// Puts another value in its place; gives it back where that is gone.
    pub fn try_set(self, value: T) -> Option<T> {
        let Some(mut writing) = write(self.inside) else { return Some(value) };
        let Some(before) = open(&mut writing) else { return Some(value) };
        let before = std::mem::replace(before, value);
        drop(writing);
        drop(before);
        None
    }

    /// Puts another value in its place.
    pub fn set(self, value: T) {
        let _gone = self.try_set(value);
    }
}

impl<T: Clone + Send + Sync + 'static> Held<T> {
    /// The value, followed.
    ///
    /// # Panics
    /// Where it is gone.
    #[must_use]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    ///
    /// # Panics
    /// Where it is gone.
    #[must_use]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value as it is now; none where it is gone.
    #[must_use]
    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

/// A value that outlives the screens that follow it.
pub struct Lasting<T> {
    inside: ArcStoredValue<Inside>,
    of: PhantomData<fn() -> T>,
}

impl<T: Send + Sync + 'static> Lasting<T> {
    /// Keeps this value for as long as somebody has this.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { inside: hold(Box::new(value)), of: PhantomData }
    }

    /// The same value, for what is being drawn.
    #[must_use]
    pub fn held(&self) -> Held<T> {
        Held { inside: self.inside.clone().into(), of: PhantomData }
    }
}

/// What follows from other state, worked out again when that changes; whoever follows it hears only of
/// another value.
pub struct Derived<T> {
    memo: Memo<Worked>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// A value that can be compared with another of its type.
trait Value: Any + Send + Sync {
    fn is_same(&self, other: &dyn Value) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn is_same(&self, other: &dyn Value) -> bool {
        (other as &dyn Any).downcast_ref().is_some_and(|other| self == other)
    }
}

#[derive(Clone)]
struct Worked(Arc<dyn Value>);

impl Worked {
    #[inline(never)]
    fn seen<T: 'static>(&self) -> Option<&T> {
        (&*self.0 as &dyn Any).downcast_ref()
    }
}

#[inline(never)]
fn followed(memo: Memo<Worked>) -> Worked {
    memo.with(Worked::clone)
}

#[inline(never)]
fn as_it_is(memo: Memo<Worked>) -> Worked {
    memo.with_untracked(Worked::clone)
}

impl PartialEq for Worked {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

impl<T: PartialEq + Send + Sync + 'static> Derived<T> {
    /// Works it out by this, from what it was before if it was.
    #[must_use]
    pub fn new(work_out: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let work_out = move |before: Option<&Worked>| {
            Worked(Arc::new(work_out(before.and_then(Worked::seen))))
        };
        Self { memo: memo(Box::new(work_out)), of: PhantomData }
    }

    /// Has whoever is being drawn drawn again when it is another.
    pub fn track(self) {
        self.memo.track();
    }

    /// Looks at the value, and follows it.
    ///
    /// # Panics
    /// Where it is gone.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        there(followed(self.memo).seen().map(look))
    }

    /// Looks at the value without following it.
    ///
    /// # Panics
    /// Where it is gone.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        there(as_it_is(self.memo).seen().map(look))
    }
}

type WorkOut = Box<dyn Fn(Option<&Worked>) -> Worked + Send + Sync>;

fn memo(work_out: WorkOut) -> Memo<Worked> {
    Memo::new(move |before: Option<&Worked>| work_out(before))
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Derived<T> {
    /// The value, followed.
    ///
    /// # Panics
    /// Where it is gone.
    #[must_use]
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    ///
    /// # Panics
    /// Where it is gone.
    #[must_use]
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// What a part of a screen is given to show: worked out whenever somebody looks, from whatever state
/// that reads and follows. `Copy`, and gone with whatever it was made in.
pub struct Live<T>(Held<Work<T>>);

type Work<T> = Box<dyn Fn() -> T + Send + Sync>;

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: 'static> Live<T> {
    /// Works it out by this.
    #[must_use]
    pub fn derive(work_out: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(Held::new(Box::new(work_out)))
    }

    /// The value now, followed.
    ///
    /// # Panics
    /// Where it is gone.
    #[must_use]
    pub fn get(self) -> T {
        self.0.with_untracked(|work_out| work_out())
    }

    /// The value as it is now.
    ///
    /// # Panics
    /// Where it is gone.
    #[must_use]
    pub fn get_untracked(self) -> T {
        untrack(|| self.get())
    }

    /// Looks at the value, and follows it.
    ///
    /// # Panics
    /// Where it is gone.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.get())
    }

    /// Looks at the value as it is now.
    ///
    /// # Panics
    /// Where it is gone.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.get_untracked())
    }
}

impl<T: Clone + Send + Sync + 'static> Live<T> {
    /// One that never changes.
    #[must_use]
    pub fn stored(value: T) -> Self {
        Self::derive(move || value.clone())
    }
}

impl<T: Default + 'static> Default for Live<T> {
    fn default() -> Self {
        Self::derive(T::default)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Held<T>> for Live<T> {
    fn from(held: Held<T>) -> Self {
        Self::derive(move || held.get())
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Derived<T>> for Live<T> {
    fn from(derived: Derived<T>) -> Self {
        Self::derive(move || derived.get())
    }
}

/// Does this once the screen is there, and again whenever something that it followed changes; until
/// whatever it was made in is gone.
pub fn react(run: impl FnMut() + 'static) {
    // One machinery for all of them, as with the values.
    fn boxed(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    boxed(Box::new(run));
}
