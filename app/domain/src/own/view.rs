//! What a client sees of their own plan: decided here, value by value, and nowhere else.
//!
//! What is not taken up here is shown to nobody. `tests/own.rs` walks every value that anybody can write
//! and fails on the first that nobody has decided about.

use super::{Sort, client_as_author};
use crate::{
    Moment,
    document::{
        Cells, Key,
        service_plan::{self, LINES},
    },
    id::{LineId, StaffId},
    record::{
        RecordKind,
        appointment::{self, WayThere},
    },
    release::in_force,
    wire::v1::{
        Agency, CellRecordRow, Client, CrisisPlan, Level, OwnAnswer, OwnCalls, OwnGoal, OwnLine,
        OwnNext, OwnPlan, OwnSaid, OwnShared, OwnView, Task, TaskState,
    },
};

/// What the view is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The fact sheet.
    pub client: &'a Client,
    /// The crisis plan, where there is one.
    pub crisis_plan: Option<&'a CrisisPlan>,
    /// The service plan, where there is one.
    pub service_plan: Option<&'a Cells>,
    /// The client's tasks.
    pub tasks: &'a [Task],
    /// What the client said, and what was answered; releases and their ends; appointments. Other records
    /// are passed over.
    pub records: &'a [CellRecordRow],
    /// The way by which it is opened; none where it is shown on the worker's phone.
    pub access: Option<&'a Cells>,
    /// The agency.
    pub agency: &'a Agency,
}

/// The view at `at`. What happened to ways to it only the server knows.
#[must_use]
pub fn view(of: Material<'_>, at: Moment) -> OwnView {
    OwnView {
        made_at: at,
        language: of.access.map(|access| said(access, "language")).unwrap_or_default(),
        agency: of.agency.name.clone(),
        calls: calls(of),
        plan: of.crisis_plan.map(plan),
        goals: of.service_plan.map(goals).unwrap_or_default(),
        next: next(of, at),
        shared: shared(of, at),
        model: of.client.model.clone(),
        said: messages(of),
        log: Vec::new(),
        until: of.access.and_then(|access| access.value(Key::fact("expires")).as_day()),
    }
}

/// The words of a fact; none where nothing was said.
fn said(cells: &Cells, fact: &'static str) -> String {
    cells.value(Key::fact(fact)).as_text().unwrap_or_default().to_owned()
}

/// Releases in force: to whom something may be told, what, and until when.
fn shared(of: Material<'_>, at: Moment) -> Vec<OwnShared> {
    let one = |row: &CellRecordRow| {
        let cells = row.record.cells();
        OwnShared {
            line: LineId::from_bytes(*row.record.record_id.as_bytes()),
            with: said(&cells, "recipient"),
            what: said(&cells, "information"),
            until: cells.value(Key::fact("until")).as_day(),
        }
    };
    in_force(of.records, at.date()).map(one).collect()
}

fn calls(of: Material<'_>) -> OwnCalls {
    let primary = of.client.primary.map(|staff| name(of.agency, staff)).unwrap_or_default();
    OwnCalls {
        lines: of.agency.lines.clone(),
        // "Accessible at all times" is said of the first two levels (000:54-58).
        always: matches!(of.client.level, Some(Level::I | Level::II)),
        service_week: of.agency.policy.service_week,
        case_manager: primary,
    }
}

/// A staff member as the agency shows them.
fn name(agency: &Agency, staff: StaffId) -> String {
    let card = agency.staff.iter().find(|card| card.staff_id == staff);
    card.map(|card| card.name.clone()).unwrap_or_default()
}

fn plan(plan: &CrisisPlan) -> OwnPlan {
    let lines = plan.items.iter().filter(|item| !item.hidden_from_client);
    OwnPlan {
        language: plan.language.clone(),
        made_on: plan.made_at.date(),
        agreed: plan.client_agrees,
        lines: lines
            .map(|item| OwnLine {
                line: item.item_id,
                section: item.section,
                text: item.text.clone(),
                name: item.name.clone(),
                relation: item.relation.clone(),
                tel: item.tel.clone(),
                sms: item.sms.clone(),
            })
            .collect(),
    }
}

