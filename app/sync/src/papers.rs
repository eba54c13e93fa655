//! Pages of papers on a phone: what is known of each without its key, which part of which goes to the
//! server next, and what the server's word on it means (docs/decisions/0029).
//!
//! They wait in a queue of their own behind the outbox. No operation ever waits for one, and a page
//! that the server does not take is passed by the others.

use crate::replica::{Asked, Failure, backoff::Backoff};
use domain::{
    Moment,
    id::{ClientId, PageId},
    json::ReadObject,
    wire::v1::{PageTaken, parts_of},
};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// How often a page begins anew that the server finds to be another than it says, before somebody has
/// to look at it.
const REFUSED_MAX: u32 = 3;

/// Milliseconds for which a picture is kept of a form that is not there any more: as long as somebody
/// may want to take back that it was discarded, and a day more.
pub const HELD_MS: i64 = 2 * 24 * 60 * 60_000;

/// A page as a phone keeps it beside its sealed parts: ids, numbers and times, no words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct KeptPage {
    /// Which.
    pub page_id: PageId,
    /// Whose paper it belongs to.
    pub client_id: ClientId,
    /// How many bytes it has.
    pub bytes: u32,
    /// When it was taken or fetched, by the phone.
    pub at: Moment,
    /// What is to become of it.
    pub state: PageState,
    /// It is to stay on the phone once the server has it.
    #[serde(default)]
    pub pinned: bool,
    /// Parts that the server has.
    #[serde(default)]
    pub taken: Vec<u32>,
    /// How often the server found it to be another than it says.
    #[serde(default)]
    pub refused: u32,
}

/// What is to become of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// It belongs to a form that is not signed.
    Held,
    /// It is to be sent.
    Waiting,
    /// The server has it; what lies here is a copy.
    AtServer,
}

impl KeptPage {
    /// A page of a form, as it was just taken.
    #[must_use]
    pub fn held(page_id: PageId, client_id: ClientId, bytes: u32, at: Moment) -> Self {
        let (pinned, taken, refused) = (false, Vec::new(), 0);
        Self { page_id, client_id, bytes, at, state: PageState::Held, pinned, taken, refused }
    }

    /// How many parts it has.
    #[must_use]
    pub const fn parts(&self) -> u32 {
        parts_of(self.bytes)
    }

    /// How many of them the server has.
    #[must_use]
    pub fn sent(&self) -> u32 {
        u32::try_from(self.taken.len()).unwrap_or(u32::MAX).min(self.parts())
    }

    /// No server is known to have it.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        self.state == PageState::Waiting
    }

    /// It waits, and does not go by itself any more.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.is_unsent() && self.refused >= REFUSED_MAX
    }

    /// The part that goes next. Where the server has all of them and has not said that it is whole,
    /// the last goes once more, and it says so again.
    fn next_part(&self) -> u32 {
        let missing = (0..self.parts()).find(|part| !self.taken.contains(part));
        missing.unwrap_or(self.parts().saturating_sub(1))
    }

    /// It is of no form any more and nobody signed it: it may go.
    #[must_use]
    pub fn is_left_over(&self, now: Moment) -> bool {
        // A clock that was set back says nothing.
        self.state == PageState::Held && now >= self.at.plus_ms(HELD_MS)
    }
}

/// What no server is known to have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Pages.
    pub pages: usize,
    /// Their parts, and how many of those were sent.
    pub parts: u32,
    /// Parts that the server has.
    pub sent: u32,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Pages that do not go by themselves any more.
    pub stuck: usize,
}

/// What is unsent of these pages.
pub fn unsent<'a>(pages: impl IntoIterator<Item = &'a KeptPage>) -> Unsent {
    let mut all = Unsent::default();
    for page in pages.into_iter().filter(|page| page.is_unsent()) {
        all.pages += 1;
        all.parts += page.parts();
        all.sent += page.sent();
        all.bytes += u64::from(page.bytes);
        all.stuck += usize::from(page.is_stuck());
    }
    all
}

