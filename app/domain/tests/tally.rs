//! The digest by which a phone and the server agree on what is there.

use domain::wire::v1::{Digest, Tally, fold};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Row = ([u8; 16], u32);

fn tally<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Tally {
    let mut tally = Tally::default();
    rows.into_iter().for_each(|(id, version)| tally.add(id, *version));
    tally
}

proptest! {
    #[test]
    fn the_order_of_rows_says_nothing(rows in any::<Vec<Row>>()) {
        prop_assert_eq!(tally(&rows), tally(rows.iter().rev()));
    }

    #[test]
    fn what_is_taken_away_was_never_there(rows in any::<Vec<Row>>(), id in any::<[u8; 16]>(), version: u32) {
        let before = tally(&rows);
        let mut after = before;
        after.add(&id, version);
        prop_assert_ne!(after, before);
        after.take(&id, version);
        prop_assert_eq!(after, before);
    }

    #[test]
    fn a_row_too_few_or_another_version_shows(rows in any::<BTreeSet<Row>>(), which: prop::sample::Index) {
        prop_assume!(!rows.is_empty());
        let lost = which.get(&rows.iter().copied().collect::<Vec<_>>()).to_owned();
        let mut fewer = rows.clone();
        fewer.remove(&lost);
        prop_assert_ne!(tally(&fewer), tally(&rows));
        let (id, version) = lost;
        prop_assert_ne!(fold(&id, version), fold(&id, version ^ 1));
        prop_assert_ne!(fold(&id, version), fold(&id, version.wrapping_add(1)));
    }

    #[test]
    fn a_digest_reads_as_it_was_written(count: u32, xor: u64) {
        let tally = Tally { count, xor };
        let digest = Digest { clients: tally, contacts: tally, ..Digest::default() };
        let text = serde_json::to_string(&digest).unwrap();
        prop_assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), digest);
    }
}
