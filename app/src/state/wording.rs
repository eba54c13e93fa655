//! The advisory check of a note's words (`domain::language`), as forms ask for it. Nothing of what is
//! found is kept or sent: nobody is counted.

use super::AppState;
use crate::browser::local_storage;
use domain::language::{Checker, Class};

/// Where it is kept, for each worker of a shared phone.
fn key(app: AppState) -> Option<String> {
    let device_id = app.profile.get_untracked()?.device_id;
    Some(format!("streetlight/checks-words/{device_id}"))
}

/// Whether the worker wants their words checked; they do until they say otherwise.
#[must_use]
pub fn is_wanted(app: AppState) -> bool {
    key(app).and_then(|key| local_storage::read(&key)).unwrap_or(true)
}

/// Remembers whether they do; says whether it could.
#[must_use]
pub fn want(app: AppState, wanted: bool) -> bool {
    key(app).is_some_and(|key| local_storage::write(&key, &wanted))
}

/// A text to be looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The field it stands in, by its id.
    pub id: &'static str,
    /// What the field is called.
    pub label: &'static str,
    /// What is written there.
    pub said: String,
    /// Impressions belong there.
    pub impressions: bool,
}

/// Words that are pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In which field: its id and what it is called.
    pub field: (&'static str, &'static str),
    /// As they were written.
    pub said: String,
    /// What is the matter with them.
    pub class: Class,
    /// What could be written instead, best first.
    pub suggestions: Vec<String>,
}

thread_local! {
    static CHECKER: Checker = Checker::built_in();
}

/// Looks through some texts. It brings the lexicons along: see `check_words` in `chunks.rs`.
#[must_use]
pub fn check(texts: &[Text], names: &[String]) -> Vec<Found> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    CHECKER.with(|checker| {
        let mut all = Vec::new();
        for text in texts {
            let found = checker.check(&text.said, &names).into_iter();
            let found = found.filter(|one| !(text.impressions && one.class == Class::Impression));
            all.extend(found.map(|one| Found {
                field: (text.id, text.label),
                said: text.said.get(one.at).unwrap_or_default().to_owned(),
                class: one.class,
                suggestions: one.suggestions.to_vec(),
            }));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(said: &str, impressions: bool) -> Text {
        Text { id: "seen-heard", label: "Seen or heard", said: said.to_owned(), impressions }
    }

    #[test]
    fn an_impression_is_pointed_at_among_facts_and_not_where_it_belongs() {
        let said = "She seemed depressed.";
        assert_eq!(check(&[text(said, false)], &[]).len(), 1);
        assert_eq!(check(&[text(said, true)], &[]), Vec::new());
    }

    #[test]
    fn the_names_around_a_note_are_nobodys_label() {
        let said = "Met Crazy at the pier.";
        assert_eq!(check(&[text(said, false)], &["Crazy".to_owned()]), Vec::new());
    }
}
