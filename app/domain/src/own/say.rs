//! What a client can say in their own app, and what becomes of it.

use crate::{
    id::{ClientId, StaffId, TaskId},
    json::Json,
    record::RecordKind,
    visible::is_blank,
    wire::v1::{CellRecord, OwnMessage, Task, TaskState},
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Bytes of what a client says at once, at most.
pub const TEXT_MAX_BYTES: usize = 4_000;
/// Bytes of what it is about, at most: the line of a plan, cut.
const ABOUT_MAX_BYTES: usize = 1_000;
/// Letters of what was said that stand in the list of tasks.
const TITLE_LETTERS: usize = 120;

/// What sort of thing a client says (domain model C6 `client_message`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A line is to be changed.
    SuggestChange,
    /// I agree with a line.
    Agree,
    /// I do not agree with a line.
    Disagree,
    /// How a service is for me.
    Feedback,
    /// Sharing something is to stop.
    StopSharing,
    /// I want to leave services.
    Leave,
    /// Please call me.
    CallMe,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 7] = [
        Self::SuggestChange,
        Self::Agree,
        Self::Disagree,
        Self::Feedback,
        Self::StopSharing,
        Self::Leave,
        Self::CallMe,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SuggestChange => "suggest_change",
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Feedback => "feedback",
            Self::StopSharing => "stop_sharing",
            Self::Leave => "leave",
            Self::CallMe => "call_me",
        }
    }

    /// The sort with this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }

    /// Days within which it is to be answered. Our own rule: no seed gives any.
    #[must_use]
    pub const fn days(self) -> u64 {
        match self {
            Self::CallMe | Self::StopSharing => 0,
            Self::Leave => 2,
            Self::Disagree | Self::SuggestChange => 3,
            Self::Agree | Self::Feedback => 7,
        }
    }

    /// Whether it says something without a word of its own.
    #[must_use]
    pub const fn speaks_for_itself(self) -> bool {
        !matches!(self, Self::SuggestChange | Self::Feedback)
    }

    /// What it asks for, for a list of tasks; in Spanish where the client reads that.
    const fn asks(self, spanish: bool) -> &'static str {
        match (self, spanish) {
            (Self::SuggestChange, false) => "Suggests a change",
            (Self::Agree, false) => "Agrees",
            (Self::Disagree, false) => "Does not agree",
            (Self::Feedback, false) => "Says how it goes",
            (Self::StopSharing, false) => "Asks to stop sharing",
            (Self::Leave, false) => "Asks to leave services",
            (Self::CallMe, false) => "Asks to be called",
            (Self::SuggestChange, true) => "Propone un cambio",
            (Self::Agree, true) => "Está de acuerdo",
            (Self::Disagree, true) => "No está de acuerdo",
            (Self::Feedback, true) => "Dice cómo le va",
            (Self::StopSharing, true) => "Pide dejar de compartir",
            (Self::Leave, true) => "Pide dejar los servicios",
            (Self::CallMe, true) => "Pide que le llamen",
        }
    }
}

/// What happened to a way to a client's own plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It was made.
    Made,
    /// It was opened with secret and code.
    Opened,
    /// The plan was kept on a phone.
    Kept,
    /// It was removed from one.
    Removed,
    /// It was ended.
    Ended,
}

impl Happened {
    /// Everything that can.
    pub const ALL: [Self; 5] = [Self::Made, Self::Opened, Self::Kept, Self::Removed, Self::Ended];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Opened => "opened",
            Self::Kept => "kept",
            Self::Removed => "removed",
            Self::Ended => "ended",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The client as the author of what they say. No staff member has a client's id: it is theirs alone.
#[must_use]
pub const fn client_as_author(client_id: ClientId) -> StaffId {
    StaffId::from_bytes(*client_id.as_bytes())
}

/// Whether it can be taken: something is said, and no more than fits.
#[must_use]
pub fn is_sound(message: &OwnMessage) -> bool {
    let says = message.sort.speaks_for_itself() || !is_blank(&message.text);
    says && message.text.len() <= TEXT_MAX_BYTES && message.about.len() <= ABOUT_MAX_BYTES
}

/// What a client said, as it joins their file.
#[must_use]
pub fn record(message: &OwnMessage, client_id: ClientId) -> CellRecord {
    let text = |name: &str, text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| (name.to_owned(), Json::Text(text.to_owned())))
    };
    let sort = Some(("sort".to_owned(), Json::Text(message.sort.word().to_owned())));
    let line = message.line.map(|line| ("line".to_owned(), Json::Text(line.to_string())));
    let words = [text("goal", &message.about), text("text", &message.text)];
    CellRecord {
        record_id: message.message_id,
        kind: RecordKind::ClientMessage,
        client_id,
        at: message.at,
        content: Json::Object([sort, line].into_iter().chain(words).flatten().collect()),
    }
}

/// The task that somebody has until it is answered. Its id is the message's: who hears the message
/// twice has it once.
#[must_use]
pub fn task(
    message: &OwnMessage,
    client_id: ClientId,
    owner: StaffId,
    heard_on: NaiveDate,
    language: &str,
) -> Task {
    let asks = message.sort.asks(language.starts_with("es"));
    let words = message.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = match words.as_str() {
        "" => asks.to_owned(),
        words => {
            let short: String = words.chars().take(TITLE_LETTERS).collect();
            let cut = if short.len() < words.len() { "…" } else { "" };
            format!("{asks}: {short}{cut}")
        }
    };
    Task {
        task_id: TaskId::from_bytes(*message.message_id.as_bytes()),
        client_id,
        owner,
        title,
        due: heard_on.checked_add_days(Days::new(message.sort.days())).unwrap_or(heard_on),
        contact_id: None,
        message_id: Some(message.message_id),
        for_client: false,
        state: TaskState::Open,
    }
}
