//! Rows of settings and lists: an icon, what it is, how it stands, and the way on.

use super::icon::outline;
use crate::held::Live;
use crate::place::Screen;
use leptos::prelude::*;

/// Icons of rows alone, drawn as [`super::icon::Icon`] is; they travel with the screens that have rows.
pub mod outlines {
    /// Two arrows that go round.
    pub const ROUND: &str =
        "M20 11A8 8 0 0 0 6 6.5L4 9m0-5v5h5M4 13a8 8 0 0 0 14 4.5l2-2.5m0 5v-5h-5";
    /// What lies elsewhere.
    pub const CLOUD: &str = "M7 18.5h10.5a4 4 0 0 0 .5-8 6 6 0 0 0-11.5-1A4.5 4.5 0 0 0 7 18.5Z";
    /// A tray with something in it.
    pub const TRAY: &str = "M4 13v6.5h16V13M4 13l3-8h10l3 8M4 13h5a3 3 0 0 0 6 0h5";
    /// A padlock.
    pub const LOCK: &str = "M7 11V7.5a5 5 0 0 1 10 0V11M5.5 11h13v9.5h-13Z";
    /// A key.
    pub const KEY: &str = "M12 12l8-8m-3 3 2.5 2.5M12.5 16a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Z";
    /// The world, for languages.
    pub const WORLD: &str = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM3 12h18M12 3c2.5 2.5 3.8 5.5 3.8 9s-1.3 6.5-3.8 9c-2.5-2.5-3.8-5.5-3.8-9S9.5 5.5 12 3Z";
    /// Somebody.
    pub const PERSON: &str = "M19 20v-1.5a4.5 4.5 0 0 0-4.5-4.5h-5A4.5 4.5 0 0 0 5 18.5V20M16 7.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z";
    /// A phone in the hand.
    pub const DEVICE: &str = "M7 2.5h10v19H7ZM11 18.5h2";
    /// A lamp.
    pub const LAMP: &str = "M8 21h8m-4 0V9M6 9h12l-2.5-5h-7ZM4 13l1-1.5M20 13l-1-1.5M12 3V2";
    /// A pen.
    pub const PEN: &str = "M12 20h9M16.5 3.5a2.12 2.12 0 0 1 3 3L7.5 18.5 3.5 19.5l1-4Z";
    /// A question.
    pub const QUESTION: &str = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM9.5 9.5a2.5 2.5 0 1 1 3.8 2.1c-.8.5-1.3 1-1.3 1.9m0 3v.01";
    /// A shield.
    pub const SHIELD: &str = "M12 3l7.5 3v5.5c0 4.5-3 7.5-7.5 9.5-4.5-2-7.5-5-7.5-9.5V6Z";
    /// The way out.
    pub const OUT: &str = "M10 4H5v16h5M14 8l4 4-4 4m4-4H9";
    /// A sheet with a date on it.
    pub const CALENDAR: &str = "M4 5.5h16v15H4ZM4 10h16M8 3v4M16 3v4";
    /// An eye.
    pub const EYE: &str =
        "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7-10-7-10-7Zm13 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z";
    /// A telephone.
    pub const CALL: &str = "M21 16.5v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 2.5 5.2 2 2 0 0 1 4.5 3h3a2 2 0 0 1 2 1.7c.1 1 .4 1.9.7 2.8a2 2 0 0 1-.5 2.1L8.5 10.9a14 14 0 0 0 4.6 4.6l1.3-1.2a2 2 0 0 1 2.1-.5c.9.3 1.8.6 2.8.7a2 2 0 0 1 1.7 2Z";
}

/// What a tap on a row does.
#[derive(Clone, Copy)]
pub enum Act {
    /// Shows a screen.
    Show(Screen),
    /// Does something at once.
    Do(Callback<()>),
}

/// A row without anything to say beside its name.
#[must_use]
pub fn nothing() -> Live<String> {
    Live::stored(String::new())
}

/// A row of a group. Groups are a `<ul class="rows">` of them.
#[component]
pub fn Row(
    /// One of [`outlines`].
    icon: &'static str,
    /// What it is.
    name: &'static str,
    /// How it stands, in a word or two; empty for nothing.
    value: Live<String>,
    /// Something in it waits to be looked at: its value is not said in passing.
    #[prop(optional_no_strip)]
    waits: Option<Live<bool>>,
    /// What a tap does.
    act: Act,
) -> impl IntoView {
    let says = move || {
        let said = value.get();
        let waits = waits.is_some_and(|waits| waits.get());
        let class = if waits { "waits" } else { "quiet" };
        (!said.is_empty()).then(|| view! { <small class=class>{said}</small> })
    };
    let inside =
        view! { {outline(icon)}<span class="row-words"><span>{name}</span>" "{says}</span> };
    let row = match act {
        Act::Show(screen) => {
            view! { <a class="row-tap" href=screen.path()>{inside}</a> }.into_any()
        }
        Act::Do(act) => {
            let act = move |_| act.run(());
            view! { <button class="row-tap" type="button" on:click=act>{inside}</button> }
                .into_any()
        }
    };
    view! { <li>{row}</li> }.into_any()
}
