//! Asking the server about turns on call; from a chunk, in a quiet moment after a sync.

use super::{look, show};
use crate::{
    browser::{
        clock,
        fetch::{self, Answer, Ask},
    },
    state::{AppState, deliver::LIMIT_MS, phone::phone},
};
use ::sync::on_call::{Turn, TurnMark};
use domain::{json, wire::v1::Role};
use std::cell::Cell;

thread_local! {
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Asks about turns, seldom.
pub async fn ask_if_due(state: AppState) {
    let Some(phone) = phone() else { return };
    let Ok(mark) = phone.store.turn().await else { return };
    let other_role = phone.profile.role == Role::Administrator;
    let due = |mark: TurnMark| {
        mark.is_due(clock::now(), state.server_ahead_ms.get_untracked())
            || other_role && mark.turn.is_some()
    };
    if mark.is_none_or(due) {
        ask(state).await;
    } else {
        // Another tab may have asked.
        look(state).await;
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
    show(state, &phone, turn.filter(|turn| !turn.is_over(state.server_now())));
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
