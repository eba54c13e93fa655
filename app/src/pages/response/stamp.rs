use super::desk::Desk;
use crate::{
    browser::{clock, page},
    held::{Derived, Held, Live},
    parts::{dates, icon::Icon},
};
use domain::wire::v1::Stamp;
use leptos::prelude::*;

/// A time to stamp, and to put right.
#[derive(Clone)]
pub(super) struct Stamped {
    /// Unique on the screen.
    pub(super) id: String,
    /// Of what.
    pub(super) what: &'static str,
    /// The button that stamps it; none where it is there from the first.
    pub(super) now: Option<&'static str>,
    /// It can be put right and not taken back.
    pub(super) stays: bool,
    /// What stands beside the time; the tick and the time alone where it is empty.
    pub(super) done: Live<String>,
    /// The time.
    pub(super) value: Live<Option<Stamp>>,
    /// Stamps it, puts it right, takes it back.
    pub(super) set: Callback<Option<Stamp>>,
}

impl Default for Stamped {
    fn default() -> Self {
        Self {
            id: String::new(),
            what: "",
            now: None,
            stays: false,
            done: Live::stored(String::new()),
            value: Live::stored(None),
            set: Callback::new(|_| {}),
        }
    }
}

/// One big button, and once it is tapped one line with the time, which opens what mends it.
pub(super) fn stamped(desk: Desk, field: Stamped) -> AnyView {
    let open = Held::new(false);
    let Stamped { done, value, .. } = field;
    let there = Derived::new(move |_| value.get().is_some());
    let draw = move || {
        if !there.get() {
            open.set(false);
            return stamp_button(&field, "button wide stamp");
        }
        let mends = field.clone();
        view! {
            <div class="stamped">
                <div class="stamp-line">
                    {Icon::Tick.draw()}
                    <span>{move || done.get()}</span>
                    {time_button(desk, &field, open)}
                </div>
                {move || open.get().then(|| mending(desk, mends.clone()))}
            </div>
        }
        .into_any()
    };
    draw.into_any()
}

/// What has the focus when there is no time: the button that stamps it, or where there is none the
/// heading above; and when there is one, the time.
fn ids(field: &Stamped) -> [String; 2] {
    let button = match field.now {
        Some(_) => format!("stamp-{}", field.id),
        None => UNSTAMPED.to_owned(),
    };
    [button, format!("stamped-{}", field.id)]
}

/// The heading above what goes altogether when its time is taken back.
pub(super) const UNSTAMPED: &str = "whom-to-call";

/// The button that stamps it now; nothing where it is there from the first.
pub(super) fn stamp_button(field: &Stamped, class: &'static str) -> AnyView {
    let Stamped { what, set, .. } = *field;
    let [id, time] = ids(field);
    let tap = move |_| {
        set.run(Some(Stamp::new(clock::now())));
        // The time stands where the button was: whoever goes by the keyboard goes on from there.
        page::focus(time.clone());
    };
    field.now.map(|now| {
        view! {
            <button id=id class=class type="button" aria-label=format!("{what}: {now}") on:click=tap>{now}</button>
        }
    })
    .into_any()
}

/// The time, on a button that opens what mends it.
pub(super) fn time_button(desk: Desk, field: &Stamped, open: Held<bool>) -> AnyView {
    let Desk { app, r, .. } = desk;
    let w = app.words();
    let Stamped { what, value, .. } = *field;
    let [_, id] = ids(field);
    let said = move || {
        let at = value.get()?;
        let now = app.now.get_untracked();
        let both = at.corrected.map(|_| r.stamped_at(&dates::day_time(w, at.at, now)));
        Some((dates::day_time(w, at.time(), now), both))
    };
    // Begins with what can be seen, for whoever taps by voice.
    let label = move || {
        let (time, both) = said().unwrap_or_default();
        format!("{time} {} {what}: {}", both.unwrap_or_default(), r.change_time)
    };
    let shown = move || {
        said().map(|(time, both)| {
            view! { <strong>{time}</strong>{both.map(|both| view! { " " <small class="quiet">{both}</small> })} }
        })
    };
    view! {
        <button
            id=id
            class="stamp-time"
            type="button"
            aria-expanded=move || open.get().to_string()
            aria-label=label
            on:click=move |_| open.update(|open| *open = !*open)
        >{shown}</button>
    }
    .into_any()
}

/// What puts the time right, or takes it back.
pub(super) fn mending(desk: Desk, field: Stamped) -> AnyView {
    let r = desk.r;
    let [button, _] = ids(&field);
    let Stamped { id, what, stays, value, set, .. } = field;
    let take_back = move |_| {
        set.run(None);
        page::focus(button.clone());
    };
    let mend = move |event| {
        let Some(at) = value.get_untracked() else { return };
        if let Some(to) = dates::read_field(&event_target_value(&event), at.time()) {
            set.run(Some(at.put_right(to)));
        }
    };
    let text = move || value.get().map(|at| dates::field_text(at.time())).unwrap_or_default();
    let id = format!("time-{id}");
    view! {
        <div class="mending">
            <div class="field">
                <label for=id.clone()>{what}": "{r.right_time}</label>
                <input id=id type="datetime-local" prop:value=text on:change=mend/>
            </div>
            {(!stays).then(move || view! {
                <button
                    class="button"
                    type="button"
                    aria-label=format!("{what}: {}", r.undo)
                    on:click=take_back
                >{r.undo}</button>
            })}
        </div>
    }
    .into_any()
}
