//! A request's body ends early, at every one of its bytes.

use super::{Tally, amount, prepared};
use crate::support::{process::Serving, wire::Connection, wire_phone::WirePhone};
use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
};

/// Sends a head that promises a body of some length and then no more than a part
/// of it. Answers the status, or nothing where the server just hung up.
fn broken_off(address: SocketAddr, authorization: &str, part: &[u8], length: usize) -> Option<u16> {
    let head = format!(
        "POST /api/v1/push HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&[head.as_bytes(), part].concat()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    // A connection that is reset says as little as one that is closed.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).split(' ').nth(1)?.parse().ok()
}

/// Sends a part of the body as if it were all, as a proxy does that gave up waiting.
fn cut_short(wire: &mut Connection, authorization: &str, part: &[u8]) -> u16 {
    wire.post("/api/v1/push", &[("Authorization", authorization)], part).unwrap().status
}

#[tokio::test]
async fn of_a_body_that_ends_at_any_byte_nothing_is_taken_and_the_whole_one_arrives() {
    let folder = prepared().await;
    let serving = Serving::start(folder.path());
    let mut phone = WirePhone::enrolled(serving.address);
    let mut tally = Tally::of("request body cut at every byte");
    for _ in 0..amount("STREETLIGHT_BODIES_CUT", 1) {
        let before = phone.outbox.len();
        phone.write_notes(2);
        let (body, authorization) = (phone.body(before), phone.authorization());
        let mut wire = Connection::open(serving.address).unwrap();
        for at in 0..body.len() {
            let (part, _) = body.split_at(at);
            let status = broken_off(serving.address, &authorization, part, body.len());
            assert!(status.is_none_or(|status| status >= 400), "byte {at}: {status:?}");
            let status = cut_short(&mut wire, &authorization, part);
            assert!((400..500).contains(&status), "byte {at}: {status}");
            tally.injected += 2;
        }
        let taken = super::number(folder.path(), "select count(*) from operation").await;
        assert_eq!(usize::try_from(taken).unwrap(), before, "nothing of a part is taken");
        tally.settled += phone.settled(serving.address, before);
    }
    drop(serving);
    tally.close(folder.path(), std::slice::from_ref(&phone)).await;
}
