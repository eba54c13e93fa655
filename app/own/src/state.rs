//! What the app looks at, and what it does.

use crate::{
    ask::{self, Why},
    device::{self, NotKept, Tried},
    kept::Kept,
    words::{Language, Words},
};
use domain::{
    id::{LineId, RecordId},
    own::Sort,
    wire::v1::{OwnMessage, OwnView},
};
use leptos::{prelude::*, task::spawn_local};

/// Letters of what a message is about, at most.
const ABOUT_LETTERS: usize = 240;

/// How far the app is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stage {
    /// Link and code are asked for; the secret is known where the page was opened by the link.
    Enter(String),
    /// Something is kept, and the PIN is asked for.
    Locked,
    /// The view is open.
    Open,
}

/// What a message is begun about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct About {
    /// Sorts to choose from.
    pub(crate) sorts: Vec<Sort>,
    /// The line of a plan.
    pub(crate) line: Option<LineId>,
    /// What it says.
    pub(crate) says: String,
}

/// Everything the screens share. `Copy`, so that every closure can have it.
#[derive(Clone, Copy)]
pub(crate) struct State {
    pub(crate) stage: RwSignal<Stage>,
    /// What is open; none before.
    pub(crate) open: RwSignal<Option<Kept>>,
    /// It is kept on this phone.
    pub(crate) is_kept: RwSignal<bool>,
    /// Something was kept on this phone when the app began.
    pub(crate) was_kept: bool,
    /// Why the view is not as of now.
    pub(crate) why_old: RwSignal<Option<Why>>,
    /// What was just done, in a sentence.
    pub(crate) told: RwSignal<&'static str>,
    /// The message that is being written.
    pub(crate) writing: RwSignal<Option<About>>,
    pub(crate) language: RwSignal<Language>,
}

impl State {
    pub(crate) fn begin(kept: bool) -> Self {
        let secret = device::take_secret();
        let stage = if kept && secret.is_empty() { Stage::Locked } else { Stage::Enter(secret) };
        let language = Language::from_tag(&device::language());
        let state = Self {
            stage: RwSignal::new(stage),
            open: RwSignal::new(None),
            is_kept: RwSignal::new(false),
            was_kept: kept,
            why_old: RwSignal::new(None),
            told: RwSignal::new(""),
            writing: RwSignal::new(None),
            language: RwSignal::new(language),
        };
        device::on_link(move || state.shut(Stage::Enter(device::take_secret())));
        device::on_network(move || spawn_local(state.refresh(None)));
        device::watch();
        state
    }

