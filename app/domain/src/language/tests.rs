use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::built_in);

/// What is pointed at, as it stands in the text.
fn found<'a>(text: &'a str, names: &[&str]) -> Vec<(Class, &'a str)> {
    CHECKER.check(text, names).into_iter().map(|found| (found.class, &text[found.at])).collect()
}

/// A checker of a lexicon of these lines.
fn of(lines: &str) -> Checker {
    let (lexicon, problems) = Lexicon::parse(&format!("lexicon en 2026-11-29\n{lines}"));
    assert_eq!(problems, []);
    Checker::new(&[lexicon])
}

fn words_of(checker: &Checker, text: &str) -> Vec<String> {
    checker.check(text, &[]).into_iter().map(|found| text[found.at].to_owned()).collect()
}

/// The plainest spelling of each enabled pattern that is built in.
static SPELLINGS: LazyLock<Vec<String>> = LazyLock::new(spellings);

fn spellings() -> Vec<String> {
    let mut spellings = Vec::new();
    for language in ["en", "es"] {
        let lexicon = Lexicon::built_in(language);
        for pattern in lexicon.terms.iter().filter(|term| term.enabled).flat_map(|term| &term.words)
        {
            let mut words: Vec<String> = Vec::new();
            for piece in pattern.split_whitespace().filter(|piece| *piece != "...") {
                let set = piece.strip_prefix('@');
                let set = set.and_then(|name| lexicon.sets.iter().find(|(set, _)| set == name));
                words.push(first_of(set.map_or(piece, |(_, words)| &words[0])));
            }
            spellings.push(words.join(" "));
        }
    }
    spellings
}

/// A word with the first ending that is none of nothing.
fn first_of(piece: &str) -> String {
    let (mut spelled, mut depth, mut left_out) = (String::new(), 0, vec![false]);
    for c in piece.chars() {
        match c {
            '(' => {
                depth += 1;
                left_out.push(left_out[depth - 1]);
            }
            ')' => {
                depth -= 1;
                left_out.pop();
            }
            '/' if depth > 0 => left_out[depth] = true,
            c if !left_out[depth] => spelled.push(c),
            _ => {}
        }
    }
    spelled
}

#[test]
fn what_is_built_in_can_be_read() {
    for (language, text) in [("en", include_str!("en.txt")), ("es", include_str!("es.txt"))] {
        let (lexicon, problems) = Lexicon::parse(text);
        assert_eq!(problems, [], "{language}");
        assert_eq!(lexicon.language, language);
        assert_eq!(Lexicon::parse(&lexicon.to_text()), (lexicon, Vec::new()));
        // With every brotli it is far less than the 20 kB of B8.
        assert!(text.len() < 26_000, "{language}: {} bytes", text.len());
    }
}

#[test]
fn every_pattern_that_is_built_in_finds_what_it_spells() {
    let spellings = &*SPELLINGS;
    assert!(spellings.len() > 800, "{}", spellings.len());
    let silent: Vec<_> =
        spellings.iter().filter(|text| found(&format!("xx {text} xx"), &[]).is_empty()).collect();
    assert!(silent.is_empty(), "{} of {}: {silent:#?}", silent.len(), spellings.len());
}

