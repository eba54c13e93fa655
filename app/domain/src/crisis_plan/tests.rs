use super::*;
use crate::{
    Moment,
    document::{Difference, Key, Value, Versioned as _},
    id::{ClientId, CrisisPlanId, LineId, PersonId},
    length::{FIELD_MAX_BYTES, Field},
    phone::NotOne,
    problem::{Problem, Wrong},
    wire::v1::{
        AdvanceDirective, ConflictSide, CrisisPlanContent, CrisisPlanEdit, DocumentBase,
        Likelihood, MadeWith, OpenConflict,
    },
};

#[test]
fn both_orders_hold_every_section_once() {
    let mut on_site = Section::ON_SITE;
    on_site.sort();
    let mut all = Section::ALL;
    all.sort();
    assert_eq!(on_site, all);
    assert!(all.windows(2).all(|pair| pair.first() != pair.last()));
}

fn id(n: u8) -> LineId {
    LineId::from_bytes([n; 16])
}

fn line(n: u8, section: Section, text: &str) -> CrisisPlanItem {
    CrisisPlanItem { text: text.into(), ..CrisisPlanItem::new(id(n), section) }
}

fn content(items: Vec<CrisisPlanItem>) -> CrisisPlanContent {
    CrisisPlanContent {
        made_with: MadeWith::Client,
        client_agrees: true,
        review_due: NaiveDate::default(),
        language: "en".into(),
        items,
        advance_directive: None,
    }
}

fn order(content: &CrisisPlanContent) -> Vec<u8> {
    content.items.iter().map(|item| item.item_id.as_bytes()[0]).collect()
}

#[test]
fn a_section_says_how_far_it_has_come_and_nothing_hinders_saving() {
    let mut plan = content(vec![
        line(1, Section::PeopleHelp, "My sister"),
        line(2, Section::PeoplePlaces, "none yet"),
        line(3, Section::SaferPlace, "  "),
    ]);
    assert_eq!(plan.completeness(Section::PeopleHelp), Completeness::NoNumber);
    assert_eq!(plan.completeness(Section::PeoplePlaces), Completeness::Filled);
    assert_eq!(plan.completeness(Section::SaferPlace), Completeness::Empty);
    assert_eq!(plan.completeness(Section::Signs), Completeness::Empty);
    plan.items[0].sms = "860 555 0142".into();
    assert_eq!(plan.completeness(Section::PeopleHelp), Completeness::Filled);
}

#[test]
fn a_line_moves_within_its_section_and_not_beyond() {
    let mut plan = content(vec![
        line(1, Section::Signs, "a"),
        line(2, Section::OnMyOwn, "b"),
        line(3, Section::Signs, "c"),
        line(4, Section::Signs, "d"),
    ]);
    assert!(
        !plan.move_line(id(1), true)
            && !plan.move_line(id(2), true)
            && !plan.move_line(id(2), false)
    );
    assert!(
        !plan.move_line(id(4), false)
            && !plan.move_line(id(9), true)
            && !plan.move_line(id(9), false)
    );
    assert!(plan.move_line(id(3), true));
    assert_eq!(order(&plan), [3, 2, 1, 4]);
    assert!(plan.move_line(id(3), false));
    assert!(plan.move_line(id(3), false));
    assert_eq!(order(&plan), [1, 2, 4, 3]);
}

#[test]
fn what_changed_names_lines_added_removed_changed_and_moved() {
    let old = content((1..=5).map(|n| line(n, Section::Signs, "same")).collect());
    let mut new = old.clone();
    new.items.swap(0, 4); // the first and the last change places
    new.items.retain(|item| item.item_id != id(3));
    new.items.push(line(7, Section::Practical, "the cat"));
    new.items[1].tel = "911".into();
    new.client_agrees = false;
    let difference = Difference::between(&old.cells(), &new.cells());
    assert_eq!(difference.added, [id(7)]);
    assert_eq!(difference.removed, [id(3)]);
    let keys: Vec<_> = difference.changed.iter().map(|changed| changed.key).collect();
    assert_eq!(keys, [Key::fact("client_agrees"), Key::of_line(id(2), "tel")]);
    assert_eq!(difference.changed[1].to, Value::text("911"));
    assert_eq!(difference.moved, [id(5), id(1)], "2 and 4 stayed where they were");
    assert!(Difference::between(&old.cells(), &old.cells()).is_empty() && !difference.is_empty());
}

