use super::{exit::CheckFailed, say};
use crate::{
    audit::Finding,
    config::StoreArgs,
    store::{Access, Store},
};

pub(super) async fn run(args: &StoreArgs) -> anyhow::Result<()> {
    let store = Store::open(&args.options(Access::Read)).await?;
    let mut broken = Vec::new();
    for agency in store.agencies().await? {
        match store.verify_audit(agency).await? {
            Finding::Whole(entries, head) => {
                let head = head.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                say(format_args!("{agency}\twhole\t{entries} entries\thead {head}"))?;
            }
            Finding::Broken(seq) => {
                say(format_args!("{agency}\tbroken at entry {seq}"))?;
                broken.push(agency);
            }
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    let sentence = "the audit log was altered. The entries are still there. Keep this file, take \
        a copy, and compare it with the last backup that verifies";
    Err(CheckFailed(sentence.to_owned()).into())
}
