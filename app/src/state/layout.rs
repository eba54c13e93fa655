//! In which layout a worker reads signed notes. It changes how they are shown, and nothing in them.

use super::AppState;
use crate::browser::local_storage;
use domain::contact::layouts::Layout;

/// Where it is kept, for each worker of a shared phone.
fn key(app: AppState) -> Option<String> {
    let device_id = app.profile.get_untracked()?.device_id;
    Some(format!("streetlight/layout/{device_id}"))
}

/// The layout that was chosen last; none for a note as it was written.
#[must_use]
pub fn chosen(app: AppState) -> Option<Layout> {
    let word: String = local_storage::read(&key(app)?)?;
    Layout::of(&word)
}

/// Remembers one. Where the phone cannot, it holds until the screen is left.
pub fn choose(app: AppState, layout: Option<Layout>) {
    if let Some(key) = key(app) {
        let _until_then = local_storage::write(&key, &layout.map_or("", Layout::word));
    }
}
