use super::*;
use crate::{
    document::{DOCUMENT_MAX_BYTES, Key, LINES_MAX, assessment, keeps_the_rules},
    id::LineId,
    length::{FIELD_MAX_BYTES, OPERATION_MAX_BYTES},
};
use proptest::prelude::*;

fn now() -> Moment {
    Moment::new(1_763_700_000_000, -300)
}

fn first(kind: DocumentKind) -> DocumentDraft {
    let (document, client) = (DocumentId::from_bytes([1; 16]), ClientId::from_bytes([2; 16]));
    DocumentDraft::first(kind, document, client, now())
}

/// The next version of what was saved.
fn next(draft: &DocumentDraft) -> DocumentDraft {
    let mut next = first(draft.kind);
    next.based_on = DocumentBase::Version(1);
    next.before = Some(draft.to_save());
    next.content = draft.to_save();
    next
}

/// What people paste, half type and leave.
fn written() -> impl Strategy<Value = Json> {
    let letter = prop::sample::select(vec!["x", "\n", " ", "\u{1}", "é", "🏠"]);
    let long = (letter, 0..70_usize, -2_i32..3).prop_map(|(letter, kilobytes, more)| {
        let count = (kilobytes * 1024 / letter.len()).saturating_add_signed(more as isize);
        Json::Text(letter.repeat(count))
    });
    let around = "( |\n){0,2}".prop_map(|space| {
        Json::Text([space.as_str(), &"x".repeat(FIELD_MAX_BYTES), &space].concat())
    });
    let days = vec!["2026-03-01", "0002-03-01", "+99999-01-01", "", "soon"];
    prop_oneof![
        long,
        around,
        any::<bool>().prop_map(Json::Bool),
        prop::sample::select(days).prop_map(|day| Json::Text(day.to_owned())),
        Just(Json::Text("need".to_owned())),
    ]
}

proptest! {
    /// Whatever the phone says is saved, the server takes.
    #[test]
    fn what_can_be_saved_keeps_the_rules(
        kind in prop::sample::select(DocumentKind::OF_CELLS),
        fields in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), written()), 0..12),
        more in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), written()), 0..6),
    ) {
        let write = |draft: &mut DocumentDraft, fields: Vec<(usize, prop::sample::Index, Json)>| {
            for (at, field, json) in fields {
                let shape = kind.shape();
                let (line, cells) = match shape.lists.get(at) {
                    Some(list) => {
                        let line = draft.content.add_line_about(at, "housing").expect("a list");
                        (Some(line), list.cells)
                    }
                    None => (None, shape.facts),
                };
                let cell = &cells[field.index(cells.len())];
                let key = line.map_or_else(|| Key::fact(cell.name), |id| Key::of_line(id, cell.name));
                draft.content.put(key, Value::of(cell.sort, json));
            }
        };
        let mut draft = first(kind);
        write(&mut draft, fields);
        for draft in [draft.clone(), { let mut next = next(&draft); write(&mut next, more); next }] {
            if let Ok(edit) = draft.save(now()) {
                prop_assert!(keeps_the_rules(&edit));
                prop_assert!(serde_json::to_vec(&edit).unwrap().len() <= OPERATION_MAX_BYTES);
            }
        }
    }
}

#[test]
fn space_around_words_is_not_kept_and_nobodys_words_are_touched() {
    let mut draft = first(DocumentKind::Assessment);
    let note = Key::fact("present_note");
    draft.content.put(note, Value::text(&["x".repeat(FIELD_MAX_BYTES).as_str(), "\n"].concat()));
    let edit = draft.save(now()).expect("it fits");
    assert!(keeps_the_rules(&edit));
    // What somebody else left there is theirs.
    let mut later = next(&draft);
    later.before.iter_mut().for_each(|before| before.put(note, Value::text("alone ")));
    later.content.put(note, Value::text("alone "));
    later.content.put(Key::fact("language"), Value::text(" en "));
    let saved = later.to_save();
    assert_eq!(saved.value(note), Value::text("alone "));
    assert_eq!(saved.value(Key::fact("language")), Value::text("en"));
}

#[test]
fn what_was_saved_can_be_gone_on_with() {
    let mut draft = first(DocumentKind::Assessment);
    for n in 0..6 {
        let id = LineId::from_bytes([n; 16]);
        draft.content.add_line(assessment::ITEMS, id);
        draft
            .content
            .put(Key::of_line(id, "kind"), Value::of("item_kind", Json::Text("need".into())));
        draft.content.put(Key::of_line(id, "text"), Value::text(&"x".repeat(FIELD_MAX_BYTES)));
    }
    let [problem] = draft.problems()[..] else { panic!("it is too much") };
    assert!(matches!(problem, Problem { field: Field::Whole, wrong: Wrong::TooLong(by), .. }
        if by > 6 * FIELD_MAX_BYTES - DOCUMENT_MAX_BYTES));
    draft.content.lines.truncate(2);
    assert_eq!(draft.problems(), []);
    // Two who each wrote as much as they may, and a third who goes on from both.
    let mut third = next(&draft);
    let fill = Value::text(&"x".repeat(FIELD_MAX_BYTES));
    third.before.iter_mut().for_each(|before| {
        for n in 10..14 {
            let id = LineId::from_bytes([n; 16]);
            before.add_line(assessment::ITEMS, id);
            before.put(Key::of_line(id, "text"), fill.clone());
        }
    });
    third.content.put(Key::fact("language"), Value::text("en"));
    assert_eq!(third.problems(), []);
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let mut draft = first(DocumentKind::ServicePlan);
    let line = draft.content.add_line_about(0, "need").expect("a list");
    draft
        .content
        .put(Key::of_line(line, "review"), Value::of("day", Json::Text("0002-03-01".into())));
    let field = Field::Cell(crate::document::CellName::new("review"));
    assert_eq!(draft.problems(), [Problem::in_line(line, field, Wrong::Missing)]);
    // More decided than an edit may say.
    let mut draft = first(DocumentKind::Assessment);
    draft.content.put(Key::fact("language"), Value::text("en"));
    let id = |n: usize| ConflictId {
        edit: crate::id::OperationId::from_parts(n as u64, [1; 10]),
        line: None,
        field: crate::document::CellName::new("language"),
    };
    draft.settles = (0..=LINES_MAX).map(id).collect();
    assert_eq!(draft.problems(), [Problem::new(Field::Lines, Wrong::TooLong(1))]);
}
