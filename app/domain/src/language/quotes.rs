//! Where somebody else's words stand: from a quotation mark to its counterpart.
//!
//! Marks of all kinds count, and a quote ends at any kind of closing mark, because
//! keyboards mix them. Where a mark has no counterpart the doubt is for the quote:
//! rather a word too few is pointed at than one of the client's own.

use crate::order;
use std::ops::Range;

/// What a mark does, by what stands around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// By its shape, or by whether something is open.
    Either,
    /// An apostrophe.
    None,
}

#[derive(Default)]
struct Reader {
    found: Vec<Range<usize>>,
    /// Double marks that are open, and whether each is one that only opens.
    open: Vec<(usize, bool)>,
    /// A single mark that is open.
    single: Option<usize>,
    /// The quote in single marks that may have ended at `clients'` only: its place in `found`.
    doubtful: Option<usize>,
    /// Where paragraphs end.
    paragraphs: Vec<usize>,
}

/// The stretches of a text that are quoted, marks included, in order and apart.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut reader = Reader::default();
    let mut before = ['\n'; 3];
    let mut lines = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, mark)) = rest.next() {
        let after = rest.peek().map_or('\n', |(_, next)| *next);
        match mark {
            '\n' => lines += 1,
            _ if mark.is_whitespace() => {}
            _ => lines = 0,
        }
        if lines == 2 {
            reader.end_paragraph(at);
        }
        if is_double(mark) {
            reader.double(mark, at, before, after);
        } else if is_single(mark) {
            reader.single(mark, at, before[0], after);
        }
        before = [mark, before[0], before[1]];
    }
    reader.end(text.len())
}

const fn is_double(mark: char) -> bool {
    opens(mark) || closes(mark) || matches!(mark, '"' | '\u{ff02}')
}

const fn opens(mark: char) -> bool {
    matches!(mark, '“' | '„' | '‟' | '«' | '‹' | '「' | '『' | '〝')
}

const fn closes(mark: char) -> bool {
    matches!(mark, '”' | '»' | '›' | '」' | '』' | '〞' | '〟')
}

const fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '‘' | '’' | '‚' | '‛' | '\u{ff07}')
}

/// A mark before or after which a word may begin or end.
fn is_edge(c: char) -> bool {
    !c.is_alphanumeric()
}

fn role(before: char, after: char) -> Role {
    let inner = |c: char| !c.is_whitespace();
    let can_open = is_edge(before) && inner(after) && !is_stop(after);
    let can_close = is_edge(after) && inner(before);
    match (can_open, can_close) {
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        _ => Role::Either,
    }
}

/// What follows a quote and never begins one.
const fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…')
}

impl Reader {
    fn double(&mut self, mark: char, at: usize, before: [char; 3], after: char) {
        let is_straight = !opens(mark) && !closes(mark);
        // Five feet ten: `5'10"`.
        let [one, two, three] = before;
        let feet = |c| matches!(c, '\'' | '’' | '′');
        let is_inch = one.is_ascii_digit() && (feet(two) || two.is_ascii_digit() && feet(three));
        let curly_is_open = self.open.last().is_some_and(|(_, curly)| *curly);
        if is_straight && (is_inch || one.is_ascii_digit() && curly_is_open) {
            return;
        }
        let is_open = !self.open.is_empty();
        let does_open = match role(before[0], after) {
            Role::Opens => true,
            Role::Closes => !is_open && opens(mark),
            _ => opens(mark) || is_straight && !is_open,
        };
        if does_open {
            self.open.push((at, opens(mark)));
        } else if let Some((start, _)) = self.open.pop() {
            self.found.push(start..at + mark.len_utf8());
        }
    }

    fn single(&mut self, mark: char, at: usize, before: char, after: char) {
        let role = match role(before, after) {
            // Within a word, or where a letter was left out.
            Role::Either if before.is_alphanumeric() || after.is_alphanumeric() => Role::None,
            Role::Either if self.single.is_some() => Role::Closes,
            Role::Either => Role::Opens,
            role => role,
        };
        let end = at + mark.len_utf8();
        match role {
            Role::Opens => {
                // 'til the clients' own 'word': an apostrophe before it was no opening mark,
                // but nobody can tell; the first counts.
                self.single.get_or_insert(at);
                self.doubtful = None;
            }
            Role::Closes => {
                if let Some(start) = self.single.take() {
                    self.doubtful = matches!(before, 's' | 'S').then_some(self.found.len());
                    self.found.push(start..end);
                } else if let Some(quote) = self.doubtful.and_then(|at| self.found.get_mut(at)) {
                    quote.end = end;
                }
            }
            Role::Either | Role::None => {}
        }
    }

    /// An apostrophe is soon taken for an opening mark: no further than this.
    fn end_paragraph(&mut self, at: usize) {
        self.single = None;
        self.doubtful = None;
        self.paragraphs.push(at);
    }

    fn end(mut self, end: usize) -> Vec<Range<usize>> {
        // What was never closed is a quote to the end of its paragraph.
        for (start, _) in self.open {
            let next = self.paragraphs.partition_point(|at| *at < start);
            self.found.push(start..self.paragraphs.get(next).copied().unwrap_or(end));
        }
        order::by(&mut self.found, |quote| i64::try_from(quote.start).unwrap_or(i64::MAX));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for quote in self.found {
            match apart.last_mut() {
                Some(last) if quote.start < last.end => last.end = last.end.max(quote.end),
                _ => apart.push(quote),
            }
        }
        apart
    }
}
