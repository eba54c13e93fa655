use super::*;
use crate::signature::Signature;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A release that lacks nothing, for a year from 29 November 2026.
pub(crate) fn whole() -> Cells {
    let mut release = begin("Amara Okafor", "Harbor Lights", "en", day("2026-11-29"));
    let mut put = |name, value| release.put(Key::fact(name), value);
    put("recipient", Value::text("Dr. Ruiz, Eastside Clinic"));
    put("plan", Value::flag(true));
    put("information", Value::text("My plan and my next appointments"));
    put("purpose", Value::text("So that they can treat me"));
    put("statement", Value::text("You may take this back."));
    put("explained", Value::flag(true));
    put("signing", word("release_signing", "typed"));
    put("typed_name", Value::text("Amara Okafor"));
    release
}

#[test]
fn a_release_takes_effect_only_with_every_element_of_the_law() {
    assert_eq!(missing(&whole()), Vec::<&str>::new());
    let blank = Value::text("");
    let without = [
        ("client_name", blank.clone(), "client_name"),
        ("recipient", blank.clone(), "recipient"),
        ("recipient", Value::text("  \n"), "recipient"),
        ("discloser", blank.clone(), "discloser"),
        ("plan", Value::flag(false), "contact_details"),
        ("information", blank.clone(), "information"),
        ("purpose", blank.clone(), "purpose"),
        ("begins", Value::Nothing, "begins"),
        ("expiry", Value::Nothing, "expiry"),
        ("until", Value::Nothing, "until"),
        ("until", Value::day(day("2026-11-28")), "until"),
        ("statement", blank.clone(), "statement"),
        ("explained", Value::flag(false), "explained"),
        ("signed_by", Value::Nothing, "signed_by"),
        ("signing", Value::Nothing, "signing"),
        ("signing", word("release_signing", "spoken"), "signing"),
        ("signing", word("release_signing", "nodded"), "signing"),
        ("signing", word("release_signing", "drawn"), SIGNATURE),
        ("signing", word("release_signing", "paper"), "paper_place"),
        ("typed_name", blank, "typed_name"),
        ("expiry", word("release_expiry", "event"), "event"),
        ("signed_by", word("release_signer", "guardian"), "signer"),
    ];
    for (name, value, lacks) in without {
        let mut release = whole();
        release.put(Key::fact(name), value);
        assert_eq!(missing(&release), [lacks], "{name}");
    }
}

#[test]
fn it_may_end_with_an_event_and_be_signed_by_whoever_may_sign() {
    let mut release = whole();
    let mut put = |name, value| release.put(Key::fact(name), value);
    put("expiry", word("release_expiry", "event"));
    put("until", Value::Nothing);
    put("event", Value::text("When I have moved in"));
    put("signed_by", word("release_signer", "guardian"));
    put("signer", Value::text("Ngozi Okafor, guardian by order of the probate court"));
    put("signing", word("release_signing", "drawn"));
    let mut drawn = Signature::begin(day("2026-11-29"));
    drawn.press((10, 10));
    drawn.draw((90, 40));
    put(SIGNATURE, Value::of(SIGNATURE, drawn.json()));
    assert_eq!(missing(&release), Vec::<&str>::new());
}

#[test]
fn a_spoken_yes_may_be_kept_and_one_that_is_over_may_not_be_signed() {
    let mut spoken = whole();
    spoken.put(Key::fact("signing"), word("release_signing", "spoken"));
    assert_eq!(lacks(&spoken, day("2026-11-29")), []);
    assert!(!missing(&spoken).is_empty(), "but it is no signature");
    assert_eq!(lacks(&whole(), day("2027-11-29")), []);
    assert_eq!(lacks(&whole(), day("2027-11-30")), [problem("until")]);
}

#[test]
fn a_renewal_carries_over_what_was_allowed_and_is_signed_anew() {
    let id = RecordId::from_bytes([3; 16]);
    let fresh = begin("Amara Okafor", "Harbor Lights", "en", day("2027-11-01"));
    let next = renew(&whole(), id, fresh);
    assert_eq!(named(&next, "renews"), Some(id));
    for name in ["recipient", "plan", "information", "purpose", "language", "signed_by"] {
        assert_eq!(next.value(Key::fact(name)), whole().value(Key::fact(name)), "{name}");
    }
    assert_eq!(next.value(Key::fact("until")), Value::day(day("2028-10-31")));
    assert_eq!(missing(&next), ["statement", "explained", "signing"]);
}

#[test]
fn no_name_stands_under_a_text_that_was_changed_after_it() {
    let mut release = whole();
    assert!(!changed(&mut release, "typed_name", "Read out."));
    assert_eq!(missing(&release), Vec::<&str>::new());
    release.put(Key::fact("hiv"), Value::flag(true));
    assert!(changed(&mut release, "hiv", "Read out."), "a name was taken out, which is said");
    assert!(!changed(&mut release, "purpose", "Read out."), "there is none any more");
    // Both want the same of whoever fills it in: to have it read.
    let today = day("2026-11-29");
    assert_eq!(lacks(&release, today), [problem("explained"), problem("typed_name")]);
    assert_eq!(missing(&release), ["statement", "explained", "typed_name"]);
    release.put(Key::fact("explained"), Value::flag(true));
    _ = changed(&mut release, "explained", "Read out anew.");
    assert_eq!(release.value(Key::fact("statement")), Value::text("Read out anew."));
    assert_eq!(missing(&release), ["typed_name"]);
}

#[test]
fn a_paper_has_its_own_day() {
    let mut release = whole();
    release.put(Key::fact("signing"), word("release_signing", "paper"));
    release.put(Key::fact("paper_place"), Value::text("Folder 12"));
    assert_eq!(missing(&release), ["paper_signed_on"]);
    release.put(Key::fact("paper_signed_on"), Value::day(day("2026-11-28")));
    assert_eq!(missing(&release), Vec::<&str>::new());
}

#[test]
fn an_end_says_why_and_who_took_it_back() {
    let id = RecordId::from_bytes([3; 16]);
    let mut end = begin_end(&whole(), id);
    assert_eq!(named(&end, "release"), Some(id));
    assert_eq!(end_lacks(&end), [problem("end")]);
    end.put(Key::fact("end"), word("release_end", "taken_back"));
    assert_eq!(end_lacks(&end), [problem("asked_by")]);
    end.put(Key::fact("asked_by"), word("release_signer", "client"));
    assert_eq!(end_lacks(&end), []);
    end.put(Key::fact("asked_by"), Value::Nothing);
    end.put(Key::fact("end"), word("release_end", "not_needed"));
    assert_eq!(end_lacks(&end), []);
}
