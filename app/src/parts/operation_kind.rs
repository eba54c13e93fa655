use crate::words::Words;
use ::sync::find::Kind;
use domain::{document::DocumentKind, operation::PayloadKind, record::RecordKind};

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

/// What a kind of record that is made of its cells alone is called.
#[must_use]
pub const fn record_name(w: &Words, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Review => w.review,
        RecordKind::Release => w.release,
        RecordKind::ReleaseEnded => w.release_ended,
        RecordKind::Disclosure => w.disclosure,
        RecordKind::Referral => w.referral,
        RecordKind::ReferralStep => w.referral_step,
        RecordKind::Paper => w.paper,
        RecordKind::Benefit => w.benefit,
        RecordKind::Appointment => w.appointment,
        RecordKind::ServiceCheck => w.service_check,
        RecordKind::ClientAccess
        | RecordKind::ClientAccessEnded
        | RecordKind::ClientMessage
        | RecordKind::MessageAnswer => w.own_pages,
        // These have screens of their own.
        RecordKind::Contact
        | RecordKind::Addendum
        | RecordKind::CrisisEvent
        | RecordKind::SupportPerson => w.what_record,
    }
}

/// What something is called that was found in what was written.
#[must_use]
pub const fn entry_name(w: &Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Document(kind) => document_name(w, kind),
        Kind::Record(RecordKind::Contact) => w.what_contact,
        Kind::Record(RecordKind::CrisisEvent) => w.what_crisis_event,
        Kind::Record(RecordKind::SupportPerson) => w.support_people,
        Kind::Record(kind) => record_name(w, kind),
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
        PayloadKind::RecordSigned => w.what_record,
        PayloadKind::CrisisEventEnded => w.what_crisis_event,
        PayloadKind::TaskClosed => w.what_task,
        PayloadKind::ClientMet => w.what_client,
        PayloadKind::SupportPersonSaved => w.support_people,
    }
}
