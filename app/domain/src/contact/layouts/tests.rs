use super::*;
use crate::{
    Moment,
    contact::ContactDraft,
    id::{ClientId, ContactId, TaskId},
    record::Record as _,
};
use proptest::prelude::*;

/// What people paste, and what breaks tables.
const NAUGHTY: [&str; 16] = [
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-1\u{a0}=2",
    "@SUM(A1)",
    "שלום עליכם, والسلام",
    "\u{202e}right to left\u{202c} and back",
    "👩🏽‍🤝‍👩🏻 👨‍👩‍👧‍👦",
    "Zoe\u{308}\u{323}\u{304} a\u{301}",
    "a\u{0}b\u{7}\u{1b}[31mred",
    "line one\r\nline two\rline three\n\n    four spaces in\n",
    "\"quoted\", 'and', \u{201c}curly\u{201d}; semicolons; tabs\there",
    "\u{feff}\u{200b}\u{fffd}",
    "\n",
    "Purpose\n    Purpose",
    "ends with a line break\n",
    "1/2 \u{2028} \u{2029} \u{85} \u{b} \u{c}",
];

/// As the app calls them, or nearly.
const fn name(part: Part) -> &'static str {
    match part {
        Part::WithWhom => "With whom",
        Part::Place => "Place",
        Part::Purpose => "Purpose",
        Part::SeenHeard => "Seen or heard",
        Part::Quote => "Quote",
        Part::Impression => "My impression",
        Part::WhatIDid => "What I did",
        Part::WhatClientDid => "What the client did",
        Part::Response => "Response",
        Part::NextStep => "Next step",
    }
}

/// A note of these texts, taken in turn; an empty one is a field in which nothing is written.
fn note(texts: &[String], quotes: usize) -> Contact {
    let mut texts = texts.iter().cloned().cycle();
    let mut next = || texts.next().unwrap_or_default();
    let now = Moment::new(1_764_000_000_000, -300);
    let (client, contact) = (ClientId::from_bytes([1; 16]), ContactId::from_bytes([2; 16]));
    let mut draft = ContactDraft::begin(client, contact, TaskId::from_bytes([3; 16]), now);
    // A letter around each, so that signing takes nothing off its ends.
    let mut kept = || match next() {
        text if text.is_empty() => text,
        text => ["<", &text, ">"].concat(),
    };
    draft.with_whom = kept();
    draft.place = kept();
    draft.purpose = kept();
    draft.seen_heard = kept();
    draft.impression = kept();
    draft.what_i_did = kept();
    draft.what_client_did = kept();
    draft.response = kept();
    draft.next_step = kept();
    draft.next_step_due = Some(now.date());
    draft.quotes = (0..quotes).map(|_| kept()).collect();
    draft.unchecked(now)
}

/// Everything that somebody wrote in a note, in some order.
fn written(contact: &Contact) -> Vec<String> {
    let mut texts = Vec::new();
    contact.each_text(&mut |text| texts.push(text.to_owned()));
    texts.retain(|text| !text.is_empty());
    texts.sort();
    texts
}

/// The same, as it stands in a layout, taken out of cells of a table.
fn read_back(layout: Layout, contact: &Contact) -> Vec<String> {
    let mut texts = Vec::new();
    for section in sections(layout, contact) {
        let cell = to_text(&section.texts, name);
        let read = read_text(&cell, name).expect("it was made so");
        let parts: Vec<_> =
            section.texts.iter().map(|(part, text)| (*part, (*text).to_owned())).collect();
        assert_eq!(read, parts, "{cell:?}");
        texts.extend(read.into_iter().map(|(_, text)| text));
    }
    texts.sort();
    texts
}

#[test]
fn each_part_stands_under_one_heading_of_the_layout_or_under_its_own() {
    for layout in Layout::ALL {
        for part in Part::ALL {
            if let Some(heading) = layout.heading(part) {
                assert!(layout.headings().contains(&heading), "{layout:?} {part:?}");
            }
        }
        for heading in layout.headings() {
            let has_one = Part::ALL.iter().any(|part| layout.heading(*part) == Some(*heading));
            assert!(has_one, "{layout:?} never says anything under {heading:?}");
        }
        assert_eq!(Layout::of(layout.word()), Some(layout));
    }
    assert_eq!(Layout::of("plain"), None);
}

#[test]
fn an_impression_never_stands_under_one_heading_with_facts() {
    for layout in Layout::ALL {
        if let Some(heading) = layout.heading(Part::Impression) {
            let beside = Part::ALL.iter().filter(|part| layout.heading(**part) == Some(heading));
            assert_eq!(beside.count(), 1, "{layout:?}");
        }
    }
}

#[test]
fn a_note_reads_in_the_order_of_its_layout() {
    let texts = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map(str::to_owned);
    let contact = note(&texts, 1);
    let order = |layout| {
        let sections = sections(layout, &contact);
        sections.iter().map(|section| (section.under, section.texts.len())).collect::<Vec<_>>()
    };
    let (who, place) = ((Under::Own(Part::WithWhom), 1), (Under::Own(Part::Place), 1));
    let (impression, head) = ((Under::Own(Part::Impression), 1), Under::Heading);
    assert_eq!(
        order(Layout::Girp),
        [
            who,
            place,
            (head(Heading::Goal), 1),
            (head(Heading::Intervention), 1),
            (head(Heading::Response), 4),
            (head(Heading::Plan), 1),
            impression
        ]
    );
    assert_eq!(
        order(Layout::Dap),
        [
            who,
            place,
            (head(Heading::Data), 6),
            (head(Heading::Assessment), 1),
            (head(Heading::Plan), 1)
        ]
    );
    assert_eq!(
        order(Layout::Birp),
        [
            who,
            place,
            (head(Heading::Behavior), 3),
            (head(Heading::Intervention), 1),
            (head(Heading::Response), 2),
            (head(Heading::Plan), 1),
            impression
        ]
    );
    assert_eq!(
        order(Layout::Soap),
        [
            who,
            place,
            (head(Heading::Subjective), 2),
            (head(Heading::Objective), 4),
            (head(Heading::Assessment), 1),
            (head(Heading::Plan), 1)
        ]
    );
}

#[test]
fn a_megabyte_is_one_text_like_any_other() {
    let contact = note(&["🏠 é\r\n".repeat(120_000)], 2);
    for layout in Layout::ALL {
        assert_eq!(read_back(layout, &contact), written(&contact));
    }
}

#[test]
fn what_was_not_made_so_is_not_read() {
    for whole in ["    no name above", "Nobody's field\n    text", "Purpose\n  two spaces"] {
        assert_eq!(read_text(whole, name), None, "{whole}");
    }
}

proptest! {
    #[test]
    fn every_text_of_a_note_stands_in_each_layout_exactly_once(
        texts in prop::collection::vec(
            prop_oneof![
                prop::sample::select(&NAUGHTY[..]).prop_map(str::to_owned),
                any::<String>(),
                Just(String::new()),
            ],
            1..14,
        ),
        quotes in 0..4_usize,
    ) {
        let contact = note(&texts, quotes);
        for layout in Layout::ALL {
            prop_assert_eq!(read_back(layout, &contact), written(&contact), "{:?}", layout);
        }
    }
}
