//! What the server is asked, and why it may not answer as asked.

use crate::{device, words::Words};
use domain::{
    json::{Json, ReadObject, from_slice, sparing},
    wire::v1::{
        OwnCalls, OwnEnd, OwnHeard, OwnLook, OwnMessage, OwnOpen, OwnPlan, OwnSay, OwnView, Refusal,
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// Nobody can be reached.
    Offline,
    /// Nothing is under the link.
    Link,
    /// The code is another.
    Code,
    /// The server does not know this phone (any more), which says nothing of the link.
    Unknown,
    /// Words wait here that were written with another link.
    OtherLink,
    /// Somebody ended the link.
    Ended,
    /// The link is too old.
    Expired,
    /// The case is closed.
    Closed,
    /// It takes what was said in no way, now or later.
    Refused,
    /// Too many tries.
    TooMany,
    /// Something else.
    Other,
}

impl Why {
    /// In a sentence, with what to do.
    pub(crate) const fn sentence(self, w: &Words) -> &'static str {
        match self {
            Self::Offline => w.offline_open,
            Self::Link => w.wrong_link,
            Self::Code => w.wrong_code,
            Self::Unknown => w.wrong_pass,
            Self::OtherLink => w.other_link,
            Self::Ended => w.wrong_ended,
            Self::Expired => w.wrong_expired,
            Self::Closed => w.wrong_closed,
            Self::TooMany => w.too_many,
            Self::Refused | Self::Other => w.wrong_other,
        }
    }

    /// Whether asking again later may help.
    pub(crate) const fn passes(self) -> bool {
        matches!(self, Self::Offline | Self::TooMany | Self::Other)
    }

    /// Whether the link takes nothing any more.
    pub(crate) const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Expired | Self::Closed)
    }

    /// Whether a link and a code help, the same or new ones.
    pub(crate) const fn opens_again(self) -> bool {
        matches!(self, Self::Unknown | Self::Expired)
    }
}

async fn ask(what: &str, body: &impl Serialize) -> Result<String, Why> {
    let body = serde_json::to_string(body).map_err(|_| Why::Other)?;
    let (status, text) = device::ask(what, &body).await.ok_or(Why::Offline)?;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    let refusal = from_slice::<Refusal>(text.as_bytes()).map(|refusal| refusal.code);
    Err(match refusal.as_deref() {
        Ok("own_unknown") if what == "open" => Why::Link,
        Ok("own_unknown") => Why::Unknown,
        Ok("own_wrong_code") => Why::Code,
        Ok("own_ended") => Why::Ended,
        Ok("own_expired") => Why::Expired,
        Ok("own_closed") => Why::Closed,
        Ok("too_many") => Why::TooMany,
        Ok("unreadable" | "not_json" | "too_large" | "changed_meanwhile") if what == "say" => {
            Why::Refused
        }
        // A portal that answers in the server's place is no network of ours.
        Err(_) => Why::Offline,
        Ok(_) => Why::Other,
    })
}

/// An answer that the server gave. JSON that says something else is read by a newer page alone, which
/// comes by itself; anything but JSON is of a portal that answers in the server's place.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, Why> {
    from_slice(text.as_bytes()).map_err(|_| match from_slice::<Json>(text.as_bytes()) {
        Ok(_) => Why::Other,
        Err(_) => Why::Offline,
    })
}

/// A view as much of it as this page can read.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) view: OwnView,
    /// There is more, of which only a newer page knows what it is.
    pub(crate) in_part: bool,
}

/// A view without what only a newer page can read. What is missing of a plan does not cost the plan, nor
/// one line the others that can be called.
fn read_view(text: &str) -> Result<Seen, Why> {
    let Ok((mut view, left_out)) = sparing::<OwnView>(text.as_bytes()) else {
        return read(text).map(|view| Seen { view, in_part: false });
    };
    for part in &left_out {
        match part.field.as_str() {
            "plan" => view.plan = spared::<OwnPlan>(&part.text),
            "calls" => view.calls = spared::<OwnCalls>(&part.text).unwrap_or_default(),
            _ => {}
        }
    }
    Ok(Seen { view, in_part: !left_out.is_empty() })
}

fn spared<T: DeserializeOwned>(text: &str) -> Option<T> {
    sparing(text.as_bytes()).ok().map(|(part, _)| part)
}

