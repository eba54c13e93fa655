use super::{Blank, Record, RecordKind, Target, fits};
use crate::{
    Moment,
    id::{AddendumId, ClientId},
    visible::is_blank,
    wire::v1::{Addendum, AddendumKind},
};

impl Record for Addendum {
    fn id(&self) -> [u8; 16] {
        *self.addendum_id.as_bytes()
    }

    fn client_id(&self) -> ClientId {
        self.client_id
    }

    fn time(&self) -> Moment {
        self.at
    }

    fn keeps_the_rules(&self) -> bool {
        !is_blank(&self.text) && fits(self)
    }

    fn each_text(&self, hear: &mut dyn FnMut(&str)) {
        hear(&self.text);
        hear(&self.reason);
    }

    fn target(&self) -> Option<Target> {
        Some(Target::Record(RecordKind::Contact, *self.contact_id.as_bytes()))
    }

    fn blank(blank: Blank<'_>) -> Self {
        Self {
            addendum_id: AddendumId::from_bytes((blank.fresh)()),
            contact_id: blank.contact_id,
            client_id: blank.client_id,
            kind: AddendumKind::Addendum,
            text: "…".to_owned(),
            reason: String::new(),
            at: blank.at,
        }
    }

    fn renew(&mut self, fresh: &mut dyn FnMut() -> [u8; 16]) {
        self.addendum_id = AddendumId::from_bytes(fresh());
    }
}
