use super::desk::Desk;
use crate::{
    browser::clock,
    parts::{dates, icon::Icon},
};
use domain::wire::v1::Stamp;
use leptos::prelude::*;

/// A time to stamp, and to put right.
pub(super) struct Stamped {
    /// Unique on the screen.
    pub(super) id: String,
    /// Of what.
    pub(super) what: &'static str,
    /// The big button that stamps it; none where it is there from the first.
    pub(super) now: Option<&'static str>,
    /// It can be put right and not taken back.
    pub(super) stays: bool,
    /// What stands beside the time; the tick and the time alone where it is empty.
    pub(super) done: Signal<String>,
    /// The time.
    pub(super) value: Signal<Option<Stamp>>,
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
            done: Signal::stored(String::new()),
            value: Signal::stored(None),
            set: Callback::new(|_| {}),
        }
    }
}

/// One big button, and once it is tapped the time with two ways to mend it.
pub(super) fn stamped(desk: Desk, field: Stamped) -> AnyView {
    let Desk { app, r, .. } = desk;
    let w = app.words();
    let Stamped { id, what, now, stays, done, value, set } = field;
    let mending = RwSignal::new(false);
    let tap = move |_| {
        mending.set(false);
        set.run(Some(Stamp::new(clock::now())));
    };
    let mend = move |event| {
        let Some(at) = value.get_untracked() else { return };
        if let Some(to) = dates::read_field(&event_target_value(&event), at.time()) {
            set.run(Some(at.put_right(to)));
        }
    };
    let there = Memo::new(move |_| value.get().is_some());
    let line = move |at: Stamp| {
        let time = dates::day_time(w, at.time(), app.now.get_untracked());
        let both =
            at.corrected.map(|_| r.stamped_at(&dates::day_time(w, at.at, app.now.get_untracked())));
        view! {
            <span class="stamp-time"><strong>{time}</strong>{both.map(|both| view! { " " <small class="quiet">{both}</small> })}</span>
        }
    };
    let draw = move || {
        let id = id.clone();
        if !there.get() {
            return now.map(|now| view! {
                <button class="button wide stamp" type="button" aria-label=format!("{what}: {now}") on:click=tap>
                    {now}
                </button>
            }.into_any());
        }
        let text = move || value.get().map(|at| dates::field_text(at.time())).unwrap_or_default();
        Some(
            view! {
                <div class="stamped">
                    <p class="stamp-line">
                        {Icon::Tick.draw()}
                        <span>{done}</span>
                        {move || value.get().map(line)}
                    </p>
                    <div class="row">
                        <button
                            class="button"
                            type="button"
                            aria-expanded=move || mending.get().to_string()
                            aria-label=format!("{what}: {}", r.change_time)
                            on:click=move |_| mending.update(|mending| *mending = !*mending)
                        >{r.change_time}</button>
                        {(!stays).then(|| view! {
                            <button
                                class="button"
                                type="button"
                                aria-label=format!("{what}: {}", r.undo)
                                on:click=move |_| set.run(None)
                            >{r.undo}</button>
                        })}
                    </div>
                    {move || mending.get().then(|| {
                        let id = format!("time-{id}");
                        view! {
                            <div class="field">
                                <label for=id.clone()>{what}": "{r.right_time}</label>
                                <input id=id type="datetime-local" prop:value=text on:change=mend/>
                            </div>
                        }
                    })}
                </div>
            }
            .into_any(),
        )
    };
    draw.into_any()
}
