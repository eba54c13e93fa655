use leptos::prelude::*;

/// What stands on the screen while the phone is being read: a few milliseconds,
/// so it says nothing and spins nothing.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <main class="gate" id="main" aria-busy="true">
            <p class="brand">"Streetlight"</p>
        </main>
    }
}
