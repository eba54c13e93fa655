use leptos::prelude::*;

/// What stands on the screen while the phone is being read: a few milliseconds,
/// so it says nothing and spins nothing.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! { <main class="gate" id="main" aria-busy="true"><Brand/></main> }
}

/// The same inside a screen, while the file it lives in is read.
#[component]
pub fn InnerSkeleton() -> impl IntoView {
    view! { <div class="gate" aria-busy="true"><Brand/></div> }
}

#[component]
fn Brand() -> impl IntoView {
    view! { <p class="brand">"Streetlight"</p> }
}
