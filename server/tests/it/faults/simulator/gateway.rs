//! The simulator's questions, put to the router as a phone puts them.

use super::real::{AGENCY, Real, device_key, id};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{
    Hash, Moment,
    id::{ClientId, DeviceId, OperationId, StaffId, TaskId},
    wire::v1::{PullPage, Push, PushAnswer},
};
use server::{
    keys::{aad, outbox_key},
    store::NewClient,
};
use sqlx::{Row as _, sqlite::SqliteRow};
use std::collections::BTreeSet;
use sync::{
    replica::Failure,
    simulator::{Act, DocumentSave, Rows, Server},
};

impl Server for Real {
    fn seal(&self, device: DeviceId, op_id: OperationId, operation: &[u8]) -> Vec<u8> {
        let key = outbox_key(&device_key(device), device);
        let sealed = key.seal(&aad("outbox", device, op_id), operation);
        if let Ok(operation) = serde_json::from_slice(operation) {
            self.written.borrow_mut().insert((op_id, Hash::of(&sealed)), operation);
        }
        sealed
    }

    fn push(&mut self, push: &Push) -> Result<PushAnswer, Failure> {
        let edits = self.edits(push);
        let documents: BTreeSet<_> =
            edits.iter().map(|(_, kind, client)| (*kind, *client)).collect();
        assert_eq!(documents.len(), edits.len(), "two edits of one document in a push");
        let before: Vec<_> =
            edits.iter().map(|(_, kind, client)| self.document_of(*kind, *client)).collect();
        let known = self.kept(|kept| kept.applied.clone());
        let deposit = &self.phones.get(&push.device_id).unwrap().deposit;
        let request = Request::post("/api/v1/push")
            .header(header::AUTHORIZATION, format!("Deposit {deposit}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::to_vec(push).unwrap()))
            .unwrap();
        let answer: PushAnswer = self.ask(request)?.expect("a push has an answer");
        self.kept.replace(None);
        for ((op_id, kind, client), before) in edits.into_iter().zip(before) {
            let applied = self.kept(|kept| kept.applied.contains_key(&op_id));
            if applied && !known.contains_key(&op_id) {
                let (device, after) = (push.device_id, self.document_of(kind, client).unwrap());
                self.document_saves.push(DocumentSave {
                    device,
                    op_id,
                    before,
                    after,
                    released: false,
                });
            }
        }
        Ok(answer)
    }

    fn pull(
        &mut self,
        device: DeviceId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Option<PullPage>, Failure> {
        let cursor = cursor.unwrap_or_default();
        let request = Request::get(format!("/api/v1/pull?cursor={cursor}&limit={limit}"))
            .header(header::COOKIE, &self.phones.get(&device).unwrap().cookie)
            .header("streetlight-phone", device.to_string())
            .body(Body::empty())
            .unwrap();
        self.ask(request)
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Enrol { staff, device } => self.enrol(staff, device),
            Act::PutClient(client) => self.load(|batch| {
                batch.clients.push(NewClient { client: *client, assigned: Vec::new() });
            }),
            Act::PutPlan(mut plan) => {
                let before = self.plans(&BTreeSet::from([plan.client_id])).remove(&plan.client_id);
                plan.version = before.as_ref().map_or(1, |before| before.version + 1);
                if let Some(before) = before {
                    plan.crisis_plan_id = before.crisis_plan_id;
                }
                self.load(|batch| batch.crisis_plans.push(*plan));
            }
            Act::Assign { staff, client } => {
                // Somebody met after the backup is not here any more.
                let clients = self.all("select client_id from client");
                if clients.iter().any(|row| id(row, 0) == *client.as_bytes()) {
                    self.runtime.block_on(self.store().assign(AGENCY, staff, client)).unwrap();
                }
            }
            Act::Unassign { staff, client } => {
                self.runtime.block_on(self.store().unassign(AGENCY, staff, client)).unwrap();
            }
            Act::Revoke { device } => self.revoke(device),
            // Nobody looks into the quarantine here; `quarantine` has a supervisor who does.
            Act::Release { .. } => {}
            Act::BackUp => {
                let backup = self.backup();
                let _an_older_one = std::fs::remove_file(&backup);
                self.runtime.block_on(self.store().backup(&backup)).unwrap();
            }
            Act::Restore => {
                self.restore();
                self.kept.replace(None);
            }
        }
    }

    /// It has a clock of its own, and nothing may depend on it.
    fn set_clock(&mut self, _: Moment) {}

    fn holds(&self, op_id: OperationId, hash: Hash) -> bool {
        self.kept(|kept| kept.held.contains(&(op_id, hash)))
    }

    fn times_applied(&self, op_id: OperationId) -> u32 {
        self.kept(|kept| kept.applied.get(&op_id).copied().unwrap_or(0))
    }

    fn is_quarantined(&self, op_id: OperationId) -> bool {
        let rows = self.all("select op_id from operation where quarantined is not null");
        rows.iter().any(|row| id(row, 0) == *op_id.as_bytes())
    }

    fn document_saves(&mut self) -> Vec<DocumentSave> {
        std::mem::take(&mut self.document_saves)
    }

    fn scope(&self, staff: StaffId) -> BTreeSet<ClientId> {
        let rows = self.all("select staff_id, client_id from case_assignment where to_seq is null");
        let own = rows.iter().filter(|row| id(row, 0) == *staff.as_bytes());
        own.map(|row| ClientId::from_bytes(id(row, 1))).collect()
    }

    fn rows(&self, staff: StaffId) -> Rows {
        let scope = self.scope(staff);
        let records = self.all("select record_id, client_id, body, kind from record").into_iter();
        let seen = records.filter(|row| scope.contains(&ClientId::from_bytes(id(row, 1))));
        let record = |row: SqliteRow| {
            let (id, word): (_, &str) = (id(&row, 0), row.get(3));
            let kind =
                *domain::record::RecordKind::ALL.iter().find(|kind| kind.word() == word).unwrap();
            (
                (kind, id),
                self.open(word, &row, |json| domain::record::RecordRow::from_json(kind, json)),
            )
        };
        Rows {
            clients: self.bodies(
                "client",
                "select document_id, client_id, body from document where kind = 'client'",
                &scope,
                ClientId::from_bytes,
            ),
            plans: self.plans(&scope),
            documents: self.documents(&scope),
            tasks: self.bodies(
                "task",
                "select task_id, client_id, body from task",
                &scope,
                TaskId::from_bytes,
            ),
            records: seen.map(record).collect(),
        }
    }
}
