//! What becomes of a pushed operation. See `docs/protocol.md`, "Push".
//!
//! Nothing is ever refused: what cannot be applied is quarantined, whole.

#[cfg(test)]
mod tests;

use domain::{
    Hash,
    id::OperationId,
    operation::{Operation, Payload},
    wire::v1::{LookupReason, QuarantineCode, ReceiptOutcome, SCHEMA},
};

/// What the server remembers of an operation it took before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remembered {
    /// SHA-256 of the sealed bytes it took.
    pub hash: Hash,
    /// Set when it went to the quarantine and is still there.
    pub quarantined: Option<QuarantineCode>,
}

/// What the server knows that bears on an operation; read inside the
/// transaction that will apply it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The client's id is known in this agency.
    pub client_known: bool,
    /// The author is assigned to the client now.
    pub assigned: bool,
    /// What the operation points at is as [`domain::record::Target`] says it must be; true where
    /// it points at nothing. A base that is not known is no reason to set a plan aside: see
    /// [`crate::merge::save`].
    pub target_known: bool,
}

/// Answers a repeated operation; none when it is new.
///
/// The receipt of a clash names the hash the server holds, so that the phone
/// with the other bytes keeps them and reports them.
#[must_use]
pub fn repeat(hash: Hash, remembered: Option<Remembered>) -> Option<ReceiptOutcome> {
    let remembered = remembered?;
    if remembered.hash != hash {
        return Some(ReceiptOutcome::Quarantined { code: QuarantineCode::IdReused });
    }
    Some(match remembered.quarantined {
        Some(code) => ReceiptOutcome::Quarantined { code },
        None => ReceiptOutcome::Duplicate,
    })
}

/// Reads what the seal held.
///
/// # Errors
/// The quarantine code when the seal did not open (`None`), or the bytes are
/// not an operation of this id and a known schema.
pub fn read(op_id: OperationId, unsealed: Option<&[u8]>) -> Result<Operation, QuarantineCode> {
    let bytes = unsealed.ok_or(QuarantineCode::SealBroken)?;
    let known = serde_json::from_slice::<Operation>(bytes);
    let (id, schema) = match &known {
        Ok(operation) => (operation.op_id, operation.schema),
        Err(_) => {
            let envelope: Envelope =
                serde_json::from_slice(bytes).map_err(|_| QuarantineCode::Unreadable)?;
            (envelope.op_id, envelope.schema)
        }
    };
    if id != op_id {
        return Err(QuarantineCode::Unreadable);
    }
    if schema > SCHEMA {
        return Err(QuarantineCode::SchemaUnknown);
    }
    known.map_err(|_| QuarantineCode::Unreadable)
}

/// The part of an operation that every schema has: a payload from the future
/// is told apart from noise.
#[derive(domain::json::ReadObject)]
struct Envelope {
    op_id: OperationId,
    schema: u16,
}

/// Decides whether a readable operation may take effect.
///
/// # Errors
/// The reason it goes to the quarantine.
pub fn judge(operation: &Operation, facts: &Facts) -> Result<(), QuarantineCode> {
    if !operation.payload.keeps_the_rules() {
        return Err(QuarantineCode::FieldInvalid);
    }
    // What is nobody's file needs nobody who carries it.
    if operation.payload.is_nobodys() {
        return Ok(());
    }
    // Somebody new is unknown by nature; meeting them is what assigns them.
    if matches!(operation.payload, Payload::ClientMet(_)) && !facts.client_known {
        return Ok(());
    }
    if !facts.client_known {
        return Err(QuarantineCode::ClientUnknown);
    }
    if !facts.assigned && !is_on_call(&operation.payload) {
        return Err(QuarantineCode::NotAssigned);
    }
    if !facts.target_known {
        return Err(QuarantineCode::TargetUnknown);
    }
    if matches!(operation.payload, Payload::ClientMet(_)) {
        return Err(QuarantineCode::IdReused);
    }
    Ok(())
}

/// Whoever is on call opens plans of colleagues' clients. That it happened is
/// taken down at once, whether or not the roster knows of the turn: a supervisor
/// looks at each.
const fn is_on_call(payload: &Payload) -> bool {
    matches!(payload, Payload::CrisisPlanOpened(lookup) if matches!(lookup.reason, LookupReason::OnCall))
}
