//! What the screens have in common that ask the server and keep nothing on the phone.

use crate::{
    browser::fetch::Answer,
    held::Held,
    place::Screen,
    state::{
        AppState,
        refusal::{Refused, read, tell_here},
        use_app,
    },
    words::office::{Words, words},
};
use domain::json;
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

/// The words of the screens that ask the server, in the language in force.
#[must_use]
pub fn office_words(state: AppState) -> &'static Words {
    words(state.language.get_untracked())
}

/// Something that the server is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked<T> {
    /// No answer yet.
    Waiting,
    /// The answer.
    Here(T),
    /// Why there is none.
    Refused(Refused),
}

/// An answer as `T` is read from it, and how many parts of it only a newer app can read.
type Reading<T> = fn(&Answer) -> Result<(T, usize), Refused>;

/// What a screen asks the server for, and what came of it. The screen may be left meanwhile; then
/// nobody is told.
#[derive(Debug)]
pub struct Question<T: 'static> {
    /// What came of it.
    pub asked: Held<Asked<T>>,
    unread: Held<usize>,
    path: Held<String>,
    reading: Reading<T>,
}

// By hand: what is asked for need not be `Copy`.
impl<T> Clone for Question<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Question<T> {}

impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Question<T> {
    /// Not asked yet. One entry that only a newer app can read costs nothing but itself.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        let reading: Reading<T> = |answer| {
            let read = json::sparing(&answer.body).map_err(|_| Refused::Unreachable);
            read.map(|(answer, left_out)| (answer, left_out.len()))
        };
        Self::read_by(path, reading)
    }

    /// Asked at once.
    #[must_use]
    pub fn ask(path: impl Into<String>) -> Self {
        let question = Self::new(path);
        question.again();
        question
    }

    /// Asked at once, for what is saved again as a whole: an answer of which a part cannot be read is
    /// no answer, or saving would undo that part.
    #[must_use]
    pub fn ask_for_whole(path: impl Into<String>) -> Self {
        let question = Self::read_by(path, |answer| Ok((read(answer)?, 0)));
        question.again();
        question
    }

    fn read_by(path: impl Into<String>, reading: Reading<T>) -> Self {
        Self {
            asked: Held::new(Asked::Waiting),
            unread: Held::new(0),
            path: Held::new(path.into()),
            reading,
        }
    }

    /// Asks anew. What is there stays until the answer comes.
    pub fn again(self) {
        self.unread.set(0);
        self.go_on(self.path.get_untracked());
    }

    /// Asks for what goes on from here, at another address.
    pub fn go_on(self, path: String) {
        let take = move |answer: Result<Answer, Refused>| {
            let (answer, unread) = match answer.and_then(|answer| (self.reading)(&answer)) {
                Ok((answer, unread)) => (Asked::Here(answer), unread),
                Err(refused) => (Asked::Refused(refused), 0),
            };
            let _left = self.unread.try_update(|before| *before += unread);
            let _left = self.asked.try_set(answer);
        };
        get(path, Box::new(take));
    }

    /// What came of it, drawn; in its place that it is waited for, or why it did not come.
    pub fn drawn(self, draw: impl Fn(T) -> AnyView + Send + 'static) -> AnyView {
        let shown = move || match self.asked.get() {
            Asked::Here(answer) => Asked::Here(draw(answer)),
            Asked::Waiting => Asked::Waiting,
            Asked::Refused(refused) => Asked::Refused(refused),
        };
        framed(self.unread, Box::new(shown), Callback::new(move |()| self.again()))
    }

    /// Nothing of what came is left out.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.unread.get() == 0
    }

    /// Says how much of the answer only a newer app can read.
    pub fn missing(self) -> AnyView {
        says_missing(self.unread)
    }
}

/// Of no type of answer, as what follows: it is in each chunk once.
fn get(path: String, take: Box<dyn FnOnce(Result<Answer, Refused>)>) {
    spawn_local(async move { take(tell_here("GET", &path, None::<&()>).await) });
}

fn framed(
    unread: Held<usize>,
    shown: Box<dyn Fn() -> Asked<AnyView> + Send>,
    again: Callback<()>,
) -> AnyView {
    let drawn = move || match shown() {
        Asked::Here(drawn) => drawn,
        Asked::Waiting => waiting(),
        Asked::Refused(refused) => {
            view! { <Trouble refused again=move || again.run(())/> }.into_any()
        }
    };
    view! { {says_missing(unread)}{drawn} }.into_any()
}

fn says_missing(unread: Held<usize>) -> AnyView {
    let ow = office_words(use_app());
    let said = move || match unread.get() {
        0 => None,
        n => Some(view! { <p class="banner" role="status">{ow.answer_unread(n)}</p> }),
    };
    said.into_any()
}

fn waiting() -> AnyView {
    let ow = office_words(use_app());
    view! { <p class="empty" role="status">{ow.fetching}</p> }.into_any()
}

/// What happened, what is safe, what to do.
#[must_use]
pub fn sentence(state: AppState, refused: &Refused) -> &'static str {
    let (w, ow) = (state.words(), office_words(state));
    match refused {
        Refused::Unreachable => ow.needs_server,
        Refused::Said { status: 401, .. } => w.signed_out_here,
        Refused::Said { code, .. } if code == "device_revoked" => w.phone_revoked,
        Refused::Said { status: 403, .. } => ow.not_yours,
        Refused::Said { status: 404, .. } => ow.not_there,
        Refused::Said { .. } => ow.server_trouble,
    }
}

/// Says why the server did not answer, and what can be done about it.
#[expect(clippy::needless_pass_by_value, reason = "it is what a view hands over")]
#[component]
pub fn Trouble(
    /// Why.
    refused: Refused,
    /// Asks again.
    again: impl Fn() + Send + 'static,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let signed_out = matches!(refused, Refused::Said { status: 401, .. });
    view! {
        <section class="block" role="alert">
            <p>{sentence(state, &refused)}</p>
            {if signed_out {
                view! { <a class="button primary wide" href=Screen::SignIn.path()>{w.sign_in}</a> }.into_any()
            } else {
                view! {
                    <button class="button wide" type="button" on:click=move |_| again()>{w.try_again}</button>
                }.into_any()
            }}
        </section>
    }
}
