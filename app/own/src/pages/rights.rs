//! What a case manager can help with, and what a client may expect and do (seed 000:83-104).

use crate::{
    state::{About, State},
    words::Words,
};
use domain::own::Sort;
use leptos::prelude::*;

/// What a case manager can help with (seed 000:113).
pub(super) fn help(w: &'static Words) -> AnyView {
    let rows = [w.cm_help_1, w.cm_help_2, w.cm_help_3, w.cm_help_4, w.cm_help_5];
    let rows = rows.map(|row| view! { <li>{row}</li> }).collect_view();
    view! { <section class="own-later"><h2>{w.cm_can_help}</h2><ul>{rows}</ul></section> }
        .into_any()
}

/// Rights, and the two of them that can be used here.
pub(super) fn rights(state: State, w: &'static Words) -> AnyView {
    let parts = [
        (w.rights_plan_title, w.rights_plan),
        (w.rights_leave_title, w.rights_leave),
        (w.rights_complain_title, w.rights_complain),
        (w.rights_advocate_title, w.rights_advocate),
        (w.rights_sharing_title, w.rights_sharing),
        (w.rights_tty_title, w.rights_tty),
    ];
    let parts = parts.map(|(title, text)| view! { <h3>{title}</h3><p>{text}</p> }).collect_view();
    let ask = move |sort| {
        move |_| {
            let about = About { sorts: vec![sort], line: None, says: String::new() };
            state.begin_writing(about);
        }
    };
    view! {
        <section class="own-later">
            <h2>{w.rights}</h2>
            {parts}
            <p class="quiet">{w.rights_effective}</p>
            <p class="row not-printed">
                <button class="button" type="button" on:click=ask(Sort::CallMe)>{w.ask_call}</button>
                <button class="button" type="button" on:click=ask(Sort::Feedback)>{w.feedback}</button>
                <button class="button" type="button" on:click=ask(Sort::StopSharing)>{w.ask_stop}</button>
                <button class="button" type="button" on:click=ask(Sort::Leave)>{w.ask_leave}</button>
            </p>
        </section>
    }
    .into_any()
}
