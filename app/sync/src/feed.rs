//! Which rows a pull delivers, page by page. See `docs/protocol.md`, "Pull".
//!
//! [`Pull`] asks the caller one [`Query`] after another until the page is
//! full; the caller answers from SQLite, the simulator from a vector.

mod cursor;
#[cfg(test)]
mod tests;

pub use cursor::{BadCursor, Cursor};
use domain::id::{ClientId, Epoch};
use std::collections::BTreeSet;

/// A stretch of time, in sequence numbers, during which a client was in a worker's scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub client_id: ClientId,
    /// Sequence number it began at.
    pub from_seq: u64,
    /// Sequence number it ended at.
    pub to_seq: Option<u64>,
}

/// Where in the feed a pull has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Everything up to the cursor's sequence is delivered.
    Settled,
    /// Delivering fact sheets, plans and tasks of clients newly in scope, after this one.
    Sheets(Option<ClientId>),
    /// Delivering their notes, after this client and sequence number.
    Files(Option<(ClientId, u64)>),
    /// Delivering changes to the others, after this sequence number.
    Changes(u64),
}

/// What to read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Fact sheet, crisis plan and tasks of these clients, whole.
    Sheets {
        /// In order of id.
        clients: Vec<ClientId>,
    },
    /// Notes, addenda and crisis events of these clients in order of (client, sequence).
    Files {
        /// In order of id.
        clients: Vec<ClientId>,
        /// Strictly after this row.
        after: Option<(ClientId, u64)>,
        /// Rows at most.
        limit: usize,
    },
    /// Every row of these clients with `after < seq <= upto`, in order of sequence.
    Changes {
        /// In any order.
        clients: Vec<ClientId>,
        /// Strictly after.
        after: u64,
        /// Up to and including.
        upto: u64,
        /// Rows at most.
        limit: usize,
    },
}

/// One answer to a pull, being put together.
#[derive(Debug, Clone)]
pub struct Pull {
    epoch: Epoch,
    /// Everything up to here was delivered before this pull began.
    since: u64,
    /// Everything up to here will have been when it ends.
    target: u64,
    /// The agency's last sequence number as this page is made.
    head: u64,
    position: Position,
    arrivals: Vec<ClientId>,
    residents: Vec<ClientId>,
    departures: Vec<ClientId>,
    first_page: bool,
    reset: bool,
    room: usize,
}

/// Fact sheets read at once; keeps the first page small enough to be on screen
/// within moments, however large the scope.
const SHEETS_A_QUERY: usize = 100;

impl Pull {
    /// Begins the page that answers `cursor`, or nothing when nothing is new.
    ///
    /// `cursor` is none on a first pull, an error when unreadable; `head` is the
    /// agency's last sequence number; `limit` is rows a page.
    #[must_use]
    pub fn begin(
        cursor: Option<Result<Cursor, BadCursor>>,
        epoch: Epoch,
        head: u64,
        assignments: &[Assignment],
        limit: usize,
    ) -> Option<Self> {
        let known = match cursor {
            Some(Ok(cursor)) if cursor.epoch == epoch && cursor.since <= head => Some(cursor),
            _ => None,
        };
        // A phone that asks for everything may hold rows it lost count of.
        let reset = known.is_none();
        let (since, target, position) = match known {
            Some(Cursor { since, position: Position::Settled, .. }) => {
                if since == head {
                    return None;
                }
                (since, head, Position::Sheets(None))
            }
            Some(Cursor { since, target, position, .. }) => (since, target.min(head), position),
            None => (0, head, Position::Sheets(None)),
        };
        let mut pull = Self {
            epoch,
            since,
            target,
            head,
            position,
            arrivals: Vec::new(),
            residents: Vec::new(),
            departures: Vec::new(),
            first_page: position == Position::Sheets(None),
            reset,
            room: limit.max(1),
        };
        pull.sort_scope(assignments);
        Some(pull)
    }

    fn sort_scope(&mut self, assignments: &[Assignment]) {
        // What began after this pull did is the next one's: its fact sheet
        // would come too late for its notes here.
        let open = assignments.iter().filter(|a| a.to_seq.is_none() && a.from_seq <= self.target);
        let (residents, arrivals): (Vec<&Assignment>, Vec<_>) =
            open.partition(|a| a.from_seq <= self.since);
        let residents: BTreeSet<_> = residents.into_iter().map(|a| a.client_id).collect();
        let mut arrivals: BTreeSet<_> = arrivals.into_iter().map(|a| a.client_id).collect();
        arrivals.retain(|client| !residents.contains(client));
        if !self.reset {
            let ended = assignments.iter().filter(|a| a.to_seq.is_some_and(|to| to > self.since));
            let gone: BTreeSet<_> = ended
                .map(|a| a.client_id)
                .filter(|client| !arrivals.contains(client) && !residents.contains(client))
                .collect();
            self.departures = gone.into_iter().collect();
        }
        self.arrivals = arrivals.into_iter().collect();
        self.residents = residents.into_iter().collect();
    }

