//! Writing to whoever carries the case, and what becomes of what was written.

use super::{About, Stage, State};
use crate::{ask::Why, device};
use domain::{id::RecordId, own::Sort, wire::v1::OwnMessage};
use leptos::{prelude::*, task::spawn_local};

/// Letters of what a message is about, at most.
const ABOUT_LETTERS: usize = 240;

/// What became of something that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    /// The server has it.
    Sent,
    /// It waits here, and is sent later.
    Waits,
    /// It waits here, and nobody takes it any more by this link.
    Never,
    /// It was neither sent nor kept.
    NotSent,
}

impl Became {
    /// Only what the server said it heard was sent.
    const fn of(heard: bool, kept: bool, why: Option<Why>) -> Self {
        match (heard, kept, why) {
            (true, ..) => Self::Sent,
            // Nothing is gained by keeping it: the words go back into the form.
            (_, _, Some(Why::Refused)) => Self::NotSent,
            (false, true, Some(why)) if why.is_over() => Self::Never,
            (false, true, _) => Self::Waits,
            (false, false, _) => Self::NotSent,
        }
    }
}

impl State {
    /// Begins a message; words that stand there already stay.
    pub(crate) fn begin_writing(self, about: About) {
        if !self.busy.get_untracked() {
            self.sort.set(about.sorts.first().copied().unwrap_or(Sort::Feedback));
            self.writing.set(Some(about));
        }
        device::focus("say-title");
    }

    /// Ends writing; the words are gone, or on their way.
    pub(crate) fn stop_writing(self) {
        self.writing.set(None);
        self.text.set(String::new());
        self.tried.set(None);
    }

    /// Throws away what is half written.
    pub(crate) async fn cancel(self) {
        self.stop_writing();
        self.reseal().await;
    }

    /// Goes on with what was half written when it was locked.
    pub(super) fn write_on(self, draft: Option<OwnMessage>) {
        let Some(draft) = draft else { return };
        let (sorts, line, says) = (vec![draft.sort], draft.line, draft.about.clone());
        self.sort.set(draft.sort);
        self.text.set(draft.text.clone());
        self.writing.set(Some(About { sorts, line, says }));
        self.tried.set(Some(draft));
    }

    /// Seals what is half written, where anything is kept, once nobody has typed for a while: a phone that
    /// locks by itself takes no words with it.
    pub(crate) fn typed(self, text: String) {
        self.text.set(text.clone());
        spawn_local(async move {
            device::pause().await;
            if self.text.try_get_untracked() == Some(text) {
                self.reseal().await;
            }
        });
    }

    /// What is being written, as it would be sent; none where there are no words.
    pub(super) fn draft(self) -> Option<OwnMessage> {
        let about = self.writing.get_untracked()?;
        let sort = self.sort.get_untracked();
        let text = self.text.get_untracked().trim().to_owned();
        if text.is_empty() && !(sort.speaks_for_itself() && self.busy.get_untracked()) {
            return None;
        }
        let says: String = about.says.chars().take(ABOUT_LETTERS).collect();
        let same = |tried: &OwnMessage| {
            tried.sort == sort
                && tried.line == about.line
                && tried.about == says
                && tried.text == text
        };
        if let Some(tried) = self.tried.get_untracked().filter(same) {
            return Some(tried);
        }
        let at = device::now();
        let unix_ms = u64::try_from(at.utc_ms()).unwrap_or_default();
        let message_id = RecordId::from_parts(unix_ms, device::random());
        Some(OwnMessage { message_id, sort, line: about.line, about: says, text, at })
    }

    /// Says what was written: kept first where anything is kept here, then sent. Words that are neither
    /// stay in the form.
    pub(crate) async fn say(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        if let Some(message) = self.draft() {
            self.send(message).await;
        }
        self.busy.set(false);
    }

    async fn send(self, message: OwnMessage) {
        let w = self.language.get_untracked().words();
        let id = message.message_id;
        self.tried.set(Some(message.clone()));
        self.open.update(|open| {
            if let Some(open) = open {
                open.waiting.push(message);
            }
        });
        let safe = self.reseal().await;
        self.refresh(None).await;
        if self.stage.get_untracked() != Stage::Open {
            // The link was ended meanwhile: what was not sent is on the screen, and said to be.
            return;
        }
        let heard = self.heard.with_untracked(|heard| heard.contains(&id));
        let refused = self.refused.with_untracked(|refused| refused.contains(&id));
        let why = if refused { Some(Why::Refused) } else { self.why_old.get_untracked() };
        match Became::of(heard, safe, why) {
            Became::Sent => self.told.set(w.said_sent),
            Became::Waits => self.told.set(w.said_kept),
            Became::Never => self.told.set(w.said_never),
            Became::NotSent if refused => {
                self.waits_no_more(id).await;
                // Whoever tries again says it anew.
                self.tried.set(None);
                return self.told.set(w.said_refused);
            }
            Became::NotSent => {
                self.waits_no_more(id).await;
                return self.told.set(w.said_not_sent);
            }
        }
        self.cancel().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_server_heard_is_told_to_be_sent() {
        let whys =
            [None, Some(Why::Unknown), Some(Why::Offline), Some(Why::Ended), Some(Why::Expired)];
        for why in whys {
            assert_eq!(Became::of(true, false, why), Became::Sent);
            assert_eq!(Became::of(false, false, why), Became::NotSent);
        }
        assert_eq!(Became::of(false, true, Some(Why::Refused)), Became::NotSent);
        // A phone that the server does not know sends once it was opened again.
        for why in [Why::Offline, Why::Unknown, Why::TooMany] {
            assert_eq!(Became::of(false, true, Some(why)), Became::Waits);
        }
        // A link that is old or closed takes nothing any more: it does not wait for a network.
        for why in [Why::Expired, Why::Closed, Why::Ended] {
            assert_eq!(Became::of(false, true, Some(why)), Became::Never);
        }
    }
}
