use crate::words::Words;
use domain::{document::DocumentKind, operation::PayloadKind};

/// What a kind of document is called.
#[must_use]
pub const fn document_name(w: &Words, kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Client => w.fact_sheet,
        DocumentKind::CrisisPlan => w.crisis_plan,
        DocumentKind::Assessment => w.assessment,
        DocumentKind::ServicePlan => w.service_plan,
    }
}

/// What sort of thing an operation is, in two or three words.
#[must_use]
pub const fn operation_kind(w: &Words, kind: PayloadKind) -> &'static str {
    match kind {
        PayloadKind::ContactSigned => w.what_contact,
        PayloadKind::AddendumSigned => w.what_addendum,
        PayloadKind::CrisisPlanOpened => w.what_lookup,
        PayloadKind::CrisisPlanSaved => w.what_plan,
        PayloadKind::FactSheetSaved => w.fact_sheet,
        PayloadKind::DocumentSaved => w.what_document,
        PayloadKind::CrisisEventEnded => w.what_crisis_event,
        PayloadKind::TaskClosed => w.what_task,
        PayloadKind::ClientMet => w.what_client,
        PayloadKind::SupportPersonSaved => w.support_people,
    }
}
