use super::{icon::Icon, numbers::numbers};
use crate::{state::use_app, words::Words};
use domain::wire::v1::ContactPoint;
use leptos::prelude::*;

/// Ways to reach a client. A number that is not safe is never one tap away:
/// it opens a warning first.
#[component]
pub fn PhoneButtons(points: Vec<ContactPoint>) -> impl IntoView {
    let w = use_app().words();
    points
        .into_iter()
        .map(|point| {
            if point.safe {
                buttons(w, &point).into_any()
            } else {
                let note = point.note.clone();
                view! {
                    <details class="unsafe">
                        <summary>{Icon::Hand.draw()}<span>{w.number_not_safe}</span></summary>
                        <p>{if note.is_empty() { w.ask_before_calling.to_owned() } else { note }}</p>
                        {buttons(w, &point)}
                    </details>
                }
                .into_any()
            }
        })
        .collect_view()
}

fn buttons(w: &'static Words, point: &ContactPoint) -> AnyView {
    let given = |on: bool| if on { point.value.as_str() } else { "" };
    numbers(w, "", given(point.call), given(point.text), false)
}
