//! The reply is lost after the server has committed, and the phone asks again.

use super::{Tally, amount, prepared};
use crate::support::{process::Serving, wire::Connection, wire_phone::WirePhone};
use server::keys;

#[tokio::test]
async fn a_request_whose_reply_was_lost_once_to_five_times_counts_once() {
    let folder = prepared().await;
    let serving = Serving::start(folder.path());
    let mut phone = WirePhone::enrolled(serving.address);
    let mut wire = Connection::open(serving.address).unwrap();
    let mut tally = Tally::of("reply lost after commit, request repeated");
    for _ in 0..amount("STREETLIGHT_REPLIES_LOST", 500) {
        let before = phone.outbox.len();
        let [notes, repeats] = keys::random::<2>().map(usize::from);
        phone.write_notes(1 + notes % 3);
        let (body, authorization) = (phone.body(before), phone.authorization());
        for _ in 0..1 + repeats % 5 {
            // The server has answered, so it has committed; the phone hears nothing of it.
            let lost = wire.post("/api/v1/push", &[("Authorization", &authorization)], &body);
            assert_eq!(lost.unwrap().status, 200);
        }
        tally.injected += 1;
        // The phone has written more in the meantime; all of it goes in one request.
        phone.write_notes(1);
        tally.settled += phone.settled(serving.address, before);
    }
    drop(serving);
    tally.close(folder.path(), std::slice::from_ref(&phone)).await;
}
