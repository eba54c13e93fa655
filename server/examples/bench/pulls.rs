use crate::{Table, cpu_seconds, phone::Phone};
use serde::{
    Deserialize,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use std::time::Instant;

const NOTES: usize = 5_000;

/// Two hundred pulls with nothing new.
pub fn empty(table: &mut Table, phone: &mut Phone) {
    phone.connect();
    fetch_all(phone);
    let (sent, received) = (phone.wire.sent, phone.wire.received);
    let mut times: Vec<_> = (0..200)
        .map(|_| {
            let began = Instant::now();
            assert_eq!(phone.ask().status, 204);
            began.elapsed()
        })
        .collect();
    times.sort();
    let ms = |at: usize| times[at].as_secs_f64() * 1_000.0;
    table.row("empty pull: median", ms(100), "ms");
    table.row("empty pull: 95th percentile", ms(190), "ms");
    let each = |bytes: usize| u32::try_from(bytes / 200).map(f64::from).unwrap();
    table.row("empty pull: request on the wire", each(phone.wire.sent - sent), "bytes");
    table.row("empty pull: answer on the wire", each(phone.wire.received - received), "bytes");
}

/// First pulls of all these phones at once, until the last has every row.
pub fn first(table: &mut Table, phones: &mut [Phone]) {
    let count = phones.len();
    let cpu = cpu_seconds();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for phone in phones.iter_mut() {
            scope.spawn(|| {
                phone.connect();
                assert_eq!(fetch_all(phone), NOTES);
            });
        }
    });
    let name = format!("first pull of 5,000 notes: {count} at once");
    table.row(&name, began.elapsed().as_secs_f64(), "s");
    table.row(&format!("{name}, processor, phones included"), cpu_seconds() - cpu, "s");
    let received: usize = phones.iter().map(|phone| phone.wire.received).sum();
    let kib = u32::try_from(received / count / 1_024).map(f64::from).unwrap();
    table.row(&format!("{name}, each on the wire"), kib, "KiB");
}

/// Pulls from the beginning, reads every row, and counts the notes.
fn fetch_all(phone: &mut Phone) -> usize {
    phone.cursor.clear();
    let mut notes = 0;
    loop {
        let reply = phone.ask();
        assert_eq!(reply.status, 200);
        let json = match reply.header("content-encoding") {
            Some("zstd") => zstd::decode_all(reply.body.as_slice()).unwrap(),
            _ => reply.body,
        };
        let page: Page = serde_json::from_slice(&json).unwrap();
        notes += page.contacts.0;
        phone.cursor = page.next_cursor;
        if !page.has_more {
            return notes;
        }
    }
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    contacts: Rows,
    next_cursor: String,
    #[serde(default)]
    has_more: bool,
}

/// Rows of a list, each read and counted.
#[derive(Default)]
struct Rows(usize);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Counting;
        impl<'de> Visitor<'de> for Counting {
            type Value = Rows;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
                let mut count = 0;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(Rows(count))
            }
        }
        from.deserialize_seq(Counting)
    }
}
