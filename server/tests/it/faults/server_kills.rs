//! The server dies in the middle of a push, again and again.

use super::{Tally, amount, prepared};
use crate::support::{
    process::{Serving, streetlight},
    wire_phone::WirePhone,
};
use server::keys;
use std::time::Duration;

const PHONES: usize = 3;
const EACH: usize = 12;

#[tokio::test]
async fn killed_in_the_middle_of_pushes_the_server_has_each_operation_once() {
    let folder = prepared().await;
    let mut serving = Serving::start(folder.path());
    let mut phones: Vec<_> = (0..PHONES).map(|_| WirePhone::enrolled(serving.address)).collect();
    let mut tally = Tally::of("kill -9 of the server during a push");
    for _ in 0..amount("STREETLIGHT_SERVER_KILLS", 20) {
        let before = phones[0].outbox.len();
        phones.iter_mut().for_each(|phone| phone.write_notes(EACH));
        std::thread::scope(|scope| {
            let address = serving.address;
            for phone in &phones {
                scope.spawn(move || phone.deliver(address, before).is_ok());
            }
            let micros = u64::from(keys::random::<1>()[0]) * 60;
            std::thread::sleep(Duration::from_micros(micros));
            serving.kill();
        });
        tally.injected += 1;
        serving = Serving::start(folder.path());
        for phone in &phones {
            // Everything of this round again, and it is taken or known.
            tally.settled += phone.settled(serving.address, before);
        }
    }
    serving.kill();
    drop(serving);
    tally.close(folder.path(), &phones).await;
    let verified = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
