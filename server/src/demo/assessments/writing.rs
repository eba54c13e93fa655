//! One assessment while it is written.

use crate::{
    demo::{
        cast::Persona,
        course::Depth,
        dice::Dice,
        notes::fill,
        sheet::Sheet,
        words::{
            needs::{self, Fits, Need, Own},
            parts_of_life::PARTS,
            planning::{PARTLY, PRESENT},
            traits::Trait,
        },
    },
    import::derived,
};
use domain::{
    document::{
        Key,
        assessment::{DOMAINS, ITEMS},
    },
    id::LineId,
};

/// What has been written so far.
pub(super) struct Writing<'a> {
    pub(super) persona: &'a Persona,
    pub(super) depth: Depth,
    pub(super) sheet: Sheet,
    pub(super) dice: Dice,
    pub(super) key: String,
}

impl Writing<'_> {
    /// Needs of different parts of life, in the client's order.
    pub(super) fn which(&mut self) -> Vec<&'static Need> {
        let other_language = self.persona.client.languages.first().is_some_and(|tag| tag != "en");
        let housed = self.persona.is_housed();
        let fits = |need: &&Need| match need.fits {
            Fits::Anybody => true,
            Fits::Housed => housed,
            Fits::Unhoused => !housed,
            Fits::OtherLanguage => other_language,
        };
        let mut pool: Vec<&'static Need> =
            needs::ALL.iter().flat_map(|needs| needs.iter()).filter(fits).collect();
        let wanted = match (self.depth, self.dice.below(20)) {
            (Depth::Short, _) => 1,
            (Depth::Begun, _) | (_, 0..=3) => 2,
            (_, 4..=10) => 3,
            (_, 11..=16) => 4,
            _ => 5,
        };
        let mut chosen: Vec<&'static Need> = Vec::new();
        while chosen.len() < wanted && !pool.is_empty() {
            let need = pool.swap_remove(self.dice.below(pool.len()));
            if chosen.iter().all(|other| other.domain != need.domain) {
                chosen.push(need);
            }
        }
        chosen
    }

    fn line(&mut self, kind: &'static str, nth: usize) -> LineId {
        let id = LineId::from_bytes(derived(&format!("{}|{kind}|{nth}", self.key)));
        self.sheet.cells.add_line(ITEMS, id);
        self.sheet.say(Some(id), "kind", kind);
        id
    }

    fn say(&mut self, line: Option<LineId>, name: &'static str, words: &str) {
        let words = fill(words, self.persona, &mut self.dice);
        self.sheet.say(line, name, &words);
    }

    fn own(&mut self, line: Option<LineId>, own: &Own) {
        let words = self.dice.word(own.words(self.persona.speaks_spanish()));
        self.say(line, "own", words);
    }

    pub(super) fn need(&mut self, nth: usize, need: &Need) -> LineId {
        let id = self.line("need", nth);
        let line = Some(id);
        self.own(line, &need.own);
        let words = self.dice.word(need.text);
        self.say(line, "text", words);
        self.sheet.say(line, "domain", need.domain);
        self.sheet.say(line, "standing", "open");
        let half = self.depth == Depth::Begun && nth > 0;
        if self.depth != Depth::Short && !half {
            let words = self.dice.word(need.extent);
            self.say(line, "extent", words);
            self.say(line, "client_can", need.client_can);
            self.say(line, "network_can", need.network_can);
            self.say(line, "agency_can", need.agency_can);
            if self.dice.chance(85) {
                self.say(line, "missing", need.missing);
            }
        }
        id
    }

    pub(super) fn traits(
        &mut self,
        kind: &'static str,
        of: &'static [Trait],
        most: usize,
    ) -> Vec<(LineId, &'static Trait)> {
        let wanted = match (kind, self.depth) {
            ("strength", Depth::Whole) => 1 + self.dice.below(most),
            ("strength", _) => 1,
            (_, Depth::Whole) => self.dice.below(most + 1),
            _ => 0,
        };
        let mut written = Vec::new();
        let all: Vec<&'static Trait> = of.iter().collect();
        for (nth, one) in self.dice.some(&all, wanted).into_iter().enumerate() {
            let id = self.line(kind, nth);
            let line = Some(id);
            self.own(line, &one.own);
            if self.depth != Depth::Short {
                self.say(line, "text", one.text);
            }
            self.sheet.say(line, "domain", one.domain);
            if kind == "barrier" {
                self.sheet.say(line, "standing", "open");
            }
            written.push((id, one));
        }
        written
    }

    /// Each was spoken of or not; where a need came of it, it was.
    pub(super) fn parts_of_life(&mut self, of_needs: &[&'static str]) {
        let most = match self.depth {
            Depth::Short => 2,
            Depth::Begun => 5,
            Depth::Whole => PARTS.len(),
        };
        let asked = PARTS.iter().enumerate();
        let asked = asked.filter(|(at, (part, ..))| *at < most || of_needs.contains(part));
        for (_, (part, own, texts)) in asked {
            let line = self.sheet.cells.add_line_about(DOMAINS, part);
            let is_tender = matches!(*part, "mind" | "spiritual" | "safety" | "legal" | "social");
            let answer = match self.dice.below(100) {
                _ if of_needs.contains(part) => "discussed",
                0..=13 if is_tender => "declined",
                14..=40 => "not_discussed",
                _ => "discussed",
            };
            self.sheet.say(line, "answer", answer);
            if answer == "discussed" && self.depth != Depth::Short {
                if self.dice.chance(62) {
                    self.own(line, own);
                }
                if self.dice.chance(85) {
                    let words = self.dice.word(texts);
                    self.say(line, "text", words);
                }
            }
        }
    }

    pub(super) fn facts(&mut self) {
        let partly = self.depth == Depth::Whole && self.dice.chance(9);
        self.sheet.say(None, "client_present", if partly { "partly" } else { "yes" });
        if self.depth == Depth::Whole {
            let words = if partly { PARTLY } else { self.dice.word(PRESENT) };
            self.say(None, "present_note", words);
        }
        let sources = [
            ("from_interview", 100),
            ("from_observation", 78),
            ("from_documents", 60),
            ("from_relatives", 30),
            ("from_tests", 14),
        ];
        for (name, percent) in sources {
            let percent = if self.depth == Depth::Short { percent / 100 * 100 } else { percent };
            if self.dice.chance(percent) {
                self.sheet.tick(None, name);
            }
        }
        if self.depth != Depth::Begun && self.dice.chance(82) {
            self.sheet.tick(None, "ranked_by_client");
        }
        self.sheet.say(None, "language", if self.persona.speaks_spanish() { "es" } else { "en" });
    }

    /// Goes over it again: what is new was spoken of, and the order may be another one.
    pub(super) fn look_again(&mut self, of_needs: &[&'static str]) {
        for part in of_needs {
            let line = self.sheet.cells.add_line_about(DOMAINS, part);
            self.sheet.say(line, "answer", "discussed");
        }
        let last = self.sheet.cells.lines_in(ITEMS, Some("need")).last().map(|line| line.id);
        let is_open =
            |line| self.sheet.cells.value(Key::of_line(line, "standing")).as_word() == Some("open");
        if let Some(line) = last.filter(|line| is_open(*line))
            && self.dice.chance(45)
        {
            self.sheet.cells.move_line(line, true);
        }
    }
}
