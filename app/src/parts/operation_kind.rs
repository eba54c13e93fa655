use crate::words::Words;
use domain::operation::PayloadKind;

/// What sort of thing an operation is, in two or three words.
#[must_use]
pub const fn operation_kind(w: &Words, kind: PayloadKind) -> &'static str {
    match kind {
        PayloadKind::ContactSigned => w.what_contact,
        PayloadKind::AddendumSigned => w.what_addendum,
        PayloadKind::CrisisPlanOpened => w.what_lookup,
        PayloadKind::CrisisPlanSaved => w.what_plan,
        PayloadKind::FactSheetSaved => w.fact_sheet,
        PayloadKind::CrisisEventEnded => w.what_crisis_event,
        PayloadKind::TaskClosed => w.what_task,
        PayloadKind::ClientMet => w.what_client,
        PayloadKind::SupportPersonSaved => w.support_people,
    }
}
