mod forms;

use super::*;
use NotOne::Unclear;
use forms::{DIALLED, NOT_ONE};
use proptest::prelude::*;

#[test]
fn what_is_written_is_what_is_dialled() {
    let read = |written| read(written).map(|number| number.dial);
    let all = DIALLED.iter().map(|(written, dial)| (written, read(written), Ok((*dial).into())));
    assert_eq!(all.filter(|(_, is, should)| is != should).collect::<Vec<_>>(), []);
}

#[test]
fn what_is_not_one_number_beyond_doubt_is_none() {
    let all = NOT_ONE.iter().map(|(written, why)| (written, read(written), Err(*why)));
    assert_eq!(all.filter(|(_, is, should)| is != should).collect::<Vec<_>>(), []);
}

#[test]
fn words_beside_a_number_say_what_it_is_good_for() {
    use Takes::{Both, Calls, Either, Texts, Tty};
    for (written, takes, keyword) in [
        ("988", Either, ""),
        ("Call 988", Either, ""),
        ("Call or text 988", Both, ""),
        ("988 (call or text)", Both, ""),
        ("Llame o mande un mensaje al 988", Both, ""),
        ("860-555-0142 text ok", Both, ""),
        ("Text HOME to 741741", Texts, "HOME"),
        ("text home to 741741", Texts, "home"),
        ("Text “HOME” to 741741", Texts, "HOME"),
        ("Text the word HELLO to 741741", Texts, "HELLO"),
        ("Text 4HOPE to 741741", Texts, "4HOPE"),
        ("Text your postal code to 741741", Texts, ""),
        ("Crisis Text Line: text HOME to 741741", Texts, "HOME"),
        ("envía HOLA al 741741", Texts, "HOLA"),
        ("Envíe la palabra AYUDA al 988", Texts, "AYUDA"),
        ("Mande un mensaje con la palabra AYUDA al 988", Texts, "AYUDA"),
        ("741741 (text HOME)", Texts, ""),
        ("SMS 860-555-0142", Texts, ""),
        ("860-555-0142 text only", Texts, ""),
        ("860-555-0142 solo mensajes", Texts, ""),
        ("860-555-0142 text, don't call", Texts, ""),
        ("860-555-0142 no texts", Calls, ""),
        ("860-555-0142 text: no", Calls, ""),
        ("860-555-0142 can't text", Calls, ""),
        ("860-555-0142 doesn't text", Calls, ""),
        ("860-555-0142 don't call, text", Texts, ""),
        ("860-555-0142 no calls, text only", Texts, ""),
        ("860-555-0142 text ok, no voicemail", Both, ""),
        ("860-555-0142 no voice mail", Either, ""),
        ("860-555-0142 no mensajes de voz", Either, ""),
        ("Text your ZIP code to 898211", Texts, ""),
        ("Text HELLO or HOLA to 741741", Texts, ""),
        ("Call or text 988 or chat 988lifeline.org", Both, ""),
        ("Text 988 or call 988", Both, ""),
        ("860-555-0142 voice only", Calls, ""),
        ("860-555-0142 solo llamadas", Calls, ""),
        ("TTY 711", Tty, ""),
        ("711 (TTY)", Tty, ""),
        ("TTY users dial 711", Tty, ""),
        ("TDD: 860-555-0142", Tty, ""),
        ("TTY/TDD 860-555-0142", Tty, ""),
        ("Voice/TTY 860-555-0142", Either, ""),
        ("V/TTY 860-555-0142", Either, ""),
        ("Cell/text: 860-555-0142", Both, ""),
        ("Mobile (text ok): 860-555-0142", Both, ""),
        ("Texts welcome 860-555-0142", Both, ""),
        ("Send a text message to 860-555-0142", Texts, ""),
        ("Text message to 988", Texts, ""),
    ] {
        let read = read(written).map(|number| (number.takes, number.keyword));
        assert_eq!(read, Ok((takes, keyword.to_owned())), "{written}");
    }
    assert_eq!(read("860-555-0142 do not call"), Err(Unclear));
}

fn links(tel: &str, sms: &str) -> Vec<String> {
    buttons(tel, sms).0.into_iter().map(|button| button.href).collect()
}

#[test]
fn a_text_of_ones_own_takes_the_place_of_what_is_asked_for() {
    let (buttons, _) = buttons("", "Text HOME to 741741");
    let [button] = buttons.as_slice() else { panic!("{buttons:?}") };
    assert_eq!(
        (button.href.as_str(), button.without_words()),
        ("sms:741741?&body=HOME", "sms:741741")
    );
}

#[test]
fn what_a_form_takes_gets_a_button() {
    for written in ["860-555-0142 ext 7 text only", "*67 860-555-0142 text only"] {
        assert_eq!(problem(written, false), Some(Unclear), "{written}");
    }
}

