//! What lies sealed on the phone, where the client wanted it kept.

use domain::{
    Hash,
    json::{self, ReadObject},
    wire::v1::{OwnCalls, OwnMessage, OwnView},
};
use serde::Serialize;

/// Everything that is kept, as one sealed text.
#[derive(Debug, Clone, PartialEq, Serialize, ReadObject)]
pub(crate) struct Kept {
    /// What opens the view at the server.
    pub(crate) pass: String,
    /// The link by which it was opened, as a hash: what waits goes nowhere else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) link: String,
    /// What is half written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) draft: Option<OwnMessage>,
    /// The view as it came last.
    pub(crate) view: OwnView,
    /// There was more to it, of which only a newer page knows what it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) in_part: bool,
    /// What was said and is not known to have arrived, oldest first.
    pub(crate) waiting: Vec<OwnMessage>,
    /// The link was ended while something waited, which the client has not seen yet. All else is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ended: bool,
}

impl Kept {
    /// As it is sealed.
    pub(crate) fn text(&self) -> String {
        // Its keys are text.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What a link is called in what is kept; however its letters were typed.
    pub(crate) fn link_of(secret: &str) -> String {
        let letters: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
        Hash::of(letters.to_ascii_uppercase().as_bytes()).to_string()
    }

    /// What is left of it once its link was ended: the client's own words that were not sent.
    pub(crate) fn ended(self) -> Self {
        let view = OwnView {
            made_at: self.view.made_at,
            language: self.view.language,
            agency: self.view.agency,
            calls: OwnCalls { lines: self.view.calls.lines, ..OwnCalls::default() },
            plan: None,
            goals: Vec::new(),
            next: Vec::new(),
            shared: Vec::new(),
            model: String::new(),
            said: Vec::new(),
            log: Vec::new(),
            until: None,
        };
        let waiting = self.waiting.into_iter().chain(self.draft).collect();
        let (pass, link) = (String::new(), String::new());
        Self { pass, link, draft: None, view, in_part: false, waiting, ended: true }
    }

    /// As it was sealed; none where only a newer app can read it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        json::from_slice(text.as_bytes()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Moment, id::RecordId, own::Sort};

    #[test]
    fn what_is_kept_reads_back_with_what_waits() {
        let at = Moment::new(1_795_928_400_000, -300);
        let view = OwnView {
            made_at: at,
            language: "es".into(),
            agency: "Harbor".into(),
            calls: OwnCalls::default(),
            plan: None,
            goals: Vec::new(),
            next: Vec::new(),
            shared: Vec::new(),
            model: String::new(),
            said: Vec::new(),
            log: Vec::new(),
            until: None,
        };
        let message = OwnMessage {
            message_id: RecordId::from_bytes([7; 16]),
            sort: Sort::Leave,
            line: None,
            about: String::new(),
            text: "I move.".into(),
            at,
        };
        let draft = OwnMessage { message_id: RecordId::from_bytes([8; 16]), ..message.clone() };
        let kept = Kept {
            pass: "p".into(),
            link: Kept::link_of("ABCD-EFGH"),
            draft: Some(draft.clone()),
            view,
            in_part: false,
            waiting: vec![message.clone()],
            ended: false,
        };
        assert_eq!(Kept::read(&kept.text()).as_ref(), Some(&kept));
        // What an app before this one sealed has no word of these.
        assert!(!kept.text().contains("ended") && !kept.text().contains("in_part"));
        // Of an ended link the client's own words stay, and nothing that opens anything.
        let ended = kept.clone().ended();
        assert_eq!((ended.pass.as_str(), &ended.waiting), ("", &vec![message, draft]));
        assert_eq!(Kept::link_of("abcd efgh"), kept.link);
        assert_ne!(Kept::link_of("ABCD-EFGJ"), kept.link);
        assert_eq!(Kept::read(&ended.text()), Some(ended));
        assert_eq!(Kept::read("{}"), None);
    }
}
