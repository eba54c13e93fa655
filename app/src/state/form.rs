//! One form being filled in: what all of them do alike. A form keeps its draft,
//! says at each field what is to be put right, asks before an unlikely date, and
//! saves or discards without ever letting go of words that are nowhere else.

use super::{
    AppState,
    draft::{self, Keeper},
    lock,
    save::save_draft,
};
use crate::{
    browser::{clock, page},
    held::{Held, Live},
    place::Place,
    store::{DraftName, Kept},
    words::form,
};
use domain::{Moment, dated::Question, operation::Payload, order};
use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;
use std::{borrow::Cow, sync::Arc};

/// Where the focus goes when nothing that is wrong is on this screen.
pub const TO_MEND: &str = "to-mend";

/// Something to put right, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The id of the field it stands at; empty where it is about all of them.
    pub at: Cow<'static, str>,
    /// What is wrong and what to do.
    pub says: String,
    /// The screen with that field, where it is a part of the form.
    pub on: Option<Part>,
}

/// A part of a form that has a screen of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its address.
    pub path: String,
    /// Where on it something is to be put right, as it is called there.
    pub called: String,
}

/// What would be saved, with what to ask before.
pub struct Made {
    /// What the form writes.
    pub payload: Payload,
    /// What follows from it, in one transaction with it.
    pub also: Vec<Payload>,
    /// What is asked before.
    pub asked: Vec<Question>,
}

impl From<Payload> for Made {
    fn from(payload: Payload) -> Self {
        Self { payload, also: Vec::new(), asked: Vec::new() }
    }
}

impl From<(Payload, Vec<Question>)> for Made {
    fn from((payload, asked): (Payload, Vec<Question>)) -> Self {
        Self { payload, also: Vec::new(), asked }
    }
}

/// A form without what it writes. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub struct Form {
    /// The app.
    pub app: AppState,
    /// Keeps the draft.
    pub keeper: Keeper,
    /// Whether to say that something was begun and not finished.
    pub found: Held<bool>,
    /// When that was.
    pub begun: Option<Moment>,
    /// What is to be put right. Empty until somebody tries to save.
    pub complaints: Held<Vec<Complaint>>,
    /// What is asked before it is saved.
    pub questions: Held<Vec<Question>>,
    /// It is read back before it is signed.
    pub reading: Held<bool>,
    /// It is being saved.
    pub busy: Held<bool>,
    name: DraftName,
    place: Option<Place>,
    complain: Held<Arc<dyn Fn() -> Vec<Complaint> + Send + Sync>>,
}

/// A form with the draft it writes.
pub struct Writing<D: 'static> {
    /// What all forms do alike.
    pub form: Form,
    /// The draft as it stands.
    pub draft: Held<D>,
}

impl<D: 'static> Clone for Writing<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: 'static> Copy for Writing<D> {}

impl<D: Serialize + Send + Sync + 'static> Writing<D> {
    /// Begins to fill in a form. Its fields find it by the context.
    pub fn begin(
        app: AppState,
        name: DraftName,
        draft: D,
        // When it was begun, if it was left before.
        found: Option<Moment>,
        complain: impl Fn(&D) -> Vec<Complaint> + Send + Sync + 'static,
    ) -> Self {
        let draft = Held::new(draft);
        let place = use_context::<Place>();
        if let (Some(place), None) = (place, found) {
            place.begins_empty();
        }
        let complain: Arc<dyn Fn() -> Vec<Complaint> + Send + Sync> =
            Arc::new(move || draft.try_with_untracked(&complain).unwrap_or_default());
        let form = Form {
            app,
            keeper: Keeper::of(app, name, draft, found.is_some()),
            found: Held::new(found.is_some()),
            begun: found,
            complaints: Held::new(Vec::new()),
            questions: Held::new(Vec::new()),
            reading: Held::new(false),
            busy: Held::new(false),
            name,
            place,
            complain: Held::new(complain),
        };
        provide_context(form);
        Self { form, draft }
    }

    /// Changes the draft, and has it kept.
    pub fn edit(self, change: impl FnOnce(&mut D)) {
        self.draft.update(change);
        self.form.edited();
    }

    /// Something of the draft, tracked.
    pub fn read<T: Send + Sync + 'static>(
        self,
        read: impl Fn(&D) -> T + Send + Sync + 'static,
    ) -> Live<T> {
        Live::derive(move || self.draft.with(&read))
    }

    /// Takes one line out of a list at once, and offers to put it back where it was.
    pub fn take_out<T: 'static>(
        self,
        list: fn(&mut D) -> &mut Vec<T>,
        which: impl FnOnce(&[T]) -> Option<usize>,
    ) {
        let mut taken = None;
        self.edit(|draft| {
            let lines = list(draft);
            taken = which(lines).map(|at| (at, lines.remove(at)));
        });
        let Some((at, line)) = taken else { return };
        let put_back = move || {
            self.edit(|draft| {
                let lines = list(draft);
                lines.insert(at.min(lines.len()), line);
            });
        };
        let app = self.form.app;
        let says = form::words(app.language.get_untracked()).taken_out;
        app.offer(lock::locks(), says, Box::new(put_back), None);
    }

    /// Goes on with another draft: a fresh one, or one that lay beside this one.
    pub fn renew(self, draft: D, found: bool) {
        let Form { keeper, complaints, questions, .. } = self.form;
        keeper.renew(&draft, found);
        complaints.set(Vec::new());
        questions.set(Vec::new());
        self.draft.set(draft);
        self.form.found.set(found);
        self.form.busy.set(false);
    }
}