/// The lines that are in the plan. Once it is agreed to or not, a plan is the client's: a draft that
/// nobody has shown them yet is not.
fn goals(plan: &Cells) -> Vec<OwnGoal> {
    if plan.value(Key::fact("state")).as_word() != Some(service_plan::FINISHED) {
        return Vec::new();
    }
    let language = said(plan, "language");
    let goal = |line: LineId| {
        let value = |name| plan.value(Key::of_line(line, name));
        let text = |name| value(name).as_text().unwrap_or_default().to_owned();
        if value("disposition").as_word() != Some("in_plan") {
            return None;
        }
        let own = text("own");
        let goal = if own.trim().is_empty() { text("goal") } else { own };
        let provider = if value("by_provider").is_yes() { text("provider") } else { String::new() };
        Some(OwnGoal {
            line,
            language: language.clone(),
            goal,
            activities: text("activities"),
            by_me: value("by_client").is_yes(),
            by_case_manager: value("by_case_manager").is_yes(),
            by_supporter: value("by_supporter").is_yes(),
            provider,
            by: value("target").as_day(),
            change: text("change"),
        })
    };
    plan.lines_in(LINES, None).filter_map(|line| goal(line.id)).collect()
}

/// What is to be done, where whoever wrote it down said that the client sees it; and appointments that are
/// not over, where nobody has said otherwise.
fn next(of: Material<'_>, at: Moment) -> Vec<OwnNext> {
    let open = |task: &&Task| task.for_client && task.state == TaskState::Open;
    let step =
        |task: &Task| OwnNext { due: task.due, text: task.title.clone(), ..OwnNext::default() };
    let mut next: Vec<_> = of.tasks.iter().filter(open).map(step).collect();
    let planned = appointment::planned(of.records).into_iter();
    let planned = planned.filter(|(_, cells)| cells.value(Key::fact("for_client")).is_yes());
    next.extend(planned.filter_map(|(row, cells)| {
        // By the clock where it was written down: at a server another day may have begun.
        let today = Moment::new(at.utc_ms(), row.record.at.offset_min()).date();
        Some(OwnNext {
            due: cells.value(Key::fact("on")).as_day().filter(|on| *on >= today)?,
            text: said(&cells, "what"),
            at: cells.value(Key::fact("at")).as_time(),
            place: said(&cells, "place"),
            call: said(&cells, "call"),
            way: WayThere::said(&cells).map_or_else(String::new, |way| way.word().to_owned()),
            ride: said(&cells, "ride"),
            hopes: said(&cells, "hopes"),
        })
    }));
    next.sort_by(|a, b| (a.due, a.at, &a.text).cmp(&(b.due, b.at, &b.text)));
    next
}

/// What the client said in their own app, and what was answered. What a worker wrote down of it is no
/// word of the client's.
fn messages(of: Material<'_>) -> Vec<OwnSaid> {
    let author = client_as_author(of.client.client_id);
    let of_kind = |kind| of.records.iter().filter(move |row| row.record.kind == kind);
    let own = of_kind(RecordKind::ClientMessage).filter(|row| row.author == author);
    let mut all: Vec<_> = own
        .filter_map(|row| {
            let cells = row.record.cells();
            let id = row.record.record_id.to_string();
            let answers = of_kind(RecordKind::MessageAnswer).filter(|answer| {
                answer.record.cells().value(Key::fact("line")).as_word() == Some(&id)
            });
            // The last word counts.
            let answer = answers.max_by_key(|answer| answer.received_at.map(Moment::utc_ms));
            Some(OwnSaid {
                message_id: row.record.record_id,
                sort: Sort::of(cells.value(Key::fact("sort")).as_word()?)?,
                about: said(&cells, "goal"),
                text: said(&cells, "text"),
                at: row.record.at,
                answer: answer.map(|answer| OwnAnswer {
                    text: said(&answer.record.cells(), "text"),
                    at: answer.record.at,
                    by: name(of.agency, answer.author),
                }),
            })
        })
        .collect();
    all.sort_by_key(|said| std::cmp::Reverse(said.at.utc_ms()));
    all
}
