use super::*;

fn found(written: &str, typed: &str) -> bool {
    matches(&fold(written), &fold(typed))
}

#[test]
fn accents_and_apostrophes_do_not_stand_in_the_way() {
    let folded = fold("Zoë O’Neill, “Ñeco” – Łódź St.");
    for query in ["zoe", "oneill", "neco", "lodz st", "ZOË o'n"] {
        assert!(matches(&folded, &fold(query)), "{query}");
    }
    assert!(!matches(&folded, &fold("neill zed")));
}

#[test]
fn an_empty_query_matches_everybody() {
    assert!(matches(&fold("Anyone"), &fold("  ")));
}

#[test]
fn people_are_found_when_typed_without_marks() {
    for (written, typed) in [
        ("Hương Trần", "huong tran"),
        ("Nguyễn Đức Thịnh", "nguyen duc thinh"),
        ("Þórður Guðmundsdóttir", "thordur gudmundsdottir"),
        ("Keʻala Kaʻahumanu", "keala kaahumanu"),
        ("Sahaiʔa", "sahaia"),
        ("SȾÁUTW̱", "stautw"),
        ("Umóⁿhoⁿ", "umonhon"),
        ("Nłeʔkepmxcín", "nlekepmxcin"),
        ("ג׳ורג׳", "ג'ורג'"),
        ("ʿAbd al-Raḥmān", "abd alrahman"),
        ("Saʼid", "said"),
        ("Əli Bağırov", "eli bagirov"),
        ("Ŋoŋa Ɓah", "ngonga bah"),
        ("Þorbjörg Æsa Sæmundsen", "thorbjorg aesa saemundsen"),
        ("Ольга Щербакова", "olga shcherbakova"),
        ("Άγγελος Ψαρρός", "aggelos psarros"),
        ("Արամ", "aram"),
        ("İlkay Işık", "ilkay isik"),
        ("STRAẞE", "strasse"),
        ("Ｒｏｓａ ﬁn", "rosa fin"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("علی کریمی", "علي كريمي"),
        ("علي كريمي", "علی کریمی"),
        ("فاطمة", "فاطمه"),
        ("موسى", "موسی"),
        ("Ignacio Mazaꞌ", "ignacio maza"),
        ("Aꞌtzin Ꞌnahua", "atzin nahua"),
        ("Ro\u{200b}sa\u{ad}lia", "rosalia"),
    ] {
        assert!(found(written, typed), "{written} is {}, not {typed}", fold(written));
        assert!(found(written, written), "{written}");
    }
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    for (composed, decomposed) in [
        ("Zo\u{eb}", "Zoe\u{308}"),
        ("Tr\u{1ea7}n", "Tra\u{302}\u{300}n"),
        ("\u{0419}", "\u{0418}\u{306}"),
        ("\u{3ac}", "\u{3b1}\u{301}"),
        ("\u{623}", "\u{627}\u{654}"),
    ] {
        assert_eq!(fold(composed), fold(decomposed));
    }
}

#[test]
fn a_name_is_found_however_its_words_are_parted() {
    assert!(found("Ana de Haro", "DeHaro"));
    assert!(found("Ana DeHaro", "de haro"));
    assert!(found("Jean-Luc", "jeanluc"));
    assert!(found("Jeanluc", "Jean-Luc"));
    assert!(found("O Neill", "o'neill"));
    assert!(!found("A. Nguyen", "an"), "two letters are looked for in one word");
    assert!(!found("Ana de Haro", "dehara"));
}

#[test]
fn scripts_without_such_letters_are_searched_as_they_are_written() {
    for name in ["王小明", "김민준", "さくら", "ガンダム", "अमित", "שרה", "ኣበበ"]
    {
        assert_eq!(fold(name), name);
    }
}

#[test]
fn folding_what_is_folded_changes_nothing_and_leaves_no_mark() {
    for letter in '\u{0}'..='\u{1ffff}' {
        let folded = fold(&letter.to_string());
        assert_eq!(fold(&folded), folded, "{letter:?}");
        assert!(
            folded.chars().all(|c| c == ' ' || c.is_alphanumeric()),
            "{letter:?} is {folded:?}"
        );
    }
}

#[test]
fn initials_are_found_typed_together_and_nothing_else_is() {
    for typed in ["aj", "AJ", "A.J.", "a j", "a.j"] {
        assert!(found("A.J. Rivera", typed), "{typed}");
    }
    assert!(found("JR Ewing and T. C. Boyle", "tc"));
    assert!(!found("A. Nguyen", "an"));
    assert!(!found("Ann B. Cole", "nb"));
    assert!(!found("A.J. Rivera", "ajr"));
}

fn marked(text: &str, typed: &str) -> String {
    let piece =
        |(text, marked): &(String, bool)| if *marked { format!("[{text}]") } else { text.clone() };
    excerpt(text, &Query::new(typed)).pieces.iter().map(piece).collect()
}

#[test]
fn what_was_found_is_marked_in_its_sentence_as_it_is_written() {
    let note = "Sat by the stairs. Mañana iré a la clínica Azul! Then he left.\nAsked for O’Neill.";
    for (typed, expected) in [
        ("CLINICA", "Mañana iré a la [clínica] Azul!"),
        ("man azul", "[Mañ]ana iré a la clínica [Azul]!"),
        ("oneil", "Asked for [O’Neil]l."),
        ("staircase", "Sat by the stairs."),
        ("", "Sat by the stairs."),
        ("theSTAIRS", "Sat by [the stairs]."),
        ("left clinica", "Mañana iré a la [clínica] Azul!"),
        ("he left", "Then [he left]."),
    ] {
        assert_eq!(marked(note, typed), expected, "{typed}");
    }
    assert_eq!(marked("Zoe\u{308} came", "zoe"), "[Zoe\u{308}] came");
    assert_eq!(marked("De Haro and DeHaro", "de haro"), "[De Haro] and [DeHaro]");
    assert_eq!(marked("", "a"), "");
}

#[test]
fn of_a_long_sentence_as_much_is_shown_as_is_read_at_a_glance() {
    let long =
        format!("{} zeppelin {}", "und so weiter ".repeat(40), "bis zum Schluss ".repeat(40));
    let found = excerpt(&long, &Query::new("zepp"));
    let all: String = found.pieces.iter().map(|(text, _)| text.as_str()).collect();
    assert!(all.starts_with("… ") && all.ends_with(" …") && all.len() < 260, "{all}");
    assert!(found.pieces.contains(&("zepp".to_owned(), true)));
    assert!(long.contains(&found.words()));
    // Without a space anywhere to cut at.
    let wide = "王".repeat(300);
    let found = excerpt(&wide, &Query::new("王"));
    assert!(found.pieces.iter().all(|(text, _)| text.len() < 240));
}

proptest::proptest! {
    #[test]
    fn marked_is_what_was_looked_for_and_nothing_is_made_up(text in ".{0,300}", typed in ".{0,12}") {
        let query = Query::new(&typed);
        let found = excerpt(&text, &query);
        for (piece, marked) in &found.pieces {
            proptest::prop_assert!(text.contains(piece.trim_matches(['…', ' '])));
            proptest::prop_assert!(!marked || !fold(piece).trim().is_empty());
        }
        // Where it is in one sentence, something is marked.
        let one = !text.contains(['.', '!', '?', '…', '。', '\n']);
        let marked = found.pieces.iter().any(|(_, marked)| *marked);
        let has = query.is_in_across(&fold(&text));
        proptest::prop_assert!(!one || query.is_empty() || !has || marked);
    }

    #[test]
    fn a_query_is_in_a_text_however_it_is_parted_wherever_it_is_as_it_is_parted(text in "[a-e ]{0,30}", typed in "[a-e ]{0,10}") {
        let query = Query::new(&typed);
        proptest::prop_assert!(!query.is_in(&text) || query.is_in_across(&text));
        proptest::prop_assert_eq!(query.is_in_across(&text), matches(&text, &fold(&typed).split_whitespace().collect::<Vec<_>>().join(" ")));
    }
}
