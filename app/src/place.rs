//! Which address is shown, and going to another.
//!
//! A dozen flat addresses need no routing library; one costs a tenth of the
//! file that travels to phones (docs/decisions/0008).

mod chunk;
mod screen;

pub use chunk::Chunk;
pub use screen::{DocumentScreen, LogAs, PlanScreen, Screen};

use crate::browser::{history, page};
use leptos::prelude::*;

/// Where we are. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    path: RwSignal<String>,
    /// A tap has led here, and nobody has asked for it since.
    by_tap: StoredValue<bool>,
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
        Self { path: RwSignal::new(path), by_tap: StoredValue::new(false) }
    }

    /// Follows links and the history from now on.
    pub fn follow(self) {
        history::on_link(move |path| self.go_to(&path));
        history::on_move(move |path| {
            self.by_tap.set_value(false);
            self.path.set(path);
        });
    }

    /// Goes to a screen.
    pub fn go(self, screen: Screen) {
        self.go_to(&screen.path());
    }

    /// Goes to a path of ours, which may be a place within a screen.
    pub fn go_to(self, path: &str) {
        history::push(path);
        self.by_tap.set_value(true);
        self.path.set(path.to_owned());
        page::scroll_to_top();
    }

    /// Goes on from a screen whose work is done, for good: "back" never leads to it again. Saving
    /// takes its time: whoever has gone elsewhere meanwhile stays there.
    pub fn go_on(self, from: Screen, to: Screen) {
        let path = to.path();
        if self.shown() == from && !history::leave(&path) {
            self.path.set(path);
            page::scroll_to_top();
        }
    }

    /// Goes further from a screen to which "back" leads again, unless somebody has gone elsewhere
    /// meanwhile.
    pub fn go_further(self, from: Screen, to: Screen) {
        if self.shown() == from {
            self.go(to);
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
        self.by_tap.try_update_value(std::mem::take).unwrap_or_default()
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
}

/// Where we are, as `App` provides it.
#[must_use]
pub fn use_place() -> Place {
    expect_context()
}
