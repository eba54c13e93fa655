//! What the fields and values of each kind of document and record are called. Belongs to the chunks in
//! which they are shown.

use super::{
    cells::CellWords,
    document_values::{
        access, appointment, assessment, benefit, disclosure, paper, referral, release, review,
        service_check, service_plan,
    },
    fact_sheet_values::FACT_SHEET_WORDS,
    plan_values::PLAN_WORDS,
};
use domain::{document::DocumentKind, record::RecordKind};

/// What the fields and values of a kind of document are called.
#[must_use]
pub const fn words_of(kind: DocumentKind) -> CellWords {
    match kind {
        DocumentKind::Client => FACT_SHEET_WORDS,
        DocumentKind::CrisisPlan => PLAN_WORDS,
        DocumentKind::Assessment => assessment::WORDS,
        DocumentKind::ServicePlan => service_plan::WORDS,
    }
}

/// What the fields and values of a kind of record are called; none for a kind with a type of its
/// own.
#[must_use]
pub const fn words_of_record(kind: RecordKind) -> Option<CellWords> {
    match kind {
        RecordKind::Review => Some(review::WORDS),
        RecordKind::Release | RecordKind::ReleaseEnded => Some(release::WORDS),
        RecordKind::Disclosure => Some(disclosure::WORDS),
        RecordKind::Referral | RecordKind::ReferralStep => Some(referral::WORDS),
        RecordKind::Paper => Some(paper::WORDS),
        RecordKind::Benefit => Some(benefit::WORDS),
        RecordKind::Appointment => Some(appointment::WORDS),
        RecordKind::ServiceCheck => Some(service_check::WORDS),
        RecordKind::ClientAccess | RecordKind::ClientAccessEnded | RecordKind::ClientMessage => {
            Some(access::WORDS)
        }
        RecordKind::MessageAnswer => Some(access::ANSWER_WORDS),
        RecordKind::Contact
        | RecordKind::Addendum
        | RecordKind::CrisisEvent
        | RecordKind::SupportPerson => None,
    }
}
