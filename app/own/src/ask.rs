//! What the server is asked, and why it may not answer as asked.

use crate::{device, words::Words};
use domain::{
    json::{Json, from_slice},
    wire::v1::{
        OwnEnd, OwnHeard, OwnLook, OwnMessage, OwnOpen, OwnOpened, OwnSay, OwnView, Refusal,
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

/// Opens the view by what came by the link and what came another way.
pub(crate) async fn open(secret: String, code: String) -> Result<OwnOpened, Why> {
    let text = ask("open", &OwnOpen { secret, code }).await?;
    read(&text)
}

/// The view as it is now.
pub(crate) async fn look(pass: &str, kept: Option<bool>) -> Result<OwnView, Why> {
    let text = ask("look", &OwnLook { pass: pass.to_owned(), kept }).await?;
    read(&text)
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
