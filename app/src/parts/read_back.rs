use crate::{
    browser::{clock, page},
    state::form::{Form, TO_MEND},
    words::note,
};
use leptos::{prelude::*, task::spawn_local};

/// Where the focus goes when a form is read back.
const READ_BACK: &str = "read-back";

/// Milliseconds for which it cannot be signed after it appeared: the second tap of a hasty
/// finger is for the button that stood in this place before.
const NOT_YET_MS: u32 = 600;

/// What is about to be signed, as it will always read, before it is: what was signed never
/// changes again. The form stands behind it as it was. Belongs to the chunks with forms.
#[component]
pub fn ReadBack(
    form: Form,
    /// Whether it is read back now.
    reading: RwSignal<bool>,
    /// Draws what would be signed.
    draw: Callback<(), AnyView>,
    /// Signs it.
    on_sign: Callback<()>,
) -> impl IntoView {
    let w = form.app.words();
    let n = note::words(form.app.language.get_untracked());
    let too_soon = RwSignal::new(true);
    Effect::new(move |_| {
        if reading.get() {
            page::focus(READ_BACK);
            page::scroll_to(0.0);
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
