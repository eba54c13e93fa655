//! Putting things in order by a number.
//!
//! One sort for every list on the phone: the standard library's is compiled
//! anew for each type, some five kilobytes a time.

use std::collections::BTreeSet;

/// Puts items in order of their numbers, smallest first; equals keep their places.
pub fn by<T>(items: &mut Vec<T>, number: impl Fn(&T) -> i64) {
    let mut numbers: Vec<(i64, usize)> =
        items.iter().enumerate().map(|(place, item)| (number(item), place)).collect();
    sort(&mut numbers);
    let mut slots: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let in_order = numbers.into_iter().filter_map(|(_, place)| slots.get_mut(place)?.take());
    items.extend(in_order);
}

/// Puts rows in order of time, then id, and keeps the last of those with one id.
pub fn rows<T>(rows: &mut Vec<T>, key: impl Fn(&T) -> (i64, [u8; 16])) {
    let mut keys: Vec<_> = rows.iter().enumerate().map(|(place, row)| (key(row), place)).collect();
    last_of_each(&mut keys);
    let mut slots: Vec<Option<T>> = rows.drain(..).map(Some).collect();
    let in_order = keys.into_iter().filter_map(|(_, place)| slots.get_mut(place)?.take());
    rows.extend(in_order);
}

/// Never inlined: there is to be one of it.
#[inline(never)]
pub(crate) fn sort(numbers: &mut [(i64, usize)]) {
    numbers.sort_unstable();
}

#[inline(never)]
fn last_of_each(keys: &mut Vec<((i64, [u8; 16]), usize)>) {
    // By id alone, the last first. Under one type, so that both times it is the same sort.
    let mut by_id: Vec<_> =
        keys.iter().enumerate().map(|(at, ((_, id), _))| ((0, *id), usize::MAX - at)).collect();
    sort_keys(&mut by_id);
    by_id.dedup_by_key(|((_, id), _)| *id);
    let last = |(_, from_end)| keys.get(usize::MAX - from_end).copied();
    *keys = by_id.into_iter().filter_map(last).collect();
    sort_keys(keys);
}

#[inline(never)]
fn sort_keys(keys: &mut [((i64, [u8; 16]), usize)]) {
    keys.sort_unstable();
}

/// Each item once. The standard library's `collect` sorts them first, with a sort of its own
/// for each type; few are not worth it.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
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

        #[test]
        fn of_rows_with_one_id_the_last_is_kept(rows in prop::collection::vec((0..6_i64, 0..8_u8, any::<u16>()), 0..40)) {
            let key = |(time, id, _): &(i64, u8, u16)| (*time, [*id; 16]);
            let mut sorted = rows.clone();
            super::rows(&mut sorted, key);
            let last: std::collections::BTreeMap<_, _> =
                rows.iter().map(|row| (row.1, *row)).collect();
            let mut expected: Vec<_> = last.into_values().collect();
            expected.sort_by_key(key);
            prop_assert_eq!(sorted, expected);
        }
    }
}