#[test]
fn each_number_gets_the_buttons_it_is_good_for_once() {
    assert_eq!(links("988", "988"), ["tel:988", "sms:988"]);
    assert_eq!(links("988 press 1", ""), ["tel:988,1"]);
    assert_eq!(links("", "Text HOME to 741741"), ["sms:741741?&body=HOME"]);
    assert_eq!(links("Text HOME to 741741", ""), ["sms:741741?&body=HOME"]);
    assert_eq!(links("Call or text 988", "988"), ["tel:988", "sms:988"]);
    assert_eq!(links("TTY 711", "TTY 711"), ["tel:711"]);
    assert_eq!(links("*67 860-555-0142", ""), ["tel:*678605550142"]);
    assert_eq!(links("860-555-0142,,7#", ""), ["tel:8605550142,,7%23"]);
    assert_eq!(links("860-555-0142 no texts", "860-555-0142 no texts"), ["tel:8605550142"]);
    assert_eq!(links("", ""), [""; 0]);
    assert_eq!(links("860-555-0142 won't answer, text", ""), ["tel:8605550142", "sms:8605550142"]);
    assert_eq!(links("860-555-0142 no contesta, mande texto", "").len(), 2);
    assert_eq!(links("860-555-0142 no deje mensaje", ""), ["tel:8605550142"]);
    assert_eq!(links("860-555-0142 no minutes, texts ok", "").len(), 2);
    for two in ["Text HOME/HOLA to 741741", "Text SAVE ME to 741741"] {
        assert_eq!(links(two, ""), ["sms:741741"], "{two}");
    }
    assert_eq!(links("Text to speak to 860-555-0142", ""), ["sms:8605550142"]);
    let (way, tty) = (Way::Tty, buttons("TTY 711", "").0);
    assert_eq!(tty, [Button { way, href: "tel:711".into(), shown: "711".into() }]);
}

#[test]
fn what_is_no_number_is_named_as_it_was_written() {
    let two = "988 or 911";
    assert_eq!(buttons(two, two), (Vec::new(), vec![two]));
    assert_eq!(buttons("988", "860-555-0142 ext 7").1, ["860-555-0142 ext 7"]);
    assert_eq!(problem("860-555-0142 ext 7", true), Some(Unclear));
    assert_eq!(problem("860-555-0142 ext 7", false), None);
    assert_eq!(problem("  ", false), None);
}

#[test]
fn a_button_shows_the_digits_in_the_groups_people_know() {
    for (written, shown) in [
        ("(860) 555-0142", "(860) 555-0142"),
        (" 9-8-8 ", "9-8-8"),
        ("988,1", "988,1"),
        ("988 press 1", "988,1"),
        ("1-800-273-TALK", "18002738255"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("٩٨٨", "988"),
        ("860-555-0142 #7", "8605550142,7"),
    ] {
        let number = read(written).expect("a number");
        assert_eq!(number.shown(written), shown, "{written}");
    }
}

/// Bits of what people write into such a field.
fn bits() -> impl Strategy<Value = String> {
    let digits = "[0-9]{1,11}";
    let words = prop::sample::select(vec![
        " ", "-", ".", "(", ")", ", ", ",", ";", "/", "\n", " or ", " and ", " o ", " y ", "+",
        "#", "*", " ext. ", "x", " press ", " oprima ", "TALK", " Rosa ", "text ", "TTY ", "fax ",
        "(0)", "\u{200e}", "\u{a0}", "٣", "８", " to ", " no ", "24/7",
    ]);
    let bit = prop_oneof![digits.prop_map(String::from), words.prop_map(String::from)];
    prop::collection::vec(bit, 0..8).prop_map(|bits| bits.concat())
}

fn keys(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

proptest! {
    #[test]
    fn never_more_digits_than_keys_that_were_written(written in bits()) {
        if let Ok(number) = read(&written) {
            let said = plain(&written).chars().filter(|c| c.is_ascii_alphanumeric()).count();
            prop_assert!(keys(&number.dial) <= said, "{} of {written}", number.dial);
        }
    }

    #[test]
    fn what_was_read_reads_as_itself(written in bits()) {
        if let Ok(number) = read(&written) {
            let again = read(&number.dial).map(|number| number.dial);
            prop_assert_eq!(again, Ok(number.dial), "{}", written);
        }
    }

    #[test]
    fn two_numbers_are_never_joined(
        one in "(\\+1 )?[2-9][0-9]{2}[- .]?[2-9][0-9]{2}[- .]?[0-9]{4}|[2-9][0-9]{2}[- .]?[0-9]{4}|988|911|211",
        between in prop::sample::select(vec![
            " or ", " o ", "/", " / ", ", ", "; ", "\n", " and ", " y ", " & ", " | ", " ",
            " (", " text ", " call ", " TTY ", " fax ", " Rosa ", " + ", " or dial ", ", then ",
            " then call ", ". Emergency: dial ", " (after hours dial ", ", emergencia marque ",
            " luego llame al ", " or press ",
        ]),
        other in "(\\+1 )?[2-9][0-9]{2}[- .]?[2-9][0-9]{2}[- .]?[0-9]{4}|[2-9][0-9]{2}[- .]?[0-9]{4}|988|911|211",
    ) {
        let read = read(&format!("{one}{between}{other}"));
        // The same once more is no other.
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let same = between == " (" && keys(&one) == keys(&other)
            || matches!(between, " or " | " o ") && digits(&one) == digits(&other);
        prop_assert!(read.is_err() || same, "{read:?}");
    }

    #[test]
    fn no_text_is_too_odd(written in "\\PC{0,40}") {
        let (buttons, _) = buttons(&written, &written);
        for button in buttons {
            prop_assert!(button.href.starts_with("tel:") || button.href.starts_with("sms:"));
        }
    }
}
