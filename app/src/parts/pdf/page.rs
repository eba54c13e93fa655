//! A packet, and the pages that are made of it.

/// One of the things that a packet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// In the writer's own lines.
    pub said: String,
}

/// How wide a page is, in points: US letter.
pub(super) const WIDE: f32 = 612.0;
/// How high a page is, in points.
pub(super) const HIGH: f32 = 792.0;
/// Pixels to a point: 180 to an inch, enough for print, and a page in some 200 kB.
pub(super) const SCALE: f32 = 2.5;

/// What is made into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// What stands at its head, and what the file calls itself.
    pub title: String,
    /// The tag of the language of its headings.
    pub language: &'static str,
    /// What it says.
    pub rows: Vec<Row>,
}

/// How a line is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Print {
    /// At the head of the first page.
    Title,
    /// What a row is.
    Name,
    /// What a row says.
    Said,
    /// At the foot of every page.
    Foot,
}

impl Print {
    /// Of the letters, in pixels of the picture.
    pub(super) const fn pixels(self) -> u16 {
        match self {
            Self::Title => 45,
            Self::Name | Self::Foot => 24,
            Self::Said => 30,
        }
    }

    /// Of the letters, in points.
    pub(super) fn size(self) -> f32 {
        f32::from(self.pixels()) / SCALE
    }

    /// From one line to the next, in points.
    pub(super) fn step(self) -> f32 {
        self.size() * 1.35
    }

    /// As a stylesheet says it.
    pub(super) fn font(self) -> String {
        let weight = match self {
            Self::Title | Self::Name => "600",
            Self::Said | Self::Foot => "400",
        };
        format!("{weight} {}px system-ui, sans-serif", self.pixels())
    }
}

/// A line where it stands on a page; lengths in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) print: Print,
    pub(super) left: f32,
    /// The line on which its letters stand.
    pub(super) base: f32,
    pub(super) width: f32,
}

/// A page as it goes into a file.
pub(super) struct Page {
    pub(super) jpeg: Vec<u8>,
    /// How wide and high its picture is.
    pub(super) pixels: (i32, i32),
    pub(super) lines: Vec<Written>,
}

/// A letter of a script that is written from right to left (Unicode's blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and
/// their forms for display).
pub(super) const fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether a text begins with such a script.
pub(super) fn begins_right(text: &str) -> bool {
    text.chars().find(|letter| letter.is_alphabetic()).is_some_and(is_right_to_left)
}
