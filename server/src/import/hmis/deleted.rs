//! Contacts that the source has no longer, or gave to somebody else. What is gone without a word: `gone.rs`.

use super::Import;
use domain::{
    Moment,
    id::{AddendumId, ClientId, ContactId, StaffId},
    wire::v1::{Addendum, AddendumKind, AddendumRow},
};

/// A contact that came with an earlier export and is not the person's any longer. What was
/// signed stays, and is marked.
#[derive(Debug)]
pub(super) struct TakenBack {
    pub(super) addendum_id: AddendumId,
    pub(super) contact_id: ContactId,
    pub(super) client_id: ClientId,
    pub(super) at: Moment,
    pub(super) text: &'static str,
}

/// The text that marks a contact deleted there.
pub(super) const DELETED: &str = "Deleted in HMIS.";

/// The text that marks a contact that is another person's there now.
pub(super) const MOVED: &str = "In HMIS this contact belongs to another person now.";

impl TakenBack {
    /// Takes a contact back that is here, unless that was done already.
    pub(super) fn of(
        contact_id: ContactId,
        at: Moment,
        text: &'static str,
        import: &Import<'_>,
    ) -> Option<Self> {
        let owner = *import.context.known.ids.get(contact_id.as_bytes())?;
        let (client_id, addendum_id) = (ClientId::from_bytes(owner), Self::id(contact_id, import));
        let new = !Self::is_known(contact_id, import);
        new.then_some(Self { addendum_id, contact_id, client_id, at, text })
    }

    /// Whether a contact was taken back by an earlier import.
    pub(super) fn is_known(contact_id: ContactId, import: &Import<'_>) -> bool {
        import.context.known.ids.contains_key(Self::id(contact_id, import).as_bytes())
    }

    fn id(contact_id: ContactId, import: &Import<'_>) -> AddendumId {
        let id = import.keys.contact("taken back", &contact_id.to_string());
        AddendumId::from_bytes(*id.as_bytes())
    }

    pub(super) fn as_row(&self, author: StaffId, now: Moment) -> AddendumRow {
        let Self { addendum_id, contact_id, client_id, at, text } = self;
        let at = (*at).min(now);
        let addendum = Addendum {
            addendum_id: *addendum_id,
            contact_id: *contact_id,
            client_id: *client_id,
            kind: AddendumKind::EnteredInError,
            text: (*text).to_owned(),
            reason: "So says a later export of HMIS.".to_owned(),
            at,
        };
        AddendumRow { addendum, author, received_at: Some(at), date_in_doubt: false }
    }
}
