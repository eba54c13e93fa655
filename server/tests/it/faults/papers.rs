//! The server is killed while pictures come, in parts that take as long as writing to the disk does.

use super::{amount, number, prepared, write_down};
use crate::{
    papers::Picture,
    support::{options, process::Serving, wire::Connection, wire_phone::WirePhone, words},
};
use domain::wire::v1::PART_BYTES;
use server::{
    keys::{self, aad, outbox_key},
    store::Store,
};
use std::time::{Duration, SystemTime};

#[tokio::test]
async fn a_server_that_is_killed_again_and_again_has_every_page_whole_and_once() {
    let kills = amount("STREETLIGHT_PAPER_KILLS", 6);
    let folder = prepared().await;
    let mut serving = Serving::start(folder.path());
    let phone = WirePhone::enrolled(serving.address);
    let client = words::client_id(10);
    let pictures: Vec<_> = (0..8).map(|n| Picture::of(PART_BYTES * 4 + n)).collect();
    let parts = |picture| (0..Picture::parts(picture)).map(move |part| (picture, part));
    let mut left: Vec<(&Picture, u32)> = pictures.iter().flat_map(parts).collect();
    let all = left.len();
    let mut killed = 0;
    let key = outbox_key(&phone.key, phone.device_id);
    while let Some((picture, part)) = left.pop() {
        let place = format!("{}/{part}", picture.page_id);
        let opened = picture.head(client, part).with(picture.part(part));
        let sealed = key.seal(&aad("paper", phone.device_id, &place), &opened);
        let path = format!("/api/v1/papers/pages/{}/parts/{part}", picture.page_id);
        let (address, token) = (serving.address, phone.authorization());
        let sends = std::thread::spawn(move || {
            let mut connection = Connection::open(address).ok()?;
            connection.send("PUT", &path, &[("Authorization", &token)], &sealed).ok()
        });
        // Spread over the whole of it, at any moment of a part.
        if killed < kills && left.len() * kills <= (kills - killed) * all {
            let wait = u64::from(u16::from_be_bytes(keys::random()));
            std::thread::sleep(Duration::from_micros(wait / 4));
            serving.kill();
            killed += 1;
            serving = Serving::start(folder.path());
        }
        let is_taken = sends.join().unwrap().is_some_and(|reply| reply.status == 200);
        if !is_taken {
            left.insert(0, (picture, part));
        }
    }
    serving.kill();
    let store = Store::open(&options(folder.path())).await.unwrap();
    let agency = store.agencies().await.unwrap()[0];
    store.tidy_papers(SystemTime::now()).await.unwrap();
    let broken = store.verify_papers(agency).await.unwrap().len();
    store.close().await;
    let count = async |sql| usize::try_from(number(folder.path(), sql).await).unwrap();
    let whole = count("select count(*) from paper_page").await;
    let received = "select count(*) from audit_event where action = 'paper_received'";
    let received = count(received).await;
    let pages = pictures.len();
    let (lost, duplicated) = (pages.saturating_sub(whole) + broken, received.saturating_sub(pages));
    let line = serde_json::json!({
        "fault": "server killed while pictures come", "injected": killed, "operations": pages,
        "lost": lost, "duplicated": duplicated, "stuck": pages.abs_diff(whole),
    });
    write_down(&line);
    assert_eq!((lost, duplicated, whole, killed), (0, 0, pages, kills), "{line}");
}
