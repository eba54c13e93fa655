use super::{
    exit::{BadInput, CheckFailed},
    say,
};
use crate::{
    audit::{Heads, heads},
    config::StoreArgs,
    keys,
    store::{Access, Store},
};
use std::{collections::BTreeMap, path::Path};

/// Lines about one agency, at most: whoever swapped two databases altered every row.
const MOST: usize = 1_000;

pub(super) async fn run(args: &StoreArgs, head_file: Option<&Path>) -> anyhow::Result<()> {
    let mut kept = match head_file {
        Some(file) => heads::read(file).map_err(|error| unreadable(file, &error))?,
        None => BTreeMap::new(),
    };
    let store = Store::open(&args.options(Access::Read)).await?;
    let mut altered = false;
    for agency in store.agencies_in_log().await? {
        let heads = kept.remove(&agency).unwrap_or_default();
        let found = store.verify_audit_with(agency, &heads).await?;
        let head = keys::hex(&found.head);
        let (entries, rows) = (found.entries, found.rows);
        let verdict = if found.is_whole() { "whole" } else { "altered" };
        say(format_args!("{agency}\t{verdict}\t{entries} entries\t{rows} rows\thead {head}"))?;
        for finding in found.findings.iter().take(MOST) {
            say(format_args!("{agency}\t{finding}"))?;
        }
        if let Some(more) = found.findings.len().checked_sub(MOST).filter(|more| *more > 0) {
            say(format_args!("{agency}\tand {more} more"))?;
        }
        if found.is_whole() && rows == 0 {
            say(format_args!(
                "{agency}\tits rows are not covered yet: the first start of this version takes them down"
            ))?;
        }
        if head_file.is_some() && heads.is_empty() {
            say(format_args!(
                "{agency}\tthe file holds no head of its log: that the end was cut off would not show"
            ))?;
        }
        altered |= !found.is_whole();
        let papers = store.verify_papers(agency).await?;
        for (at, broken) in papers.iter().take(MOST) {
            say(format_args!("{agency}\t{at}: {broken}"))?;
        }
        if let Some(more) = papers.len().checked_sub(MOST).filter(|more| *more > 0) {
            say(format_args!("{agency}\tand {more} more"))?;
        }
        altered |= !papers.is_empty();
    }
    for agency in store.agencies_left_over().await? {
        if kept.get(&agency).is_none_or(|heads| heads.is_empty()) {
            say(format_args!("{agency}\tis not in the database, and people or clients of it are"))?;
            altered = true;
        }
    }
    for agency in kept.into_iter().filter(|(_, heads)| *heads != Heads::new()).map(|(id, _)| id) {
        say(format_args!("{agency}\tis not in the database, and its head was kept"))?;
        altered = true;
    }
    if !altered {
        return Ok(());
    }
    let sentence = "the database is not as its audit log says; what differs is named above. Nothing \
        was changed. Keep this file, take a copy, and compare it with the last backup that verifies";
    Err(CheckFailed(sentence.to_owned()).into())
}

fn unreadable(file: &Path, error: &std::io::Error) -> BadInput {
    BadInput(format!(
        "the file {} cannot be read as heads of an audit log ({error}). Nothing was changed. Name the file that \
         `serve --audit-head` writes",
        file.display()
    ))
}
