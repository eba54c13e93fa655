use crate::{
    parts::{contact_line::pending_state, dates, page_head::PageHead},
    routes::client_path,
    state::{Pending, PendingState, use_app},
    words::Words,
};
use domain::{operation::Payload, wire::v1::QuarantineCode};
use leptos::prelude::*;

/// Everything that is only on this phone, and everything somebody has to look at.
#[component]
pub fn WaitingPage() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let rows = move || {
        let now = state.now.get();
        state.pending.with(|pending| {
            pending
                .iter()
                .filter(|item| item.is_unsent() || item.needs_attention())
                .map(|item| {
                    let client_id = item.operation.client_id();
                    let name = state.caseload.with(|caseload| {
                        caseload
                            .clients
                            .get(&client_id)
                            .map(|entry| entry.client.preferred_name.clone())
                            .unwrap_or_default()
                    });
                    let (icon, place) = pending_state(w, Some(item), now);
                    let why = reason(w, item);
                    view! {
                        <li>
                            <a class="person" href=client_path(client_id)>
                                <span class="person-name">{what(w, item)}<small class="quiet">{name}</small></span>
                                <span class="quiet contact-foot">
                                    {icon.draw()}
                                    <span>{place}" · "{dates::day_time(w, item.operation.occurred_at, now)}</span>
                                </span>
                                {why.map(|why| view! { <span>{why}</span> })}
                            </a>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let empty = move || {
        let any = state
            .pending
            .with(|pending| pending.iter().any(|item| item.is_unsent() || item.needs_attention()));
        (!any).then(|| view! { <p class="empty">{w.everything_sent}</p> })
    };
    view! {
        <PageHead title=w.waiting back="/me"/>
        <p class="quiet">{w.waiting_text}</p>
        <ul class="people">{rows}</ul>
        {empty}
    }
}

const fn what(w: &Words, item: &Pending) -> &'static str {
    match item.operation.payload {
        Payload::ContactSigned(_) => w.what_contact,
        Payload::AddendumSigned(_) => w.what_addendum,
        Payload::CrisisPlanOpened(_) => w.what_lookup,
        Payload::TaskClosed(_) => w.what_task,
        Payload::ClientMet(_) => w.what_client,
    }
}

const fn reason(w: &Words, item: &Pending) -> Option<&'static str> {
    match &item.state {
        PendingState::Quarantined(_, code) => Some(match code {
            QuarantineCode::NotAssigned => w.quarantine_not_assigned,
            QuarantineCode::DeviceRevoked => w.quarantine_device_revoked,
            QuarantineCode::ClientUnknown | QuarantineCode::TargetUnknown => w.quarantine_unknown,
            _ => w.quarantine_other,
        }),
        PendingState::Waiting(::sync::replica::WaitingState::Stuck { .. }) => Some(w.stuck_text),
        _ => None,
    }
}
