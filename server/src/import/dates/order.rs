//! Which of two numbers is the month.

/// What the dates of a column say of their own order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::import) struct Order {
    month_first: bool,
    day_first: bool,
}

/// As (month, day, doubt).
type Sorted = (u32, u32, Option<&'static str>);

impl Order {
    /// Looks at one cell of the column: above twelve is no month.
    pub(in crate::import) fn learn(&mut self, text: &str) {
        let day = text.split(' ').next().unwrap_or_default();
        let mut parts = day.split(['/', '-']);
        let numbers = (parts.next(), parts.next(), parts.next());
        let (Some(first), Some(second), Some(year)) = numbers else { return };
        if !matches!((first.len(), second.len(), year.len()), (1..=2, 1..=2, 2 | 4)) {
            return;
        }
        match (first.parse(), second.parse()) {
            (Ok(1..=12), Ok(13..=31)) => self.month_first = true,
            (Ok(13..=31), Ok(1..=12)) => self.day_first = true,
            _ => {}
        }
    }

    /// Month and day of a date that holds them in either order; none where nobody can know.
    pub(super) fn sort(self, day: &str, first: &str, second: &str) -> Option<Sorted> {
        let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
        let day_first = Some("read with the day first");
        Some(match (first, second) {
            (month, date) if month == date => (month, date, None),
            // Nobody writes points with the month first.
            (date, month) if day.contains('.') => (month, date, day_first),
            (month, date) if date > 12 => (month, date, None),
            (date, month) if date > 12 => (month, date, day_first),
            (first, second) => match (self.month_first, self.day_first) {
                (true, true) => return None,
                (true, false) => (first, second, None),
                (false, true) => {
                    (second, first, Some("read with the day first, as others in its column"))
                }
                (false, false) => (
                    first,
                    second,
                    Some("ambiguous, read with the month first as in the United States"),
                ),
            },
        })
    }
}
