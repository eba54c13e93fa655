use crate::{
    browser::clock,
    held::Held,
    parts::skeleton::InnerSkeleton,
    place::{Chunk, Screen},
    state::use_app,
};
use leptos::{prelude::*, task::spawn_local};

/// After this long somebody is told, even when the network still says nothing.
const PATIENCE_MS: u32 = 8_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Loading,
    Here,
    Missing,
}

/// A screen that lives in a chunk. Normally the chunk is there before it can be
/// missed; where it is not, this says what happened and what still works.
#[component]
pub fn FromChunk(chunk: Chunk, screen: Screen) -> impl IntoView {
    let chunks = use_app().chunks;
    let progress = Held::new(Progress::Loading);
    // The screen may be left meanwhile; then there is nothing to tell.
    let tell = move |news| {
        let _left = progress.try_set(news);
    };
    let load = move || {
        tell(Progress::Loading);
        spawn_local(async move {
            tell(if (chunks.load)(chunk).await { Progress::Here } else { Progress::Missing });
        });
        spawn_local(async move {
            clock::sleep(PATIENCE_MS).await;
            if progress.try_get_untracked() == Some(Progress::Loading) {
                tell(Progress::Missing);
            }
        });
    };
    load();
    move || {
        let drawn = match progress.get() {
            Progress::Loading => {
                return view! { <InnerSkeleton/> }.into_any();
            }
            Progress::Here => (chunks.draw)(chunk, screen),
            Progress::Missing => None,
        };
        drawn.unwrap_or_else(|| view! { <Missing again=load/> }.into_any())
    }
}

#[component]
fn Missing(again: impl Fn() + Send + 'static) -> impl IntoView {
    let w = use_app().words();
    view! {
        <section class="block" role="alert">
            <h1>{w.screen_missing_title}</h1>
            <p>{w.screen_missing_text}</p>
            <button class="button primary wide" type="button" on:click=move |_| again()>
                {w.try_again}
            </button>
        </section>
    }
}
