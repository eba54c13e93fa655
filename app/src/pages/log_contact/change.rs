//! How the parts of the form change its draft.

use domain::contact::ContactDraft;

/// A change to the draft.
pub(super) type Change = Box<dyn Fn(&mut ContactDraft) + Send + Sync>;
