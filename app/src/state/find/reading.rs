//! What lies on the phone about a client, as what can be found.

use crate::{
    state::{AppState, phone::Phone},
    store::StoreError,
    together::together,
};
use ::sync::{
    find::{Tag, Unit, units_of},
    read_copy::Entry,
};
use domain::{
    document::{DocumentKind, Version},
    id::ClientId,
};
use futures_util::future::join3;

/// What was read of a client.
pub(super) struct Read {
    /// Their shelves alone.
    pub stored: Vec<Unit>,
    /// As the screens show them, with what was made here laid over it.
    pub shown: Vec<Unit>,
    /// The state that their shelves were in.
    pub own: Tag,
}

/// Reads a client's file and documents, in the order of the kinds of document.
pub(super) async fn read(
    app: AppState,
    phone: &Phone,
    client_id: ClientId,
) -> Result<Read, StoreError> {
    let entry = phone.caseload.borrow().clients.get(&client_id).cloned();
    let shown = app.caseload.with_untracked(|shown| shown.clients.get(&client_id).cloned());
    let (store, keys) = (&phone.store, &phone.keys);
    let has = |kind: DocumentKind| entry.as_ref().is_some_and(|one| one.document(kind).is_some());
    let has_plan = entry.as_ref().is_some_and(|entry| entry.plan.is_some());
    let of_cells = DocumentKind::OF_CELLS.iter().copied().filter(|kind| has(*kind));
    let of_cells = together(of_cells.map(|kind| store.document(keys, kind, client_id)));
    let plan = async { if has_plan { store.plan(keys, client_id).await } else { Ok(None) } };
    let (file, plan, of_cells) = join3(store.file(keys, client_id), plan, of_cells).await;
    let mut file = file?;
    let mut documents = Vec::new();
    documents.extend(entry.as_ref().map(|entry| Version::of(&entry.client)));
    documents.extend(plan?.as_ref().map(Version::of));
    for version in of_cells {
        documents.extend(version?);
    }
    let own = entry.as_ref().map_or(Tag::NONE, |entry| Tag::of_read(entry, &file, &documents));
    let stored = units_of(&file, &documents);
    let pending = phone.pending.borrow();
    if !pending.written_about(phone.profile.staff_id).contains(&client_id) {
        return Ok(Read { shown: stored.clone(), stored, own });
    }
    let author = phone.profile.staff_id;
    pending.lay_over_file(author, client_id, &mut file);
    let laid_over = DocumentKind::ALL.iter().filter_map(|kind| {
        let pulled = documents.iter().find(|one| one.kind == *kind);
        // Somebody met on this phone has a fact sheet nowhere else.
        let sheet = shown.as_ref().map(|entry: &Entry| Version::of(&entry.client));
        let is_sheet = sheet.as_ref().is_some_and(|sheet| sheet.kind == *kind);
        if is_sheet {
            sheet
        } else {
            pending.lay_over_version(author, (*kind, client_id), pulled).0
        }
    });
    let shown = units_of(&file, &laid_over.collect::<Vec<_>>());
    Ok(Read { stored, shown, own })
}
