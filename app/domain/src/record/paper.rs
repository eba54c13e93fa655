//! A paper of a client: an identity card, a letter about benefits, a release that was signed with a
//! pen. What it is and where it lies is a record; its pictures travel apart from it and after it
//! (docs/decisions/0029), so that the record names each of them by its length and its hash.

use crate::{
    Hash,
    document::{Absent, Cell, Cells, Key, List, Shape, Value},
    id::{LineId, PageId, RecordId},
    json::Json,
    problem::Problem,
    record::{
        NEXT_STEP,
        release::{problem, says},
    },
    wire::v1::PAGE_MAX_BYTES,
};
use chrono::{Days, NaiveDate};

#[cfg(test)]
mod tests;

/// Of which cells a paper is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: LISTS, due: None };

/// Pages of one paper, at most: a lease has that many, and a phone's room is small.
pub const PAGES_MAX: usize = 12;

/// A picture as phones make them.
pub const JPEG: &str = "jpeg";
/// A file as it was chosen.
pub const PDF: &str = "pdf";

const PAGES: usize = 0;

const FACTS: &[Cell] = &[
    // The release that it is a photograph of.
    Cell::new("release", &["release"], "record", Absent::Nothing),
    Cell::new("what", &["what"], "paper_what", Absent::Nothing),
    // What it is in somebody's own words.
    Cell::words("title", &["title"]),
    Cell::day("dated", &["dated"]),
    Cell::day("valid_until", &["valid_until"]),
    // Where the original is.
    Cell::words("lies_at", &["lies_at"]),
    Cell::new(NEXT_STEP, &[NEXT_STEP], NEXT_STEP, Absent::Nothing),
];

/// Days before the last one on which a paper is valid, from which somebody is reminded: what renews it
/// takes appointments and other papers.
const RENEW_DAYS: u64 = 30;

const LISTS: &[List] = &[List {
    key: "pages",
    id: "page_id",
    words: "sha256",
    sort: "paper_page",
    groups: None,
    numbered: &[],
    history_of: None,
    cells: &[
        Cell::new("media", &["media"], "paper_media", Absent::Never),
        Cell::new("bytes", &["bytes"], "count", Absent::Never),
        Cell::words("sha256", &["sha256"]),
    ],
}];

/// A page of a paper, as the record describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// By which its bytes are found.
    pub page_id: PageId,
    /// [`JPEG`] or [`PDF`]; another word where only a newer app knows it.
    pub media: String,
    /// How many bytes.
    pub bytes: u32,
    /// Of all of them.
    pub sha256: Hash,
}

impl Page {
    /// Its type as browsers call it; none for one that is not known here, which is then shown to
    /// nobody as anything but a file.
    #[must_use]
    pub fn media_type(&self) -> Option<&'static str> {
        match self.media.as_str() {
            JPEG => Some("image/jpeg"),
            PDF => Some("application/pdf"),
            _ => None,
        }
    }

    /// It is a picture, which can be shown here.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        self.media == JPEG
    }
}

/// A paper that nobody has said anything of, as of `release` if it is a photograph of one.
#[must_use]
pub fn begin(release: Option<RecordId>) -> Cells {
    let mut paper = Cells::empty(SHAPE);
    if let Some(release) = release {
        let id = Value::of("record", Json::Text(release.to_string()));
        paper.put(Key::fact("release"), id);
        paper.put(Key::fact("what"), Value::of("paper_what", Json::Text("release".to_owned())));
    }
    paper
}

/// The release that it is a photograph of.
#[must_use]
pub fn release_of(paper: &Cells) -> Option<RecordId> {
    paper.value(Key::fact("release")).as_word()?.parse().ok()
}

/// Its pages in their order. One that cannot be made out is left out: nothing could be fetched by it.
#[must_use]
pub fn pages(paper: &Cells) -> Vec<Page> {
    let page = |id: LineId| {
        let value = |name| paper.value(Key::of_line(id, name));
        let bytes = match value("bytes").parts()? {
            (_, Json::Number(bytes)) => u32::try_from(*bytes).ok()?,
            _ => return None,
        };
        Some(Page {
            page_id: PageId::from_bytes(*id.as_bytes()),
            media: value("media").as_word()?.to_owned(),
            bytes,
            sha256: value("sha256").as_text()?.parse().ok()?,
        })
    };
    paper.lines_in(PAGES, None).filter_map(|line| page(line.id)).collect()
}

/// Adds a page behind the others.
pub fn add_page(paper: &mut Cells, page: &Page) {
    let id = LineId::from_bytes(*page.page_id.as_bytes());
    paper.add_line(PAGES, id);
    let key = |name| Key::of_line(id, name);
    paper.put(key("media"), Value::of("paper_media", Json::Text(page.media.clone())));
    paper.put(key("bytes"), Value::of("count", Json::Number(i64::from(page.bytes))));
    paper.put(key("sha256"), Value::text(&page.sha256.to_string()));
}

/// Takes a page out again.
pub fn remove_page(paper: &mut Cells, page: PageId) {
    paper.put(Key::line(LineId::from_bytes(*page.as_bytes())), Value::Nothing);
}

/// What a paper lacks before it can be signed on `today`.
#[must_use]
pub fn lacks(paper: &Cells, today: NaiveDate) -> Vec<Problem> {
    let day = |name| paper.value(Key::fact(name)).as_day();
    let (dated, until) = (day("dated"), day("valid_until"));
    let what = paper.value(Key::fact("what"));
    let pages = pages(paper);
    let too_large = pages.iter().any(|page| page.bytes == 0 || page.bytes > PAGE_MAX_BYTES);
    let checks = [
        (what.as_word().is_none(), "what"),
        (what.as_word() == Some("other") && !says(paper, "title"), "title"),
        (dated.is_some_and(|day| day > today), "dated"),
        (dated.zip(until).is_some_and(|(dated, until)| until < dated), "valid_until"),
        // One without a picture is worth writing down where somebody can find it.
        (pages.is_empty() && !says(paper, "lies_at"), "lies_at"),
        (pages.len() > PAGES_MAX || too_large, "media"),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name)).collect()
}

/// When somebody is to see to it that a paper is renewed, seen from `today`, and the last day on which it is
/// valid; nothing of one whose day is over, nor of a release, which has a reminder of its own.
#[must_use]
pub fn renew(paper: &Cells, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let until = paper.value(Key::fact("valid_until")).as_day().filter(|until| *until >= today)?;
    let due = until.checked_sub_days(Days::new(RENEW_DAYS)).unwrap_or(until);
    let is_release =
        release_of(paper).is_some() || paper.value(Key::fact("what")).as_word() == Some("release");
    (!is_release).then(|| (due.max(today), until))
}

/// Whether a paper was valid until a day that is over.
#[must_use]
pub fn is_over(paper: &Cells, today: NaiveDate) -> bool {
    paper.value(Key::fact("valid_until")).as_day().is_some_and(|until| until < today)
}