#[test]
fn one_line_moved_is_one_line_moved() {
    let old = content((1..=5).map(|n| line(n, Section::Signs, "")).collect());
    let mut new = old.clone();
    let last = new.items.remove(4);
    new.items.insert(0, last);
    assert_eq!(Difference::between(&old.cells(), &new.cells()).moved, [id(5)]);
    new.items[0].section = Section::Triggers;
    let difference = Difference::between(&old.cells(), &new.cells());
    assert_eq!((difference.moved.len(), difference.changed.len()), (0, 1), "another section");
}

/// A line in which every field says something: what it lacks, merging would lose.
fn full() -> CrisisPlanItem {
    CrisisPlanItem {
        item_id: id(1),
        section: Section::Practical,
        text: "text".into(),
        name: "name".into(),
        relation: "relation".into(),
        tel: "1".into(),
        sms: "2".into(),
        person_id: Some(PersonId::from_bytes([3; 16])),
        likelihood: Some(Likelihood::Unlikely),
        obstacles: "obstacles".into(),
        hidden_from_client: true,
        show_to_team: false,
    }
}

#[test]
fn the_cells_of_a_plan_are_all_of_it() {
    let whole = CrisisPlanContent {
        made_with: MadeWith::Supporter,
        client_agrees: false,
        review_due: NaiveDate::default() + chrono::Days::new(400),
        language: "es".into(),
        items: vec![full()],
        advance_directive: Some(AdvanceDirective { where_kept: "w".into(), agent: "a".into() }),
    };
    let cells = whole.cells();
    let mut copy = content(vec![CrisisPlanItem::new(id(1), Section::Signs)]);
    let of_line = cells.line_keys(&cells.lines[0]);
    for key in cells.fact_keys().chain(of_line) {
        assert_ne!(copy.cells().value(key), cells.value(key), "{key:?} of {copy:?}");
        copy.change(|copy| copy.put(key, cells.value(key)));
        copy.change(|copy| copy.put(key, Value::of("colour", crate::json::Json::Bool(true))));
        assert_eq!(copy.cells().value(key), cells.value(key));
    }
    assert_eq!(copy, whole);
    copy.change(|copy| copy.put(Key::line(id(1)), Value::Nothing));
    copy.change(|copy| copy.put(Key::fact("advance_directive"), Value::Nothing));
    assert_eq!((copy.items.len(), copy.advance_directive.is_none()), (0, true));
    copy.change(|copy| copy.put(Key::line(id(1)), cells.value(Key::line(id(1)))));
    assert_eq!(copy.items, [full()]);
    let sections = Section::ALL.map(|section| crate::json::Json::of(&section));
    let groups = CrisisPlan::SHAPE.lists[0].groups.expect("sections").1;
    assert_eq!(
        sections.to_vec(),
        groups.iter().map(|group| crate::json::Json::Text((*group).into())).collect::<Vec<_>>()
    );
}

#[test]
fn an_edit_with_an_id_twice_or_beyond_all_measure_breaks_the_rules() {
    let edit = |content: CrisisPlanContent| CrisisPlanEdit {
        crisis_plan_id: CrisisPlanId::from_bytes([1; 16]),
        client_id: ClientId::from_bytes([2; 16]),
        at: Moment::new(0, 0),
        based_on: DocumentBase::Nothing,
        before: None,
        content,
        settles: Vec::new(),
    };
    assert!(keeps_the_rules(&edit(content(vec![full(), line(2, Section::Signs, "text")]))));
    assert!(!keeps_the_rules(&edit(content(vec![full(), full()]))));
    let long = "x".repeat(PLAN_MAX_BYTES);
    assert!(!keeps_the_rules(&edit(content(vec![line(2, Section::Signs, &long)]))));
    let before =
        CrisisPlanEdit { before: Some(content(vec![full(), full()])), ..edit(content(Vec::new())) };
    assert!(!keeps_the_rules(&before));
    let many = (0..=8 * PLAN_MAX_LINES).map(|n| CrisisPlanItem {
        item_id: LineId::from_parts(n as u64, [1; 10]),
        ..line(2, Section::Signs, "text")
    });
    let before =
        CrisisPlanEdit { before: Some(content(many.collect())), ..edit(content(Vec::new())) };
    assert!(!keeps_the_rules(&before), "what nobody can have had before them");
}

fn draft(content: CrisisPlanContent) -> PlanDraft {
    let now = Moment::new(1_700_000_000_000, 0);
    let (client, plan) = (ClientId::from_bytes([1; 16]), CrisisPlanId::from_bytes([2; 16]));
    PlanDraft {
        before: Some(content.clone()),
        content: CrisisPlanContent { client_agrees: false, ..content },
        based_on: DocumentBase::Version(1),
        ..PlanDraft::first(client, plan, String::new(), Vec::new(), now, 90)
    }
}

