//! Stage and level of care while a fact sheet is changed: what is chosen now stands at the end of
//! its history, and goes from there when somebody chooses otherwise before saving.

use crate::{
    client::FactSheetDraft,
    document::CellName,
    id::LineId,
    length::{Field, over},
    problem::{Problem, Wrong},
    visible::is_blank,
    wire::v1::{Client, ConflictSide, Level, LevelBegun, Stage, StageBegun},
};
use chrono::NaiveDate;

/// Why the stage is another one now.
pub const STAGE_REASON: Field = Field::Cell(CellName::new("stage_reason"));
/// The first day of the stage.
pub const STAGE_SINCE: Field = Field::Cell(CellName::new("stage_since"));
/// How the case ended.
pub const ENDED: Field = Field::Cell(CellName::new("ended"));

impl FactSheetDraft {
    /// The stages that can be chosen: the one in which the case was when writing began, those that
    /// may come after it, the one before it, for whoever chose the wrong one, and what people
    /// disagree on.
    #[must_use]
    pub fn stages_to_choose(&self) -> Vec<Stage> {
        let now = self.before.stage;
        let read = |side: &ConflictSide| side.value.read::<Stage>("stage");
        let disputed =
            self.before.conflicts.iter().flat_map(|one| [read(&one.kept), read(&one.other)]);
        let rest = now.next().iter().copied().chain(self.taken_back()).chain(disputed.flatten());
        let mut all = vec![now];
        for stage in rest {
            if !all.contains(&stage) {
                all.push(stage);
            }
        }
        all
    }

    /// The stage to which the case goes back where the last one was chosen by mistake.
    fn taken_back(&self) -> Option<Stage> {
        let mut before = self.before.stages.iter().rev();
        let is_last = before.next()?.stage == self.before.stage;
        before.next().filter(|_| is_last).map(|one| one.stage)
    }

    /// Gives the case another stage, from `today` on. `line` is the id of its place in the history.
    /// What was said of another choice before is kept for this one.
    pub fn set_stage(&mut self, stage: Stage, today: NaiveDate, line: LineId) {
        if self.content.stage == stage {
            return;
        }
        let said = self.new_stage().cloned();
        let is_new = |id: Option<LineId>| id.is_some() && id == self.new_stage;
        self.content.stages.retain(|one| !is_new(one.line_id));
        self.content.stage = stage;
        self.new_stage = None;
        if stage != self.before.stage {
            let fresh = StageBegun::new(None, stage, today);
            let said = said.unwrap_or(fresh);
            self.content.stages.push(StageBegun {
                line_id: Some(line),
                stage,
                ended: None,
                ..said
            });
            self.new_stage = Some(line);
        }
    }

    /// The stage that was chosen now; none where it is as it was, or as people settled on.
    #[must_use]
    pub fn new_stage(&self) -> Option<&StageBegun> {
        let id = self.new_stage?;
        self.content.stages.iter().find(|one| one.line_id == Some(id))
    }

    /// Changes what is said of the stage that was chosen now.
    pub fn edit_new_stage(&mut self, change: impl FnOnce(&mut StageBegun)) {
        let Some(id) = self.new_stage else { return };
        self.content.stages.iter_mut().find(|one| one.line_id == Some(id)).map(change);
    }

    /// Gives the level of care another value, from `today` on. `line` is the id of its place in
    /// the history.
    pub fn set_level(&mut self, level: Option<Level>, today: NaiveDate, line: LineId) {
        if self.content.level == level {
            return;
        }
        let (before, content) = (&self.before, &mut self.content);
        content.levels.retain(|one| one.line_id.is_none() || one.line_id != self.new_level);
        content.level = level;
        if level == before.level {
            self.new_level = None;
            content.level_since = before.level_since;
            content.level_reason.clone_from(&before.level_reason);
            return;
        }
        content.level_since = Some(today);
        content.level_reason.clear();
        let reason = String::new();
        content.levels.push(LevelBegun { line_id: Some(line), level, since: today, reason });
        self.new_level = Some(line);
    }

    /// Puts into the history what the form says of stage and level: that of a new line, of the one
    /// that was in force, and of one from before they were kept.
    pub(crate) fn keep_history(&self, client: &mut Client) {
        self.keep_stage(client);
        self.keep_level(client);
    }

    fn keep_stage(&self, client: &mut Client) {
        let Some(since) = self.new_stage().map(|begun| begun.since) else { return };
        let before = &self.before;
        // Who comes back begins another episode; who was closed by mistake goes on with theirs.
        if before.stage == Stage::Closed && before.stage.next().contains(&client.stage) {
            client.opened_on = Some(since);
        }
        if let (Some(opened), []) = (before.opened_on, before.stages.as_slice()) {
            client.stages.insert(0, StageBegun::new(None, before.stage, opened));
        }
    }

    fn keep_level(&self, client: &mut Client) {
        let before = &self.before;
        let said = (client.level_since, client.level_reason.clone());
        let Some(id) = self.new_level else {
            // The level in force, put right: its line is the one that says just what was in force.
            let stood = (before.level, before.level_since, before.level_reason.as_str());
            if client.level != before.level || said == (stood.1, stood.2.to_owned()) {
                return;
            }
            let is_it =
                |one: &&mut LevelBegun| (one.level, Some(one.since), one.reason.as_str()) == stood;
            let mut lines = client.levels.iter_mut().filter(is_it);
            if let (Some(line), None, Some(since)) = (lines.next(), lines.next(), said.0) {
                (line.since, line.reason) = (since, said.1);
            }
            return;
        };
        let line = client.levels.iter_mut().find(|one| one.line_id == Some(id));
        if let (Some(line), Some(since)) = (line, said.0) {
            (line.since, line.reason) = (since, said.1);
        }
        // One that was in force without a line, as older apps and imports leave it.
        let since = before.level_since.or(before.opened_on.filter(|_| before.level.is_some()));
        let Some(since) = since else { return };
        let is_known = |one: &LevelBegun| one.since == since;
        if !before.levels.iter().any(is_known) {
            let reason = before.level_reason.clone();
            client
                .levels
                .insert(0, LevelBegun { line_id: None, level: before.level, since, reason });
        }
    }

    /// What stands in the way of saving in the stage and the level.
    pub(crate) fn episode_problems(&self, problems: &mut Vec<Problem>) {
        let missing = |is: bool, field| is.then_some(Problem::new(field, Wrong::Missing));
        if let Some(begun) = self.new_stage() {
            let unsaid = begun.stage == Stage::Closed && begun.ended.is_none();
            problems.extend(missing(unsaid, ENDED));
            problems.extend(missing(is_blank(&begun.reason), STAGE_REASON));
            let by = over(&begun.reason, STAGE_REASON.max());
            problems.extend((by > 0).then(|| Problem::new(STAGE_REASON, Wrong::TooLong(by))));
        }
        let (content, before) = (&self.content, &self.before);
        let unfounded = content.level != before.level
            && content.level.is_some()
            && is_blank(&content.level_reason);
        problems.extend(missing(unfounded, Field::Reason));
    }
}

impl StageBegun {
    /// A stage of which nobody has said why yet.
    #[must_use]
    pub const fn new(line_id: Option<LineId>, stage: Stage, since: NaiveDate) -> Self {
        Self { line_id, stage, since, reason: String::new(), ended: None }
    }
}
