use super::{COVERED, Covered, Finding, Imprint, RowKey, Rows, Written, chain::Link};
use crate::keys::{self, Keyring};
use domain::id::AgencyId;
use sqlx::{Row as _, SqliteConnection};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What `verify-audit` found out about an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries in its log.
    pub entries: i64,
    /// The hash of the last one.
    pub head: [u8; 32],
    /// Rows that the log vouches for.
    pub rows: usize,
    /// What is not as the log says, or as the heads say that were kept elsewhere.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Nothing was altered.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// The head of a log at some time, as it was kept elsewhere: number and hash of its last entry.
pub type Heads = BTreeMap<i64, [u8; 32]>;

/// Walks an agency's chain from its first entry, then along every covered table: what the chain
/// says must be there, as it says. Inside one transaction, so that nobody writes in between.
///
/// # Errors
/// Those of the database.
pub async fn verify(
    db: &mut SqliteConnection,
    agency: AgencyId,
    keyring: &Keyring,
    heads: &Heads,
) -> sqlx::Result<Verified> {
    let mut walk = Walk { db, agency, keyring, due: HashMap::new(), findings: Vec::new() };
    let (entries, head) = walk.along_the_chain(heads).await?;
    let rows = walk.due.values().filter(|due| due.imprint != Imprint::GONE).count();
    // A database from before rows were covered, which nobody has opened to write since.
    if !walk.due.is_empty() {
        walk.along_the_tables().await?;
    }
    // No version made an agency without an entry.
    if entries == 0 {
        walk.findings.push(Finding::NoLog);
    }
    Ok(Verified { entries, head, rows, findings: walk.findings })
}

/// Entries, and rows, in one query: a row may be as long as a note.
const ENTRIES: i64 = 1_000;
const ROWS: u32 = 100;

/// What must stand in a row, and which entry says so.
struct Due {
    imprint: Imprint,
    entry: i64,
}

