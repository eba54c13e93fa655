use super::*;
use NotOne::{Fax, Nothing, Several, TooLong, Unclear};
use proptest::prelude::*;

/// Written forms, and what is dialled.
const DIALLED: [(&str, &str); 147] = [
    // Beside what looks like more of it.
    ("741-741 text", "741741"),
    ("116 123 Samaritans", "116123"),
    ("741-741 Crisis Text Line", "741741"),
    ("Text HOME to 741-741", "741741"),
    ("Room 4, 860-555-0142 ext 7", "8605550142,7"),
    ("860-555-0911", "8605550911"),
    ("860 555 0988", "8605550988"),
    // Beyond doubt, whatever stands beside it.
    ("860-555-0142 (24 hrs)", "8605550142"),
    ("860-555-0142 24 hours", "8605550142"),
    ("860-555-0142 (24h)", "8605550142"),
    ("988 (24 hours)", "988"),
    ("24-hour line 988", "988"),
    ("Línea de 24 horas: 988", "988"),
    ("Text SHARE to 741741 24 hours", "741741"),
    ("Call or text 988 or chat 988lifeline.org", "988"),
    ("Llame o envíe un texto al 988 o chatee en 988lifeline.org", "988"),
    ("Text 988 or call 988", "988"),
    ("988 or 988 press 1", "988,1"),
    ("435748 (HELP4U)", "435748"),
    ("860-555-0142 no voice mail", "8605550142"),
    ("860-555-0142 no voice messages", "8605550142"),
    ("+44 0 20 7946 0958", "+442079460958"),
    ("+44 ( 0 ) 20 7946 0958", "+442079460958"),
    ("(1) 860-555-0142", "18605550142"),
    ("9 8 8", "988"),
    ("55 1234 5678", "5512345678"),
    ("98765 43210", "9876543210"),
    ("Room 4, 860-555-0142", "8605550142"),
    ("9am-5pm 988", "988"),
    ("988 (M-F)", "988"),
    // As most people write them.
    ("8605550142", "8605550142"),
    ("860-555-0142", "8605550142"),
    ("(860) 555-0142", "8605550142"),
    ("860.555.0142", "8605550142"),
    ("860 555 0142", "8605550142"),
    ("860/555-0142", "8605550142"),
    ("1-860-555-0142", "18605550142"),
    ("1 (860) 555-0142", "18605550142"),
    ("+1 860 555 0142", "+18605550142"),
    ("(+1) 860 555 0142", "+18605550142"),
    ("tel:+1-860-555-0142", "+18605550142"),
    ("555-0142", "5550142"),
    (" 860-555-0142\n", "8605550142"),
    // Short numbers.
    ("988", "988"),
    ("9-8-8", "988"),
    ("911", "911"),
    ("2-1-1", "211"),
    ("Dial 988", "988"),
    ("Marque 988", "988"),
    ("988 Suicide & Crisis Lifeline", "988"),
    ("988lifeline.org", "988"),
    ("988 help", "988"),
    ("988-TALK", "988"),
    ("741741", "741741"),
    ("741-741", "741741"),
    ("112", "112"),
    ("116 123", "116123"),
    // After somebody answers.
    ("988 press 1", "988,1"),
    ("988, then press 1", "988,1"),
    ("988 (press 1)", "988,1"),
    ("988 and press 2", "988,2"),
    ("988 option 2", "988,2"),
    ("988 then 1", "988,1"),
    ("988,1", "988,1"),
    ("988; 1", "988,1"),
    ("988 oprima 2", "988,2"),
    ("988 y oprima el 2", "988,2"),
    ("988, marque 2", "988,2"),
    ("988 (para español, oprima el 2)", "988,2"),
    ("988 opción 2", "988,2"),
    ("Llame al 988 y marque el 2", "988,2"),
    ("988, press 1, then press 3", "988,1,3"),
    ("860-555-0142 ext. 7", "8605550142,7"),
    ("860-555-0142 ext 7", "8605550142,7"),
    ("860-555-0142 Ext: 7", "8605550142,7"),
    ("860-555-0142x7", "8605550142,7"),
    ("860-555-0142 x 7", "8605550142,7"),
    ("860-555-0142 extension 1234", "8605550142,1234"),
    ("860-555-0142 extensión 12", "8605550142,12"),
    ("860-555-0142 extensio\u{301}n 12", "8605550142,12"),
    ("860-555-0142 anexo 12", "8605550142,12"),
    ("860-555-0142 #7", "8605550142,7"),
    ("860-555-0142#7", "8605550142,7"),
    ("860-555-0142 ext #7", "8605550142,7"),
    ("860-555-0142 / ext. 7", "8605550142,7"),
    ("860-555-0142\next. 7", "8605550142,7"),
    ("860-555-0142 dial 0", "8605550142,0"),
    ("860-555-0142, 2", "8605550142,2"),
    ("860-555-0142p7", "8605550142,7"),
    ("860-555-0142 PIN 1234#", "8605550142,1234#"),
    ("860-555-0142;ext=7", "8605550142,7"),
    ("+1 860 555 0142,,2", "+18605550142,,2"),
    ("860-555-0142,,123456#", "8605550142,,123456#"),
    ("860-555-0142 press *7", "8605550142,*7"),
    ("860-555-0142 ext 988", "8605550142,988"),
    ("1-800-273-8255, press 1", "18002738255,1"),
    // Letters.
    ("1-800-273-TALK", "18002738255"),
    ("1-800-273-talk", "18002738255"),
    ("1 800 273 TALK", "18002738255"),
    ("800 273 TALK", "8002738255"),
    ("1-800-GO-FEDEX", "18004633339"),
    ("(800) FLOWERS", "8003569377"),
    ("1-800-4-A-CHILD", "18004224453"),
    ("1-866-4-U-TREVOR", "18664887386"),
    ("1-877-SAMHSA7", "18777264727"),
    ("1-888-NYC-WELL", "18886929355"),
    ("555-TALK", "5558255"),
    ("(860) 555-CALL", "8605552255"),
    ("860-555-TEXT", "8605558398"),
    ("1-800-CALL-ATT", "18002255288"),
    ("1-800-555-OPTION", "18005556784"),
    ("1-800-SUICIDE", "18007842433"),
    ("+1-800-273-TALK", "+18002738255"),
    ("1-800-273-TALK (8255)", "18002738255"),
    ("1-800-273-8255 (TALK)", "18002738255"),
    ("1-888-NYC-WELL (1-888-692-9355)", "18886929355"),
    ("1-800-273-TALK press 1", "18002738255,1"),
    ("1-800-273-TALK (8255), press 1", "18002738255,1"),
    // Beside words.
    ("Rosa 860-555-0142", "8605550142"),
    ("860-555-0142 (ask for Rosa)", "8605550142"),
    ("860-555-0142 cell", "8605550142"),
    ("555-0142 Rosa", "5550142"),
    ("Phone #: 860-555-0142", "8605550142"),
    ("Phone #8605550142", "8605550142"),
    ("24-hour line: 860-555-0142", "8605550142"),
    ("24/7: 860-555-0142", "8605550142"),
    ("860-555-0142 (24/7)", "8605550142"),
    ("Apt 4B, 860-555-0142", "8605550142"),
    ("Tel/Fax 860-555-0142", "8605550142"),
    // Abroad.
    ("+44 (0)20 7946 0958", "+442079460958"),
    ("+44(0)20 7946 0958", "+442079460958"),
    ("+49 [0]30 1234567", "+49301234567"),
    ("0044 (0)20 7946 0958", "00442079460958"),
    ("(0)20 7946 0958", "02079460958"),
    ("+52 55 1234 5678", "+525512345678"),
    ("011 52 55 1234 5678", "011525512345678"),
    ("030/1234567", "0301234567"),
    // Signs and scripts.
    ("*67 860-555-0142", "*678605550142"),
    ("*67 (860) 555-0142", "*678605550142"),
    ("#31#8605550142", "#31#8605550142"),
    ("*123#", "*123#"),
    ("#77", "#77"),
    ("٨٦٠-٥٥٥-٠١٤٢", "8605550142"),
    ("８６０－５５５－０１４２", "8605550142"),
    ("860\u{2011}555\u{2011}0142", "8605550142"),
    ("\u{202d}+1\u{a0}860\u{2009}555\u{202f}0142\u{202c}", "+18605550142"),
    ("9\u{fe0f}\u{20e3}8\u{fe0f}\u{20e3}8\u{fe0f}\u{20e3}", "988"),
];

