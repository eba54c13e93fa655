use super::{
    name_of, people,
    quarantine::{about_whom, listed, why},
    reading::Reading,
    told_apart, who_may,
};
use crate::{
    held::Held,
    parts::online::{Question, office_words, sentence},
    parts::{dates, operation_kind::operation_kind, page_head::PageHead},
    place::Screen,
    state::{
        refusal::{ask_here, tell_here},
        use_app,
    },
};
use domain::{
    Hash,
    id::{OperationId, StaffId},
    wire::v1::{
        AssignClient, QuarantineCode, QuarantineRow, QuarantinedOperation, Receipt, ReceiptOutcome,
        Revoked,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// One operation of the quarantine, whole, and what a supervisor can do about it.
#[component]
pub fn QuarantinedPage(op_id: OperationId, hash: Hash) -> impl IntoView {
    let state = use_app();
    let path = format!("/api/v1/quarantine/{op_id}/{hash}");
    let question = Question::<QuarantinedOperation>::ask(&*path);
    let path = Held::new(path);
    // Here and not where it is drawn: each answer draws anew, and what was asked before is still on its way.
    let again = Callback::new(move |()| question.again());
    view! {
        <PageHead title=state.words().quarantine back=Screen::Quarantine/>
        {question.drawn(move |kept| {
                let released = kept.row.released_at.is_some();
                let row = kept.row.clone();
                let hindrance = kept.hindrance;
                view! {
                    <Head row=row.clone()/>
                    <Reading kept/>
                    {(!released).then(|| view! {
                        <Actions row hindrance path=path.get_untracked() again/>
                    })}
                }.into_any()
        })}
    }
}

/// Who wrote it, on which phone, when, about whom, and why it is here.
#[component]
fn Head(row: QuarantineRow) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let when = |at| dates::day_time(w, at, now);
    let about = row.about.as_ref();
    let apart = told_apart(state, row.about.iter().map(listed));
    let what = about.map_or(ow.unreadable, |about| operation_kind(w, about.kind));
    let phone = match row.revoked {
        None => row.device_name.clone(),
        Some(Revoked::Left) => format!("{} ({})", row.device_name, ow.phone_left),
        Some(Revoked::Lost) => format!("{} ({})", row.device_name, ow.phone_lost),
    };
    let carried = about.map(|about| {
        let names: Vec<_> = about.assigned.iter().map(|id| name_of(state, *id)).collect();
        if names.is_empty() { ow.nobody_carries.to_owned() } else { names.join("; ") }
    });
    let facts = [
        (ow.client, about.map(|_| about_whom(state, &row, &apart))),
        (ow.carried_by, carried),
        (ow.author, Some(name_of(state, row.author))),
        (ow.phone, Some(phone)),
        (ow.when_by_phone, about.map(|about| when(about.occurred_at))),
        (ow.received, Some(when(dates::here(row.received_at)))),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(name, fact)| {
            fact.map(|fact| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> })
        })
        .collect_view();
    let state_now = match row.released_at {
        Some(at) => ow.released_at(&when(dates::here(at))),
        None => why(ow, row.code).to_owned(),
    };
    view! {
        <section class="block kept-head">
            <h2>{what}</h2>
            <p class="banner">{state_now}</p>
            <dl class="facts">{facts}</dl>
        </section>
    }
}

/// Giving the client to somebody, and letting the operation out.
#[component]
fn Actions(
    row: QuarantineRow,
    hindrance: Option<QuarantineCode>,
    /// Address of the operation at the server.
    path: String,
    /// Reads it anew.
    again: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let busy = Held::new(false);
    let problem = Held::new(None::<&'static str>);
    let author = name_of(state, row.author);
    let release_path = format!("{path}/release");
    let release = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let path = release_path.clone();
        spawn_local(async move {
            let answer = ask_here::<Receipt>("POST", &path, None::<&()>).await;
            // The screen may be gone by now.
            let _left = busy.try_set(false);
            match answer {
                Ok(Receipt { outcome: ReceiptOutcome::Quarantined { .. }, .. }) => {
                    let _left = again.try_run(());
                }
                Ok(_) => {
                    state.tell(ow.released);
                    let _left = again.try_run(());
                    crate::state::sync::now(state);
                }
                Err(refused) => drop(problem.try_set(Some(sentence(state, &refused)))),
            }
        });
    };
    let stands_in_the_way = hindrance.map(|code| match code {
        QuarantineCode::NotAssigned => ow.why_nobody_assigned,
        other => why(ow, other),
    });
    let client = row.about.as_ref().map(|about| about.client_name.clone());
    let known_client = client.filter(|name| !name.is_empty());
    let lost = (row.revoked == Some(Revoked::Lost)).then(|| ow.lost_ask_author(&author));
    view! {
        {known_client.map(|name| view! { <Assign row=row.clone() name path again/> })}
        <section class="block">
            {lost.map(|text| view! { <p class="banner">{text}</p> })}
            {match stands_in_the_way {
                // What the banner says already needs no second time.
                Some(why_not) => (hindrance != Some(row.code)).then(|| view! { <p>{why_not}</p> }).into_any(),
                None => view! {
                    <p>{ow.release_text(&author)}</p>
                    <button class="button primary wide" type="button" on:click=release disabled=move || busy.get()>
                        {ow.release}
                    </button>
                }.into_any(),
            }}
            <p class="problem" role="alert">{move || problem.get()}</p>
        </section>
    }
}

/// Gives the client to the author or to another worker.
#[component]
fn Assign(
    row: QuarantineRow,
    /// What the client wants to be called.
    name: String,
    path: String,
    again: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let assigned = row.about.map(|about| about.assigned).unwrap_or_default();
    let mut options = who_may(state, |id| !assigned.contains(&id));
    // The author first: most often it is a mistake that they lost the client.
    options.sort_by_key(|(id, _)| *id != row.author);
    let chosen = Held::new(None::<StaffId>);
    let problem = Held::new(None::<&'static str>);
    let busy = Held::new(false);
    let path = format!("{path}/assign");
    let assign = move |_| {
        let Some(staff_id) = chosen.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        let path = path.clone();
        spawn_local(async move {
            let answer = tell_here("POST", &path, Some(&AssignClient { staff_id })).await;
            let _left = busy.try_set(false);
            match answer {
                Ok(_) => {
                    state.tell(ow.assigned);
                    let _left = again.try_run(());
                }
                Err(refused) => drop(problem.try_set(Some(sentence(state, &refused)))),
            }
        });
    };
    let label = ow.assign_now(&name);
    view! {
        <details class="sheet" open=assigned.is_empty()>
            <summary>{ow.assign}</summary>
            <div class="form">
                <p class="quiet">{ow.assign_text}</p>
                {people("assign-to", ow.assign_to, options, chosen.into(), move |id| chosen.set(id))}
                <p class="problem" role="alert">{move || problem.get()}</p>
                <button
                    class="button wide"
                    type="button"
                    on:click=assign
                    disabled=move || busy.get() || chosen.get().is_none()
                >
                    {label}
                </button>
            </div>
        </details>
    }
}
