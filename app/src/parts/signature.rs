//! A name drawn with a finger: the space to draw it in, and the picture of it. Belongs to the
//! chunks in which something is signed.

use crate::{
    browser::{clock, page},
    held::{Held, Live},
    state::{AppState, lock},
    words::{document, form},
};
use domain::signature::{HEIGHT, Signature, WIDTH};
use leptos::{ev::PointerEvent, prelude::*};
use std::sync::Arc;

fn space() -> String {
    format!("0 0 {WIDTH} {HEIGHT}")
}

/// What was drawn.
#[must_use]
pub fn picture(signature: &Signature) -> AnyView {
    view! {
        <svg class="signature" viewBox=space() aria-hidden="true"><path d=signature.path()/></svg>
    }
    .into_any()
}

/// The space to sign in. `set` hears of it when the finger leaves the screen; of none, when it is
/// to be drawn again.
pub fn pad(
    app: AppState,
    id: &str,
    label: &'static str,
    now: Live<Option<Signature>>,
    set: Callback<Option<Signature>>,
    // Puts back one that was taken out, unless somebody has signed since.
    put_back: Arc<dyn Fn(Signature) + Send + Sync>,
) -> AnyView {
    let d = document::words(app.language.get_untracked());
    // While a finger is on the screen: what is drawn so far.
    let drawing = Held::new(None::<(i32, Signature)>);
    // One that was found here is whole: nothing is added to it, it is drawn again.
    let own = Held::new(now.with_untracked(Option::is_none));
    let place = |event: &PointerEvent| page::place_in(event, (WIDTH, HEIGHT));
    let press = move |event: PointerEvent| {
        // A palm that comes down while a finger draws is no second finger.
        let Some(at) = place(&event).filter(|_| drawing.with_untracked(Option::is_none)) else {
            return;
        };
        let (begun, today) = (now.get_untracked(), clock::now().date());
        if begun.as_ref().is_some_and(|begun| !own.get_untracked() || begun.on != today) {
            return;
        }
        page::follow(&event);
        let mut signature = begun.unwrap_or_else(|| Signature::begin(today));
        signature.press(at);
        drawing.set(Some((event.pointer_id(), signature)));
    };
    let draw = move |event: PointerEvent| {
        if let Some(at) = place(&event) {
            let finger = event.pointer_id();
            drawing.update(|drawing| {
                let same = drawing.iter_mut().filter(|(first, _)| *first == finger);
                same.for_each(|(_, drawn)| drawn.draw(at));
            });
        }
    };
    let leave = move |event: PointerEvent| {
        let finger = event.pointer_id();
        if drawing
            .with_untracked(|drawing| drawing.as_ref().is_none_or(|(first, _)| *first != finger))
        {
            return;
        }
        let drawn = drawing.try_update(Option::take).flatten();
        if let Some((_, drawn)) = drawn.filter(|(_, drawn)| !drawn.is_blank()) {
            own.set(true);
            set.run(Some(drawn));
        }
    };
    // Somebody drew it once, and may not be here to draw it again.
    let take_out = move |_| {
        let (was, was_own) = (now.get_untracked(), own.get_untracked());
        own.set(true);
        set.run(None);
        let Some(was) = was else { return };
        let put_back = Arc::clone(&put_back);
        let undo = move || {
            put_back(was);
            // The pad may have been drawn anew meanwhile.
            let _gone = own.try_set(was_own);
        };
        let says = form::words(app.language.get_untracked()).taken_out;
        app.offer(lock::locks(), says, Box::new(undo), None);
    };
    let path = move || {
        let drawn = drawing.get().map(|(_, drawn)| drawn).or_else(|| now.get());
        drawn.map(|drawn| drawn.path()).unwrap_or_default()
    };
    let is_signed = move || now.with(Option::is_some);
    let label_id = format!("{id}-label");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <span class="label" id=label_id.clone()>{label}</span>
            <p class="hint" id=hint_id.clone()>{d.sign_here}"."</p>
            <div
                id=id.to_owned()
                class="signature-pad"
                role="img"
                tabindex="-1"
                aria-labelledby=label_id
                aria-describedby=hint_id
                on:pointerdown=press
                on:pointermove=draw
                on:pointerup=leave
                on:pointercancel=leave
            >
                <svg class="signature" viewBox=space() aria-hidden="true"><path d=path/></svg>
            </div>
            <button class="button" type="button" hidden=move || !is_signed() on:click=take_out>
                {d.draw_again}
            </button>
        </div>
    }
    .into_any()
}
