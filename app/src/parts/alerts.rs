use super::icon::Icon;
use crate::state::use_app;
use domain::{
    supports,
    wire::v1::{Alert, AlertKind, SupportPersonRow},
};
use leptos::prelude::*;

/// What nobody may overlook before walking up or calling.
#[component]
pub fn Alerts(alerts: Vec<Alert>) -> impl IntoView {
    let w = use_app().words();
    let rows = alerts
        .into_iter()
        .map(|alert| {
            let kind = match alert.kind {
                AlertKind::AdvanceDirective => w.alert_advance_directive,
                AlertKind::DoNotInvolve => w.alert_do_not_involve,
                AlertKind::StaffSafety => w.alert_staff_safety,
                AlertKind::Medical => w.alert_medical,
                AlertKind::Other => w.alert_other,
            };
            view! { <li>{Icon::Flag.draw()}<span><strong>{kind}</strong>" "{alert.text}</span></li> }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| view! { <ul class="alerts">{rows}</ul> })
}

/// Who of the people around a client is not to be involved (domain model C2:
/// shown wherever a crisis is responded to).
#[must_use]
pub fn not_to_involve(rows: &[SupportPersonRow]) -> Vec<Alert> {
    let mut alerts = Vec::new();
    for person in supports::not_to_involve(rows) {
        let between = if person.name.is_empty() || person.relation.is_empty() { "" } else { ", " };
        let text = [&person.name, between, &person.relation].concat();
        alerts.push(Alert { line_id: None, kind: AlertKind::DoNotInvolve, text });
    }
    alerts
}