/// [`domain::wire::v1::OwnOpened`], whose view is read by itself.
#[derive(ReadObject)]
struct Opened {
    pass: String,
    view: Json,
}

/// Opens the view by what came by the link and what came another way; with what opens it from now on.
pub(crate) async fn open(secret: String, code: String) -> Result<(String, Seen), Why> {
    let text = ask("open", &OwnOpen { secret, code }).await?;
    let Opened { pass, view } = read(&text)?;
    let view = serde_json::to_string(&view).map_err(|_| Why::Other)?;
    Ok((pass, read_view(&view)?))
}

/// The view as it is now.
pub(crate) async fn look(pass: &str, kept: Option<bool>) -> Result<Seen, Why> {
    let text = ask("look", &OwnLook { pass: pass.to_owned(), kept }).await?;
    read_view(&text)
}

/// Says something; the server's word on exactly that counts, and no other.
pub(crate) async fn say(pass: &str, message: &OwnMessage) -> Result<(), Why> {
    let (pass, message) = (pass.to_owned(), message.clone());
    let id = message.message_id;
    let text = ask("say", &OwnSay { pass, message }).await?;
    let heard: OwnHeard = read(&text)?;
    if heard.message_id == id { Ok(()) } else { Err(Why::Other) }
}

/// Ends the link.
pub(crate) async fn end(pass: &str) -> Result<(), Why> {
    ask("end", &OwnEnd { pass: pass.to_owned() }).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        r#"{"line":"01890a5d-ac96-774b-bcce-b302099000ff","section":"signs","text":"I pace."}"#;

    /// A view with what stands behind its agency.
    fn seen(more: &str) -> Seen {
        let calls = r#"{"lines":[],"service_week":5}"#;
        let at = "2026-11-30T10:00:00.000-05:00";
        let text = format!(r#"{{"made_at":"{at}","agency":"Harbor","calls":{calls}{more}}}"#);
        read_view(&text).expect("it reads in part")
    }

    #[test]
    fn what_only_a_newer_page_can_read_costs_nothing_else() {
        let whole = seen("");
        assert!(!whole.in_part);
        let said = seen(r#","said":[{"sort":"of tomorrow"}],"model":"strengths""#);
        assert!(said.in_part && said.view.said.is_empty());
        assert_eq!((said.view.agency.as_str(), said.view.model.as_str()), ("Harbor", "strengths"));
    }

    #[test]
    fn a_line_of_a_plan_that_cannot_be_read_does_not_cost_the_plan() {
        let newer = LINE.replace("signs", "of_tomorrow");
        let plan = |lines: &str| {
            format!(r#","plan":{{"made_on":"2026-11-01","agreed":true,"lines":[{lines}]}}"#)
        };
        let Seen { view, in_part } = seen(&plan(&format!("{LINE},{newer}")));
        let lines = view.plan.map(|plan| plan.lines).unwrap_or_default();
        assert!(in_part);
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["I pace."]);
        assert!(!seen(&plan(LINE)).in_part);
        // A plan of another shape is missing, and said to be.
        let other = seen(r#","plan":{"pages":[]}"#);
        assert!(other.in_part && other.view.plan.is_none());
    }

    #[test]
    fn a_crisis_line_that_cannot_be_read_costs_no_other_line() {
        let line = r#"{"label":"988","tel":"988","last_checked":"2026-11-01"}"#;
        let newer = line.replace(r#""988","tel""#, r#"{"of":"tomorrow"},"tel""#);
        let calls = format!(r#"{{"lines":[{line},{newer}],"always":true,"service_week":7}}"#);
        let at = "2026-11-30T10:00:00.000-05:00";
        let text = format!(r#"{{"made_at":"{at}","agency":"Harbor","calls":{calls}}}"#);
        let Seen { view, in_part } = read_view(&text).expect("it reads in part");
        let labels: Vec<_> = view.calls.lines.iter().map(|line| line.label.as_str()).collect();
        assert_eq!((in_part, view.calls.service_week, labels), (true, 7, vec!["988"]));
    }

    #[test]
    fn what_is_no_view_at_all_is_not_taken_for_one() {
        assert_eq!(read_view("{}").err(), Some(Why::Other));
        assert_eq!(read_view("<html>").err(), Some(Why::Offline));
    }
}
