//! A client's document of a kind that is made of its cells alone, as this phone has it.

use super::phone::phone;
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
    Ok(pending.lay_over_version(phone.profile.staff_id, (kind, client_id), pulled.as_ref()))
}
