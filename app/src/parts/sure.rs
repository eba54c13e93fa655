use super::online::sentence;
use crate::held::Held;
use crate::state::{refusal::tell_here, use_app};
use domain::wire::v1::Revoke;
use leptos::{prelude::*, task::spawn_local};

/// Something at the server that cannot be taken back: says what it does, asks, and does it.
#[component]
pub fn Sure(
    /// What it is called.
    name: &'static str,
    /// What it does.
    text: &'static str,
    /// What else it does here.
    #[prop(optional_no_strip)]
    also: Option<&'static str>,
    /// The button that does it.
    yes: &'static str,
    /// How the server is told.
    method: &'static str,
    /// Address at the server.
    path: String,
    /// What the server is told.
    #[prop(optional)]
    body: Option<Revoke>,
    /// What is said once it is done.
    told: &'static str,
    /// It is done.
    #[prop(into)]
    done: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let busy = Held::new(false);
    let problem = Held::new(None::<String>);
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (path, body) = (path.clone(), body.clone());
        spawn_local(async move {
            let answer = tell_here(method, &path, body.as_ref()).await;
            let _left = busy.try_set(false);
            match answer {
                Ok(_) => {
                    state.tell(told);
                    let _left = done.try_run(());
                }
                Err(refused) => drop(problem.try_set(Some(sentence(state, &refused).to_owned()))),
            }
        });
    };
    view! {
        <details class="sheet">
            <summary>{name}</summary>
            <div class="form">
                <p>{text}</p>
                {also.map(|also| view! { <p>{also}</p> })}
                <p class="problem" role="alert">{move || problem.get()}</p>
                <button class="button wide" type="button" on:click=act disabled=move || busy.get()>{yes}</button>
            </div>
        </details>
    }
}
