//! The Leptos app: everything that runs in the phone, and on the server when
//! it renders the pages that hold no person's data.
//!
//! | folder | what |
//! |---|---|
//! | `pages/` | a screen a file |
//! | `parts/` | views that several screens share |
//! | `state/` | what the screens look at, and what changes it |
//! | `store/` | where things lie on the phone |
//! | `vault/` | keys and seals |
//! | `browser/` | the only web-sys |

#![recursion_limit = "256"]

mod browser;
mod chunks;
mod held;
mod pages;
mod parts;
mod place;
mod rehearsal;
mod routes;
mod state;
mod store;
mod together;
mod vault;
pub mod words;

pub use place::RequestedPath;
pub use routes::App;

/// Starts the app in the browser: takes the place of the shell, or of a page that
/// the server rendered, and goes on with what was begun there.
/// Called by the boot script.
#[cfg(feature = "csr")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    browser::page::name_faults();
    wasm_bindgen_futures::spawn_local(async {
        // Looked for first, so that the first screen drawn is the right one.
        let found = state::start::look(&chunks::CHUNKS).await;
        while browser::early::is_held() {
            browser::clock::sleep(50).await;
        }
        browser::early::take_over(|| {
            leptos::mount::mount_to_body(move || {
                leptos::prelude::provide_context(found);
                App()
            });
        });
        browser::page::mark("started");
    });
}
