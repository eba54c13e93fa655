use super::on_call_words;
use crate::{
    held::Held,
    parts::{contact_line::staff_name, dates},
    state::{on_call::roster, use_app},
};
use domain::wire::v1::Shift;
use leptos::{prelude::*, task::spawn_local};

/// Turns shown: who is on now and who comes next.
const SHOWN: usize = 4;

/// Who is on call now and next, where the server can be asked; otherwise nothing.
#[component]
pub(super) fn OnTheRoster() -> impl IntoView {
    let state = use_app();
    let ow = on_call_words(state);
    let shifts = Held::new(None::<Vec<Shift>>);
    spawn_local(async move {
        let _left = shifts.try_set(roster().await);
    });
    let row = move |shift: Shift| {
        let w = state.words();
        let now = state.now.get_untracked();
        let at = |moment| dates::the_day_time(w, dates::here(moment), now);
        let name = state.caseload.with_untracked(|caseload| staff_name(caseload, shift.staff_id));
        let when = match shift.covers(state.server_now()) {
            true => ow.now_until(&at(shift.to)),
            false => ow.from_until(&at(shift.from), &at(shift.to)),
        };
        view! { <li class="person"><span>{name}</span><span class="quiet">{when}</span></li> }
    };
    move || {
        shifts.get().map(|shifts| {
            let nobody =
                shifts.is_empty().then(|| view! { <p class="quiet">{ow.nobody_on_roster}</p> });
            let rows = shifts.into_iter().take(SHOWN).map(row).collect_view();
            view! {
                <section class="block">
                    <h2>{ow.who_is_on}</h2>
                    <ul class="people">{rows}</ul>
                    {nobody}
                </section>
            }
        })
    }
}
