//! A client's document of a kind that is made of its cells alone, as this phone has it.

use super::phone::{Phone, phone};
use crate::{browser::BrowserError, store::StoreError};
use domain::{
    document::{DocumentKind, Version},
    id::ClientId,
    wire::v1::DocumentBase,
};

/// A document with everything saved on this phone laid over it, and what an edit begun now is
/// based on.
///
/// # Errors
/// When the phone is locked, or what it keeps cannot be read.
pub async fn known_document(
    kind: DocumentKind,
    client_id: ClientId,
) -> Result<(Option<Version>, DocumentBase), StoreError> {
    let phone = phone().ok_or_else(|| BrowserError::new("the phone is locked"))?;
    let pulled = phone.store.document(&phone.keys, kind, client_id).await?;
    let pending = phone.pending.borrow();
    let of = (kind, client_id);
    let known = pending.lay_over_version(phone.profile.staff_id, of, pulled.as_ref());
    if known.0.is_none() {
        needs_newer_app(&phone, kind, client_id)?;
    }
    Ok(known)
}

/// Where nothing of a document can be read: whether there is one all the same, written by a newer app.
///
/// # Errors
/// When there is.
pub fn needs_newer_app(
    phone: &Phone,
    kind: DocumentKind,
    client_id: ClientId,
) -> Result<(), StoreError> {
    match phone.caseload.borrow().has_unread_document(kind, client_id) {
        true => Err(BrowserError::new("only a newer app can read this document").into()),
        false => Ok(()),
    }
}
