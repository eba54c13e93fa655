//! Numbers as people write them, and what a tap on one dials.
//!
//! Lives hang on these buttons, so a number is either read beyond doubt or not
//! at all: whatever could be two numbers, or a number with something else
//! behind it, gets a sentence in place of a button. What is to be dialled after
//! somebody answers comes behind a `,`: both systems wait two seconds at it,
//! where `;ext=` becomes three digits on one of them. This is needed before
//! anything is unlocked, so it has to stay small.

mod letters;
mod reader;
#[cfg(test)]
mod tests;

use crate::wire::v1::ReachedBy;
use letters::plain;
use reader::Reader;

/// One number, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What a dialler takes: digits, at most a `+` before them, `*`, `#`, and `,` for a pause.
    pub dial: String,
    /// What it is good for, by its words.
    pub takes: Takes,
    /// What is to be texted to it; empty for anything.
    pub keyword: String,
}

/// What a number is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// It does not say: what the field it stands in is for.
    Either,
    /// Calls as well as texts.
    Both,
    /// Calls and no texts.
    Calls,
    /// Texts and no calls.
    Texts,
    /// A text telephone or its relay: a voice is of no use there.
    Tty,
}

/// Why something written is not one number that can be dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOne {
    /// There is no whole number in it.
    Nothing,
    /// There may be two.
    Several,
    /// More digits than any number has: two that ran into each other, or a slip.
    TooLong,
    /// A fax: nobody answers there.
    Fax,
    /// There is more in it than can be read without guessing.
    Unclear,
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Calls.
    Call,
    /// Begins a text.
    Text,
    /// Calls a text telephone.
    Tty,
}

impl Way {
    /// How somebody is reached by it.
    #[must_use]
    pub const fn by(self) -> ReachedBy {
        match self {
            Self::Text => ReachedBy::Text,
            _ => ReachedBy::Call,
        }
    }
}

/// A button for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it does.
    pub way: Way,
    /// Where it leads: a `tel:` or `sms:` link.
    pub href: String,
    /// The digits it dials, for people to read.
    pub shown: String,
}

impl Button {
    /// The link without what somebody is asked to text there, for words of one's own.
    #[must_use]
    pub fn without_words(&self) -> &str {
        self.href.split_once('?').map_or(&self.href, |(link, _)| link)
    }
}

/// Reads a number as somebody wrote it.
///
/// # Errors
/// Why it is not one number beyond doubt.
pub fn read(written: &str) -> Result<Number, NotOne> {
    Reader::of(&plain(written))
}

/// What keeps a field for calls, or for texts, from being of use; nothing for an
/// empty one.
#[must_use]
pub fn problem(written: &str, texts: bool) -> Option<NotOne> {
    if written.trim().is_empty() {
        return None;
    }
    match read(written) {
        Ok(number) if ways(&number, texts).is_empty() => Some(NotOne::Unclear),
        Ok(_) => None,
        Err(why) => Some(why),
    }
}

/// The buttons of a field for calls and of one for texts, each once; and what is
/// written there without becoming one.
#[must_use]
pub fn buttons<'a>(tel: &'a str, sms: &'a str) -> (Vec<Button>, Vec<&'a str>) {
    let (mut buttons, mut unclear) = (Vec::<Button>::new(), Vec::new());
    for (written, texts) in [(tel, false), (sms, true)] {
        let number = read(written);
        let ways = number.as_ref().map_or(&[][..], |number| ways(number, texts));
        if ways.is_empty() && !written.trim().is_empty() && !unclear.contains(&written) {
            unclear.push(written);
        }
        let Ok(number) = &number else { continue };
        for way in ways {
            let href = number.link(*way);
            if buttons.iter().all(|button| button.href != href) {
                buttons.push(Button { way: *way, href, shown: number.shown(written) });
            }
        }
    }
    (buttons, unclear)
}

/// What a number in a field for calls, or for texts, offers.
fn ways(number: &Number, texts: bool) -> &'static [Way] {
    // A text has no keys to press.
    let can_text = !number.dial.contains([',', '*', '#']);
    match number.takes {
        Takes::Tty => &[Way::Tty],
        Takes::Calls => &[Way::Call],
        Takes::Either if !texts => &[Way::Call],
        Takes::Both if !can_text => &[Way::Call],
        Takes::Both => &[Way::Call, Way::Text],
        _ if can_text => &[Way::Text],
        _ => &[],
    }
}

impl Number {
    fn link(&self, way: Way) -> String {
        if way == Way::Text {
            // Either of `?` and `&` alone is lost on one of the two systems.
            let body = if self.keyword.is_empty() { "" } else { "?&body=" };
            return ["sms:", &self.dial, body, &self.keyword].concat();
        }
        let mut link = "tel:".to_owned();
        for key in self.dial.chars() {
            // A bare one would end the number. An iPhone opens no link with either of # and *
            // by Apple's rule; the digits are on the button to be typed.
            if key == '#' { link.push_str("%23") } else { link.push(key) }
        }
        link
    }

    /// The digits that are dialled: as they were written where that is just them,
    /// because people know a number by its groups.
    #[must_use]
    pub fn shown(&self, written: &str) -> String {
        let written = written.trim();
        let is_key = |c: &char| c.is_ascii_digit() || "+*#,".contains(*c);
        let same = written.chars().all(|c| is_key(&c) || " -.()".contains(c))
            && written.chars().filter(is_key).eq(self.dial.chars());
        if same { written } else { &self.dial }.to_owned()
    }
}