/// Written forms that are not one number.
const NOT_ONE: [(&str, NotOne); 143] = [
    // A number and one that is whole by itself; letters that may be keys; keys pressed before and after.
    ("555-0142 988", Several),
    ("555-0142 911", Several),
    ("5550142 211", Several),
    ("+44 20 7946 0958 988", Several),
    ("860-555-0142 988", Several),
    ("860 555 HELP", Unclear),
    ("(860) 555 HELP", Unclear),
    ("860 555 help", Unclear),
    ("860 555 CALL", Unclear),
    ("273 TALK", Unclear),
    ("555 TEXT", Unclear),
    ("Press 1 after 988", Unclear),
    ("Oprima 2 en el 988", Unclear),
    ("Option 2 at 211", Unclear),
    ("Ext. 7, 860-555-0142", Unclear),
    ("x7, 860-555-0142", Unclear),
    ("860-555-0142 press #", Unclear),
    ("860-555-0142,,123456#,,#", Unclear),
    ("860-555-0142 #", Unclear),
    ("741741(HOME)", Unclear),
    ("741741-HOME", Unclear),
    ("741741HOME", Unclear),
    ("sms:741741?body=HOME", Unclear),
    // Something else, and then a number; something else alone; and what was denied.
    ("1. 988", Unclear),
    ("(1) 988", Unclear),
    ("1) 988", Unclear),
    ("Line 1: 988", Unclear),
    ("Step 1: 988", Unclear),
    ("Press 1: 988", Unclear),
    ("Veterans press 1: 988", Unclear),
    ("Option 2: 211", Unclear),
    ("press 2 988", Unclear),
    ("PIN 12: 988", Nothing),
    ("8-4 988", Unclear),
    ("9-5: 988", Unclear),
    ("Mon-Fri 8-4: 211", Unclear),
    ("Unit 3: 555-0142", Unclear),
    ("Rm 12 555-0142", Unclear),
    ("741741 24", Several),
    ("860-555-XXXX", Unclear),
    ("860-XXX-0142", Unclear),
    ("860-555-01xx", Unclear),
    ("xxx-xxx-0142", Unclear),
    ("86S-555-0142", Unclear),
    ("8G0-555-0142", Unclear),
    ("B60-555-0142", Unclear),
    ("(86S) 555-0142", Unclear),
    ("86S 555 0142", Unclear),
    ("XXX-555-0142", Unclear),
    ("911 Elm Street", Nothing),
    ("1200 Main Street", Nothing),
    ("988 Oak Ave", Nothing),
    ("211 Main St", Nothing),
    ("room 911", Nothing),
    ("Bed 411", Nothing),
    ("PO Box 1234", Nothing),
    ("Ext 204", Nothing),
    ("x204", Nothing),
    ("1984-05-06", Nothing),
    ("05-06-1984", Nothing),
    ("999-99-9999", Nothing),
    ("$500", Nothing),
    ("860-555-0142 press nine", Unclear),
    ("988 press six", Unclear),
    ("988 oprima siete", Unclear),
    ("860-555-0142 ext twelve", Unclear),
    ("860-555-0142 x12, x13", Several),
    ("860-555-0142 ext 12 ext 13", Several),
    ("860-555-0142 ext. 12,13", Several),
    ("860-555-0142 ext 12-13", Several),
    ("988 press 1-2", Several),
    ("Facsimile 860-555-0142", Fax),
    ("efax 860-555-0142", Fax),
    ("Fx 860-555-0142", Fax),
    ("F: 860-555-0142", Fax),
    ("860-555-0142 don't call or text", Unclear),
    ("860-555-0142 no calls or texts", Unclear),
    ("860-555-0142 no calls/texts", Unclear),
    ("860-555-0142 no llamar ni enviar textos", Unclear),
    ("860-555-0142 no texts no calls", Unclear),
    ("860-555-0142 never call, never text", Unclear),
    ("860-555-0142 no call no text", Unclear),
    ("860-555-0142 or 0142", Several),
    ("860-555-0142 or 555-0142", Several),
    ("860-555-0142 or 860-555-0143", Several),
    ("860-555-0142 / 860-555-0143", Several),
    ("860-555-0142/860-555-0143", Several),
    ("860-555-0142, 860-555-0143", Several),
    ("860-555-0142,860-555-0143", Several),
    ("860-555-0142; 860-555-0143", Several),
    ("860-555-0142\n860-555-0143", Several),
    ("860-555-0142\r\n860-555-0143", Several),
    ("860-555-0142 and 860-555-0143", Several),
    ("860-555-0142 & 860-555-0143", Several),
    ("860-555-0142 y 860-555-0143", Several),
    ("860-555-0142 o 860-555-0143", Several),
    ("860-555-0142 | 860-555-0143", Several),
    ("860-555-0142 +1 860-555-0143", Several),
    ("860-555-0142 (860-555-0143)", Several),
    ("555-0142/0143", Several),
    ("860-555-0142, 0143", Several),
    ("988 or 911", Several),
    ("988/911", Several),
    ("988, 911", Several),
    ("988,911", Several),
    ("988 911", Several),
    ("988 y 911", Several),
    ("Text HOME to 741741 or call 988", Several),
    ("860-555-0142 TTY 711", Several),
    ("860-555-0142 (TTY 711)", Several),
    ("860-555-0142 fax 860-555-0143", Several),
    ("988, press 1 or 2", Several),
    ("oprima 1 o 2", Several),
    ("9 then 860-555-0142", Several),
    ("555/777", Several),
    ("8605550142 8605550143", TooLong),
    ("860-555-0142 7", TooLong),
    ("+1 860 555 0142 7", TooLong),
    ("86055501428605550143", TooLong),
    ("8605550142.0", TooLong),
    ("988, for English press 1, 2 for Spanish", Several),
    ("Mara 860-555-0142, Jo 860-555-0143", Unclear),
    ("860-555-0142, Mara after 17", Unclear),
    ("86O-555-0142", Several),
    ("86I-555-0142", Unclear),
    ("860-555-O142", Unclear),
    ("860-5S5-0142", Unclear),
    ("988 press one", Unclear),
    ("988, oprima dos", Unclear),
    ("860-555-0142 press star 7", Unclear),
    ("8OO 273 8255", Unclear),
    ("l-8OO-273-8255", Unclear),
    ("1-800-FLOWE", Unclear),
    ("800-HELP", Unclear),
    ("800 CALL ATT", Unclear),
    ("ask Rosa", Nothing),
    ("", Nothing),
    ("12 Main Street", Nothing),
    ("+1 860", Nothing),
    ("rosa1984@example.org", Nothing),
    ("Room #7", Nothing),
    ("fax 860-555-0142", Fax),
    ("860-555-0142 (Fax)", Fax),
];

#[test]
fn what_is_written_is_what_is_dialled() {
    for (written, dial) in DIALLED {
        let read = read(written).map(|number| number.dial);
        assert_eq!(read.as_deref(), Ok(dial), "{written}");
    }
}

#[test]
fn what_is_not_one_number_beyond_doubt_is_none() {
    for (written, why) in NOT_ONE {
        assert_eq!(read(written), Err(why), "{written}");
    }
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
            " (", " text ", " call ", " TTY ", " fax ", " Rosa ", " + ",
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
