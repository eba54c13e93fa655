//! How many looks at colleagues' clients' plans are taken from one person.

use domain::id::StaffId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Looks of one person in an hour: ten times what a bad night brings.
const MOST: u32 = 600;
const HOUR_MS: i64 = 3_600_000;
/// Beyond so many people, those of hours gone by are forgotten.
const MANY: usize = 10_000;

/// Looks taken in this hour, whomever they were at: nobody learns from it whether somebody is a
/// client. In memory, as it is there to keep lists short and the disk free.
#[derive(Debug, Default)]
pub(in crate::store) struct Looks(Mutex<HashMap<StaffId, (i64, u32)>>);

impl Looks {
    /// Takes one more; false where it is to wait.
    pub(in crate::store) fn take(&self, staff: StaffId, now_ms: i64) -> bool {
        let hour = now_ms.div_euclid(HOUR_MS);
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() > MANY {
            looks.retain(|_, (of, _)| *of == hour);
        }
        let (of, count) = looks.entry(staff).or_insert((hour, 0));
        if *of != hour {
            (*of, *count) = (hour, 0);
        }
        *count += 1;
        *count <= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_a_measure_an_hour_and_takes_nobody_elses() {
        let looks = Looks::default();
        let [one, other] = [1, 2].map(|n| StaffId::from_bytes([n; 16]));
        assert!((0..MOST).all(|_| looks.take(one, HOUR_MS)));
        assert!(!looks.take(one, 2 * HOUR_MS - 1));
        assert!(looks.take(other, HOUR_MS));
        assert!(looks.take(one, 2 * HOUR_MS));
    }
}
