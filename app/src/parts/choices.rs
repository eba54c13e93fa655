use leptos::prelude::*;

/// A row of choices of which one holds: radio buttons that look like chips.
#[component]
pub fn Choices<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Unique on the screen.
    name: &'static str,
    /// What is chosen.
    label: &'static str,
    /// Value and words of each.
    options: Vec<(T, &'static str)>,
    /// The choice now.
    #[prop(into)]
    value: Signal<T>,
    /// Called with the new choice.
    on_choose: impl Fn(T) + Copy + 'static,
) -> impl IntoView {
    let chips = options
        .into_iter()
        .map(|(option, words)| {
            view! {
                <label class="chip">
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || value.get() == option
                        on:change=move |_| on_choose(option)
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend>{label}</legend>
            <div class="chips">{chips}</div>
        </fieldset>
    }
}
