//! How large an index is, of texts that are made up.

use super::*;

/// A text as people write it: of words as frequent as their place says (Zipf), out of so many as half a million
/// words about one thing have (Heaps).
fn written(random: &mut Random, words: usize) -> String {
    let mut text = String::new();
    for _ in 0..words {
        // The place of a word is as likely as it is small.
        let share = random.index(1_000_000) as f64 / 1_000_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 12,000"
        )]
        let place = (12_000_f64.powf(share) - 1.0) as usize;
        text.push_str(&word_at(place));
        text.push(' ');
    }
    text
}

/// Frequent words are short.
fn word_at(place: usize) -> String {
    const LETTERS: [&str; 20] = [
        "ta", "ne", "ri", "so", "li", "me", "ca", "du", "ho", "pe", "ing", "er", "st", "ra", "mo",
        "vi", "be", "ow", "ch", "un",
    ];
    let mut word = String::new();
    let mut rest = place + 1;
    while rest > 0 {
        word.push_str(LETTERS[(rest * 7 + word.len()) % 20]);
        rest /= 20;
    }
    word
}

#[test]
fn an_index_is_a_fifth_of_the_text_of_five_thousand_notes_at_most() {
    for (clients, notes, most) in [(60_usize, 83, 200), (25, 16, 230)] {
        let mut random = Random::new(11);
        let mut finder = Finder::default();
        let mut present = Present::default();
        let (mut text, mut segments) = (0, 0);
        for client in 0..clients {
            let id = ClientId::from_bytes([u8::try_from(client).expect("few") + 1; 16]);
            let mut file = ClientFile::default();
            for number in 0..notes {
                let mut contact = script::contact(&mut random, id, at(number));
                contact.seen_heard = written(&mut random, 60);
                contact.what_i_did = written(&mut random, 30);
                file.contacts.push(ContactRow::new(contact, AUTHORS[0], Some(at(0))));
            }
            let units = units_of(&file, &[]);
            text += units.iter().map(|unit| unit.text.len()).sum::<usize>();
            let tag = Tag(client as u64 + 1);
            present.put(id, tag);
            if finder.index(id, tag, &units) {
                finder.close();
                segments += 1;
            }
        }
        finder.close();
        let mut joining = finder.join(&present);
        while joining.go_on(1000) {}
        finder.joined(joining);
        assert_eq!(finder.text(), text as u64);
        let bytes = finder.to_bytes(&present).expect("it is whole").len();
        let share = bytes * 1000 / text;
        println!(
            "{clients} clients: {bytes} of {text} bytes, {share} in a thousand, {} segments",
            segments + 1
        );
        assert!(share <= most, "{share} in a thousand");
    }
}
