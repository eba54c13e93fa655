//! How a change begins: with the agency's numbers, and with the end of its audit chain.

use super::Change;
use crate::{
    audit::{Action, Chain, Entry, Who},
    clock,
    keys::SealKey,
    store::{Store, StoreError, rows},
};
use domain::id::AgencyId;
use sqlx::{QueryBuilder, Row as _, Sqlite, Transaction};

impl Change {
    pub(in crate::store) async fn begin(
        store: &Store,
        agency: AgencyId,
    ) -> Result<Self, StoreError> {
        Ok(Self::begin_with(store, agency, nothing).await?.0)
    }

    /// Begins, and answers a number that the change would have to ask for next.
    pub(in crate::store) async fn begin_with(
        store: &Store,
        agency: AgencyId,
        number: impl Fn(&mut QueryBuilder<Sqlite>),
    ) -> Result<(Self, i64), StoreError> {
        let key = store.agency_key(agency).await?;
        let tx = store.0.writer.begin_with("begin immediate").await?;
        let (mut change, found) = Self::join_with(store, tx, agency, key.clone(), &number).await?;
        if !change.chain.is_empty() {
            return Ok((change, found));
        }
        // For itself, so that nothing that is undone later takes it along.
        change.log_begun_anew();
        change.commit().await?;
        let tx = store.0.writer.begin_with("begin immediate").await?;
        Self::join_with(store, tx, agency, key, number).await
    }

    /// Goes on with a transaction that has begun, in which the agency may be new.
    pub(in crate::store) async fn join(
        store: &Store,
        tx: Transaction<'static, Sqlite>,
        agency: AgencyId,
        key: SealKey,
        is_new: bool,
    ) -> Result<Self, StoreError> {
        let (mut change, _) = Self::join_with(store, tx, agency, key, nothing).await?;
        if !is_new && change.chain.is_empty() {
            change.log_begun_anew();
        }
        Ok(change)
    }

    /// Every agency has a log from the change on that made it. Whoever took it away is not helped
    /// by a server that goes on as if there had never been one.
    fn log_begun_anew(&mut self) {
        tracing::error!(agency = %self.agency, "the audit log is gone: verify-audit says altered from now on");
        let object = ("agency", Some(*self.agency.as_bytes()));
        self.audit(Entry::done(clock::now_ms(), Who::default(), Action::LogBegunAnew, object));
    }

    async fn join_with(
        store: &Store,
        mut tx: Transaction<'static, Sqlite>,
        agency: AgencyId,
        key: SealKey,
        number: impl Fn(&mut QueryBuilder<Sqlite>),
    ) -> Result<(Self, i64), StoreError> {
        // One query for all: each goes to the connection's thread and back.
        let mut sql = QueryBuilder::new("select a.head_seq, e.seq, e.hash, (");
        number(&mut sql);
        sql.push(
            ") from agency a left join audit_event e
                on e.agency_id = a.agency_id and e.seq =
                    (select max(seq) from audit_event where agency_id = a.agency_id)
             where a.agency_id = ",
        );
        sql.push_bind(agency.as_bytes().as_slice());
        let row = sql.build().fetch_one(&mut *tx).await?;
        let seq = row.try_get(0)?;
        let chain = match row.try_get(1)? {
            Some(last) => Chain::after(agency, last, rows::fixed(&row, 2)?),
            None => Chain::new(agency),
        };
        let number = row.try_get(3)?;
        let (keyring, damage) = (store.keyring().clone(), store.0.damage.clone());
        let (entries, written, made) = Default::default();
        let change = Self {
            tx,
            agency,
            key,
            seq,
            kept_seq: seq,
            chain,
            keyring,
            damage,
            merged: 0,
            entries,
            written,
            made,
        };
        Ok((change, number))
    }
}

/// The query of a change that asks for no number.
fn nothing(sql: &mut QueryBuilder<Sqlite>) {
    sql.push("0");
}
