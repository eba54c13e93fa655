use super::{Answer, PASSWORD, TestServer, words};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::{DeviceId, OperationId, PageId},
    operation::{Operation, Payload},
    wire::v1::{
        Contact, Enrol, Enrolled, PartHead, PullPage, Push, PushAnswer, ReceiptOutcome, Revoke,
        Revoked, SealedOperation,
    },
};
use server::keys::{self, aad, outbox_key};

/// A phone with somebody signed in on it.
pub struct TestPhone {
    pub device_id: DeviceId,
    pub key: [u8; 32],
    pub cookie: String,
    pub deposit: String,
    pub cursor: Option<String>,
    device_seq: u64,
}

impl TestPhone {
    /// Somebody signs in on a new phone and enrols it.
    pub async fn enrolled(server: &TestServer, login: &str) -> Self {
        let mut phone = Self::signed_in(server, login).await;
        let answer = phone.enrol(server).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        phone.deposit = answer.json::<Enrolled>().deposit_token;
        phone
    }

    pub async fn signed_in(server: &TestServer, login: &str) -> Self {
        let answer = server.sign_in(login, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        Self {
            device_id: DeviceId::from_parts(1, keys::random()),
            key: keys::random(),
            cookie: answer.cookie().unwrap(),
            deposit: String::new(),
            cursor: None,
            device_seq: 0,
        }
    }

    pub async fn enrol(&self, server: &TestServer) -> Answer {
        let enrol = Enrol {
            device_id: self.device_id,
            name: "Pixel, Chrome".to_owned(),
            key: self.key.to_vec(),
        };
        server.post("/api/v1/devices", &self.cookie, &enrol).await
    }

    pub fn operation(&mut self, payload: Payload) -> Operation {
        self.device_seq += 1;
        let op_id = OperationId::from_parts(1, keys::random());
        Operation::new(op_id, self.device_seq, words::at(0), payload)
    }

    pub fn seal(&self, operation: &Operation) -> SealedOperation {
        self.seal_bytes(operation.op_id, &operation.to_bytes())
    }

    pub fn seal_bytes(&self, op_id: OperationId, bytes: &[u8]) -> SealedOperation {
        let key = outbox_key(&self.key, self.device_id);
        let sealed = key.seal(&aad("outbox", self.device_id, op_id), bytes);
        SealedOperation { op_id, sealed }
    }

    pub fn sign_note(&mut self, contact: Contact) -> SealedOperation {
        let operation = self.operation(Payload::ContactSigned(contact));
        self.seal(&operation)
    }

    pub async fn deliver_bytes(&self, server: &TestServer, body: impl Into<Body>) -> Answer {
        let request = Request::post("/api/v1/push")
            .header(header::AUTHORIZATION, format!("Deposit {}", self.deposit))
            .header(header::CONTENT_TYPE, "application/json");
        server.send(request.body(body.into()).unwrap()).await
    }

    /// Sends a part of a page, sealed as this phone seals it.
    pub async fn send_part(&self, server: &TestServer, head: &PartHead, bytes: &[u8]) -> Answer {
        let place = format!("{}/{}", head.page_id, head.part);
        let sealed = outbox_key(&self.key, self.device_id)
            .seal(&aad("paper", self.device_id, &place), &head.with(bytes));
        self.send_sealed(server, (head.page_id, head.part), sealed).await
    }

    pub async fn send_sealed(
        &self,
        server: &TestServer,
        (page, part): (PageId, u32),
        sealed: Vec<u8>,
    ) -> Answer {
        let request = Request::put(format!("/api/v1/papers/pages/{page}/parts/{part}"))
            .header(header::AUTHORIZATION, format!("Deposit {}", self.deposit));
        server.send(request.body(Body::from(sealed)).unwrap()).await
    }

    pub async fn deliver(&self, server: &TestServer, operations: &[SealedOperation]) -> PushAnswer {
        self.push(server, operations.to_vec(), Vec::new()).await
    }

    /// Asks what became of operations in the quarantine.
    pub async fn ask_about(&self, server: &TestServer, asks: &[OperationId]) -> PushAnswer {
        self.push(server, Vec::new(), asks.to_vec()).await
    }

    async fn push(
        &self,
        server: &TestServer,
        operations: Vec<SealedOperation>,
        asks: Vec<OperationId>,
    ) -> PushAnswer {
        let push = Push { device_id: self.device_id, operations, asks };
        let answer = self.deliver_bytes(server, serde_json::to_vec(&push).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    pub async fn deliver_one(
        &self,
        server: &TestServer,
        operation: &SealedOperation,
    ) -> ReceiptOutcome {
        let answer = self.deliver(server, std::slice::from_ref(operation)).await;
        let [receipt] = answer.receipts.as_slice() else { panic!("one receipt: {answer:?}") };
        assert_eq!(receipt.op_id, operation.op_id);
        receipt.outcome
    }

    /// Signs something and delivers it at once.
    pub async fn does(&mut self, server: &TestServer, payload: Payload) -> ReceiptOutcome {
        let operation = self.operation(payload);
        self.deliver_one(server, &self.seal(&operation)).await
    }

    pub async fn ask(&self, server: &TestServer, limit: Option<usize>) -> Answer {
        let cursor = self.cursor.as_deref().unwrap_or_default();
        let limit = limit.map(|n| format!("&limit={n}")).unwrap_or_default();
        server.get(&format!("/api/v1/pull?cursor={cursor}{limit}"), &self.cookie).await
    }

    /// Pulls one page; none when nothing is new.
    pub async fn pull_page(
        &mut self,
        server: &TestServer,
        limit: Option<usize>,
    ) -> Option<PullPage> {
        let answer = self.ask(server, limit).await;
        if answer.status == StatusCode::NO_CONTENT {
            assert!(answer.body.is_empty());
            return None;
        }
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let page: PullPage = answer.json();
        self.cursor = Some(page.next_cursor.clone());
        Some(page)
    }

    /// Pulls until nothing more waits, and lays the pages together.
    pub async fn pull(&mut self, server: &TestServer, limit: Option<usize>) -> Vec<PullPage> {
        let mut pages = Vec::new();
        while let Some(page) = self.pull_page(server, limit).await {
            let more = page.has_more;
            pages.push(page);
            if !more {
                break;
            }
        }
        pages
    }

    pub async fn is_revoked(&self, server: &TestServer, by: &Self, why: Revoked) {
        let path = format!("/api/v1/devices/{}/revoke", self.device_id);
        let answer = server.post(&path, &by.cookie, &Revoke { why }).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }
}
