use crate::{browser::page, state::form::Form, words::note};
use leptos::prelude::*;

/// Where the focus goes when a form is read back.
const READ_BACK: &str = "read-back";

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
    Effect::new(move |_| {
        if reading.get() {
            page::focus(READ_BACK);
            page::scroll_to(0.0);
        }
    });
    move || {
        reading.get().then(|| {
            view! {
                <section class="read-back" id=READ_BACK tabindex="-1" aria-labelledby="read-back-title">
                    <h2 id="read-back-title">{n.read_back}</h2>
                    <p class="quiet">{n.read_back_text}</p>
                    <article class="note">{draw.run(())}</article>
                    <div class="thumb">
                        <button class="button" type="button" on:click=move |_| reading.set(false)>{w.keep_writing}</button>
                        <button
                            class="button primary"
                            type="button"
                            disabled=move || form.busy.get()
                            on:click=move |_| on_sign.run(())
                        >
                            {w.sign}
                        </button>
                    </div>
                </section>
            }
        })
    }
}
