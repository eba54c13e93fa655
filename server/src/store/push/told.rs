//! What a phone is told of why something is in the quarantine. Whether a person is a client
//! at all is none of a worker's business who does not carry them: that somebody is unknown,
//! and that they are another's, sounds the same, now and whenever it is asked again.

use domain::{
    operation::{Operation, Payload},
    wire::v1::{LookupReason, QuarantineCode},
};

/// The code that its receipts give; none where they say that it was taken.
pub(super) fn told(operation: Option<&Operation>, code: QuarantineCode) -> Option<QuarantineCode> {
    match (code, operation.map(|operation| &operation.payload)) {
        // Of a colleague's client it is taken down at once, for a supervisor to look at. Of
        // nobody it is kept for them in the quarantine, and so is one under the id of another:
        // only those about somebody real take up their id.
        (
            QuarantineCode::ClientUnknown | QuarantineCode::IdReused,
            Some(Payload::CrisisPlanOpened(lookup)),
        ) if lookup.reason == LookupReason::OnCall => None,
        (QuarantineCode::ClientUnknown, _) => Some(QuarantineCode::NotAssigned),
        (code, _) => Some(code),
    }
}
