//! How much fits on paper. A phone does not lay a page out before it prints it, so lines are counted:
//! with letters somewhat wider than most, so that what is said to fit does.

use super::Printed;

/// Millimetres across a sheet that A4 and Letter both have inside their margins, its columns, and a
/// panel of the card.
pub const PAGE: usize = 184;
pub const COLUMN: usize = 88;
pub const PANEL: usize = 78;
/// Millimetres from top to bottom of either.
const TALL: usize = 246;
/// Letters that the column of numbers takes from the words beside it.
const NUMBERS: usize = 18;
/// Of a line: what a heading takes, with the room above it, in tenths.
const HEADING: usize = 14;

/// Letters in a line of so many millimetres, in print of so many tenths of a point.
pub const fn letters(width_mm: usize, size: usize) -> usize {
    width_mm * 48 / size
}

/// Lines that words take beside their numbers.
pub fn lines(printed: &Printed, width_mm: usize, size: usize) -> usize {
    let beside = if printed.numbers.is_empty() { 2 } else { NUMBERS };
    let room = letters(width_mm, size).saturating_sub(beside).max(8);
    printed.words.chars().count().div_ceil(room).max(printed.numbers.len()).max(1)
}

/// How tall something is, in tenths of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Height(usize);

impl Height {
    /// Beneath what there is.
    pub const fn add(&mut self, other: Self) {
        self.0 += other.0;
    }

    /// A heading and its lines; nothing where there are none.
    pub fn section(&mut self, printed: &[Printed], width_mm: usize, size: usize) {
        if !printed.is_empty() {
            let all: usize = printed.iter().map(|each| lines(each, width_mm, size)).sum();
            self.0 += HEADING + all * 10;
        }
    }

    /// The same in two columns, of which one is somewhat longer: no section is torn in two.
    pub const fn in_two(self) -> Self {
        Self(if self.0 == 0 { 0 } else { self.0 / 2 + 15 })
    }

    /// What stands on every sheet: the title above, below it so many numbers in two columns, and whose
    /// it is.
    pub const fn frame(&mut self, numbers: usize) {
        self.0 += 20 + HEADING + numbers.div_ceil(2) * 10 + 20;
    }
}

/// Whether that is one page.
pub const fn fits(height: Height, size: usize) -> bool {
    // A line is 1.35 times its letters, and a point is 0.353 mm: 0.477 together. Phones count in 32 bits.
    height.0 * size / 100 * 477 / 1_000 < TALL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(letters: usize) -> Printed {
        Printed { words: "w".repeat(letters), numbers: Vec::new() }
    }

    #[test]
    fn smaller_print_takes_no_more_lines_and_numbers_take_their_column() {
        for size in 75..150 {
            assert!(lines(&printed(400), PAGE, size) <= lines(&printed(400), PAGE, size + 1));
        }
        let numbers = vec!["860-555-0100".to_owned()];
        let beside = Printed { numbers, ..printed(400) };
        assert!(lines(&beside, COLUMN, 100) > lines(&printed(400), COLUMN, 100));
    }

    #[test]
    fn a_page_holds_some_fifty_lines_in_the_print_of_a_letter() {
        let page = |lines: usize| fits(Height(lines * 10), 110);
        assert!(page(45) && !page(60));
    }
}
