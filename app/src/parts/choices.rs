use crate::held::Live;
use leptos::prelude::*;
use std::borrow::Cow;

/// A row of choices of which one holds: radio buttons that look like chips.
///
/// The drawing is one piece of code for every kind of choice, and knows choices
/// by their place in the row only: the file that travels to phones is smaller.
pub fn choices<T: Copy + PartialEq + Send + Sync + 'static, W: Into<Cow<'static, str>>>(
    name: impl Into<Cow<'static, str>>,
    label: impl Into<Cow<'static, str>>,
    options: Vec<(T, W)>,
    value: impl Fn() -> T + Send + Sync + 'static,
    on_choose: impl Fn(T) + Send + Sync + 'static,
) -> AnyView {
    let (values, words): (Vec<T>, Vec<Cow<'static, str>>) =
        options.into_iter().map(|(value, words)| (value, words.into())).unzip();
    let known = values.clone();
    let chosen = Live::derive(move || {
        let now = value();
        known.iter().position(|option| *option == now)
    });
    let on_choose = Callback::new(move |place: usize| {
        if let Some(option) = values.get(place) {
            on_choose(*option);
        }
    });
    row(&name.into(), label.into(), words, chosen, on_choose)
}

fn row(
    name: &str,
    label: Cow<'static, str>,
    words: Vec<Cow<'static, str>>,
    chosen: Live<Option<usize>>,
    on_choose: Callback<usize>,
) -> AnyView {
    let chips = words
        .into_iter()
        .enumerate()
        .map(|(place, words)| {
            view! {
                <label class="chip">
                    <input
                        type="radio"
                        name=name.to_owned()
                        prop:checked=move || chosen.get() == Some(place)
                        on:change=move |_| on_choose.run(place)
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
    .into_any()
}
