//! What goes with what into a push, and what the answers mean: cases that this crate and the service
//! worker (`public/sw.js`, by `end2end/tests/worker.spec.ts`) both have to play as written. The page
//! delivers by the one and a browser without a page by the other, so they must not come apart.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its cases has to fail")]

use domain::{
    Moment,
    id::{Epoch, OperationId},
    wire::v1::{PushAnswer, Receipt},
};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use sync::replica::{Asked, Failure, Next, OutboxChange, Replica, SyncMark, Waiting};

/// When each case is played, by the phone.
const NOW: i64 = 1_764_000_000_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    /// What lies on the phone of what the server asked for.
    #[serde(default)]
    asked: Asked,
    waiting: Vec<Waiting>,
    pushes: Vec<Exchange>,
    ends: Ends,
    /// What lies there in the end, where it was written anew.
    keeps: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    sends: Vec<OperationId>,
    status: u16,
    /// Of a refusal.
    #[serde(default)]
    code: String,
    retry_after: Option<u32>,
    /// Of a success; each as it came, for a newer server's are among them.
    receipts: Option<Vec<Value>>,
    /// What came was no JSON at all.
    body: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ends {
    /// Nothing is left that goes out by itself.
    Done,
    /// Something is to be tried again.
    Later,
}

impl Exchange {
    fn answer(self) -> Result<PushAnswer, Failure> {
        let Some(receipts) = self.receipts else {
            let is_json = self.body.is_none();
            return Err(Failure::of(self.status, is_json, &self.code, self.retry_after));
        };
        // The app leaves out what it cannot read (`app/src/json/sparing.rs`).
        let readable = |value| serde_json::from_value::<Receipt>(value).ok();
        Ok(PushAnswer {
            receipts: receipts.into_iter().filter_map(readable).collect(),
            server_time: Moment::new(NOW, 0),
            epoch: Epoch::from_bytes([1; 16]),
        })
    }
}

#[test]
fn a_locked_phone_delivers_as_the_cases_say() {
    let path = format!("{}/tests/deliveries.json", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for case in cases {
        let name = case.case;
        let replica = Replica::wake(case.waiting, Vec::new(), SyncMark::default());
        let mut replica = replica.asked_to_wait(case.asked);
        replica.locked();
        let mut kept = None;
        for exchange in case.pushes {
            let Next::Push { op_ids } = replica.next(NOW) else { panic!("{name}: too few pushes") };
            assert_eq!(op_ids, exchange.sends, "{name}");
            for change in replica.push_answered(NOW, 0, exchange.answer()) {
                if let OutboxChange::Asked(asked) = change {
                    kept = Some(serde_json::to_value(asked).unwrap());
                }
            }
        }
        let ends = match replica.next(NOW) {
            Next::Idle => Ends::Done,
            Next::WaitUntil(_) => Ends::Later,
            more => panic!("{name}: {more:?}"),
        };
        assert_eq!(ends, case.ends, "{name}");
        assert_eq!(kept, case.keeps, "{name}");
    }
}
