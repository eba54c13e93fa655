//! Where every line of a packet stands.

use super::page::{HIGH, Packet, Print, WIDE, Written, begins_right};

/// White around a page, in points.
const MARGIN: f32 = 54.0;
/// Between two rows.
const GAP: f32 = 11.0;
/// The last line on which something may stand above the foot.
const LOWEST: f32 = HIGH - MARGIN - 24.0;

/// The lines of each page. How wide a text is, in points, the drawer knows; the foot is made of a page's number and of how
/// many there are.
pub(super) fn lay_out(
    packet: &Packet,
    wide: &impl Fn(&str, Print) -> f32,
    foot: impl Fn(usize, usize) -> String,
) -> Vec<Vec<Written>> {
    let mut pages = Pages { pages: vec![Vec::new()], base: MARGIN };
    for line in broken(&packet.title, Print::Title, wide) {
        pages.put(line, Print::Title, wide);
    }
    for row in &packet.rows {
        pages.base += GAP;
        let lines = broken(&row.said, Print::Said, wide);
        // What it is never stands alone at the end of a page.
        if pages.base + Print::Name.step() + Print::Said.step() > LOWEST {
            pages.turn();
        }
        pages.put(row.name.clone(), Print::Name, wide);
        for line in lines {
            pages.put(line, Print::Said, wide);
        }
    }
    let count = pages.pages.len();
    let mut pages = pages.pages;
    for (at, page) in pages.iter_mut().enumerate() {
        let text = foot(at + 1, count);
        let width = wide(&text, Print::Foot);
        let left = WIDE - MARGIN - width;
        page.push(Written { text, print: Print::Foot, left, base: HIGH - MARGIN, width });
    }
    pages
}

/// Pages that are filled from above.
struct Pages {
    pages: Vec<Vec<Written>>,
    /// Where the last line stands.
    base: f32,
}

impl Pages {
    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.base = MARGIN;
    }

    fn put(&mut self, text: String, print: Print, wide: &impl Fn(&str, Print) -> f32) {
        if self.base + print.step() > LOWEST {
            self.turn();
        }
        self.base += print.step();
        let width = wide(&text, print);
        let left = if begins_right(&text) { WIDE - MARGIN - width } else { MARGIN };
        if let (Some(page), false) = (self.pages.last_mut(), text.trim().is_empty()) {
            page.push(Written { text, print, left, base: self.base, width });
        }
    }
}

/// A text in lines that fit between the margins. No letter is lost: a word that is longer than a line goes on in
/// the next.
fn broken(text: &str, print: Print, wide: &impl Fn(&str, Print) -> f32) -> Vec<String> {
    let room = WIDE - 2.0 * MARGIN;
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.trim_end_matches('\r').split_inclusive(char::is_whitespace) {
            if wide([&line, word.trim_end()].concat().as_str(), print) <= room {
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                let fits =
                    wide([line.as_str(), letter.to_string().as_str()].concat().as_str(), print);
                if fits > room && !line.is_empty() && !joins(letter) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
    }
    lines
}

/// Marks and joiners that belong to the letter before them, and never begin a line.
const fn joins(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
                | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{1f3fb}'..='\u{1f3ff}'
        )
}
