use crate::{
    held::{Held, Live},
    parts::online::{office_words, sentence},
    parts::{dates, field::TextField},
    place::Screen,
    state::{
        AppState,
        account_news::{self, News},
        lock,
        refusal::{Refused, ask_here},
        sync, use_app,
    },
};
use domain::{
    Moment,
    length::{PASSWORD_MAX_BYTES, PASSWORD_MIN_CHARS},
    wire::v1::{ChangePassword as Change, PasswordChanged},
};
use leptos::{prelude::*, task::spawn_local};

/// What something is wrong with: a field, by its place.
type At = usize;

const OLD: At = 0;
const NEW: At = 1;
const AGAIN: At = 2;
/// None of the fields.
const WHOLE: At = 3;

/// A new password by the old one. What is typed stays until it is the password.
#[component]
pub(super) fn ChangePassword(
    /// When it was last changed, where that is known.
    set_at: Live<Option<Moment>>,
    /// It is changed.
    changed: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let (w, ow) = (state.words(), office_words(state));
    let [old, new, again] = [(); 3].map(|()| Held::new(String::new()));
    // One sentence a place. Signals of a kind that others have too: each further kind costs the
    // file that travels a kilobyte.
    let problems = [(); 4].map(|()| Held::new(String::new()));
    let say = move |problem: Option<(At, String)>| {
        let (wrong, says) = problem.unwrap_or((WHOLE, String::new()));
        for (at, place) in problems.iter().enumerate() {
            let _left = place.try_set(if at == wrong { says.clone() } else { String::new() });
        }
    };
    let busy = Held::new(false);
    // An earlier try had no answer: what the server did is not known.
    let unclear = Held::new(false);
    let signed_out = Held::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let change = Change { old: old.get_untracked(), new: new.get_untracked() };
        let wrong = wrong_before_sent(state, &change, &again.get_untracked());
        let is_wrong = wrong.is_some();
        say(wrong);
        if is_wrong {
            return;
        }
        busy.set(true);
        let locks = lock::locks();
        spawn_local(async move {
            let path = "/api/v1/account/password";
            let answer = ask_here::<PasswordChanged>("POST", path, Some(&change)).await;
            match answer {
                Ok(PasswordChanged { at }) => {
                    // Locked meanwhile, it may be somebody else's by now.
                    if lock::locks() == locks {
                        account_news::known(state, News::PasswordChanged, at);
                    }
                    state.tell(ow.password_changed_now);
                    for field in [old, new, again] {
                        let _left = field.try_set(String::new());
                    }
                    let _left = unclear.try_set(false);
                    let _left = changed.try_run(());
                    sync::signed_in(state);
                }
                Err(refused) => {
                    let before = unclear.try_get_untracked().unwrap_or_default();
                    let is_401 = matches!(refused, Refused::Said { status: 401, .. });
                    let _left = signed_out.try_set(is_401);
                    let _left = unclear.try_set(before || may_be_done(&refused));
                    say(Some(why(state, &refused, before)));
                }
            }
            let _left = busy.try_set(false);
        });
    };
    let field =
        move |at: At, id: &'static str, label, value: Held<String>, hint: Option<String>| {
            let said = format!("{id}-said");
            let Some(problem) = problems.get(at).copied() else { return ().into_any() };
            let under = view! {
                <div id=said.clone()>
                    {hint.map(|hint| view! { <p class="quiet">{hint}</p> })}
                    <p class="problem" role="alert">{move || problem.get()}</p>
                </div>
            };
            let wrong = Live::derive(move || !problem.get().is_empty());
            let autocomplete = if at == OLD { "current-password" } else { "new-password" };
            view! {
                <TextField
                    id
                    label
                    kind="password"
                    autocomplete
                    value
                    on_input=move |text| value.set(text)
                    under=(said, under.into_any())
                    wrong
                />
            }
            .into_any()
        };
    let [.., whole] = problems;
    let hint = ow.password_new_hint(&PASSWORD_MIN_CHARS.to_string());
    view! {
        <section class="block">
            <h2>{w.password}</h2>
            {move || set_at.get().map(|at| {
                let when = dates::day_time(w, dates::here(at), state.now.get());
                view! { <p class="quiet">{ow.password_set(&when)}</p> }
            })}
            <details class="sheet">
                <summary>{ow.password_change}</summary>
                <form class="form" on:submit=submit>
                    <p>{ow.password_change_text}</p>
                    {field(OLD, "password-old", ow.password_old, old, None)}
                    {field(NEW, "password-new", ow.password_new, new, Some(hint))}
                    {field(AGAIN, "password-again", ow.password_again, again, None)}
                    <p class="problem" role="alert">{move || whole.get()}</p>
                    {move || signed_out.get().then(|| view! {
                        <a class="button wide" href=Screen::SignIn.path()>{w.sign_in}</a>
                    })}
                    <button class="button primary wide" type="submit" disabled=move || busy.get()>
                        {ow.password_change_yes}
                    </button>
                </form>
            </details>
        </section>
    }
}

/// What the phone can tell by itself.
fn wrong_before_sent(state: AppState, change: &Change, again: &str) -> Option<(At, String)> {
    let ow = office_words(state);
    let Change { old, new } = change;
    if old.is_empty() {
        Some((OLD, ow.password_wrong.to_owned()))
    } else if new.chars().count() < PASSWORD_MIN_CHARS {
        Some((NEW, ow.password_too_short(&PASSWORD_MIN_CHARS.to_string())))
    } else if new.len() > PASSWORD_MAX_BYTES {
        Some((NEW, ow.password_too_long.to_owned()))
    } else if new != again {
        Some((AGAIN, ow.passwords_differ.to_owned()))
    } else {
        None
    }
}

/// Whether it may have been done all the same.
pub(super) fn may_be_done(refused: &Refused) -> bool {
    match refused {
        Refused::Unreachable => true,
        Refused::Said { status, code, .. } => *status >= 500 && code != "busy",
    }
}

/// What happened, what is safe, what to do; and at which field.
fn why(state: AppState, refused: &Refused, unclear: bool) -> (At, String) {
    let (w, ow) = (state.words(), office_words(state));
    let whole = |says: &str| (WHOLE, says.to_owned());
    match refused {
        refused if may_be_done(refused) => whole(ow.password_no_answer),
        Refused::Said { status: 401, .. } if unclear => whole(ow.password_perhaps),
        Refused::Said { status: 429, retry_after, .. } => {
            whole(&w.too_many_tries(&retry_after.unwrap_or(60).to_string()))
        }
        Refused::Said { code, .. } => match code.as_str() {
            "wrong_password" => (OLD, ow.password_wrong.to_owned()),
            "password_same" => (NEW, ow.password_same.to_owned()),
            "password_too_short" => (NEW, ow.password_too_short(&PASSWORD_MIN_CHARS.to_string())),
            "password_too_long" => (NEW, ow.password_too_long.to_owned()),
            "password_guessable" => (NEW, ow.password_guessable.to_owned()),
            _ => whole(sentence(state, refused)),
        },
        Refused::Unreachable => whole(ow.password_no_answer),
    }
}
