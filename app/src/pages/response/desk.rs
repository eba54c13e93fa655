//! What the parts of the screen share.

use super::stage::Stage;
use crate::{
    held::{Derived, Held},
    state::{AppState, draft, form::Writing},
    store::{DraftName, FormKind},
    words::{Language, response::Words},
};
use domain::{id::ClientId, response::ResponseDraft, wire::v1::CrisisProtocol};

/// The name under which a response is kept while it goes on.
pub(super) const fn draft_name(client_id: ClientId) -> DraftName {
    DraftName { form: FormKind::Response, client_id }
}

/// What every part of the screen works on. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) app: AppState,
    pub(super) draft: Held<ResponseDraft>,
    pub(super) writing: Writing<ResponseDraft>,
    pub(super) r: &'static Words,
    /// Which part of it is on the screen. Nothing of the record: a response that is found again
    /// goes on where there is something to do.
    pub(super) stage: Held<Stage>,
}

impl Desk {
    /// Something was typed.
    pub(super) fn typed(self, change: impl FnOnce(&mut ResponseDraft)) {
        self.writing.edit(change);
    }

    /// Something was tapped: it is kept at once.
    pub(super) fn tapped(self, change: impl FnOnce(&mut ResponseDraft)) {
        self.typed(change);
        draft::flush();
    }

    /// A part of the draft, which is drawn anew only when that part changes.
    pub(super) fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&ResponseDraft) -> T + Send + Sync + 'static,
    ) -> Derived<T> {
        Derived::new(move |_| self.draft.with(&part))
    }

    /// The agency's protocol as it is on this phone, in the language of whoever reads it.
    pub(super) fn protocol(self) -> CrisisProtocol {
        let protocol = self.app.caseload.with_untracked(|caseload| {
            caseload.agency.as_ref().map(|agency| agency.protocol.clone()).unwrap_or_default()
        });
        protocol.read_in(self.app.language.get_untracked() == Language::Spanish)
    }
}