    /// What people read.
    pub(crate) fn words(self) -> &'static Words {
        self.language.get().words()
    }

    /// Another language from now on.
    pub(crate) fn speak(self, language: Language) {
        device::set_language(language.tag());
        self.language.set(language);
    }

    fn shut(self, stage: Stage) {
        self.open.set(None);
        self.is_kept.set(false);
        self.writing.set(None);
        self.stage.set(stage);
    }

    /// Opens by link and code.
    pub(crate) async fn enter(self, secret: String, code: String) -> Result<(), Why> {
        let opened = ask::open(secret, code).await?;
        self.speak(Language::from_tag(&opened.view.language));
        self.show(Kept { pass: opened.pass, view: opened.view, waiting: Vec::new() });
        Ok(())
    }

    /// Opens what is kept; whether the PIN was right, or how long to wait.
    pub(crate) async fn unlock(self, pin: String) -> Result<Tried, NotKept> {
        let tried = device::open_with(&pin).await?;
        if let Tried::Right(text) = &tried {
            let Some(kept) = Kept::read(text) else { return Err(NotKept) };
            self.is_kept.set(true);
            self.show(kept);
            spawn_local(self.refresh(None));
        }
        Ok(tried)
    }

    fn show(self, kept: Kept) {
        device::show_lines(&lines(&kept.view));
        self.told.set("");
        if self.is_kept.get_untracked() {
            self.remember(&kept.view);
        }
        self.open.set(Some(kept));
        self.stage.set(Stage::Open);
        device::focus("own-title");
    }

    /// Sends what waits, and asks for the view as it is now. `kept` tells the server that it was kept
    /// or removed just now.
    pub(crate) async fn refresh(self, kept: Option<bool>) {
        let Some(now) = self.open.get_untracked() else { return };
        for message in now.waiting {
            match ask::say(&now.pass, &message).await {
                Err(why) => return self.is_old(why).await,
                Ok(()) => self.arrived(message.message_id).await,
            }
        }
        match ask::look(&now.pass, kept).await {
            Ok(view) => {
                device::show_lines(&lines(&view));
                self.open.update(|open| {
                    if let Some(open) = open {
                        open.view = view;
                    }
                });
                self.why_old.set(None);
                self.reseal().await;
            }
            Err(why) => self.is_old(why).await,
        }
    }

    /// The view is not as of now. One that somebody ended is gone from here too.
    async fn is_old(self, why: Why) {
        if why == Why::Ended {
            device::forget().await;
            self.shut(Stage::Enter(String::new()));
            self.told.set(self.language.get_untracked().words().wrong_ended);
        } else {
            self.why_old.set(Some(why));
        }
    }

    async fn arrived(self, message: RecordId) {
        self.open.update(|open| {
            if let Some(open) = open {
                open.waiting.retain(|waiting| waiting.message_id != message);
            }
        });
        self.reseal().await;
    }

    async fn reseal(self) -> bool {
        let Some(open) = self.open.get_untracked() else { return false };
        self.is_kept.get_untracked() && device::reseal(&open.text()).await.is_ok()
    }

    /// What the page draws before the app is there, and is nobody's data.
    fn remember(self, view: &OwnView) {
        device::remember("lines", &lines(view));
        device::remember("language", self.language.get_untracked().tag());
    }

    /// Keeps the view on this phone.
    pub(crate) async fn keep(self, pin: String) -> Result<(), NotKept> {
        let Some(open) = self.open.get_untracked() else { return Err(NotKept) };
        device::keep_under(&pin, &open.text()).await?;
        self.remember(&open.view);
        self.is_kept.set(true);
        self.told.set(self.language.get_untracked().words().kept_now);
        self.refresh(Some(true)).await;
        Ok(())
    }

    /// Removes everything from this phone.
    pub(crate) async fn remove(self) {
        let pass = self.open.get_untracked().map(|open| open.pass);
        device::forget().await;
        self.shut(Stage::Enter(String::new()));
        self.told.set(self.language.get_untracked().words().removed_now);
        if let Some(pass) = pass {
            // Only for the list of what happened: it is gone from here, whatever is answered.
            let _told = ask::look(&pass, Some(false)).await;
        }
    }

    /// Ends the link, for everybody.
    pub(crate) async fn end(self) -> Result<(), Why> {
        let Some(open) = self.open.get_untracked() else { return Ok(()) };
        ask::end(&open.pass).await?;
        device::forget().await;
        self.shut(Stage::Enter(String::new()));
        self.told.set(self.language.get_untracked().words().ended_now);
        Ok(())
    }

    /// Says something: kept first where anything is kept here, then sent. Answers whether it is safe.
    pub(crate) async fn say(self, sort: Sort, about: About, text: String) -> bool {
        let w = self.language.get_untracked().words();
        let at = device::now();
        let unix_ms = u64::try_from(at.utc_ms()).unwrap_or_default();
        let message = OwnMessage {
            message_id: RecordId::from_parts(unix_ms, device::random()),
            sort,
            line: about.line,
            about: about.says.chars().take(ABOUT_LETTERS).collect(),
            text: text.trim().to_owned(),
            at,
        };
        let id = message.message_id;
        self.open.update(|open| {
            if let Some(open) = open {
                open.waiting.push(message.clone());
            }
        });
        let safe = self.reseal().await;
        self.refresh(None).await;
        let waits = self.open.with_untracked(|open| {
            open.iter().flat_map(|open| &open.waiting).any(|waiting| waiting.message_id == id)
        });
        match (waits, safe) {
            (false, _) => self.told.set(w.said_sent),
            (true, true) => self.told.set(w.said_kept),
            (true, false) => {
                self.arrived(id).await;
                self.told.set(w.said_not_sent);
                return false;
            }
        }
        self.writing.set(None);
        true
    }
}

/// The crisis lines as the page draws them.
fn lines(view: &OwnView) -> String {
    serde_json::to_string(&view.calls.lines).unwrap_or_default()
}

/// The state of the app.
pub(crate) fn use_state() -> State {
    expect_context()
}
