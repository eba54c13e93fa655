use super::{exit::BadInput, say};
use crate::{
    clock,
    config::StoreArgs,
    demo,
    store::{Access, Store},
};
use chrono::Offset as _;
use domain::{Moment, record::RecordKind};

/// Creates the demonstration agency in an empty data folder. Repeating it on a
/// folder that holds it already changes nothing; it never joins real data.
pub(super) async fn run(args: &StoreArgs, small: bool) -> anyhow::Result<()> {
    let store = Store::open(&args.options(Access::Write)).await?;
    let present = store.agencies().await?;
    if !present.is_empty() {
        let sentence = "this data folder holds an agency already; the demonstration only goes \
                        into an empty one. Nothing was changed";
        return Err(BadInput(sentence.to_owned()).into());
    }
    let offset = chrono::Local::now().offset().fix().local_minus_utc() / 60;
    let now = Moment::new(clock::now_ms(), i16::try_from(offset)?);
    let batch = if small { demo::small(now.date()) } else { demo::agency(now.date(), now) };
    let loaded = store.load(batch, &mut super::progress("rows")).await?;
    store.close().await;
    let counts = loaded.inserted;
    say(format_args!(
        "The demonstration agency is ready: {} clients, {} contacts, {} crisis plans.",
        counts.clients,
        counts.of(RecordKind::Contact),
        counts.crisis_plans
    ))?;
    sign_ins()
}

/// How to sign in to the demonstration.
fn sign_ins() -> anyhow::Result<()> {
    say(format_args!("Sign in as dana or marcus (workers), rosa (supervisor) or admin."))?;
    say(format_args!("Password of each: {}", demo::PASSPHRASE))?;
    Ok(())
}
