use crate::{
    browser::page,
    held::{Derived, Held},
    parts::{
        alike, contact_line::pending_state, dates, field::TextField, fold::fold,
        operation_kind::operation_kind, page_head::PageHead, pictures,
    },
    place::Screen,
    state::{papers, sync, use_app},
    words::desk,
};
use ::sync::{
    papers::{NotTaken, Unsent},
    pending::{Pending, PendingState},
    replica::WaitingState,
};
use domain::wire::v1::QuarantineCode;
use leptos::{prelude::*, task::spawn_local};

/// Everything that is only on this phone, and everything somebody has to look at.
#[component]
pub fn WaitingPage() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let colleagues = d.colleagues_client;
    let rows = move || {
        let now = state.now.get();
        state.pending.with(|pending| {
            pending
                .iter()
                .filter(|item| item.is_unsent() || item.needs_attention())
                .map(|item| {
                    let client_id = item.operation.client_id();
                    let name = state.caseload.with(|all| alike::full_name(w, all, client_id));
                    // A plan opened on call is about somebody whose page is not on this phone.
                    let is_nobodys = item.operation.payload.is_nobodys();
                    let about = match (&name, is_nobodys) {
                        (_, true) => Screen::Directory,
                        (Some(_), false) => Screen::Client(client_id),
                        (None, false) => Screen::OnCall,
                    };
                    let others = if is_nobodys { w.service_check } else { colleagues };
                    let name = name.unwrap_or_else(|| others.to_owned());
                    let (icon, place) = pending_state(w, Some(item), now);
                    let why = reason(d, item);
                    view! {
                        <li>
                            <a class="person" href=about.path()>
                                <span class="person-name">{operation_kind(w, item.operation.payload.kind())}<small class="quiet">{name}</small></span>
                                <span class="quiet contact-foot">
                                    {icon.draw()}
                                    <span>{place}" · "{dates::day_time(w, item.operation.occurred_at, now)}</span>
                                </span>
                                {why.map(|why| view! { <span>{why}</span> })}
                            </a>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let pictures = pictures::unsent();
    let empty = move || {
        let any = state.pending.with(|pending| pending.unsent() + pending.needing_attention() > 0);
        (!any && pictures.get().0.pages == 0)
            .then(|| view! { <p class="empty">{w.everything_sent}</p> })
    };
    view! {
        <PageHead title=w.waiting back=Screen::Me/>
        <p class="quiet">{d.waiting_text}</p>
        <Stuck/>
        <ul class="people">{rows}</ul>
        <Pictures found=pictures/>
        {empty}
    }
}

/// Pictures that are not sent yet, and what can be done about those that the server did not take.
#[component]
fn Pictures(found: Held<(Unsent, Option<NotTaken>)>) -> impl IntoView {
    let state = use_app();
    let d = desk::words(state.language.get_untracked());
    let again = move |_| {
        spawn_local(async move {
            if papers::retry_stuck(state).await.is_err() {
                state.tell(state.words().phone_could_not_read);
            }
        });
    };
    move || {
        let (unsent, hindered) = found.get();
        (unsent.pages > 0).then(|| {
            let full = (hindered == Some(NotTaken::NoRoom))
                .then(|| view! { <p class="banner">{d.pictures_full}</p> });
            let stuck = (unsent.stuck > 0).then(|| {
                view! {
                    <p class="banner">{d.pictures_stuck(unsent.stuck)}</p>
                    <button class="button wide" type="button" on:click=again>{state.words().try_again}</button>
                }
            });
            view! {
                <section class="block">
                    <p role="status">{pictures::says(state, unsent)}</p>
                    <p class="quiet">{d.pictures_text}</p>
                    {full}
                    {stuck}
                </section>
            }
        })
    }
}

/// What somebody can do about operations that the server never answers for:
/// try again, carry them over in a sealed file, or give them up, counted.
#[component]
fn Stuck() -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let unsent = Derived::new(move |_| state.pending.with(|all| all.unsent()));
    let is_stuck = |item: &&Pending| item.is_unsent() && item.needs_attention();
    let stuck =
        Derived::new(move |_| state.pending.with(|all| all.iter().filter(is_stuck).count()));
    let typed = Held::new(String::new());
    let copy = move |_| {
        spawn_local(async move {
            match sync::sealed_copy().await {
                Ok(Some(text)) => page::save_file("streetlight-unsent.json", &text),
                Ok(None) => {}
                Err(_) => state.tell(w.phone_could_not_read),
            }
        });
    };
    let discard = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if typed.get_untracked().trim() != stuck.get_untracked().to_string() {
            state.tell(d.discard_count_differs);
            return;
        }
        typed.set(String::new());
        spawn_local(async move {
            let gone = sync::discard_stuck(state).await.is_ok();
            state.tell(if gone { w.discarded } else { w.phone_could_not_keep });
        });
    };
    view! {
        {move || (unsent.get() > 0).then(|| {
            let inside = view! {
                <div class="block">
                    <p>{d.sealed_copy_text}</p>
                    <button class="button wide" type="button" on:click=copy>{d.sealed_copy}</button>
                </div>
            };
            fold(String::new(), false, d.if_nothing_is_sent.to_owned(), inside.into_any())
        })}
        {move || match stuck.get() {
            0 => None,
            n => Some(view! {
                <section class="block">
                    <button class="button primary wide" type="button" on:click=move |_| sync::retry_stuck(state)>
                        {w.try_again}
                    </button>
                    <details class="sheet">
                        <summary>{d.discard_stuck(n)}</summary>
                        <form class="form" on:submit=discard>
                            <p>{d.discard_stuck_text}</p>
                            <TextField id="how-many" label=d.how_many value=typed on_input=move |text| typed.set(text)/>
                            <button class="button" type="submit">{w.discard_for_good}</button>
                        </form>
                    </details>
                </section>
            }),
        }}
    }
}

const fn reason(d: &desk::Words, item: &Pending) -> Option<&'static str> {
    match &item.state {
        PendingState::Quarantined(_, code) => Some(match code {
            QuarantineCode::NotAssigned => d.quarantine_not_assigned,
            QuarantineCode::DeviceRevoked => d.quarantine_device_revoked,
            QuarantineCode::ClientUnknown | QuarantineCode::TargetUnknown => d.quarantine_unknown,
            _ => d.quarantine_other,
        }),
        PendingState::Waiting(WaitingState::Stuck { .. }) => Some(d.stuck_text),
        _ => None,
    }
}
