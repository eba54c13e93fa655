use crate::wire::{Connection, Reply};
use domain::{
    id::{DeviceId, OperationId},
    operation::{Operation, Payload},
    wire::v1::{Contact, Enrol, Enrolled, Push, SealedOperation},
};
use server::keys::{self, aad, outbox_key};
use std::net::SocketAddr;

/// What Chromium on a phone sends with every `fetch`.
const CHROMIUM: [(&str, &str); 12] = [
    ("Connection", "keep-alive"),
    ("sec-ch-ua-platform", "\"Android\""),
    (
        "User-Agent",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/142.0.0.0 Mobile Safari/537.36",
    ),
    ("sec-ch-ua", "\"Chromium\";v=\"142\", \"Google Chrome\";v=\"142\", \"Not_A Brand\";v=\"99\""),
    ("sec-ch-ua-mobile", "?1"),
    ("Accept", "*/*"),
    ("Sec-Fetch-Site", "same-origin"),
    ("Sec-Fetch-Mode", "cors"),
    ("Sec-Fetch-Dest", "empty"),
    ("Referer", "http://localhost/"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Accept-Language", "en-US,en;q=0.9"),
];

/// A phone of its own with a session of its own.
pub struct Phone {
    address: SocketAddr,
    pub wire: Connection,
    cookie: String,
    device_id: DeviceId,
    key: [u8; 32],
    deposit: String,
    device_seq: u64,
    pub cursor: String,
}

impl Phone {
    pub fn enrolled(address: SocketAddr) -> Self {
        let mut wire = Connection::open(address).unwrap();
        let sign_in = serde_json::json!({ "login": "dana", "password": server::demo::PASSPHRASE });
        let reply = wire.post("/api/v1/session", &CHROMIUM, sign_in.to_string().as_bytes());
        let cookie = reply.unwrap().cookie().unwrap();
        let mut phone = Self {
            address,
            wire,
            cookie,
            device_id: DeviceId::from_parts(1, keys::random()),
            key: keys::random(),
            deposit: String::new(),
            device_seq: 0,
            cursor: String::new(),
        };
        let name = "Pixel, Chrome".to_owned();
        let enrol = Enrol { device_id: phone.device_id, name, key: phone.key.to_vec() };
        let body = serde_json::to_vec(&enrol).unwrap();
        let headers = with(("Cookie", &phone.cookie));
        let reply = phone.wire.post("/api/v1/devices", &headers, &body).unwrap();
        let enrolled: Enrolled = serde_json::from_slice(&reply.body).unwrap();
        phone.deposit = enrolled.deposit_token;
        phone
    }

    /// Opens a connection anew: the server closes those that were idle for long.
    pub fn connect(&mut self) {
        self.wire = Connection::open(self.address).unwrap();
    }

    /// Asks for the next page.
    pub fn ask(&mut self) -> Reply {
        let path = format!("/api/v1/pull?cursor={}", self.cursor);
        self.wire.get(&path, &with(("Cookie", &self.cookie))).unwrap()
    }

    pub fn sign(&mut self, contact: Contact) -> SealedOperation {
        self.device_seq += 1;
        let ms = u64::try_from(server::clock::now_ms()).unwrap();
        let op_id = OperationId::from_parts(ms, keys::random());
        let payload = Payload::ContactSigned(contact);
        let operation = Operation::new(op_id, self.device_seq, server::clock::now(), payload);
        let place = aad("outbox", self.device_id, op_id);
        let sealed = outbox_key(&self.key, self.device_id).seal(&place, &operation.to_bytes());
        SealedOperation { op_id, sealed }
    }

    pub fn push_body(&self, operations: Vec<SealedOperation>) -> Vec<u8> {
        serde_json::to_vec(&Push { device_id: self.device_id, operations, asks: Vec::new() })
            .unwrap()
    }

    pub fn deliver(&mut self, body: &[u8]) -> Reply {
        let deposit = format!("Deposit {}", self.deposit);
        self.wire.post("/api/v1/push", &with(("Authorization", &deposit)), body).unwrap()
    }
}

/// Chromium's headers and one more.
fn with<'a>(more: (&'static str, &'a str)) -> Vec<(&'static str, &'a str)> {
    CHROMIUM.into_iter().chain([more]).collect()
}
