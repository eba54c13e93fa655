//! Which address is shown, and going to another.
//!
//! A dozen flat addresses need no routing library; one costs a tenth of the
//! file that travels to phones (docs/decisions/0008).

mod chunk;
mod left;
mod screen;
mod within;

pub use chunk::Chunk;
pub use left::{forget, handed_on, kept};
pub use screen::Screen;
pub use within::{DocumentScreen, LogAs, PlanScreen};

use crate::browser::{
    history,
    page::{self, Stood},
};
use crate::held::Held;
use leptos::prelude::*;

/// Where we are. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    path: Held<String>,
    /// The path of the step before this one, if there is one of ours.
    before: Held<Option<String>>,
    /// A tap has led here, and nobody has asked for it since.
    by_tap: Held<bool>,
    /// Counts what is to be drawn anew.
    drawn: Held<u32>,
    /// Work is done: what comes next is shown from its top.
    done: Held<bool>,
}

/// The path of a request, handed in by the server when it renders.
#[derive(Debug, Clone)]
pub struct RequestedPath(pub String);

impl Place {
    /// Where the request or the address bar says we are.
    #[must_use]
    pub fn here() -> Self {
        let path = use_context::<RequestedPath>().map_or_else(
            || if cfg!(target_family = "wasm") { history::path() } else { "/".to_owned() },
            |requested| requested.0,
        );
        Self::of(path)
    }

    /// On one screen, whatever the address bar says.
    #[must_use]
    pub fn at(screen: Screen) -> Self {
        Self::of(screen.path())
    }

    fn of(path: String) -> Self {
        Self {
            path: Held::new(path),
            before: Held::new(None),
            by_tap: Held::new(false),
            drawn: Held::new(0),
            done: Held::new(false),
        }
    }

    /// Follows links and the history from now on. `turned` hears whenever somebody turns to another
    /// screen of their own accord.
    pub fn follow(self, turned: impl Fn() + 'static) {
        left::on_turn(Box::new(turned));
        history::take_over_scrolling();
        let here = history::step();
        let _as_it_is = left::come(&here);
        self.before.set(here.before());
        history::on_link(move |path, back| {
            if path.starts_with('#') {
                page::focus("main");
            } else if back {
                left::turn();
                self.leave_for(&path);
            } else {
                self.go_to(&path);
            }
        });
        history::on_move(move || {
            left::leave();
            self.by_tap.set(false);
            let done = self.done.try_update(std::mem::take) == Some(true);
            if !done {
                left::turn();
            }
            self.show(history::path(), done);
        });
        for touch in ["pointerdown", "wheel", "keydown"] {
            page::on_window(touch, page::stay);
        }
    }

    /// Goes to a path of ours, which may be a place within a screen, because somebody wants to.
    pub fn go_to(self, path: &str) {
        left::turn();
        self.push(path);
    }

    fn push(self, path: &str) {
        // Somebody who is there already is where they want to be, at its top.
        if self.path.with_untracked(|here| here == path) {
            return page::scroll_to_top();
        }
        left::leave();
        history::push(path);
        self.by_tap.set(true);
        self.show(path.to_owned(), true);
    }

    /// Goes on from a screen whose work is done, for good: "back" never leads to it again. Saving
    /// takes its time: whoever has gone elsewhere meanwhile stays there.
    pub fn go_on(self, from: Screen, to: Screen) {
        if self.shown() == from {
            if let Some(beyond) = from.beyond() {
                left::finish(beyond);
            }
            self.done.set(true);
            self.leave_for(&to.path());
        }
    }

    /// Goes further from a screen to which "back" leads again, unless somebody has gone elsewhere
    /// meanwhile.
    pub fn go_further(self, from: Screen, to: Screen) {
        if self.shown() == from {
            self.push(&to.path());
        }
    }

    /// A form begins with nothing in it. Where its work was done after this step of the history was
    /// made, "back" has led to an empty form, and goes on to what lies beyond.
    pub fn begins_empty(self) {
        let screen = self.shown();
        if let Some(beyond) = screen.beyond().filter(|beyond| left::is_finished(*beyond)) {
            self.go_on(screen, beyond);
        }
    }

    /// Leaves this step of the history for a path: one step back or several, if one came from there.
    fn leave_for(self, path: &str) {
        if !history::leave(path) {
            self.done.set(false);
            self.show(path.to_owned(), true);
        }
    }

    /// Shows what is at a path, from its top or as it was left.
    fn show(self, path: String, from_top: bool) {
        let step = history::step();
        let stood = left::come(&step);
        self.before.set(step.before());
        self.path.set(path);
        if from_top {
            page::scroll_to_top();
        }
        page::arrive(if from_top { Stood::default() } else { stood });
    }

    /// Draws a screen anew: at once where it is shown, or else by going there.
    pub fn draw_anew(self, screen: Screen) {
        if self.shown() == screen {
            self.drawn.update(|drawn| *drawn += 1);
            page::arrive(Stood::default());
        } else {
            self.push(&screen.path());
        }
    }

    /// The screen shown just now: where somebody was when they began what takes its time.
    #[must_use]
    pub fn shown(self) -> Screen {
        self.path.with_untracked(|path| Screen::at(path))
    }

    /// Whether a tap has just led here, rather than "back", a start or an unlock. Asking
    /// once more answers no.
    #[must_use]
    pub fn came_by_tap(self) -> bool {
        self.by_tap.try_update(std::mem::take).unwrap_or_default()
    }

    /// The last word of the address, tracked: the place within a screen that has several.
    #[must_use]
    pub fn within(self) -> String {
        self.path.with(|path| path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// The screen shown, tracked.
    #[must_use]
    pub fn screen(self) -> Screen {
        self.path.with(|path| Screen::at(path))
    }

    /// The screen shown, and how often one was to be drawn anew. Tracked.
    #[must_use]
    pub fn drawn(self) -> (Screen, u32) {
        (self.screen(), self.drawn.get())
    }

    /// The path before this one, if one of ours led here. Tracked.
    #[must_use]
    pub fn before(self) -> Option<String> {
        self.before.get()
    }
}

/// Where we are, as `App` provides it.
#[must_use]
pub fn use_place() -> Place {
    expect_context()
}