struct Walk<'a> {
    db: &'a mut SqliteConnection,
    agency: AgencyId,
    keyring: &'a Keyring,
    due: HashMap<[u8; 16], Due>,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    async fn along_the_chain(&mut self, heads: &Heads) -> sqlx::Result<(i64, [u8; 32])> {
        let (mut seq, mut head) = (0_i64, [0_u8; 32]);
        let agency = self.agency;
        let mut stock = Stock::default();
        let has_rows = self.has_rows().await?;
        loop {
            let rows = sqlx::query(match has_rows {
                true => {
                    "select seq, at_ms, staff_id, device_id, action, object_kind, object_id,
                        outcome, detail, rows, hash
                     from audit_event where agency_id = ? and seq > ? order by seq limit ?"
                }
                false => {
                    "select seq, at_ms, staff_id, device_id, action, object_kind, object_id,
                        outcome, detail, null, hash
                     from audit_event where agency_id = ? and seq > ? order by seq limit ?"
                }
            })
            .bind(self.agency.as_bytes().as_slice())
            .bind(seq)
            .bind(ENTRIES)
            .fetch_all(&mut *self.db)
            .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let found: i64 = row.try_get(0)?;
                let link = Link {
                    agency: agency.as_bytes(),
                    seq: found,
                    at_ms: row.try_get(1)?,
                    staff: row.try_get(2)?,
                    device: row.try_get(3)?,
                    action: row.try_get(4)?,
                    object_kind: row.try_get(5)?,
                    object: row.try_get(6)?,
                    outcome: row.try_get(7)?,
                    detail: row.try_get(8)?,
                    rows: row.try_get(9)?,
                };
                let hash = link.hash(self.keyring.audit(), &head);
                let kept: &[u8] = row.try_get(10)?;
                if found != seq + 1 || hash.as_slice() != kept {
                    self.findings.push(Finding::Broken(found));
                }
                // Goes on behind a break, to name rows by what the rest says.
                (seq, head) = (found, kept.try_into().unwrap_or(hash));
                if heads.get(&seq).is_some_and(|kept| *kept != head) {
                    self.findings.push(Finding::OtherHead(seq));
                }
                self.take(&link, &mut stock);
            }
        }
        if let Some((last, _)) = heads.last_key_value().filter(|(last, _)| **last > seq) {
            self.findings.push(Finding::Cut { ends: seq, ended: *last });
        }
        Ok((seq, head))
    }

    /// Takes down which rows an entry says are there.
    fn take(&mut self, link: &Link<'_>, stock: &mut Stock) {
        let rows = link.rows.and_then(Rows::read).unwrap_or_default();
        let (is_stock, entry) = (link.action == super::Action::StockTaken.word(), link.seq);
        // Before stock was ever taken there was the agency, and an entry of who made it.
        if entry == 1 && (is_stock || link.action == super::Action::LogBegunAnew.word()) {
            self.findings.push(Finding::BegunAnew);
        }
        if is_stock && !stock.may_go_on(entry, rows.is_empty()) {
            if !std::mem::replace(&mut stock.told, true) {
                self.findings.push(Finding::SecondStock(entry));
            }
            return;
        }
        if !is_stock {
            stock.from_the_first |= entry == 1 && !rows.is_empty();
        }
        for Written { row, before, imprint } in rows {
            let id = self.id(&row);
            let due = self.due.insert(id, Due { imprint, entry });
            let was_due = due.as_ref().map(|due| due.imprint).filter(|due| *due != Imprint::GONE);
            let wrote = due.map(|due| due.entry);
            match (before, was_due) {
                // What was written before the stock was taken, and clients, are written as they are.
                (None, Some(due)) if due == imprint => {}
                (None, None) => {}
                (None, Some(_)) if is_stock => {
                    self.findings.push(Finding::Differs { row, entry, as_of: None });
                }
                // Before the stock was taken nobody knows what was there.
                (Some(_), None) if !stock.is_known() => {}
                (Some(found), due) if due == Some(found) => {}
                (found, _) => {
                    let is_there = found.is_some();
                    self.findings.push(Finding::Tampered { row, wrote, is_there, entry });
                }
            }
        }
    }

    async fn along_the_tables(&mut self) -> sqlx::Result<()> {
        let mut differing = HashMap::new();
        for covered in &COVERED {
            self.along(covered, &mut differing).await?;
        }
        let mut missing: BTreeMap<i64, HashSet<[u8; 16]>> = BTreeMap::new();
        for (id, due) in std::mem::take(&mut self.due) {
            if due.imprint != Imprint::GONE {
                missing.entry(due.entry).or_default().insert(id);
            }
        }
        for (entry, ids) in missing {
            for Written { row, .. } in self.rows_of(entry).await? {
                if ids.contains(&self.id(&row)) {
                    self.findings.push(Finding::Missing { row, entry });
                }
            }
        }
        self.name_rolled_back(differing).await
    }

    async fn along(
        &mut self,
        covered: &'static Covered,
        differing: &mut HashMap<[u8; 16], (RowKey<'static>, Imprint, i64)>,
    ) -> sqlx::Result<()> {
        let mut after: Option<RowKey<'static>> = None;
        loop {
            let mut sql = covered.page(self.agency, after.as_ref(), ROWS);
            let rows = sql.build().persistent(false).fetch_all(&mut *self.db).await?;
            let mut last = None;
            for row in &rows {
                let (row, imprint) = covered.read(self.keyring.imprints(), self.agency, row)?;
                let id = self.id(&row);
                match self.due.remove(&id) {
                    Some(due) if due.imprint == imprint => {}
                    Some(due) if due.imprint == Imprint::GONE => {
                        let (row, entry) = (row.clone().into_owned(), due.entry);
                        self.findings.push(Finding::Back { row, entry });
                    }
                    Some(due) => {
                        let owned = row.clone().into_owned();
                        differing.insert(id, (owned, imprint, due.entry));
                    }
                    None => {
                        self.findings.push(Finding::Unknown { row: row.clone().into_owned() });
                    }
                }
                last = Some(row);
            }
            let Some(last) = last.filter(|_| !covered.key.is_empty()) else { return Ok(()) };
            after = Some(last.into_owned());
        }
    }

    /// Names the rows that differ; of those that an earlier entry wrote so, which one it was.
    async fn name_rolled_back(
        &mut self,
        differing: HashMap<[u8; 16], (RowKey<'static>, Imprint, i64)>,
    ) -> sqlx::Result<()> {
        if differing.is_empty() {
            return Ok(());
        }
        let mut earlier = HashMap::new();
        let (mut seq, most) = (0_i64, differing.values().map(|(.., entry)| *entry).max());
        while seq < most.unwrap_or(0) {
            let rows = sqlx::query(
                "select seq, rows from audit_event
                 where agency_id = ? and seq > ? order by seq limit ?",
            )
            .bind(self.agency.as_bytes().as_slice())
            .bind(seq)
            .bind(ENTRIES)
            .fetch_all(&mut *self.db)
            .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                seq = row.try_get(0)?;
                let rows = row.try_get::<Option<&[u8]>, _>(1)?.and_then(Rows::read);
                for Written { row, imprint, .. } in rows.unwrap_or_default() {
                    let id = self.id(&row);
                    if differing.get(&id).is_some_and(|(_, stands, _)| *stands == imprint) {
                        earlier.insert(id, seq);
                    }
                }
            }
        }
        for (id, (row, _, entry)) in differing {
            let as_of = earlier.get(&id).copied();
            self.findings.push(Finding::Differs { row, entry, as_of });
        }
        Ok(())
    }

    async fn rows_of(&mut self, entry: i64) -> sqlx::Result<Vec<Written>> {
        let row = sqlx::query("select rows from audit_event where agency_id = ? and seq = ?")
            .bind(self.agency.as_bytes().as_slice())
            .bind(entry)
            .fetch_one(&mut *self.db)
            .await?;
        Ok(row.try_get::<Option<&[u8]>, _>(0)?.and_then(Rows::read).unwrap_or_default())
    }

    /// Whether the database is of a version whose log carries rows at all.
    async fn has_rows(&mut self) -> sqlx::Result<bool> {
        let row = sqlx::query(
            "select exists (select 1 from pragma_table_info('audit_event') where name = 'rows')",
        );
        row.fetch_one(&mut *self.db).await?.try_get(0)
    }

    /// Short, as there is one for each row of the agency.
    fn id(&self, row: &RowKey<'_>) -> [u8; 16] {
        let hash = keys::hmac(self.keyring.imprints(), &[&row.to_bytes()]);
        hash.first_chunk().copied().unwrap_or_default()
    }
}

/// Stock is taken once, of an agency whose first entry is from before rows were covered, in
/// entries one after the other; the last of them has no rows.
#[derive(Default)]
struct Stock {
    from_the_first: bool,
    last: Option<i64>,
    is_over: bool,
    told: bool,
}

impl Stock {
    /// Every row there is was taken down by some entry.
    const fn is_known(&self) -> bool {
        self.from_the_first || self.is_over
    }

    fn may_go_on(&mut self, entry: i64, is_last: bool) -> bool {
        let goes_on = self.last.is_none_or(|last| last + 1 == entry);
        let may = goes_on && !self.from_the_first && !self.is_over;
        if may {
            self.last = Some(entry);
            self.is_over = is_last;
        }
        may
    }
}
