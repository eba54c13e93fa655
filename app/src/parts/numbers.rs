//! Buttons for numbers, the same wherever one can be called or texted: each says
//! the digits that it dials.

use super::icon::Icon;
use crate::words::Words;
use domain::{
    phone::{Button, Way, buttons},
    wire::v1::ReachedBy,
};
use leptos::prelude::*;

/// The numbers of one person or service.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<'a> {
    /// Whose; empty where that is beyond doubt.
    pub name: &'a str,
    /// To call.
    pub tel: &'a str,
    /// To text.
    pub sms: &'a str,
    /// Calling stands out.
    pub primary: bool,
    /// Told of each tap.
    pub on_tap: Option<Callback<ReachedBy>>,
}

impl Numbers<'_> {
    /// A button for each; what is no number that can be dialled is shown as it was written.
    #[must_use]
    pub fn draw(self, w: &'static Words) -> AnyView {
        let (buttons, unclear) = buttons(self.tel, self.sms);
        let links: Vec<_> = buttons.into_iter().map(|button| self.link(w, button)).collect();
        let unclear: Vec<_> = unclear
            .into_iter()
            .map(|written| view! { <p class="quiet" lang=w.lang>{w.no_button(written)}</p> })
            .collect();
        view! { <div class="row">{links}</div>{unclear} }.into_any()
    }

    fn link(self, w: &'static Words, button: Button) -> AnyView {
        let Button { way, href, shown } = button;
        let (icon, verb) = match way {
            Way::Call => (Icon::Phone, w.call),
            Way::Text => (Icon::Bubble, w.text),
            Way::Tty => (Icon::Phone, w.tty_relay),
        };
        let words = [verb, " ", &shown].concat();
        // Begins with what can be seen, for whoever taps by voice.
        let label = (!self.name.is_empty()).then(|| [&words, ", ", self.name].concat());
        let class = if self.primary && way == Way::Call { "button primary" } else { "button" };
        let tapped = move |_| {
            if let Some(on_tap) = self.on_tap {
                on_tap.run(way.by());
            }
        };
        view! {
            <a class=class href=href aria-label=label on:click=tapped>
                {icon.draw()}<span>{words}</span>
            </a>
        }
        .into_any()
    }
}
