use super::*;
use crate::{
    Moment,
    id::ClientId,
    length::Field,
    record::{Record as _, RecordKind},
    wire::v1::CellRecord,
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn page(n: u8) -> Page {
    Page {
        page_id: PageId::from_bytes([n; 16]),
        media: JPEG.to_owned(),
        bytes: 1_000 + u32::from(n),
        sha256: Hash::of(&[n]),
    }
}

fn lacking(paper: &Cells) -> Vec<Field> {
    lacks(paper, day("2026-11-30")).into_iter().map(|problem| problem.field).collect()
}

fn cell(name: &'static str) -> Field {
    Field::Cell(crate::document::CellName::new(name))
}

fn what(word: &str) -> Value {
    Value::of("paper_what", Json::Text(word.to_owned()))
}

fn record(paper: &Cells) -> CellRecord {
    CellRecord {
        record_id: RecordId::from_bytes([7; 16]),
        kind: RecordKind::Paper,
        client_id: ClientId::from_bytes([9; 16]),
        at: Moment::new(1_764_000_000_000, -300),
        content: paper.json(),
    }
}

#[test]
fn a_paper_says_what_it_is_and_has_a_picture_or_a_place() {
    let mut paper = begin(None);
    assert_eq!(lacking(&paper), [cell("what"), cell("lies_at")]);
    paper.put(Key::fact("what"), what("identity"));
    paper.put(Key::fact("lies_at"), Value::text("Blue folder, second drawer"));
    assert_eq!(lacking(&paper), [], "one that exists on paper alone");
    paper.put(Key::fact("lies_at"), Value::text(" "));
    add_page(&mut paper, &page(1));
    assert_eq!(lacking(&paper), [], "one of which there is a picture");
    paper.put(Key::fact("what"), what("other"));
    assert_eq!(lacking(&paper), [cell("title")], "something else is said in words");
}

#[test]
fn its_days_are_in_their_order_and_it_was_not_written_tomorrow() {
    let mut paper = begin(None);
    paper.put(Key::fact("what"), what("benefits"));
    add_page(&mut paper, &page(1));
    paper.put(Key::fact("dated"), Value::day(day("2026-12-01")));
    assert_eq!(lacking(&paper), [cell("dated")]);
    paper.put(Key::fact("dated"), Value::day(day("2026-11-30")));
    paper.put(Key::fact("valid_until"), Value::day(day("2026-11-29")));
    assert_eq!(lacking(&paper), [cell("valid_until")]);
    paper.put(Key::fact("valid_until"), Value::day(day("2026-11-30")));
    assert_eq!(lacking(&paper), []);
    assert!(!is_over(&paper, day("2026-11-30")));
    assert!(is_over(&paper, day("2026-12-01")));
}

#[test]
fn pages_keep_their_order_and_read_back_as_they_were_added() {
    let mut paper = begin(Some(RecordId::from_bytes([3; 16])));
    let all = [page(5), page(2), page(9)];
    all.iter().for_each(|page| add_page(&mut paper, page));
    let read = Cells::read(SHAPE, &record(&paper).content);
    assert_eq!(pages(&read), all);
    assert_eq!(release_of(&read), Some(RecordId::from_bytes([3; 16])));
    remove_page(&mut paper, all[1].page_id);
    assert_eq!(pages(&paper), [page(5), page(9)]);
    assert!(record(&paper).keeps_the_rules());
}

#[test]
fn there_is_no_end_to_neither_pages_nor_bytes() {
    let mut paper = begin(None);
    paper.put(Key::fact("what"), what("identity"));
    let max = u8::try_from(PAGES_MAX).expect("a small number");
    (0..max).for_each(|n| add_page(&mut paper, &page(n)));
    assert_eq!(lacking(&paper), []);
    add_page(&mut paper, &page(max));
    assert_eq!(lacking(&paper), [cell("media")], "one page too many");
    remove_page(&mut paper, page(max).page_id);
    remove_page(&mut paper, page(0).page_id);
    add_page(&mut paper, &Page { bytes: PAGE_MAX_BYTES + 1, ..page(0) });
    assert_eq!(lacking(&paper), [cell("media")], "a page too large");
}

#[test]
fn what_a_newer_app_wrote_is_kept_and_what_is_no_page_is_left_out() {
    let mut paper = begin(None);
    add_page(&mut paper, &Page { media: "webp".to_owned(), ..page(1) });
    let id = LineId::from_bytes([2; 16]);
    paper.add_line(PAGES, id);
    let [one] = pages(&paper).try_into().expect("the one that says what it is");
    assert_eq!((one.media_type(), one.is_picture()), (None, false));
    assert!(!record(&paper).keeps_the_rules(), "a page without bytes is none");
}

#[test]
fn a_paper_comes_back_a_month_before_its_last_day_but_for_one_that_is_over_and_a_release() {
    let today = day("2026-11-30");
    let until = |text: &str| {
        let mut paper = begin(None);
        paper.put(Key::fact("what"), what("identity"));
        paper.put(Key::fact("valid_until"), Value::day(day(text)));
        paper
    };
    let due = |text: &str| renew(&until(text), today).map(|(due, _)| due);
    assert_eq!(due("2027-03-31"), Some(day("2027-03-01")));
    assert_eq!(due("2026-12-05"), Some(today), "never on a day that is over");
    assert_eq!(due("2026-11-30"), Some(today), "its last day");
    assert_eq!(due("2026-11-29"), None);
    assert_eq!(renew(&begin(None), today), None, "it has no last day");
    let mut release = until("2027-03-31");
    release.put(Key::fact("what"), what("release"));
    assert_eq!(renew(&release, today), None, "a release says so itself");
}
