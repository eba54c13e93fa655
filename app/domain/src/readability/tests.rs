use super::*;
use proptest::prelude::*;

fn grade(text: &str, tag: &str) -> Option<u32> {
    readability([text], tag).map(|found| found.grade)
}

/// Counted by hand.
#[test]
fn syllables_are_counted_as_people_clap_them() {
    let english = [
        ("I", 1),
        ("go", 1),
        ("the", 1),
        ("like", 1),
        ("called", 1),
        ("wanted", 2),
        ("needed", 2),
        ("table", 2),
        ("see", 1),
        ("be", 1),
        ("quiet", 2),
        ("people", 2),
        ("create", 2),
        ("usual", 3),
        ("radio", 3),
        ("place", 1),
        ("places", 2),
        ("likes", 1),
        ("boxes", 2),
        ("medication", 4),
        ("appointment", 3),
        ("housing", 2),
        ("family", 3),
        ("hospital", 3),
        ("everything", 3),
        ("social", 2),
        ("language", 2),
        ("my", 1),
        ("yes", 1),
        ("away", 2),
        ("phone", 1),
        ("breathe", 1),
        ("trying", 2),
        ("manager", 3),
        ("eligibility", 6),
        ("documentation", 5),
        ("settled", 2),
    ];
    let wrong: Vec<_> = english
        .into_iter()
        .filter(|(word, count)| syllables(Formula::FleschKincaid, word) != *count)
        .map(|(word, count)| (word, count, syllables(Formula::FleschKincaid, word)))
        .collect();
    // "everything" has a vowel that is written and not heard.
    assert_eq!(wrong, [("everything", 3, 4)]);
    let spanish = [
        ("yo", 1),
        ("y", 1),
        ("muy", 1),
        ("casa", 2),
        ("agua", 2),
        ("guerra", 2),
        ("que", 1),
        ("quiero", 2),
        ("ciudad", 2),
        ("día", 2),
        ("país", 2),
        ("ahora", 3),
        ("leer", 2),
        ("aéreo", 4),
        ("cuidado", 3),
        ("viuda", 2),
        ("pingüino", 3),
        ("medicina", 4),
        ("ansiedad", 3),
        ("teléfono", 4),
        ("administración", 5),
        ("oír", 2),
        ("baúl", 2),
        ("hay", 1),
        ("estoy", 2),
        ("buey", 1),
        ("prohíbe", 3),
        ("idea", 3),
        ("aunque", 2),
        ("Paraguay", 3),
    ];
    for (word, count) in spanish {
        assert_eq!(syllables(Formula::Crawford, word), count, "{word}");
    }
}

#[test]
fn plain_words_in_short_sentences_are_easy_and_an_office_is_hard() {
    let plain = "I call Ana. She picks me up. We walk to the park. I sit down and breathe. \
        If it gets worse, I call the line. I do not stay alone. My son is at school. Ana knows.";
    assert!(grade(plain, "en").is_some_and(|grade| grade <= 2), "{:?}", grade(plain, "en"));
    let office = "The participant will demonstrate increased utilization of community-based \
        behavioral health resources in order to facilitate stabilization and to minimize \
        unnecessary hospitalization, in accordance with the individualized documentation \
        that the interdisciplinary team maintains.";
    let found = readability([office], "en-US").expect("enough words");
    assert!(found.grade >= 16, "{found:?}");
    assert_eq!(found.long_words.first().map(String::as_str), Some("interdisciplinary"));
    assert_eq!(found.long_words.len(), 5);
    let plain = "Llamo a Ana. Ella viene por mí. Vamos al parque. Me siento y respiro. Si se pone \
        peor, llamo a la línea. No me quedo solo. Mi hijo está en la escuela. Ana ya lo sabe.";
    assert!(grade(plain, "es").is_some_and(|grade| grade <= 4), "{:?}", grade(plain, "es"));
    let office = "El participante demostrará una utilización incrementada de los recursos \
        comunitarios especializados con la finalidad de facilitar la estabilización y de minimizar \
        hospitalizaciones innecesarias, de conformidad con la documentación individualizada \
        que mantiene el equipo.";
    assert!(
        grade(office, "es-MX").is_some_and(|grade| grade > AIM),
        "{:?}",
        grade(office, "es-MX")
    );
}

/// Worked out on paper: 36 words in 6 sentences of one syllable each.
#[test]
fn the_formulas_are_the_published_ones() {
    let text = "We go to the park now. ".repeat(6);
    // 0.39 · 6 + 11.8 · 1 − 15.59 = −1.45: no grade is lower than the first.
    assert_eq!(grade(&text, "en"), Some(1));
    let text = "Medication appointment documentation. ".repeat(12);
    // 36 words, 12 sentences, 144 syllables: 0.39 · 3 + 11.8 · 4 − 15.59 = 32.78, said as 18.
    assert_eq!(grade(&text, "en"), Some(18));
    let text = "Casa. ".repeat(40);
    // 100 sentences and 200 syllables in 100 words: −20.5 + 9.8 − 3.407.
    assert_eq!(grade(&text, "es"), Some(1));
    let text = "La medicina es para la ansiedad de la familia ".repeat(5);
    // 45 words in one sentence, 17 syllables in 9 words: −0.456 + 9.256 − 3.407 = 5.39.
    assert_eq!(grade(&text, "es"), Some(5));
}

#[test]
fn nothing_is_said_of_a_few_words_or_of_another_language() {
    assert_eq!(grade("Call Ana.", "en"), None);
    assert_eq!(grade("", "es"), None);
    let many = "Gọi cho Ana và đi dạo. ".repeat(20);
    assert_eq!(grade(&many, "vi"), None);
    assert_eq!(grade(&many, ""), None);
    assert_eq!(grade(&"988 ".repeat(50), "en"), None, "numbers are dialled, not read");
}

proptest! {
    /// Whatever is written, it is read to its end and comes to a grade or to none.
    #[test]
    fn any_text_has_a_grade_from_1_to_18_or_none(texts in prop::collection::vec(".*", 0..8), es: bool) {
        let tag = if es { "es" } else { "en" };
        if let Some(found) = readability(texts.iter().map(String::as_str), tag) {
            prop_assert!((1..=18).contains(&found.grade));
            prop_assert!(found.long_words.len() <= 5);
        }
    }

    /// Two sentences made one are never easier.
    #[test]
    fn a_longer_sentence_is_no_easier(words in prop::collection::vec("[a-z]{1,9}", 40..80), at in 1_usize..39) {
        let (first, second) = words.split_at(at);
        let apart = [first.join(" "), second.join(" ")].join(". ");
        prop_assert!(grade(&words.join(" "), "en") >= grade(&apart, "en"));
        prop_assert!(grade(&words.join(" "), "es") >= grade(&apart, "es"));
    }
}
