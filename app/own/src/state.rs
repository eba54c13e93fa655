//! What the app looks at, and what it does.

mod say;

use crate::{
    ask::{self, Seen, Why},
    device::{self, NotKept, Tried},
    kept::Kept,
    lines::lines,
    words::{Language, Words},
};
use domain::{
    id::{LineId, RecordId},
    own::Sort,
    wire::v1::{OwnMessage, OwnView},
};
use leptos::{prelude::*, task::spawn_local};

/// How far the app is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stage {
    /// Link and code are asked for; the secret is known where the page was opened by the link.
    Enter(String),
    /// Something is kept, and the PIN is asked for.
    Locked,
    /// The view is open.
    Open,
    /// The link was ended, and these words were not sent: they stay until they were seen.
    Unsent,
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
    pub(crate) was_kept: RwSignal<bool>,
    /// Why the view is not as of now.
    pub(crate) why_old: RwSignal<Option<Why>>,
    /// What was just done, in a sentence.
    pub(crate) told: RwSignal<&'static str>,
    /// The message that is being written.
    pub(crate) writing: RwSignal<Option<About>>,
    /// Its sort and its words. They stand here and not in the form, which is drawn anew with the pages.
    pub(crate) sort: RwSignal<Sort>,
    pub(crate) text: RwSignal<String>,
    /// It is being sent.
    pub(crate) busy: RwSignal<bool>,
    /// As it was sent last: the same words keep their id however often they are sent, and others never
    /// have it.
    tried: RwSignal<Option<OwnMessage>>,
    /// What the server said that it has, since the app began.
    heard: RwSignal<Vec<RecordId>>,
    /// What it takes in no way.
    pub(crate) refused: RwSignal<Vec<RecordId>>,
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
            was_kept: RwSignal::new(kept),
            why_old: RwSignal::new(None),
            told: RwSignal::new(""),
            writing: RwSignal::new(None),
            sort: RwSignal::new(Sort::Feedback),
            text: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            tried: RwSignal::new(None),
            heard: RwSignal::new(Vec::new()),
            refused: RwSignal::new(Vec::new()),
            language: RwSignal::new(language),
        };
        device::on_link(move || state.follow());
        device::on_network(move || spawn_local(state.refresh(None)));
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
        device::watch(false);
        self.open.set(None);
        self.is_kept.set(false);
        self.why_old.set(None);
        self.stop_writing();
        self.stage.set(stage);
    }

    /// Another link was opened in this page. One that opens again what is open keeps what waits in it.
    fn follow(self) {
        if self.stage.get_untracked() == Stage::Unsent {
            // First what was not sent is to be seen.
            return;
        }
        let secret = device::take_secret();
        if self.why_old.get_untracked().is_some_and(Why::opens_again) {
            self.ask_again(secret);
        } else {
            self.shut(Stage::Enter(secret));
        }
    }

    /// Asks for link and code of what is open and was let in before.
    pub(crate) fn ask_again(self, secret: String) {
        device::watch(false);
        self.stage.set(Stage::Enter(secret));
    }

    /// Back to what is open.
    pub(crate) fn back(self) {
        device::drop_secret();
        device::watch(true);
        self.stage.set(Stage::Open);
    }

    /// Locked: the secret of a link is not wanted any more.
    pub(crate) fn lock(self) {
        device::drop_secret();
        self.shut(Stage::Locked);
    }

    /// Opens by link and code. What waits here goes to whom it was written: by another link it might go to
    /// somebody else, so that opens nothing while anything waits.
    pub(crate) async fn enter(self, secret: String, code: String) -> Result<(), Why> {
        let link = Kept::link_of(&secret);
        let waits = |open: &Kept| !open.waiting.is_empty() || self.unsent_draft(open).is_some();
        let open = self.open.get_untracked();
        if open.is_some_and(|open| open.link != link && waits(&open)) {
            return Err(Why::OtherLink);
        }
        let (pass, Seen { view, in_part }) = ask::open(secret, code).await?;
        device::drop_secret();
        self.speak(Language::from_tag(&view.language));
        // What waits here was kept when the server knew this phone no more: it goes now.
        let before = self.open.get_untracked();
        let waiting = before.map(|before| before.waiting).unwrap_or_default();
        self.why_old.set(None);
        self.show(Kept { pass, link, draft: None, view, in_part, waiting, ended: false });
        if self.is_kept.get_untracked() {
            self.reseal().await;
            spawn_local(self.refresh(None));
        }
        Ok(())
    }

    /// Opens what is kept; whether the PIN was right, or how long to wait.
    pub(crate) async fn unlock(self, pin: String) -> Result<Tried, NotKept> {
        let tried = device::open_with(&pin).await?;
        if let Tried::Right(text) = &tried {
            let Some(kept) = Kept::read(text) else { return Err(NotKept) };
            self.is_kept.set(true);
            if kept.ended {
                self.open.set(Some(kept));
                self.stage.set(Stage::Unsent);
                device::watch(true);
                return Ok(tried);
            }
            let draft = kept.draft.clone();
            self.show(kept);
            self.write_on(draft);
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
        device::watch(true);
        device::begin_at("own-title");
    }

    /// Sends what waits, and asks for the view as it is now. The server is told each time that it is kept
    /// here, in case it did not hear so.
    pub(crate) async fn refresh(self, kept: Option<bool>) {
        let Some(now) = self.open.get_untracked() else { return };
        if now.ended {
            return;
        }
        let kept = kept.or_else(|| self.is_kept.get_untracked().then_some(true));
        for message in now.waiting {
            match ask::say(&now.pass, &message).await {
                // It stays, and holds nothing up that was said after it.
                Err(Why::Refused) => {
                    self.refused.update(|refused| refused.push(message.message_id))
                }
                Err(why) => return self.is_old(why, &now.pass).await,
                Ok(()) => {
                    self.heard.update(|heard| heard.push(message.message_id));
                    self.waits_no_more(message.message_id).await;
                }
            }
        }
        match ask::look(&now.pass, kept).await {
            // Another link may have been opened meanwhile.
            Ok(_) if !self.is_open(&now.pass) => {}
            Ok(Seen { view, in_part }) => {
                device::show_lines(&lines(&view));
                self.open.update(|open| {
                    if let Some(open) = open {
                        (open.view, open.in_part) = (view, in_part);
                    }
                });
                self.why_old.set(None);
                self.reseal().await;
            }
            Err(why) => self.is_old(why, &now.pass).await,
        }
    }

    fn is_open(self, pass: &str) -> bool {
        self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.pass == pass))
    }

    /// The view is not as of now. One that somebody ended is gone from here too; the client's own words
    /// that were not sent stay until they were seen.
    async fn is_old(self, why: Why, pass: &str) {
        if !self.is_open(pass) {
            return;
        }
        if why != Why::Ended {
            return self.why_old.set(Some(why));
        }
        let Some(open) = self.open.get_untracked() else { return };
        self.why_old.set(Some(why));
        if open.waiting.is_empty() && self.unsent_draft(&open).is_none() {
            return self.forget_ended().await;
        }
        let draft = self.unsent_draft(&open);
        let open = Kept { draft, ..open }.ended();
        // Words that are kept nowhere would be gone with the page.
        device::watch(self.is_kept.get_untracked());
        self.stop_writing();
        self.open.set(Some(open));
        self.stage.set(Stage::Unsent);
        self.reseal().await;
        self.told.set(self.language.get_untracked().words().wrong_ended);
    }

    /// What is half written has been sent by nobody either, unless it waits already or was heard.
    fn unsent_draft(self, open: &Kept) -> Option<OwnMessage> {
        let draft = self.draft()?;
        let waits = open.waiting.iter().any(|waiting| waiting.message_id == draft.message_id);
        let heard = self.heard.with_untracked(|heard| heard.contains(&draft.message_id));
        (!waits && !heard).then_some(draft)
    }

    /// Forgets a link that was ended, now that nothing is lost with it.
    pub(crate) async fn forget_ended(self) {
        device::forget().await;
        self.shut(Stage::Enter(device::take_secret()));
        self.told.set(self.language.get_untracked().words().wrong_ended);
    }

    async fn waits_no_more(self, message: RecordId) {
        self.open.update(|open| {
            if let Some(open) = open {
                open.waiting.retain(|waiting| waiting.message_id != message);
            }
        });
        self.reseal().await;
    }

    async fn reseal(self) -> bool {
        let Some(open) = self.open.get_untracked() else { return false };
        if !self.is_kept.get_untracked() {
            return false;
        }
        let draft = self.unsent_draft(&open);
        device::reseal(&Kept { draft, ..open }.text()).await.is_ok()
    }

    /// What the page draws before the app is there, and is nobody's data.
    fn remember(self, view: &OwnView) {
        device::remember("lines", &lines(view));
        device::remember("language", self.language.get_untracked().tag());
    }

    /// Keeps the view on this phone; false where something else is kept, which stays.
    pub(crate) async fn keep(self, pin: String) -> Result<bool, NotKept> {
        let Some(open) = self.open.get_untracked() else { return Err(NotKept) };
        if !device::keep_under(&pin, &open.text()).await? {
            return Ok(false);
        }
        self.remember(&open.view);
        self.is_kept.set(true);
        self.was_kept.set(true);
        self.told.set(self.language.get_untracked().words().kept_now);
        self.refresh(Some(true)).await;
        Ok(true)
    }

    /// What waits here, oldest first; follows what changes.
    pub(crate) fn waiting(self) -> Vec<OwnMessage> {
        self.open.with(|open| open.as_ref().map(|open| open.waiting.clone()).unwrap_or_default())
    }

    /// Removes everything from this phone.
    pub(crate) async fn remove(self) {
        let pass = self.open.get_untracked().map(|open| open.pass);
        device::forget().await;
        self.was_kept.set(false);
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
        self.was_kept.set(false);
        self.shut(Stage::Enter(String::new()));
        self.told.set(self.language.get_untracked().words().ended_now);
        Ok(())
    }
}

/// The state of the app.
pub(crate) fn use_state() -> State {
    expect_context()
}
