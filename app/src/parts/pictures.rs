//! Pictures of papers that no server has yet, for the screens that say what is where. Belongs to the
//! chunk `desk`.

use crate::{
    held::{Held, react},
    state::{AppState, papers},
    words::desk,
};
use ::sync::papers::{NotTaken, Unsent};
use leptos::task::spawn_local;

/// What is unsent, and why nothing goes, where something is in the way; anew whenever that changes.
#[must_use]
pub fn unsent() -> Held<(Unsent, Option<NotTaken>)> {
    let found = Held::new((Unsent::default(), None));
    react(move || {
        papers::track();
        spawn_local(async move {
            // What cannot be read now is read with the next change.
            if let Ok(now) = papers::unsent().await {
                let _left = found.try_set(now);
            }
        });
    });
    found
}

/// "2 pictures are on this phone only (1.3 MB). 3 of 5 parts are sent."
#[must_use]
pub fn says(app: AppState, unsent: Unsent) -> String {
    let tenths = unsent.bytes.saturating_add(50_000) / 100_000;
    let mb = format!("{}.{}", tenths / 10, tenths % 10);
    let d = desk::words(app.language.get_untracked());
    d.pictures_unsent(unsent.pages, &unsent.parts.to_string(), &mb, &unsent.sent.to_string())
}