impl Form {
    fn edited(self) {
        // What was discarded before is not to come back over this. Until its form is gone, what is
        // typed is still typed into that one.
        if self.busy.try_get_untracked() == Some(false) {
            self.app.settle();
        }
        self.keeper.edited();
        if self.questions.try_with_untracked(|asked| !asked.is_empty()) == Some(true) {
            self.questions.set(Vec::new());
        }
        // What was put right is not said any more; what is wrong anew is said when it is saved.
        if self.complaints.with_untracked(|said| !said.is_empty()) {
            let now = self.complain.with_untracked(|complain| complain());
            self.complaints.update(|said| {
                said.retain_mut(|one| {
                    let still = now.iter().find(|other| other.at == one.at);
                    still.map(|still| one.clone_from(still)).is_some()
                });
            });
        }
    }

    /// Whether it can be saved as it is. Where it cannot, each field says why, and the
    /// first of them has the focus.
    #[must_use]
    pub fn may_be_saved(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        let mut complaints = self.complain.with_untracked(|complain| complain());
        // Whoever mends them goes down the form, whatever order they were found in.
        let place = |one: &Complaint| page::place_of(&one.at);
        order::by(&mut complaints, |one| place(one).map_or(i64::MAX, i64::from));
        let here = complaints.iter().find(|one| one.on.is_none() && place(one).is_some());
        let first = here.map_or(TO_MEND.into(), |first| first.at.clone());
        let none = complaints.is_empty();
        self.complaints.set(complaints);
        if !none {
            page::show(first);
        }
        none
    }

    /// Saves what `make` makes of the draft, once nothing is wrong with it and every
    /// question was answered, and goes on with `then`.
    pub fn save(
        self,
        answered: bool,
        make: impl FnOnce(Moment) -> Option<Made>,
        then: impl FnOnce(Kept, Payload) + 'static,
    ) {
        if !self.may_be_saved() {
            return;
        }
        let Some(Made { payload, also, asked }) = make(clock::now()) else { return };
        if self.may_go_on(answered, asked) {
            self.save_made(payload, also, Box::new(then));
        }
    }

    /// Whether there is nothing to ask, or it was answered. From here on it is being saved.
    #[must_use]
    pub fn may_go_on(self, answered: bool, asked: Vec<Question>) -> bool {
        let may = self.is_answered(answered, asked);
        if may {
            self.busy.set(true);
            self.keeper.finish();
        }
        may
    }

    /// Whether there is nothing to ask, or it was answered; asks otherwise.
    fn is_answered(self, answered: bool, asked: Vec<Question>) -> bool {
        let open = !answered && !asked.is_empty();
        if open {
            self.questions.set(asked);
        }
        !open
    }

    /// Has it read back before it is signed, once nothing is wrong with it and every
    /// question was answered.
    pub fn read_back(self, answered: bool, make: impl FnOnce(Moment) -> Option<Made>) {
        let may = self.may_be_saved()
            && make(clock::now()).is_some_and(|made| self.is_answered(answered, made.asked));
        self.reading.set(may);
    }

    fn save_made(self, payload: Payload, also: Vec<Payload>, then: Box<dyn FnOnce(Kept, Payload)>) {
        spawn_local(async move {
            if let Some((kept, payload)) = self.keep(payload, also).await {
                then(kept, payload);
            }
        });
    }

    /// Keeps what the form has made, and its draft no longer. Where the phone could not,
    /// it says so and goes on as it was.
    pub async fn keep(self, payload: Payload, also: Vec<Payload>) -> Option<(Kept, Payload)> {
        match save_draft(self.app, payload, also, self.name).await {
            Ok(kept) => Some(kept),
            Err(_) => {
                self.go_back();
                self.app.tell(self.app.words().phone_could_not_keep);
                None
            }
        }
    }

    /// It was not saved after all.
    pub fn go_back(self) {
        let _gone = self.busy.try_set(false);
        self.keeper.resume();
    }

    /// Discards the draft, goes on with `then`, and offers to take it back: then the form is drawn
    /// anew, and finds its draft. Where the phone cannot, it stays.
    pub fn discard(self, then: impl FnOnce() + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.keeper.finish();
        let words = self.keeper.words_ahead();
        let screen = self.place.map(|place| (place, place.shown()));
        spawn_local(async move {
            let Some(discarded) = draft::discard(self.app, self.name, words).await else {
                return self.go_back();
            };
            then();
            discarded.offer(move || {
                if let Some((place, screen)) = screen {
                    place.draw_anew(screen);
                }
            });
        });
    }
}
