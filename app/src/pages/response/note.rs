//! The note of a crisis event, filled in for the worker to finish and sign.

use super::steps::step_name;
use crate::{
    browser::{clock, random},
    parts::{crisis_event_line::outcome, dates},
    state::{AppState, draft::take_last_words, phone::phone},
    store::{DraftName, FormKind},
    words::{self, Words, response::words},
};
use domain::{
    Moment,
    contact::ContactDraft,
    id::TaskId,
    response::{TimeOf, note_of},
    wire::v1::{CrisisEvent, MeansTalk, PlanSeen, ReachedBy, ResponsePath, ResponseStep as Step},
};

/// Whether the note of an event can be written now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// Its draft is there.
    Here,
    /// The note of another event about the same client is not signed yet.
    AnotherIsOpen,
    /// It was signed before.
    NotNeeded,
    /// The phone could not keep the draft.
    NotKept,
}

/// Begins the note of an event, unless it is begun. Drafts that are there are
/// left as they are: nothing is ever mixed into them.
pub async fn begin_note(app: AppState, event: &CrisisEvent) -> Begun {
    if event.note_task.is_none() {
        return Begun::NotNeeded;
    }
    let Some(phone) = phone() else { return Begun::NotKept };
    let name = DraftName { form: FormKind::CrisisNote, client_id: event.client_id };
    take_last_words(&phone).await;
    match phone.store.draft::<ContactDraft>(&phone.keys, name).await {
        Ok(Some(left)) if left.contact_id == event.contact_id => return Begun::Here,
        Ok(Some(_)) => {
            app.tell(words(app.language.get_untracked()).another_note_open);
            return Begun::AnotherIsOpen;
        }
        Ok(None) => {}
        Err(_) => {
            app.tell(app.words().draft_unreadable);
            return Begun::NotKept;
        }
    }
    let kept = async {
        let next_step = random::id(TaskId::from_parts).ok()?;
        let draft = filled_in(app, event, next_step);
        let bytes = domain::draft::to_bytes(&draft);
        let sealed = phone.store.seal_draft(&phone.keys, name, &bytes).await.ok()?;
        phone.store.put_draft(&phone.store.claim(name), sealed).await.ok()
    };
    if kept.await.is_none() {
        app.tell(app.words().phone_could_not_keep);
        return Begun::NotKept;
    }
    app.files_changed();
    Begun::Here
}

/// The day of a time, where it is another than that on which the event began.
#[must_use]
pub fn other_day(w: &Words, event: &CrisisEvent, at: Moment, now: Moment) -> Option<String> {
    let date = at.date();
    (date != event.started.time().date())
        .then(|| format!(" ({})", dates::long_day(w, date, now.date())))
}

/// That a step was taken, as a note tells of it.
const fn step_done(r: &words::response::Words, step: Step) -> &'static str {
    match step {
        Step::Respond => r.did_respond,
        Step::Listen => r.did_listen,
        Step::Consult => r.did_consult,
        Step::Act => r.did_act,
        Step::Plan => r.did_plan,
    }
}

fn filled_in(app: AppState, event: &CrisisEvent, next_step: TaskId) -> ContactDraft {
    let (w, r) = (app.words(), words(app.language.get_untracked()));
    let mut draft = note_of(event, next_step, clock::now());
    app.caseload.with_untracked(|caseload| {
        if let Some(entry) = caseload.clients.get(&event.client_id) {
            draft.fill_in(&entry.client);
            // Where a crisis is, is not where somebody is usually met.
            draft.place.clear();
        }
    });
    draft.purpose = match event.path {
        ResponsePath::Distress => r.purpose_distress,
        ResponsePath::Crisis => r.purpose_crisis,
    }
    .to_owned();
    let mut did = Vec::new();
    for time in event.times() {
        let what = match time.of {
            TimeOf::Start | TimeOf::End => continue,
            TimeOf::Met => r.with_them_since.to_owned(),
            TimeOf::Step(step) => {
                let note = event.steps.iter().find(|taken| taken.step == step);
                let note = note.map_or("", |taken| taken.note.as_str());
                let did = step_done(r, step);
                if note.is_empty() { did.to_owned() } else { format!("{did}: {note}") }
            }
            TimeOf::Reached(place) => match event.reached.get(place) {
                Some(reached) if reached.by == ReachedBy::Call => r.called(&reached.who),
                Some(reached) => r.texted(&reached.who),
                None => continue,
            },
            TimeOf::HandedOver => {
                let to = event.handed_over.as_ref().map_or("", |handed| handed.to.as_str());
                if to.is_empty() { r.handed_over.to_owned() } else { r.handed_over_to(to) }
            }
        };
        let at = time.at.time();
        let day = other_day(w, event, at, clock::now()).unwrap_or_default();
        did.push(format!("{} {what}{day}", dates::time(w, at)));
    }
    for untaken in event.steps.iter().filter(|taken| taken.at.is_none()) {
        did.push(format!("{}: {}", step_name(r, untaken.step), untaken.note));
    }
    let mut say = |what: &str, answer: &str| did.push(format!("{what} {answer}"));
    if let Some(talk) = event.means_talk {
        say(
            r.means_talk,
            match talk {
                MeansTalk::Yes => w.yes,
                MeansTalk::No => w.no,
                MeansTalk::NotApplicable => r.not_applicable,
            },
        );
    }
    if let Some(seen) = event.plan_seen {
        say(
            r.plan_seen,
            match seen {
                PlanSeen::Yes => w.yes,
                PlanSeen::No => w.no,
                PlanSeen::NoneExists => r.no_plan_exists,
            },
        );
    }
    if !event.took_part.is_empty() {
        say(&format!("{}:", r.took_part), &event.took_part);
    }
    if let Some(how) = event.outcome {
        say(&format!("{}:", r.outcome), outcome(w, how));
    }
    if !event.why_nobody_went.is_empty() {
        say(r.why_nobody_went, &event.why_nobody_went);
    }
    draft.what_i_did = did.join("\n");
    draft
}
