//! Dates that only somebody who knows the client can doubt.

use crate::store::{StoreError, change::Change, rows::Kind};
use domain::{
    Moment,
    dated::{in_doubt, may_precede_birth},
    effects::Effect,
    id::ClientId,
    wire::v1::Client,
};

/// Whether something is so long ago that the client may not have been born. Who
/// writes down what happened last week does not wait for the answer.
pub(super) fn asks_for_birth(effects: &[Effect], told: Moment) -> bool {
    effects.iter().any(|effect| happened(effect).is_some_and(|at| may_precede_birth(at, told)))
}

/// Marks what lies years before the client's birth, where that is known.
pub(super) async fn mark(
    change: &mut Change,
    client_id: ClientId,
    effects: &mut [Effect],
    told: Moment,
) -> Result<(), StoreError> {
    if !asks_for_birth(effects, told) {
        return Ok(());
    }
    let body = change.body(Kind::CLIENT, client_id.as_bytes()).await;
    // A note is not to wait for a fact sheet that does not open.
    let body =
        change.damage.skip(change.agency, Kind::CLIENT.word(), client_id.as_bytes(), body)?;
    let born = match body.flatten() {
        Some(body) => serde_json::from_slice::<Client>(&body)?.born_on,
        None => None,
    };
    for effect in effects {
        let doubted = happened(effect).is_some_and(|at| in_doubt(at, told, born));
        if let Effect::Record(row) = effect {
            *row.date_in_doubt() |= doubted;
        }
    }
    Ok(())
}

fn happened(effect: &Effect) -> Option<Moment> {
    match effect {
        Effect::Record(row) => row.happened(),
        _ => None,
    }
}
