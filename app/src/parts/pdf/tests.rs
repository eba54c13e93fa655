use super::{
    lay_out::lay_out,
    page::{HIGH, Packet, Page, Print, Row, WIDE, Written},
    write::document,
};
use proptest::prelude::*;

/// Letters half as wide as they are high: the browser is not here to ask.
fn wide(text: &str, print: Print) -> f32 {
    let letters = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
    f32::from(letters) * print.size() / 2.0
}

fn pages(rows: Vec<Row>) -> Vec<Vec<Written>> {
    let packet = Packet { title: "Referral".to_owned(), language: "en", rows };
    lay_out(&packet, &wide, |at, of| format!("{at}/{of}"))
}

fn row(said: &str) -> Row {
    Row { name: "What for".to_owned(), said: said.to_owned() }
}

/// What of all pages is printed so, without its spaces.
fn printed(pages: &[Vec<Written>], print: Print) -> String {
    let lines = pages.iter().flatten().filter(|line| line.print == print);
    lines.flat_map(|line| line.text.chars()).filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn a_name_never_stands_alone_at_the_end_of_a_page() {
    for lines in 1..80 {
        let pages = pages(vec![row(&"one\n".repeat(lines)), row("two")]);
        for page in &pages {
            let body: Vec<_> = page.iter().filter(|line| line.print != Print::Foot).collect();
            assert!(body.last().is_some_and(|line| line.print != Print::Name), "{lines} lines");
        }
    }
}

#[test]
fn every_page_says_which_it_is() {
    let pages = pages(vec![row(&"word ".repeat(4_000))]);
    assert!(pages.len() > 3);
    for (at, page) in pages.iter().enumerate() {
        let foot = page.iter().find(|line| line.print == Print::Foot).map(|line| line.text.clone());
        assert_eq!(foot, Some(format!("{}/{}", at + 1, pages.len())));
    }
}

#[test]
fn what_is_written_from_the_right_stands_at_the_right() {
    let pages = pages(vec![row("שלום"), row("hello")]);
    let said: Vec<_> = pages.iter().flatten().filter(|line| line.print == Print::Said).collect();
    let [right, left] = said.as_slice() else { panic!("two lines") };
    assert!(right.left > WIDE / 2.0);
    assert!(left.left < WIDE / 2.0);
}

#[test]
fn more_letters_than_a_font_holds_are_all_in_the_file() {
    let text: String = ('\u{4e00}'..='\u{4fff}').collect();
    let line = Written { text, print: Print::Said, left: 0.0, base: 100.0, width: 600.0 };
    let page = Page { jpeg: vec![0xff, 0xd8], pixels: (1, 1), lines: vec![line] };
    let file = document("Referral", "en", &[page]);
    let file = String::from_utf8_lossy(&file);
    for letter in ["4E00", "4EFF", "4FFF"] {
        assert!(file.contains(&format!("<{letter}>")), "{letter}");
    }
    assert_eq!(file.matches("/Subtype /Type3").count(), 3);
}

proptest! {
    #[test]
    fn no_letter_is_lost_and_none_leaves_its_page(said in "(\\PC|[ \n]){0,600}", more in "[a-z]{0,300}") {
        let pages = pages(vec![row(&said), row(&more)]);
        let expected: String = [said, more].concat().chars().filter(|letter| !letter.is_whitespace()).collect();
        prop_assert_eq!(printed(&pages, Print::Said), expected);
        for line in pages.iter().flatten() {
            // What cannot be parted from the letter before it may stand out by itself.
            let parts = line.text.is_ascii();
            prop_assert!(!parts || line.left + wide(line.text.trim_end(), line.print) <= WIDE - 53.0);
            prop_assert!(line.base > 0.0 && line.base <= HIGH - 54.0);
        }
    }
}
