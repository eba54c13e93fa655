//! The plans of colleagues' clients, while the worker is on call: one sealed
//! shelf, and beside it in the clear until when it may be here.

use super::database::{META, SHELVES, Store, StoreError, from_js, read_json, to_js, write_json};
use crate::{browser::indexed_db::Change, vault::Keys};
use domain::json;
use domain::{Moment, wire::v1::TeamPlans};
use sync::on_call::{Turn, TurnMark};

const TEAM: &str = "team";
const TURN: &str = "turn";

impl Store {
    /// What the server last said about turns; none before it was asked.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn turn(&self) -> Result<Option<TurnMark>, StoreError> {
        let bytes = self.database.get(META, TURN).await?.and_then(from_js);
        // What cannot be read is asked for anew; the plans go with the answer.
        Ok(bytes.and_then(|bytes| read_json(TURN, &bytes).ok()))
    }

    /// The plans of colleagues' clients, and how many of them only a newer app can read; none
    /// when no turn is on.
    ///
    /// # Errors
    /// When storage fails or they do not open.
    pub async fn team_plans(&self, keys: &Keys) -> Result<Option<(TeamPlans, usize)>, StoreError> {
        let Some(sealed) = self.database.get(SHELVES, TEAM).await?.and_then(from_js) else {
            return Ok(None);
        };
        let plain = keys.open(SHELVES, TEAM, &sealed).await?;
        let read = json::sparing(&plain).map_err(|_| StoreError::Unreadable(TEAM.to_owned()));
        read.map(|(plans, left_out)| Some((plans, left_out.len())))
    }

    /// Keeps the plans as they came, together with the end of the turn.
    ///
    /// # Errors
    /// When storage fails; then what was there is still there.
    pub async fn keep_team_plans(
        &self,
        keys: &Keys,
        plans: &[u8],
        asked: Moment,
        turn: Turn,
    ) -> Result<(), StoreError> {
        let sealed = keys.seal(SHELVES, TEAM, plans).await?;
        let mark = TurnMark { asked, turn: Some(turn) };
        let writes = vec![
            Change::Put(SHELVES, TEAM.to_owned(), to_js(&sealed)),
            Change::Put(META, TURN.to_owned(), to_js(&write_json(&mark))),
        ];
        Ok(self.database.write(writes).await?)
    }

    /// Keeps when the server was asked; what is here stays.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keep_turn(&self, mark: &TurnMark) -> Result<(), StoreError> {
        let put = Change::Put(META, TURN.to_owned(), to_js(&write_json(mark)));
        Ok(self.database.write(vec![put]).await?)
    }

    /// Removes the plans: no turn is on, as the server said when it was asked.
    ///
    /// # Errors
    /// When storage fails; then they are still there.
    pub async fn drop_team_plans(&self, asked: Moment) -> Result<(), StoreError> {
        let mark = TurnMark { asked, turn: None };
        let mut writes = Self::team_removals();
        writes.push(Change::Put(META, TURN.to_owned(), to_js(&write_json(&mark))));
        Ok(self.database.write(writes).await?)
    }

    /// Removes the plans of a turn that is over by the server's clock. Needs no key and no network.
    ///
    /// # Errors
    /// When storage fails; then they are still there.
    pub async fn drop_past_turn(&self, now: Moment) -> Result<(), StoreError> {
        let Some(TurnMark { turn: Some(turn), .. }) = self.turn().await? else { return Ok(()) };
        // Where nobody can say how far off this phone's clock is, it counts.
        let ahead_ms = self.mark().await.map_or(0, |mark| mark.server_ahead_ms);
        if turn.is_over(now.plus_ms(ahead_ms)) {
            // The next one may have begun: it is asked for with the next sync.
            self.database.write(Self::team_removals()).await?;
        }
        Ok(())
    }

    /// The plans and what is known of the turn: without one the other means nothing.
    pub(super) fn team_removals() -> Vec<Change> {
        vec![Change::Delete(SHELVES, TEAM.to_owned()), Change::Delete(META, TURN.to_owned())]
    }
}
