//! Where drafts lie: the first of its name under that name; one beside it, of
//! another tab or that this version could not read, under `aside/`.

use crate::browser::clock;

const ASIDE: &str = "aside/";

/// The key of a draft beside the one that lies under `key`. A twin began as the
/// same draft: once signed, it has to be a record of its own.
pub(super) fn aside(key: &str, is_twin: bool) -> String {
    let mark = if is_twin { TWIN } else { "" };
    aside_key(&format!("{}{mark}", clock::now_ms()), parts(key).1)
}

/// The key of a draft that lies aside since a time.
pub(super) fn aside_key(since: &str, record: &str) -> String {
    format!("{ASIDE}{since}/{record}")
}

/// Since when a draft lies aside, if it does, and the record it is sealed as.
pub(super) fn parts(key: &str) -> (Option<&str>, &str) {
    match key.strip_prefix(ASIDE).and_then(|rest| rest.split_once('/')) {
        Some((since, record)) => (Some(since), record),
        None => (None, key),
    }
}

/// After the time of a twin.
const TWIN: &str = "+";

/// Whether that is the time of a twin.
pub(super) fn is_twin(since: &str) -> bool {
    since.ends_with(TWIN)
}