/// How sending a part failed. None of this removes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// The server says that this page is not what it says of itself.
    Refused,
    /// The server has no room for more papers.
    NoRoom,
    /// As for anything else that is sent.
    Failed(Failure),
}

impl NotTaken {
    /// What an answer means that is not a success: see [`Failure::of`].
    #[must_use]
    pub fn of(status: u16, is_json: bool, code: &str, retry_after_s: Option<u32>) -> Self {
        match code {
            "paper_differs" | "unreadable" | "too_large" if is_json => Self::Refused,
            "papers_full" if is_json => Self::NoRoom,
            _ => Self::Failed(Failure::of(status, is_json, code, retry_after_s)),
        }
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Send this part of this page.
    Send(PageId, u32),
    /// Nothing before this time.
    WaitUntil(i64),
    /// Everything is sent that goes by itself.
    Idle,
}

/// What to write down of a page after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// It stays, as it is now.
    Stays(KeptPage),
    /// The server has the whole and it was to stay nowhere else: parts and all may go.
    Gone(PageId),
}

/// Sends pages, a part at a time.
#[derive(Debug, Default)]
pub struct Sender {
    backoff: Backoff,
    /// Why nothing goes now, if something stands in the way.
    pub hindered: Option<NotTaken>,
}

impl Sender {
    /// With what the server asked for before this phone was closed, locked or opened again.
    #[must_use]
    pub const fn asked_to_wait(mut self, asked: Asked) -> Self {
        self.backoff.asked = asked.push;
        self
    }

    /// Until when the server asked to be left alone, to be kept for the next [`Self::asked_to_wait`].
    #[must_use]
    pub const fn asked(&self) -> Asked {
        Asked { push: self.backoff.asked, pull: None }
    }

    /// What goes next, the page first that was taken first.
    #[must_use]
    pub fn next(&self, pages: &[KeptPage], now_ms: i64) -> Next {
        let waiting = pages.iter().filter(|page| page.is_unsent() && !page.is_stuck());
        let Some(page) = waiting.min_by_key(|page| page.page_id) else { return Next::Idle };
        match self.backoff.pending(now_ms) {
            Some(until) => Next::WaitUntil(until),
            None => Next::Send(page.page_id, page.next_part()),
        }
    }

    /// The server answered, or did not.
    pub fn answered(
        &mut self,
        now_ms: i64,
        jitter: u64,
        page: KeptPage,
        answer: Result<PageTaken, NotTaken>,
    ) -> After {
        self.hindered = answer.as_ref().err().copied();
        match answer {
            Ok(taken) => {
                self.backoff.worked();
                if !taken.whole {
                    return After::Stays(KeptPage { taken: taken.have, ..page });
                }
                if !page.pinned {
                    return After::Gone(page.page_id);
                }
                let (state, taken) = (PageState::AtServer, Vec::new());
                After::Stays(KeptPage { state, taken, refused: 0, ..page })
            }
            Err(NotTaken::Refused) => {
                // From the beginning; another page does not wait for it.
                let (taken, refused) = (Vec::new(), page.refused.saturating_add(1));
                self.backoff.failed(now_ms, jitter);
                After::Stays(KeptPage { taken, refused, ..page })
            }
            Err(NotTaken::NoRoom | NotTaken::Failed(Failure::SignedOut | Failure::AppTooOld)) => {
                self.backoff.settle_down(now_ms, jitter);
                After::Stays(page)
            }
            Err(NotTaken::Failed(Failure::Busy { retry_after_s })) => {
                self.backoff.asked(now_ms, jitter, retry_after_s);
                After::Stays(page)
            }
            Err(NotTaken::Failed(_)) => {
                self.backoff.failed(now_ms, jitter);
                After::Stays(page)
            }
        }
    }

    /// Somebody wants it now, or there is a network again.
    pub fn hurry(&mut self) {
        self.backoff.hurry();
    }
}
