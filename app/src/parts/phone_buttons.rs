use super::{dates, fold::fold_behind_warning, numbers::numbers};
use crate::{held::Derived, state::use_app, words::Words};
use domain::wire::v1::ContactPoint;
use leptos::prelude::*;

/// Ways to reach a client. A number that is not safe, or not at this hour, is never one tap away:
/// it opens a warning first.
#[component]
pub fn PhoneButtons(points: Vec<ContactPoint>) -> impl IntoView {
    let app = use_app();
    let w = app.words();
    points
        .into_iter()
        .map(|point| {
            let hours = point.clone();
            let not_now = Derived::new(move |_| hours.is_not_for(app.now.get()));
            move || {
                let warning = match (point.safe, not_now.get()) {
                    (true, false) => return row(w, &point),
                    (true, true) => w.number_not_now,
                    (false, _) => w.number_not_safe,
                };
                let asks = (!point.safe && point.note.is_empty()).then_some(w.ask_before_calling);
                let also =
                    (!point.safe && not_now.get()).then(|| view! { <p>{w.number_not_now}</p> });
                let inside = view! {
                    <p>{asks.unwrap_or(&point.note).to_owned()}</p>
                    {also}
                    {row(w, &point)}
                };
                // Opened against one warning is not opened against another.
                fold_behind_warning(
                    [warning, &point.value].concat(),
                    warning.to_owned(),
                    inside.into_any(),
                )
            }
        })
        .collect_view()
}

/// Its buttons, or the address where it is none, and what else was said about using it.
fn row(w: &'static Words, point: &ContactPoint) -> AnyView {
    let given = |on: bool| if on { point.value.as_str() } else { "" };
    let address = (!point.call && !point.text).then(|| view! { <p>{point.value.clone()}</p> });
    let said = manners(w, point);
    view! {
        {address}
        {(!said.is_empty()).then(|| view! { <p class="manners">{said}</p> })}
        {numbers(w, "", given(point.call), given(point.text), false)}
    }
    .into_any()
}

/// How it may be used, and when.
#[must_use]
pub fn manners(w: &Words, point: &ContactPoint) -> String {
    let voicemail =
        point.voicemail.map(|fine| if fine { w.voicemail_fine } else { w.voicemail_none });
    let mail = point.mail.map(|fine| if fine { w.mail_fine } else { w.mail_none });
    let mut said: Vec<String> =
        [voicemail, mail].into_iter().flatten().map(str::to_owned).collect();
    if !point.best.is_empty() {
        said.push(w.best_time(&point.best));
    }
    if point.has_hours() {
        let [from, until] =
            [point.not_from, point.not_until].map(|minute| dates::the_hour(w, u32::from(minute)));
        said.push(w.not_between(&from, &until));
    }
    said.join(" · ")
}