#[test]
fn a_bad_line_is_named_with_its_number_and_the_others_count() {
    let text = "\
# A note.
lexicon en 2026-11-29
label | addict(s) | person who uses drugs | N

labels | x | y
label | addict
label | addict(s | y
label | @people | y
label | ... addict | y
label | addict | ;
label | a; b | c | N | d | e
set people | m(an/en)
unless sometimes | x
lexicon en 2026-11-30
off label | junkie(s) | person who uses drugs";
    let (lexicon, problems) = Lexicon::parse(text);
    let problems: Vec<_> = problems.into_iter().map(|found| (found.line, found.fault)).collect();
    let expected = [
        (5, Fault::Class),
        (6, Fault::Columns),
        (7, Fault::Words),
        (8, Fault::Set),
        (9, Fault::Words),
        (10, Fault::Suggestion),
        (11, Fault::Columns),
        (13, Fault::Class),
        (14, Fault::Columns),
    ];
    assert_eq!(problems, expected);
    assert_eq!(lexicon.terms.len(), 2);
    assert_eq!((lexicon.terms[0].enabled, lexicon.terms[1].enabled), (true, false));
    assert_eq!(words_of(&Checker::new(&[lexicon]), "an addict, a junkie"), ["addict"]);
}

#[test]
fn a_lexicon_without_a_head_says_so() {
    for text in ["", "# nothing", "label | a | b", "lexicon en soon", "lexicon 2026-11-29"] {
        let (_, problems) = Lexicon::parse(text);
        assert_eq!(problems.first().map(|found| found.fault), Some(Fault::Header), "{text}");
    }
}

#[test]
fn what_would_grow_without_end_is_refused() {
    let deep = format!("label | {}a{} | b", "(".repeat(3_000), ")".repeat(3_000));
    let wide = format!("label | {} | b", "(a/b/c/d)".repeat(30));
    let long = format!("label | {} | b", "word ".repeat(30));
    let longest = format!("label | {} | b", "word;".repeat(2_000));
    for (line, fault) in [
        (deep, Fault::TooLong),
        (wide, Fault::Words),
        (long, Fault::Words),
        (longest, Fault::TooLong),
        (format!("label | {}a{} | b", "(".repeat(900), ")".repeat(900)), Fault::Words),
    ] {
        let (_, problems) = Lexicon::parse(&format!("lexicon en 2026-11-29\n{line}"));
        assert_eq!(problems, [LexiconProblem { line: 2, fault }]);
    }
    let many = format!("lexicon en 2026-11-29\n{}", "label | a | b\n".repeat(3_000));
    let (lexicon, problems) = Lexicon::parse(&many);
    assert_eq!(problems, [LexiconProblem { line: 1_001, fault: Fault::TooManyLines }]);
    assert_eq!(lexicon.terms.len(), 999);
}

#[test]
fn patterns_have_endings_choices_gaps_lists_and_capitals() {
    let checker = of("set who | client(s); m(an/en)\n\
                      label | homeless @who; non-judg(e)mental(ly/) | x\n\
                      jargon | SI | x\n\
                      judgement | contract(s/ed) ... safety | x | g | contract ... job safety");
    let text = "Homeless men, a homeless clients' tent, homeless dogs. Nonjudgmental, \
                non-judgementally; si, Si, SI. He contracted with us for his safety; the contract \
                says job safety, contracts of one two three four five safety. contracts. Safety.";
    let expected = [
        "Homeless men",
        "homeless clients",
        "non-judgementally",
        "SI",
        "contracted with us for his safety",
    ];
    assert_eq!(words_of(&checker, text), expected);
}

#[test]
fn of_what_overlaps_the_longest_that_begins_first_is_said_once() {
    let checker =
        of("label | drug addict | x\njudgement | addict; drug | y\nlabel | addict hotline | z");
    assert_eq!(
        words_of(&checker, "a drug addict hotline, addict hotline"),
        ["drug addict", "addict hotline"]
    );
}

#[test]
fn what_speaks_against_a_class_does_so_in_its_sentence_only() {
    let checker = of("unless impression | according to\nimpression | probably | x");
    let text = "According to her sister he probably slept. He probably ate.";
    assert_eq!(words_of(&checker, text), ["probably"]);
    assert_eq!(checker.check(text, &[])[0].at.start, text.rfind("probably").unwrap());
}

#[test]
fn quotes_of_every_kind_are_left_alone() {
    for (open, close) in [
        ("\"", "\""),
        ("“", "”"),
        ("„", "“"),
        ("”", "”"),
        ("«", "»"),
        ("« ", " »"),
        ("»", "«"),
        ("‹", "›"),
        ("'", "'"),
        ("‘", "’"),
        ("‚", "‘"),
        ("’", "’"),
        ("“", "\""),
        ("\"", "”"),
        ("「", "」"),
        ("\" ", " \""),
        ("(\"", "\")"),
        ("“‘", "’”"),
    ] {
        for within in
            ["an addict", "I'm an addict, the clients' addict", "an\naddict", "an addict."]
        {
            let text = format!("She said {open}{within}{close} to me. He is lazy.");
            assert_eq!(found(&text, &[]), [(Class::Judgement, "lazy")], "{text}");
        }
    }
}

#[test]
fn apostrophes_and_inches_open_no_quote() {
    for text in [
        "The clients' friend is lazy and isn't the neighbors'.",
        "He's 5'10\" and lazy. She's 6' tall.",
        "Rock 'n' roll; a lazy '90s song.",
        "’Til noon the lazy dog didn’t bark.",
        "A 5\" cut. He is lazy. A 3\" cut.",
    ] {
        assert_eq!(found(text, &[]), [(Class::Judgement, "lazy")], "{text}");
    }
}

#[test]
fn a_quote_that_is_not_closed_runs_to_the_end_of_its_paragraph() {
    let text = "She wrote \"I am lazy\nand stupid.\n\nHe is lazy.";
    assert_eq!(found(text, &[]), [(Class::Judgement, "lazy")]);
    let text = "He said \"no. Then \"lazy\" again, stupid.\n\nShe is dumb.";
    assert_eq!(found(text, &[]), [(Class::Judgement, "dumb")]);
    let text = "“One paragraph.\n\n“lazy” he said. Lazy.";
    assert_eq!(found(text, &[]), [(Class::Judgement, "Lazy")]);
}

#[test]
fn names_are_left_alone_and_stressed_words_are_not() {
    for text in [
        "Met at Crazy Horse Ave.",
        "Homeless Outreach Team was there.",
        "Spoke with Lazy at noon.",
        "Dr. Manipulative called.",
        "Hablé con El Loco en el parque.",
    ] {
        assert_eq!(found(text, &[]), [], "{text}");
    }
    assert_eq!(found("She is Bipolar. Lazy.", &[]).len(), 2);
    assert_eq!(found("Client is an Addict: Manipulative and rude", &[]).len(), 3);
}

#[test]
fn a_known_name_counts_however_written_and_part_of_one_with_its_capital() {
    let names = ["Crazy", "Dirty Mike", "José Addict-Núñez"];
    assert_eq!(found("crazy, CRAZY and Crazy; dirty mike", &names), []);
    assert_eq!(found("Then jose addict nunez came. Addict left.", &names), []);
    assert_eq!(found("An addict left.", &names), [(Class::Label, "addict")]);
}

#[test]
fn an_abbreviation_is_explained_once() {
    let text = "SI was asked about. Suicidal ideation (SI): denied SI.";
    assert_eq!(found(text, &[]), [(Class::Jargon, "SI")]);
    let text = "Suicidal ideation (SI): no SI, no HI.";
    assert_eq!(found(text, &[]), [(Class::Jargon, "HI")]);
    assert_eq!(found("SI EL CLIENTE LLEGA, SI NO", &[]), []);
}

#[test]
fn both_languages_are_checked_at_once_with_suggestions_in_their_own() {
    let findings = CHECKER.check("La clienta es adicta. She is an addict.", &[]);
    let suggestions: Vec<_> = findings.iter().map(|found| found.suggestions[0].as_str()).collect();
    let expected =
        ["persona con un trastorno por uso de sustancias", "person with a substance use disorder"];
    assert_eq!(suggestions, expected);
}

#[test]
fn letters_of_any_kind_neither_hide_words_nor_break_anything() {
    for text in [
        "\u{202b}שלום lazy עולם\u{202c}",
        "👩‍👩‍👧‍👦 lazy 👍🏽",
        "la\u{200b}zy",
        "ＬＡＺＹ",
        "la\u{301}zy",
        "\u{fffd}\u{fffd} lazy \u{fffd}",
        "\u{0}lazy\u{7}",
        "=lazy()",
    ] {
        let found = found(text, &[]);
        assert_eq!(found.len(), 1, "{text:?}: {found:?}");
    }
    let (one, other) = ("esquizofre\u{301}nica", "ESQUIZOFRÉNICA");
    assert_eq!((found(one, &[]).len(), found(other, &[]).len()), (1, 1));
}

/// A term, quoted, with words around it that mean nothing.
fn around() -> impl Strategy<Value = (String, String)> {
    let text = "([a-z]{1,8}[ ,]{1,2}){0,6}";
    (text, text)
}

proptest! {
    #[test]
    fn nothing_within_quotes_is_ever_pointed_at(
        at in any::<prop::sample::Index>(), (before, after) in around(), mark in 0..6_usize,
        case in 0..3_usize, line in any::<bool>(),
    ) {
        let terms = &*SPELLINGS;
        let term = at.get(terms);
        let term = match case { 0 => term.clone(), 1 => term.to_uppercase(), _ => format!("I'm {term}.") };
        let term = if line { term.replace(' ', "\n") } else { term };
        let (open, close) =
            [("\"", "\""), ("“", "”"), ("«", "»"), ("'", "'"), ("‘", "’"), ("« ", " »")][mark];
        let text = format!("{before} {open}{term}{close} {after}");
        let quote = before.len() + 1..text.len() - after.len() - 1;
        for found in CHECKER.check(&text, &[]) {
            prop_assert!(found.at.end <= quote.start || quote.end <= found.at.start, "{text}");
        }
    }

    #[test]
    fn no_name_is_ever_pointed_at(
        at in any::<prop::sample::Index>(), (before, after) in around(), case in 0..3_usize,
    ) {
        let terms = &*SPELLINGS;
        let term = at.get(terms).clone();
        let written = match case { 0 => term.clone(), 1 => term.to_uppercase(), _ => term.replace('-', " ") };
        let text = format!("{before} {written} {after}");
        let name = before.len() + 1..text.len() - after.len() - 1;
        for found in CHECKER.check(&text, &["Ana", &term, "Luis Pérez"]) {
            prop_assert!(found.at.end <= name.start || name.end <= found.at.start, "{text}");
        }
    }

    #[test]
    fn any_text_has_findings_in_order_apart_and_of_whole_characters(
        parts in prop::collection::vec((any::<prop::sample::Index>(), "\\PC{0,6}", "[\"'“”«»‘’ \\n.(]{0,3}"), 0..30),
        names in prop::collection::vec("\\PC{0,8}", 0..4),
    ) {
        let terms = &*SPELLINGS;
        let mut text = String::new();
        for (at, odd, marks) in &parts {
            text.extend([at.get(terms), odd.as_str(), marks]);
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut last = 0;
        for found in CHECKER.check(&text, &names) {
            prop_assert!(found.at.start >= last && found.at.end > found.at.start);
            prop_assert!(text.get(found.at.clone()).is_some());
            last = found.at.end;
        }
    }

    #[test]
    fn any_lexicon_is_read_or_its_lines_are_named(
        lines in prop::collection::vec("(label|off doubt|set a|unless power|x)?( \\| ?[a-zA-Zé(/);@. -]{0,20}){0,5}", 0..8),
    ) {
        let text = format!("lexicon es 2026-01-01\n{}", lines.join("\n"));
        let (lexicon, problems) = Lexicon::parse(&text);
        let written = lines.iter().filter(|line| !line.trim().is_empty()).count();
        let read = lexicon.terms.len() + lexicon.sets.len() + lexicon.unless.len();
        prop_assert_eq!(read + problems.len(), written);
        let again = Lexicon::parse(&lexicon.to_text());
        prop_assert_eq!(again, (lexicon, vec![]));
    }
}

/// Texts on which a check whose time did not go with length alone would not come to an end before
/// the test is stopped.
#[test]
fn a_megabyte_of_anything_comes_to_an_end() {
    for part in [
        "crazy prices ",
        "\"lazy ",
        "'lazy ",
        "a",
        "SI ( ",
        "«",
        "clean ",
        "\n\n",
        "e\u{301}",
        "seems a b ",
        "José lazy ",
        "according to lazy ",
    ] {
        let [short, long] = [50_000, 1_000_000].map(|len| {
            let text = part.repeat(len / part.len());
            let found = CHECKER.check(&text, &["José", "A B"]);
            assert!(found.iter().all(|one| text.get(one.at.clone()).is_some()), "{part:?}");
            found.len()
        });
        assert!(long >= short, "{part:?}: {short}, then {long}");
    }
}
