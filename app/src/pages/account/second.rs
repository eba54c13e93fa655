use super::password::may_be_done;
use crate::{
    browser::{
        page, passkey,
        second_passkey::{self, Asked as AskedPasskey, Made},
    },
    held::Held,
    parts::dates,
    parts::online::{office_words, sentence},
    parts::sure::Sure,
    place::Screen,
    state::{
        AppState, lock,
        refusal::{Refused, ask_here},
        sync, use_app,
    },
};
use domain::wire::v1::{AddPasskey, NewPasskey, PasskeyRow, RecoveryCodes, SecondFactor};
use leptos::{prelude::*, task::spawn_local};

/// What stands beside the password: passkeys and recovery codes.
#[component]
pub(super) fn Second(
    second: SecondFactor,
    /// Whether the password was given just now: otherwise nothing of it may be changed.
    fresh: bool,
    /// Codes that were just made, for as long as they are looked at.
    codes: Held<Vec<String>>,
    /// What went wrong last. It outlives this, which is drawn anew with every answer.
    problem: Held<Option<String>>,
    /// Something was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let SecondFactor { passkeys, codes_left, required } = second;
    let has_one = !passkeys.is_empty();
    let busy = Held::new(false);
    let done = move |locks: u32, answer: Result<RecoveryCodes, &'static str>| {
        let _gone = busy.try_set(false);
        match answer {
            Ok(RecoveryCodes { codes: made }) => {
                if !made.is_empty() {
                    let _gone = codes.try_set(made);
                    // They stand above what made them.
                    page::scroll_to_top();
                }
                // Locked meanwhile, it may be somebody else's by now.
                if lock::locks() == locks {
                    state.second_missing.set(false);
                }
                let _gone = changed.try_run(());
                sync::signed_in(state);
            }
            Err(says) => {
                let _gone = problem.try_set(Some(says.to_owned()));
                // Where the answer was lost it may be done all the same.
                let _gone = changed.try_run(());
            }
        }
    };
    let begin = move || {
        let begun = !busy.get_untracked();
        busy.set(true);
        problem.set(None);
        begun
    };
    let add = move |_| {
        if begin() {
            let locks = lock::locks();
            spawn_local(async move { done(locks, add_passkey(state).await) });
        }
    };
    let renew = move |_| {
        if begin() {
            let locks = lock::locks();
            spawn_local(async move {
                let path = "/api/v1/account/recovery-codes";
                let answer = ask_here("POST", path, Some(&())).await;
                done(locks, answer.map_err(|refused| why(state, &refused)));
            });
        }
    };
    let left = usize::try_from(codes_left).unwrap_or_default();
    let rows =
        passkeys.into_iter().map(|row| view! { <Passkey row fresh changed/> }).collect_view();
    let change = move || {
        view! {
            {passkey::may_be_there().then(|| view! {
                <button class="button wide" type="button" disabled=move || busy.get() on:click=add>
                    {if has_one { ow.passkey_add_another } else { ow.passkey_add }}
                </button>
            })}
            {has_one.then(|| view! {
                <details class="sheet">
                    <summary>{ow.codes_renew}</summary>
                    <div class="form">
                        <p>{ow.codes_renew_text}</p>
                        <button class="button wide" type="button" disabled=move || busy.get() on:click=renew>
                            {ow.codes_renew_yes}
                        </button>
                    </div>
                </details>
            })}
        }
    };
    view! {
        <section class="block">
            <h2>{ow.second_factor}</h2>
            {(required && !has_one).then(|| view! { <p class="banner">{ow.second_required}</p> })}
            <p class="quiet">{ow.second_factor_text}</p>
            <ul class="people">{rows}</ul>
            {has_one.then(|| view! { <p>{ow.codes_left(left)}</p> })}
            <p class="problem" role="alert">{move || problem.get()}</p>
            {if fresh {
                change().into_any()
            } else {
                view! {
                    <p>{ow.second_not_fresh}</p>
                    <a class="button wide" href=Screen::SignIn.path()>{w.sign_in}</a>
                }.into_any()
            }}
        </section>
    }
}

/// Recovery codes, the one time they are shown.
#[component]
pub(super) fn Codes(codes: Held<Vec<String>>) -> impl IntoView {
    let ow = office_words(use_app());
    move || {
        let shown = codes.get();
        (!shown.is_empty()).then(|| {
            let rows = shown.into_iter().map(|code| view! { <li><code>{code}</code></li> });
            view! {
                <section class="block" aria-labelledby="codes-title">
                    <h2 id="codes-title">{ow.codes}</h2>
                    <p class="banner" role="status">{ow.codes_text}</p>
                    <ol translate="no">{rows.collect_view()}</ol>
                    <button class="button wide" type="button" on:click=move |_| codes.set(Vec::new())>
                        {ow.codes_written}
                    </button>
                </section>
            }
        })
    }
}

#[component]
fn Passkey(row: PasskeyRow, fresh: bool, changed: Callback<()>) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let when = |at| dates::day_time(w, dates::here(at), state.now.get_untracked());
    let added = ow.enrolled(&when(row.added_at));
    let used = row.used_at.map(|at| format!(" · {}", ow.passkey_used(&when(at))));
    let path = format!("/api/v1/account/passkeys/{}", row.passkey_id);
    view! {
        <li class="phone">
            <h3 class="person-name">{row.name}</h3>
            <p class="quiet">{added}{used}</p>
            {fresh.then(|| view! {
                <Sure
                    name=ow.passkey_remove
                    text=ow.passkey_remove_text
                    yes=ow.passkey_remove_yes
                    method="DELETE"
                    path
                    told=ow.passkey_removed
                    done=changed
                />
            })}
        </li>
    }
}

/// What happened, what is safe, what to do. Codes that were made are shown once: where no answer
/// came, nobody has seen them.
fn why(state: AppState, refused: &Refused) -> &'static str {
    if may_be_done(refused) { office_words(state).second_perhaps } else { sentence(state, refused) }
}

/// Has the phone make a passkey, and the server take it.
async fn add_passkey(state: AppState) -> Result<RecoveryCodes, &'static str> {
    let ow = office_words(state);
    let say = |refused: Refused| match &refused {
        Refused::Said { code, .. } if code == "passkey_not_taken" => ow.passkey_not_made,
        refused => sentence(state, refused),
    };
    let path = "/api/v1/account/passkeys/challenge";
    let new: NewPasskey = ask_here("POST", path, Some(&())).await.map_err(say)?;
    let login = state.profile.with_untracked(|profile| {
        profile.as_ref().map(|profile| profile.login.clone()).unwrap_or_default()
    });
    let known: Vec<&[u8]> = new.known.iter().map(|id| id.0.as_slice()).collect();
    let asked = AskedPasskey { challenge: &new.challenge, rp_id: &new.rp_id, known: &known };
    // In the list that a phone shows, it stands beside the passkey that opens it.
    let name = ow.passkey_called(&login);
    let made = second_passkey::make(asked, &new.user_id, &name).await;
    let Made { client_data, attestation } = made.map_err(|_| ow.passkey_not_made)?;
    let add = AddPasskey { name: page::device_name(), client_data, attestation };
    let answer = ask_here("POST", "/api/v1/account/passkeys", Some(&add)).await;
    answer
        .map_err(|refused| if may_be_done(&refused) { why(state, &refused) } else { say(refused) })
}
