use super::{
    exit::{BadInput, MissingInput},
    say,
};
use crate::{
    config::StoreArgs,
    store::{Access, Deposit, Store},
};
use domain::wire::v1::{PUSH_MAX_OPERATIONS, Push, ReceiptOutcome};
use std::path::Path;

/// Takes the sealed copy that a phone saved, as a push of that phone, and says
/// what became of each item.
pub(super) async fn run(args: &StoreArgs, file: &Path) -> anyhow::Result<()> {
    let copy = std::fs::read(file).map_err(|error| MissingInput(file.to_owned(), error))?;
    let Ok(push) = serde_json::from_slice::<Push>(&copy) else {
        let sentence = format!(
            "{} is not a sealed copy that a phone saved, or not all of it. Nothing was changed; \
             what waits on the phone is still there. Save a new copy under Me, What waits",
            file.display()
        );
        return Err(BadInput(sentence).into());
    };
    let store = Store::open(&args.options(Access::Write)).await?;
    let told = deliver(&store, push).await;
    store.close().await;
    told
}

async fn deliver(store: &Store, push: Push) -> anyhow::Result<()> {
    let from = only(store.deposits_of(push.device_id).await?, &push)?;
    let (mut applied, mut known, mut set_aside) = (0, 0, 0);
    for operations in push.operations.chunks(PUSH_MAX_OPERATIONS) {
        for receipt in store.push(&from, operations.to_vec()).await? {
            let word = match receipt.outcome {
                ReceiptOutcome::Applied => "applied".to_owned(),
                ReceiptOutcome::Merged => "merged".to_owned(),
                ReceiptOutcome::Conflict => "applied, with an open conflict".to_owned(),
                ReceiptOutcome::Duplicate => "known already".to_owned(),
                ReceiptOutcome::Quarantined { code } => {
                    let code = serde_json::to_value(code)?;
                    format!("in the quarantine: {}", code.as_str().unwrap_or_default())
                }
                ReceiptOutcome::Retry { .. } => "not taken now".to_owned(),
            };
            say(format_args!("{}\t{word}", receipt.op_id))?;
            match receipt.outcome {
                ReceiptOutcome::Duplicate => known += 1,
                ReceiptOutcome::Quarantined { .. } => set_aside += 1,
                _ => applied += 1,
            }
        }
    }
    say(format_args!(
        "{applied} applied, {known} known already, {set_aside} in the quarantine. The phone keeps \
         its own copy until it reaches the server, and nothing counts twice"
    ))?;
    Ok(())
}

fn only(mut found: Vec<Deposit>, push: &Push) -> anyhow::Result<Deposit> {
    let why = match (found.pop(), found.is_empty()) {
        (Some(from), true) => return Ok(from),
        (Some(_), false) => "is enrolled at more than one agency",
        (None, _) => "is not enrolled here",
    };
    let sentence = format!(
        "the phone {} that saved this copy {why}. Nothing was changed; keep the file, and check \
         --data",
        push.device_id
    );
    Err(BadInput(sentence).into())
}
