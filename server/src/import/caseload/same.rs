//! What makes a person the same when the sheet comes again.

use super::{columns::Orders, former};
use crate::import::{dates::Of, ids::Keys, spoiled::plain_key, table::Row};
use chrono::NaiveDate;
use domain::{id::ClientId, search::fold};

/// Who a line is: whoever came under its key before, or somebody new. None where it names nobody.
///
/// The agency's own key, or else the names, folded, and the date of birth as it was read: a
/// spreadsheet may write the same day in another way each time it saves the sheet.
pub(super) fn id(row: &Row<'_>, keys: &Keys<'_>, orders: &Orders) -> Option<ClientId> {
    let given = row.get("key");
    let columns = ["preferred_name", "legal_name", "alias"];
    let names: Vec<String> = columns.iter().map(|column| row.get(column)).collect();
    if names.iter().all(String::is_empty) {
        return None;
    }
    if !given.is_empty() {
        let now = keys.client(&format!("key|{}", plain_key(&given)));
        return Some(keys.known_client(&format!("key|{given}")).unwrap_or(now));
    }
    let person = |fold: fn(&str) -> String, born: &str| {
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        // Somebody known by signs alone is called that.
        let signs = folded.iter().all(|name| name.trim().is_empty());
        let names = if signs { names.join("|") } else { folded.join("|") };
        format!("person|{names}|{born}")
    };
    let text = row.get("born_on");
    let born = orders.reading("born_on").likely(&text, Of::Birth).map(|read| read.date);
    let now = born.map_or_else(|| text.clone(), |born| born.to_string());
    let before = spellings(&text, born);
    // The former rules first: they told more names apart, and whoever came under them stays apart.
    let known = [former::fold, former::fold_with_forms, fold]
        .iter()
        .find_map(|fold| before.iter().find_map(|born| keys.known_client(&person(*fold, born))));
    Some(known.unwrap_or_else(|| keys.client(&person(fold, &now))))
}

/// How a date of birth may have stood in the sheet when the person came: ids were made of what
/// was written there.
fn spellings(text: &str, born: Option<NaiveDate>) -> Vec<String> {
    const FORMS: [&str; 6] =
        ["%Y-%m-%d", "%-m/%-d/%Y", "%m/%d/%Y", "%-d/%-m/%Y", "%d.%m.%Y", "%-d.%-m.%Y"];
    let forms = born.into_iter().flat_map(|born| FORMS.map(|form| born.format(form).to_string()));
    forms.chain([text.to_owned()]).collect()
}
