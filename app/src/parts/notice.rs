use crate::{browser::clock, place::use_place, state::use_app};
use leptos::{prelude::*, task::spawn_local};

/// Milliseconds for which a sentence stands.
const STANDS_MS: u32 = 5_000;
/// The same of one with something to take back.
const OFFERS_MS: u32 = 10_000;

/// A sentence at the bottom of the screen that goes by itself, and with the screen it was about:
/// as soon as somebody turns to another. Sometimes with a way to take back what was done.
#[component]
pub fn Notice() -> impl IntoView {
    let app = use_app();
    let place = use_place();
    let said = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let stands = app.notice.with(|told| told.as_ref().map(|told| told.undo.is_some()));
        said.update_value(|said| *said += 1);
        let now = said.get_value();
        if let Some(offers) = stands {
            spawn_local(async move {
                clock::sleep(if offers { OFFERS_MS } else { STANDS_MS }).await;
                if said.get_value() == now {
                    app.hush();
                }
            });
        }
    });
    Effect::new(move |before: Option<u32>| {
        let turned = place.turned();
        if before.is_some_and(|before| before != turned) {
            app.hush();
        }
        turned
    });
    let draw = move || {
        app.notice.get().map(|told| {
            let undo = told.undo.is_some().then(|| {
                view! {
                    <button class="button" type="button" on:click=move |_| app.undo()>{app.words().undo}</button>
                }
            });
            view! { <p>{told.says}{undo}</p> }
        })
    };
    view! { <div class="notice" role="status" aria-live="polite">{draw}</div> }
}
