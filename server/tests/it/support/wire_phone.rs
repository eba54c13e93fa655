//! A phone that talks to a server in another process, over a real socket.

use super::{
    PASSWORD,
    wire::{Connection, Reply},
    words,
};
use domain::{
    Hash,
    id::{DeviceId, OperationId},
    operation::{Operation, Payload},
    wire::v1::{Enrol, Enrolled, Push, PushAnswer, SealedOperation},
};
use server::keys::{self, aad, outbox_key};
use std::{io, net::SocketAddr};

/// Its outbox holds everything it ever wrote, in order.
pub struct WirePhone {
    pub device_id: DeviceId,
    pub key: [u8; 32],
    deposit: String,
    pub outbox: Vec<SealedOperation>,
}

impl WirePhone {
    pub fn enrolled(address: SocketAddr) -> Self {
        let mut wire = Connection::open(address).unwrap();
        let body = serde_json::json!({ "login": "rosa", "password": PASSWORD }).to_string();
        let cookie = wire.post("/api/v1/session", &[], body.as_bytes()).unwrap().cookie().unwrap();
        let (device_id, key) = (DeviceId::from_parts(1, keys::random()), keys::random());
        let enrol = Enrol { device_id, name: "Pixel".to_owned(), key: Vec::from(key) };
        let body = serde_json::to_vec(&enrol).unwrap();
        let reply = wire.post("/api/v1/devices", &[("Cookie", &cookie)], &body).unwrap();
        let deposit = serde_json::from_slice::<Enrolled>(&reply.body).unwrap().deposit_token;
        Self { device_id, key, deposit, outbox: Vec::new() }
    }

    /// Writes so many notes. Of four, one brings a task and one is about
    /// nobody known here, which is for the quarantine.
    pub fn write_notes(&mut self, notes: usize) {
        for _ in 0..notes {
            let op_id = OperationId::from_parts(1, keys::random());
            let note = match self.outbox.len() % 4 {
                0 => words::note_with_step(words::client_id(10), "x", "call"),
                1 => words::note(words::client_id(99), "x"),
                _ => words::note(words::client_id(10), &"long ".repeat(200)),
            };
            let payload = Payload::ContactSigned(note);
            let operation = Operation::new(op_id, 1, words::at(0), payload);
            let place = aad("outbox", self.device_id, op_id);
            let key = outbox_key(&self.key, self.device_id);
            let sealed = key.seal(&place, &operation.to_bytes());
            self.outbox.push(SealedOperation { op_id, sealed });
        }
    }

    /// The body of a push of everything from `from` on.
    pub fn body(&self, from: usize) -> Vec<u8> {
        let operations = self.outbox.iter().skip(from).cloned().collect();
        serde_json::to_vec(&Push { device_id: self.device_id, operations, asks: Vec::new() })
            .unwrap()
    }

    pub fn authorization(&self) -> String {
        format!("Deposit {}", self.deposit)
    }

    pub fn deliver(&self, address: SocketAddr, from: usize) -> io::Result<Reply> {
        let mut wire = Connection::open(address)?;
        wire.post("/api/v1/push", &[("Authorization", &self.authorization())], &self.body(from))
    }

    /// Delivers, and counts what is answered for good.
    pub fn settled(&self, address: SocketAddr, from: usize) -> usize {
        let reply = self.deliver(address, from).unwrap();
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        let answer: PushAnswer = serde_json::from_slice(&reply.body).unwrap();
        let asked =
            self.outbox.iter().skip(from).map(|sealed| (sealed.op_id, Hash::of(&sealed.sealed)));
        let told = answer.receipts.iter().map(|receipt| (receipt.op_id, receipt.hash));
        assert!(asked.eq(told), "a receipt for each, in order");
        answer.receipts.iter().filter(|receipt| receipt.outcome.is_terminal()).count()
    }
}
