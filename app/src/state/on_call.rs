//! What is on this phone while its worker is on call: the plans of colleagues'
//! clients, each behind one question.

use super::{
    AppState, crisis_plan::lookup_of, deliver::LIMIT_MS, phone::phone, refusal::ask_here,
    save::save,
};
use crate::{
    browser::{
        BrowserError, clock,
        fetch::{self, Answer, Ask},
    },
    json,
    store::StoreError,
};
use ::sync::on_call::{Turn, TurnMark};
use domain::{
    Moment,
    id::ClientId,
    operation::Payload,
    wire::v1::{
        CrisisPlan, CrisisPlanLookup, LookupReason, OpeningWhy, OpeningsWaiting, Role, Shift,
        Shifts, TeamPlans,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::Cell, rc::Rc};

/// Milliseconds for which a plan stays open after the question: long enough for
/// a call, short enough that a phone put down shows nothing the next morning.
const OPEN_FOR_MS: i64 = 15 * 60_000;

thread_local! {
    /// Whose plan is open, and since when.
    static OPEN: Cell<Option<(ClientId, Moment)>> = const { Cell::new(None) };
    static ASKING: Cell<bool> = const { Cell::new(false) };
    /// When this phone last asked how many openings nobody has looked at.
    static COUNTED_MS: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds between two such questions, at least.
const COUNT_EVERY_MS: i64 = 10 * 60_000;

/// The phone is locked: whatever was open is closed.
pub fn closed(state: AppState) {
    OPEN.set(None);
    COUNTED_MS.set(0);
    state.turn.set(None);
    state.openings_waiting.set(0);
}

/// Finds out from the phone alone whether a turn is on. The plans of one that is
/// over are removed; tried again until it worked.
pub async fn look(state: AppState) {
    let Some(phone) = phone() else { return };
    let now = clock::now();
    if phone.store.drop_past_turn(now).await.is_err() {
        return;
    }
    let Ok(mark) = phone.store.turn().await else { return };
    show(state, &phone, mark.and_then(|mark| mark.turn).filter(|turn| !turn.is_over(now)));
}

/// A turn may have ended just now.
pub fn tick(state: AppState) {
    let now = clock::now();
    let over =
        state.turn.with_untracked(|turn| turn.as_ref().is_some_and(|turn| turn.is_over(now)));
    if over {
        spawn_local(look(state));
    }
}

/// After a sync that went well: asks about turns, seldom.
pub fn after_sync(state: AppState) {
    spawn_local(async move {
        let Some(phone) = phone() else { return };
        let Ok(mark) = phone.store.turn().await else { return };
        let other_role = phone.profile.role == Role::Administrator;
        let due = |mark: TurnMark| mark.is_due(clock::now()) || other_role && mark.turn.is_some();
        if mark.is_none_or(due) {
            ask(state).await;
        } else {
            // Another tab may have asked.
            look(state).await;
        }
        if phone.profile.role == Role::Supervisor {
            count_openings(state).await;
        }
    });
}

/// Lets a supervisor know that plans were opened which nobody has looked at.
async fn count_openings(state: AppState) {
    let now_ms = clock::now_ms();
    if (now_ms - COUNTED_MS.get()).abs() < COUNT_EVERY_MS {
        return;
    }
    COUNTED_MS.set(now_ms);
    let path = "/api/v1/on-call/openings/waiting";
    // Without an answer the number stays; the next one is not far.
    if let Ok(OpeningsWaiting { waiting }) = ask_here("GET", path, None::<&()>).await
        && phone().is_some()
    {
        state.openings_waiting.set(usize::try_from(waiting).unwrap_or_default());
    }
}

/// Asks the server whether a turn is on, and for the plans that go with it.
/// Answers whether it said anything.
pub async fn ask(state: AppState) -> bool {
    let Some(phone) = phone() else { return false };
    // An administrator sees no client. Whose turn it was in another role, it is over.
    if phone.profile.role == Role::Administrator {
        if phone.store.drop_team_plans(clock::now()).await.is_ok() {
            show(state, &phone, None);
        }
        return false;
    }
    // The answer that is on its way does for both.
    if ASKING.replace(true) {
        return true;
    }
    let asked = clock::now();
    let had = phone.store.turn().await.ok().flatten().and_then(|mark| mark.turn);
    let path = match &had {
        Some(turn) => format!("/api/v1/on-call/plans?have={}", turn.tag),
        None => "/api/v1/on-call/plans".to_owned(),
    };
    let ask = Ask {
        method: "GET",
        path: &path,
        phone: Some(phone.profile.device_id.to_string()),
        limit_ms: LIMIT_MS,
        ..Ask::default()
    };
    let answer = fetch::send(ask).await;
    ASKING.set(false);
    let Ok(answer) = answer else { return false };
    let now_on = match read(&answer) {
        Said::NotOnCall => phone.store.drop_team_plans(asked).await.map(|()| None),
        Said::Plans(turn) => {
            let kept = phone.store.keep_team_plans(&phone.keys, &answer.body, asked, turn.clone());
            kept.await.map(|()| Some(turn))
        }
        Said::Same => {
            let mark = TurnMark { asked, turn: had.clone() };
            phone.store.keep_turn(&mark).await.map(|()| had)
        }
        // What is here stays as old as it was: nobody said that it is the present state.
        Said::Nothing => return false,
    };
    // A phone that could keep nothing of it asks again after the next sync.
    let Ok(turn) = now_on else { return false };
    show(state, &phone, turn.filter(|turn| !turn.is_over(clock::now())));
    true
}

/// What an answer about turns means.
enum Said {
    /// No turn is on, or this phone may not read any more.
    NotOnCall,
    /// A turn is on, and these are the plans.
    Plans(Turn),
    /// What is here is the present state.
    Same,
    /// Nothing: a sign-in is needed, the server is in trouble, it was not the
    /// server. The turn ends at its time all the same.
    Nothing,
}

fn read(answer: &Answer) -> Said {
    match answer.status {
        204 => Said::NotOnCall,
        403 if answer.is_json => Said::NotOnCall,
        304 => Said::Same,
        200 if answer.is_json => {
            json::from_slice::<Turn>(&answer.body).map_or(Said::Nothing, Said::Plans)
        }
        _ => Said::Nothing,
    }
}

fn show(state: AppState, asker: &Rc<super::phone::Phone>, turn: Option<Turn>) {
    // Locked meanwhile, or another worker's by now: nobody's business.
    if phone().is_some_and(|open| Rc::ptr_eq(&open, asker))
        && state.turn.with_untracked(|known| *known != turn)
    {
        state.turn.set(turn);
    }
}

/// Turns that are not over, soonest first; nothing where the server cannot be
/// asked. The roster is not kept on the phone: an old one would send somebody to
/// the wrong person.
pub async fn roster() -> Option<Vec<Shift>> {
    let answer = ask_here::<Shifts>("GET", "/api/v1/on-call/shifts", None::<&()>).await;
    answer.ok().map(|answer| answer.shifts)
}

/// The plans of colleagues' clients, and how many of them only a newer app can read; none while no
/// turn is on.
///
/// # Errors
/// When the phone is locked, or what it keeps cannot be read.
pub async fn team_plans(state: AppState) -> Result<Option<(TeamPlans, usize)>, StoreError> {
    let phone = phone().ok_or_else(|| BrowserError::new("the phone is locked"))?;
    look(state).await;
    let plans = phone.store.team_plans(&phone.keys).await?;
    // The turn ends by its own time, even where it could not be removed.
    Ok(plans.filter(|(plans, _)| clock::now() < plans.until))
}

/// When these plans came from the server, or it last said that they are the present ones.
pub async fn as_of() -> Option<Moment> {
    let phone = phone()?;
    let mark = phone.store.turn().await.ok()??;
    mark.turn.map(|_| mark.asked)
}

/// Until when the plan of this client is open; nothing when the question is to
/// be asked.
#[must_use]
pub fn open_until(client_id: ClientId) -> Option<Moment> {
    let (open, since) = OPEN.get()?;
    let now = clock::now();
    let until = since.plus_ms(OPEN_FOR_MS);
    (open == client_id && since <= now && now < until).then_some(until)
}

/// Takes down that the plan is opened, and why; then it is open. The other way
/// round nobody could be told of it.
///
/// # Errors
/// When the phone could not keep it; then the plan stays closed.
pub async fn open(state: AppState, plan: &CrisisPlan, why: OpeningWhy) -> Result<(), StoreError> {
    let lookup = CrisisPlanLookup {
        why: Some(why),
        ..lookup_of(state, plan.client_id, Some(plan.version), LookupReason::OnCall)?
    };
    let at = lookup.at;
    save(state, Payload::CrisisPlanOpened(lookup)).await?;
    OPEN.set(Some((plan.client_id, at)));
    Ok(())
}
