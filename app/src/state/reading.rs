//! What a screen reads from the phone, for as long as it is on the screen.

use super::AppState;
use crate::browser::clock;
use crate::held::{Held, react};
use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};

/// Milliseconds until a first reading that failed is tried again.
const AGAIN_AFTER_MS: u32 = 500;
/// How often that time doubles, at most: to a quarter of a minute.
const DOUBLINGS: u32 = 5;

/// Reads for a screen: now, whenever a file or a plan on the phone changed, when the answer is
/// run, and by itself after it failed, ever more seldom. A store that fails once may answer the
/// next time, and nobody should have to know that. `read` says whether it could be read.
///
/// One piece of code for every screen: the file that travels to phones is smaller.
pub fn reading(
    app: AppState,
    read: Box<dyn Fn() -> LocalBoxFuture<'static, bool>>,
) -> Callback<()> {
    let asked = Held::new(0_u32);
    let again = move || {
        let _gone = asked.try_update(|asked| *asked += 1);
    };
    react(move || {
        app.files_version.track();
        let ask = asked.get();
        let reading = read();
        spawn_local(async move {
            if !reading.await {
                clock::sleep(AGAIN_AFTER_MS << ask.min(DOUBLINGS)).await;
                // Unless the screen is gone, or somebody asked meanwhile.
                if asked.try_get_untracked() == Some(ask) {
                    again();
                }
            }
        });
    });
    Callback::new(move |()| again())
}