#[test]
fn a_first_plan_may_be_half_of_one_but_not_nothing() {
    let now = Moment::new(1_700_000_000_000, 0);
    let mut draft = draft(content(Vec::new()));
    draft.before = None;
    draft.content.items = vec![line(1, Section::Signs, " ")];
    assert_eq!(draft.save(now), Err(vec![Problem::new(Field::Whole, Wrong::Missing)]));
    draft.content.items.push(line(2, Section::Signs, "I stop eating"));
    let saved = draft.save(now).unwrap();
    assert_eq!(order(&saved.content), [2], "a line without words is left out");
    assert_eq!((saved.before, saved.at), (None, now));
}

#[test]
fn opening_the_form_and_changing_nothing_makes_no_version() {
    let now = Moment::new(1_700_000_000_000, 0);
    let mut draft = draft(content(vec![line(1, Section::Signs, "I stop eating")]));
    let unchanged = Err(vec![Problem::new(Field::Whole, Wrong::Unchanged)]);
    assert_eq!(draft.save(now), unchanged);
    draft.content.client_agrees = true;
    assert_eq!(draft.save(now), unchanged, "they had agreed to the same words");
    draft.content.items[0].text.push('.');
    draft.content.client_agrees = false;
    assert!(
        !draft.save(now).unwrap().content.client_agrees,
        "nobody was asked about the new words"
    );
    draft.content.items[0].text = "x".repeat(PLAN_MAX_BYTES + 1);
    let too_long = Wrong::TooLong(PLAN_MAX_BYTES + 1 - FIELD_MAX_BYTES);
    assert_eq!(draft.problems(), [Problem::in_line(id(1), Field::PlanLine, too_long)]);
}

#[test]
fn a_number_that_is_none_is_refused_where_it_is_written_and_nowhere_else() {
    let now = Moment::new(1_700_000_000_000, 0);
    let two = "860-555-0142 or 860-555-0143";
    let with =
        |tel: &str| CrisisPlanItem { tel: tel.into(), ..line(1, Section::PeopleHelp, "Mara") };
    let mut fresh = draft(content(vec![with("")]));
    fresh.content.items[0].tel = two.into();
    let several = Problem::in_line(id(1), Field::Tel, Wrong::Number(NotOne::Several));
    assert_eq!(fresh.save(now), Err(vec![several]));
    fresh.content.items[0].tel = "988 press 1".into();
    assert!(fresh.save(now).is_ok());

    let mut held = draft(content(vec![with(two)]));
    held.content.items.push(line(2, Section::Signs, "I stop eating"));
    assert!(held.save(now).is_ok(), "what stood in the plan is no reason");

    let author = crate::id::StaffId::from_bytes([3; 16]);
    let side = |value: &str| ConflictSide { value: Value::text(value), author, at: now };
    let edit = crate::id::OperationId::from_bytes([4; 16]);
    let conflict_id = ConflictId { edit, line: Some(id(1)), field: CellName::new("tel") };
    let conflict = OpenConflict { conflict_id, kept: side("988"), other: side(two) };
    let mut settling = draft(content(vec![with("988")]));
    settling.conflicts = vec![conflict.clone()];
    settling.settle(conflict_id, &conflict.other);
    assert!(settling.save(now).is_ok(), "nor is what another phone wrote");
}

#[test]
fn what_is_filled_in_for_somebody_never_stands_in_the_way_of_saving() {
    let line = |tel: &str, text: &str| CrisisPlanItem {
        tel: tel.into(),
        ..line(1, Section::Professionals, text)
    };
    assert_eq!(line("988 press 1", "By day").filled_in(), line("988 press 1", "By day"));
    assert_eq!(line("988 or 911", "By day").filled_in(), line("", "By day · 988 or 911"));
    assert_eq!(line("ask Rosa", "").filled_in(), line("", "ask Rosa"));
}

#[test]
fn a_plan_that_two_phones_made_too_long_can_still_be_shortened() {
    let now = Moment::new(1_700_000_000_000, 0);
    let words = "x".repeat(FIELD_MAX_BYTES);
    let lines = |count: u8| (1..=count).map(|n| line(n, Section::Signs, &words)).collect();
    let mut merged = draft(content(lines(3)));
    merged.content.items[0].text = "I stop eating".into();
    let by = "en".len() + 13 + 2 * FIELD_MAX_BYTES - PLAN_MAX_BYTES;
    assert_eq!(merged.problems(), [Problem::new(Field::Whole, Wrong::TooLong(by))]);
    merged.content.items.truncate(2);
    assert!(keeps_the_rules(&merged.save(now).unwrap()));
}

