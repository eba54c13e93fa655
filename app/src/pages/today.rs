use crate::{
    held::Live,
    parts::{
        drafts::{Drafts, unfinished},
        first_head::FirstHead,
        news::News,
        to_reach::{self, ToReach},
    },
    state::{today::Due, use_app},
};
use leptos::prelude::*;

/// Who to reach today, and why; then drafts to finish.
#[component]
pub fn Today() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let today = move || state.now.get().date();
    let list = to_reach::list(state);
    let heading = move || {
        let reach = |due: &&Due| due.group(today()).is_reach_out();
        match list.with(|list| list.iter().filter(reach).count()) {
            // Whose contacts are still on their way is nobody gone quiet.
            _ if !state.whole.get() => w.today_still_fetching.to_owned(),
            0 => w.nobody_due.to_owned(),
            reach => w.people_to_reach(reach),
        }
    };
    let drafts = unfinished(state);
    let first_time = move || {
        state.caseload.with(|caseload| caseload.clients.is_empty()).then(|| {
            view! { <p class="empty">{w.today_empty}</p> }
        })
    };
    view! {
        <FirstHead heading=Live::derive(heading)/>
        <div class="facts">
            <News/>
            <Drafts drafts/>
        </div>
        {first_time}
        <ToReach list drafts/>
    }
}
