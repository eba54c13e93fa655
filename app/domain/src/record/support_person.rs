use super::{Blank, Record, fits};
use crate::{
    Moment,
    id::{ClientId, PersonId, SupportPersonId},
    supports::{REPLACES_MAX, SupportDraft, is_named},
    wire::v1::SupportPerson,
};

impl Record for SupportPerson {
    fn id(&self) -> [u8; 16] {
        *self.support_person_id.as_bytes()
    }

    fn client_id(&self) -> ClientId {
        self.client_id
    }

    fn time(&self) -> Moment {
        self.at
    }

    fn keeps_the_rules(&self) -> bool {
        is_named(self)
            && fits(self)
            && self.replaces.len() <= REPLACES_MAX
            && !self.replaces.contains(&self.support_person_id)
    }

    fn each_text(&self, hear: &mut dyn FnMut(&str)) {
        for text in [&self.name, &self.relation, &self.tel, &self.sms, &self.language, &self.note] {
            hear(text);
        }
    }

    fn blank(blank: Blank<'_>) -> Self {
        let id = SupportPersonId::from_bytes((blank.fresh)());
        let person_id = PersonId::from_bytes((blank.fresh)());
        let draft = SupportDraft::new(blank.client_id, id, person_id, blank.at);
        Self { relation: "…".to_owned(), ..draft.support_person }
    }

    // What it replaces may still be on another phone, so nothing has to be there.

    fn renew(&mut self, fresh: &mut dyn FnMut() -> [u8; 16]) {
        self.support_person_id = SupportPersonId::from_bytes(fresh());
    }
}
