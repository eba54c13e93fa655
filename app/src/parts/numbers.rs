//! Buttons for numbers, the same wherever one can be called or texted: each says
//! the digits that it dials.

use super::icon::Icon;
use crate::words::Words;
use domain::phone::{Button, Way, buttons};
use leptos::prelude::*;

/// A button for each number of one person or service; what is none that can be dialled
/// is shown as it was written. `name` is empty where it is beyond doubt whose they are.
#[must_use]
pub fn numbers(w: &'static Words, name: &str, tel: &str, sms: &str, primary: bool) -> AnyView {
    let (buttons, unclear) = buttons(tel, sms);
    let mut row = Vec::new();
    for button in buttons {
        let (class, icon, words, label) = face(w, name, &button, primary);
        row.push(
            view! { <a class=class href=button.href aria-label=label>{icon.draw()}<span>{words}</span></a> }
                .into_any(),
        );
    }
    for written in unclear {
        row.push(view! { <p class="quiet" lang=w.lang>{w.no_button(written)}</p> }.into_any());
    }
    view! { <div class="row">{row}</div> }.into_any()
}

/// How a button looks: its class, its icon, what it says, and what it is called.
#[must_use]
pub fn face(
    w: &'static Words,
    name: &str,
    button: &Button,
    primary: bool,
) -> (&'static str, Icon, String, Option<String>) {
    let (icon, verb) = match button.way {
        Way::Call => (Icon::Phone, w.call),
        Way::Text => (Icon::Bubble, w.text),
        Way::Tty => (Icon::Phone, w.tty_relay),
    };
    let words = [verb, " ", &button.shown].concat();
    // Begins with what can be seen, for whoever taps by voice.
    let label = (!name.is_empty()).then(|| [&words, ", ", name].concat());
    let class = if primary && button.way == Way::Call { "button primary" } else { "button" };
    (class, icon, words, label)
}