    /// The phone has no cursor of this history: it is to drop its read copy first.
    #[must_use]
    pub const fn is_reset(&self) -> bool {
        self.reset
    }

    /// Clients to evict: on the first page of a pull, nothing on the others.
    #[must_use]
    pub fn evict(&self) -> &[ClientId] {
        if self.first_page { &self.departures } else { &[] }
    }

    /// The agency's content, last changed at `seq`, belongs on this page.
    #[must_use]
    pub const fn wants_agency(&self, seq: u64) -> bool {
        self.first_page && seq > self.since
    }

    /// What to read next for this page; nothing when it is full or complete.
    #[must_use]
    pub fn next_query(&mut self) -> Option<Query> {
        loop {
            if self.room == 0 {
                return None;
            }
            match self.position {
                Position::Settled => return None,
                Position::Sheets(after) => {
                    let waiting = self.arrivals.iter().filter(|id| after.is_none_or(|a| **id > a));
                    let clients: Vec<_> =
                        waiting.take(SHEETS_A_QUERY.min(self.room)).copied().collect();
                    if !clients.is_empty() {
                        return Some(Query::Sheets { clients });
                    }
                    self.position = Position::Files(None);
                }
                Position::Files(after) => {
                    let waiting =
                        self.arrivals.iter().filter(|id| after.is_none_or(|(a, _)| **id >= a));
                    let clients: Vec<_> = waiting.copied().collect();
                    if !clients.is_empty() {
                        return Some(Query::Files { clients, after, limit: self.room });
                    }
                    self.position = Position::Changes(self.since);
                }
                Position::Changes(after) => {
                    if !self.residents.is_empty() && after < self.target {
                        return Some(Query::Changes {
                            clients: self.residents.clone(),
                            after,
                            upto: self.target,
                            limit: self.room,
                        });
                    }
                    self.position = Position::Settled;
                }
            }
        }
    }

    /// The answer to [`Query::Sheets`] is on the page. With nothing but fact
    /// sheets on it, the page goes out as it is: the caseload and the crisis
    /// plans are not to wait for notes.
    pub fn took_sheets(&mut self, clients: &[ClientId]) {
        let last = clients.last().copied();
        let more = self.arrivals.iter().any(|id| last.is_some_and(|last| *id > last));
        self.position = if more { Position::Sheets(last) } else { Position::Files(None) };
        self.room = 0;
    }

    /// The answer to [`Query::Files`], `count` rows ending with `last`, is on the page.
    pub fn took_files(&mut self, count: usize, last: Option<(ClientId, u64)>) {
        let full = count >= self.room;
        self.room = self.room.saturating_sub(count);
        self.position = match last {
            Some(last) if full => Position::Files(Some(last)),
            _ => Position::Changes(self.since),
        };
    }

    /// The answer to [`Query::Changes`], `count` rows ending with sequence `last`, is on the page.
    pub fn took_changes(&mut self, count: usize, last: Option<u64>) {
        let full = count >= self.room;
        self.room = self.room.saturating_sub(count);
        self.position = match last {
            Some(last) if full && last < self.target => Position::Changes(last),
            _ => Position::Settled,
        };
    }

    /// More waits behind this page: the rest of this pull, or what changed since it began. A row
    /// has one place in the feed, so one that was changed again meanwhile is on none of the pages;
    /// a phone is at the end only where nothing is left.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.position != Position::Settled || self.target < self.head
    }

    /// What the phone is to send next.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let since = if self.position == Position::Settled { self.target } else { self.since };
        Cursor { epoch: self.epoch, since, target: self.target, position: self.position }
    }

    /// The phone is at the end: now it holds exactly what the server does, and the page carries a
    /// digest.
    #[must_use]
    pub fn wants_digest(&self) -> bool {
        !self.has_more()
    }

    /// Everybody in scope, each once and in order of id, for the digest.
    #[must_use]
    pub fn scope(&self) -> Vec<ClientId> {
        let scope: BTreeSet<_> = self.arrivals.iter().chain(&self.residents).copied().collect();
        scope.into_iter().collect()
    }
}