#[test]
fn a_line_of_the_first_version_that_no_server_takes_any_more_is_named() {
    let now = Moment::new(1_700_000_000_000, 0);
    let mut draft = draft(content(vec![line(1, Section::Signs, &"x".repeat(70_000))]));
    draft.content.items.push(line(2, Section::Signs, "I stop eating"));
    let too_long = Wrong::TooLong(70_000 - FIELD_MAX_BYTES);
    assert_eq!(draft.problems(), [Problem::in_line(id(1), Field::PlanLine, too_long)]);
    draft.content.items[0].text.truncate(60_000);
    assert!(draft.save(now).is_ok());
}

#[test]
fn whoever_settles_for_what_stands_there_has_settled_all_the_same() {
    let now = Moment::new(1_700_000_000_000, 0);
    let mut draft = draft(content(vec![line(1, Section::Signs, "I stop eating")]));
    let author = crate::id::StaffId::from_bytes([3; 16]);
    let side = |text: &str| ConflictSide { value: Value::text(text), author, at: now };
    let conflict_id = ConflictId {
        edit: crate::id::OperationId::from_bytes([4; 16]),
        line: Some(id(1)),
        field: CellName::new("text"),
    };
    let (kept, other) = (side("I stop eating"), side("I stop talking"));
    let conflict = OpenConflict { conflict_id, kept, other };
    draft.conflicts = vec![conflict.clone()];
    assert!(draft.is_open(&conflict));
    draft.settle(conflict_id, &conflict.kept);
    assert!(!draft.is_open(&conflict));
    assert_eq!(draft.save(now).unwrap().settles, [conflict_id]);
    draft.settle(conflict_id, &conflict.other);
    let saved = draft.save(now).unwrap();
    assert_eq!(saved.settles, [conflict_id], "once, whatever was chosen last");
    assert_eq!(saved.content.items[0].text, "I stop talking");
}

#[test]
fn a_line_that_is_hidden_is_not_shown_by_what_two_people_wrote_of_it() {
    let now = Moment::new(1_700_000_000_000, 0);
    let hidden = CrisisPlanItem {
        hidden_from_client: true,
        show_to_team: false,
        ..line(1, Section::PeopleHelp, "My brother drinks")
    };
    let open = line(2, Section::Signs, "I stop eating");
    let side =
        |value| ConflictSide { value, author: crate::id::StaffId::from_bytes([3; 16]), at: now };
    let conflict = |item: Option<u8>, field, kept, other| OpenConflict {
        conflict_id: ConflictId {
            edit: crate::id::OperationId::from_bytes([4; 16]),
            line: item.map(id),
            field: CellName::new(field),
        },
        kept: side(kept),
        other: side(other),
    };
    let text = |words: &str| Value::text(words);
    let gone = CrisisPlanItem { item_id: id(9), ..hidden.clone() };
    let plan = CrisisPlan {
        crisis_plan_id: CrisisPlanId::from_bytes([2; 16]),
        client_id: ClientId::from_bytes([1; 16]),
        version: 1,
        made_with: MadeWith::Client,
        made_at: now,
        author: crate::id::StaffId::from_bytes([3; 16]),
        client_agrees: true,
        review_due: NaiveDate::default(),
        language: String::new(),
        items: vec![hidden, open],
        advance_directive: None,
        conflicts: vec![
            conflict(Some(1), "text", text("My brother drinks"), text("He hits me")),
            conflict(
                Some(9),
                "line",
                Value::Nothing,
                Value::of("line", crate::json::Json::of(&gone)),
            ),
            conflict(Some(8), "text", text("My brother drinks"), text("It hits me")),
            conflict(Some(2), "text", text("I stop eating"), text("I stop talking")),
            conflict(None, "language", text("en"), text("es")),
        ],
    };
    for shown in [plan.for_client(), plan.for_team()] {
        let fields: Vec<_> = shown.conflicts.iter().map(|one| one.conflict_id.line).collect();
        assert_eq!(fields, [Some(id(2)), None]);
        let all = serde_json::to_string(&shown).unwrap();
        assert!(!all.contains("brother") && !all.contains("hits"), "{all}");
    }
}
