use crate::{
    held::{Live, react},
    parts::{
        drafts::{Drafts, unfinished},
        first_head::FirstHead,
        news::News,
        online::{Asked, Question, office_words},
        row::{Act, Row, nothing, outlines},
    },
    place::Screen,
    state::use_app,
};
use domain::wire::v1::DeviceRow;
use leptos::prelude::*;

/// The first place of an administrator: what every phone of the agency carries, who is on call, and
/// the phones themselves.
#[component]
pub fn AgencyPage() -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let question = Question::<Vec<DeviceRow>>::new("/api/v1/devices");
    react(move || {
        state.last_sync.track();
        question.again();
    });
    let heading = Live::derive(move || {
        let name = state.caseload.with(|caseload| {
            caseload.agency.as_ref().map(|agency| agency.name.clone()).unwrap_or_default()
        });
        if name.is_empty() { w.agency.to_owned() } else { name }
    });
    // None where nothing of the agency has arrived yet: that is not "all checked".
    let stale = move || {
        let today = state.now.get().date();
        state.caseload.with(|caseload| {
            let agency = caseload.agency.as_ref()?;
            Some(agency.lines.iter().filter(|line| line.may_be_out_of_date(today)).count())
        })
    };
    let lines = Live::derive(move || match stale() {
        None => String::new(),
        Some(0) => ow.lines_checked.to_owned(),
        Some(stale) => ow.lines_stale(stale),
    });
    let some = Live::derive(move || stale().is_some_and(|stale| stale > 0));
    // Without an answer the row leads to the list, which says why there is none.
    let phones = Live::derive(move || match question.asked.get() {
        // Without the second factor the server names one's own alone.
        Asked::Here(_) if state.second_missing.get() => String::new(),
        Asked::Here(rows) => ow.in_use(rows.iter().filter(|row| row.revoked.is_none()).count()),
        Asked::Waiting | Asked::Refused(_) => String::new(),
    });
    let drafts = unfinished(state);
    view! {
        <FirstHead heading/>
        <News/>
        <Drafts drafts/>
        <ul class="rows">
            <Row
                icon=outlines::CALL
                name=w.agency_content
                value=lines
                waits=Some(some)
                act=Act::Show(Screen::AgencyContent)
            />
            <Row icon=outlines::CALENDAR name=w.roster value=nothing() act=Act::Show(Screen::Roster)/>
            <Row icon=outlines::DEVICE name=w.phones value=phones act=Act::Show(Screen::Phones)/>
        </ul>
    }
}
