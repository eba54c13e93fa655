//! The crisis lines for the page, which is there before this app is.

use domain::{
    phone::{Button, Way, buttons},
    wire::v1::{CrisisLine, OwnView},
};
use serde_json::{Value, json};

/// The lines as `public/own/lines.js` draws them: each with its buttons, and with what is no number beyond doubt.
pub(crate) fn lines(view: &OwnView) -> String {
    view.calls.lines.iter().map(line).collect::<Value>().to_string()
}

fn line(line: &CrisisLine) -> Value {
    let (buttons, unclear) = buttons(&line.tel, &line.sms);
    let button = |button: Button| {
        let way = match button.way {
            Way::Call => "call",
            Way::Text => "text",
            Way::Tty => "tty",
        };
        json!({ "way": way, "href": button.href, "shown": button.shown })
    };
    json!({
        "label": line.label,
        "hint": line.hint,
        "language": line.language,
        "buttons": buttons.into_iter().map(button).collect::<Vec<_>>(),
        "unclear": unclear,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn drawn(tel: &str, sms: &str) -> Value {
        line(&CrisisLine {
            label: "Line".to_owned(),
            tel: tel.to_owned(),
            sms: sms.to_owned(),
            hint: String::new(),
            language: String::new(),
            last_checked: NaiveDate::default(),
        })
    }

    #[test]
    fn a_line_dials_what_the_workers_app_dials() {
        for (written, href) in [
            ("988 press 1", "tel:988,1"),
            ("1-800-273-TALK", "tel:18002738255"),
            ("TTY 711", "tel:711"),
            ("860-555-0142 ext 7", "tel:8605550142,7"),
            ("Text HOME to 741741", "sms:741741?&body=HOME"),
        ] {
            assert_eq!(drawn(written, "")["buttons"][0]["href"], href, "{written}");
        }
        assert_eq!(drawn("988", "988")["buttons"][1]["href"], "sms:988");
    }

    #[test]
    fn what_may_be_two_numbers_is_shown_and_not_dialled() {
        for written in ["988 911", "988-1", "8605550142 0143", "1. 988"] {
            let drawn = drawn(written, "");
            assert_eq!(drawn["buttons"], json!([]), "{written}");
            assert_eq!(drawn["unclear"], json!([written]));
        }
    }
}
