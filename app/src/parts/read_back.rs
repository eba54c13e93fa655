use super::form::FormEnd;
use crate::{
    browser::{clock, page},
    held::{Held, react},
    state::form::{Form, Made, TO_MEND},
    store::Kept,
    words::{note, times},
};
use domain::{Moment, operation::Payload};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Where the focus goes when a form is read back.
const READ_BACK: &str = "read-back";

/// Milliseconds for which it cannot be signed after it appeared: the second tap of a hasty
/// finger is for the button that stood in this place before.
pub const NOT_YET_MS: u32 = 600;

/// The end of a form that is signed: what was signed never changes again, so it is read back
/// before it is. Belongs to the chunks with forms.
#[component]
pub fn SignedEnd(
    form: Form,
    /// What would be signed at a time, with what to ask before.
    make: Callback<Moment, Option<Made>>,
    /// Draws it as it will always read.
    draw: Callback<(), AnyView>,
    /// Goes on once it is signed, also where the form was left by then: no callback, which
    /// goes with its form.
    then: Arc<dyn Fn(Kept, Payload) + Send + Sync>,
    /// What leads from a question back to what was written, and how.
    back: (&'static str, Callback<()>),
) -> impl IntoView {
    let w = form.app.words();
    let t = times::words(form.app.language.get_untracked());
    let read_back =
        Callback::new(move |answered: bool| form.read_back(answered, |now| make.run(now)));
    // What there was to ask was answered before it was read back.
    let sign = Callback::new(move |()| {
        let then = Arc::clone(&then);
        form.save(true, |now| make.run(now), move |kept, payload| then(kept, payload));
    });
    view! {
        <FormEnd form save=w.sign on_save=read_back asked=(back.0, back.1, t.sign_as_it_is)/>
        <ReadBack form draw on_sign=sign/>
    }
}

/// What is about to be signed, as it will always read. The form stands behind it as it was.
#[component]
fn ReadBack(
    form: Form,
    /// Draws what would be signed.
    draw: Callback<(), AnyView>,
    /// Signs it.
    on_sign: Callback<()>,
) -> impl IntoView {
    let w = form.app.words();
    let n = note::words(form.app.language.get_untracked());
    let reading = form.reading;
    let too_soon = Held::new(true);
    react(move || {
        if reading.get() {
            page::focus(READ_BACK);
            page::scroll_to(0);
            too_soon.set(true);
            spawn_local(async move {
                clock::sleep(NOT_YET_MS).await;
                let _left = too_soon.try_set(false);
            });
        }
    });
    let keep_writing = move |_| {
        reading.set(false);
        page::show(TO_MEND.into());
    };
    move || {
        reading.get().then(|| {
            view! {
                <section class="read-back" id=READ_BACK tabindex="-1" aria-labelledby="read-back-title">
                    <h2 id="read-back-title">{n.read_back}</h2>
                    <p class="quiet">{n.read_back_text}</p>
                    <article class="note">{draw.run(())}</article>
                    <div class="thumb">
                        <button class="button" type="button" on:click=keep_writing>{w.keep_writing}</button>
                        <button
                            class="button primary"
                            type="button"
                            disabled=move || form.busy.get()
                            // The keyboard reaches it all the same.
                            aria-disabled=move || too_soon.get().to_string()
                            on:click=move |_| {
                                if !too_soon.get_untracked() {
                                    on_sign.run(());
                                }
                            }
                        >
                            {w.sign}
                        </button>
                    </div>
                </section>
            }
        })
    }
}
