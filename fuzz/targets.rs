//! What must hold of bytes that anybody may have sent. The fuzz targets call these, and so does
//! `server/tests/it/fuzz.rs`, which replays the corpus and alterations of it on every test run.
//! Each answers whether the bytes were what they pretend to be.

use domain::{
    Hash, Moment,
    effects::{Effect, effects},
    id::{ClientId, DeviceId, OperationId, StaffId},
    json,
    operation::Operation,
    wire::v1::{PullPage, Push},
};
use serde::de::DeserializeOwned;
use server::keys::{SealKey, aad};
use std::fmt::Debug;
use sync::{
    feed::{Assignment, Cursor, Pull, Query},
    ingest::{self, Facts},
    merge,
    read_copy::Caseload,
};
use zeroize::Zeroizing;

const STAFF: StaffId = StaffId::from_bytes([3; 16]);
const CLIENT: ClientId = ClientId::from_bytes([5; 16]);

/// What a seal held: an operation or not, judged, carried out and written again.
pub fn operation(bytes: &[u8]) -> bool {
    let nobody = OperationId::from_bytes([0; 16]);
    let op_id = serde_json::from_slice::<Operation>(bytes).map_or(nobody, |read| read.op_id);
    let Ok(operation) = ingest::read(op_id, Some(bytes)) else { return false };
    assert_eq!(ingest::read(op_id, Some(&operation.to_bytes())), Ok(operation.clone()));
    let facts = Facts { client_known: true, assigned: true, target_known: true };
    if ingest::judge(&operation, &facts).is_err() {
        return false;
    }
    for effect in effects(&operation, STAFF, Some(Moment::new(0, 0))) {
        assert_eq!(effect.client_id(), operation.client_id());
        if let Effect::Document(edit) = effect {
            // Twice: the second edit has a document to be merged with.
            let first = merge::save(&[], &edit, false).version;
            let second = merge::save(std::slice::from_ref(&first), &edit, false).version;
            assert!(second.number >= first.number);
            for version in [first, second] {
                assert!(version.to_json().is_ok(), "whatever is merged can be stored");
            }
        }
    }
    true
}

/// The body of a push.
pub fn push(bytes: &[u8]) -> bool {
    let Ok(push) = serde_json::from_slice::<Push>(bytes) else { return false };
    let again = serde_json::to_vec(&push).expect("a push has only text keys");
    assert_eq!(serde_json::from_slice::<Push>(&again).ok().as_ref(), Some(&push));
    for sealed in &push.operations {
        let opened = key().open(&aad("outbox", push.device_id, sealed.op_id), &sealed.sealed);
        let _verdict = ingest::read(sealed.op_id, opened.ok().as_deref());
        let _hash = Hash::of(&sealed.sealed);
    }
    true
}

/// A cursor, and the page that answers it: it ends, and its own cursor can be read.
pub fn cursor(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(cursor) = text.parse::<Cursor>() else { return false };
    assert_eq!(cursor.to_string().parse(), Ok(cursor));
    let assignment = |n, from_seq, to_seq| Assignment {
        client_id: ClientId::from_bytes([n; 16]),
        from_seq,
        to_seq,
    };
    let assignments =
        [assignment(1, 1, None), assignment(2, 2, Some(7)), assignment(5, cursor.since, None)];
    for head in [0, 9, cursor.since, cursor.target, u64::MAX] {
        let pull = Pull::begin(Some(Ok(cursor)), cursor.epoch, head, &assignments, 3);
        let Some(mut pull) = pull else { continue };
        let mut queries = 0;
        while let Some(query) = pull.next_query() {
            queries += 1;
            assert!(queries < 1_000, "a page without an end: {text}");
            match query {
                Query::Sheets { clients } => pull.took_sheets(&clients),
                Query::Files { .. } if queries == 2 => pull.took_files(1, Some((CLIENT, head))),
                Query::Files { .. } => pull.took_files(0, None),
                Query::Changes { .. } => pull.took_changes(0, None),
            }
        }
        let next = pull.cursor();
        assert_eq!(next.to_string().parse(), Ok(next));
    }
    true
}

/// A sealed record from anywhere, and the same bytes as what is sealed.
pub fn sealed(bytes: &[u8]) -> bool {
    let place = aad("outbox", DeviceId::from_bytes([7; 16]), "corpus");
    let mut out = b"before".to_vec();
    let opened = key().open_into(&mut out, &place, bytes).is_ok();
    if !opened {
        assert_eq!(out, b"before", "of what does not open nothing is left");
    }
    let mut record = if opened { bytes.to_vec() } else { key().seal(&place, bytes) };
    if !opened {
        assert_eq!(key().open(&place, &record).as_deref(), Ok(bytes));
    }
    assert!(key().open(b"another place", &record).is_err());
    let at = Hash::of(bytes).as_bytes().iter().map(|byte| usize::from(*byte)).sum::<usize>();
    let at = at % record.len();
    record.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x10);
    assert!(key().open(&place, &record).is_err(), "altered at {at}");
    opened
}

/// The app's own reader of JSON: what it reads, `serde_json` reads as the same.
pub fn json(bytes: &[u8]) -> bool {
    agrees::<PullPage>(bytes) | agrees::<Operation>(bytes) | agrees::<Caseload>(bytes)
}

fn agrees<T: DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) -> bool {
    let Ok(ours) = json::from_slice::<T>(bytes) else { return false };
    assert_eq!(serde_json::from_slice::<T>(bytes).ok(), Some(ours));
    true
}

fn key() -> SealKey {
    SealKey::new(&Zeroizing::new([9; 32]))
}
