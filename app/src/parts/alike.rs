use crate::words::Words;
use ::sync::read_copy::Caseload;
use domain::{
    alike::{self, Apart, BORN, CODE, Seen},
    id::ClientId,
};

/// Everybody in the caseload who has the name of somebody else in it, and what
/// tells them apart.
#[must_use]
pub fn among(caseload: &Caseload) -> Apart {
    let mut people = Vec::new();
    for entry in caseload.clients.values() {
        people.push(Seen::of(&entry.client));
    }
    alike::apart(&people)
}

/// What is said of somebody, and behind it what tells them apart from others of
/// their name, each once; nothing that is `shown` beside it.
#[must_use]
pub fn told(w: &Words, apart: &Apart, who: ClientId, said: &[&str], shown: &str) -> String {
    let mut text = String::new();
    let mut add = |one: &str| {
        if !one.is_empty() && one != shown {
            if !text.is_empty() {
                text.push_str(" · ");
            }
            text.push_str(one);
        }
    };
    for one in said {
        add(one);
    }
    if let Some((_, told)) = apart.iter().find(|(client_id, _)| *client_id == who) {
        for (kind, one) in told.iter().enumerate().filter(|(_, one)| !one.is_empty()) {
            let one = match kind {
                BORN => w.born_in(one),
                CODE => w.code_of(one),
                _ => one.clone(),
            };
            if !said.contains(&one.as_str()) {
                add(&one);
            }
        }
    }
    text
}

/// What somebody in the caseload is called, with what tells them apart behind it.
#[must_use]
pub fn full_name(w: &Words, caseload: &Caseload, who: ClientId) -> Option<String> {
    let name = &caseload.clients.get(&who)?.client.preferred_name;
    Some(told(w, &among(caseload), who, &[name], ""))
}
