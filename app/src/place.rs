//! Which address is shown, and going to another.
//!
//! A dozen flat addresses need no routing library; one costs a tenth of the
//! file that travels to phones (docs/decisions/0008).

mod chunk;
mod screen;

pub use chunk::Chunk;
pub use screen::{PlanScreen, Screen};

use crate::browser::{history, page};
use leptos::prelude::*;

/// Where we are. `Copy`, so that every closure can have it.
#[derive(Debug, Clone, Copy)]
pub struct Place(RwSignal<String>);

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
        Self(RwSignal::new(path))
    }

    /// Follows links and the history from now on.
    pub fn follow(self) {
        history::on_link(move |path| self.go_to(&path));
        history::on_move(move |path| self.0.set(path));
    }

    /// Goes to a screen.
    pub fn go(self, screen: Screen) {
        self.go_to(&screen.path());
    }

    /// Goes to a path of ours, which may be a place within a screen.
    pub fn go_to(self, path: &str) {
        history::push(path);
        self.0.set(path.to_owned());
        page::scroll_to_top();
    }

    /// Goes on from a screen whose work is done, unless somebody has gone elsewhere meanwhile.
    pub fn go_on(self, from: Screen, to: Screen) {
        if self.0.with_untracked(|here| Screen::at(here)) == from {
            self.go(to);
        }
    }

    /// The last word of the address, tracked: the place within a screen that has several.
    #[must_use]
    pub fn within(self) -> String {
        self.0.with(|path| path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// The screen shown, tracked.
    #[must_use]
    pub fn screen(self) -> Screen {
        self.0.with(|path| Screen::at(path))
    }
}

/// Where we are, as `App` provides it.
#[must_use]
pub fn use_place() -> Place {
    expect_context()
}
