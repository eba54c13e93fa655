//! Putting things in order by a number.
//!
//! One sort for every list on the phone: the standard library's is compiled
//! anew for each type, some five kilobytes a time.

/// Puts items in order of their numbers, smallest first; equals keep their places.
pub fn by<T>(items: &mut Vec<T>, number: impl Fn(&T) -> i64) {
    let mut numbers: Vec<(i64, usize)> =
        items.iter().enumerate().map(|(place, item)| (number(item), place)).collect();
    sort(&mut numbers);
    let mut slots: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let in_order = numbers.into_iter().filter_map(|(_, place)| slots.get_mut(place)?.take());
    items.extend(in_order);
}

/// Never inlined: there is to be one of it.
#[inline(never)]
fn sort(numbers: &mut [(i64, usize)]) {
    numbers.sort_unstable();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_standard_stable_sort(mut items in prop::collection::vec((any::<i64>(), any::<u8>()), 0..200)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(number, _)| *number);
            super::by(&mut items, |(number, _)| *number);
            prop_assert_eq!(items, expected);
        }
    }
}
