use crate::{Table, ceiling, cpu_seconds, phone::Phone};
use domain::{
    contact::ContactDraft,
    id::{ClientId, ContactId, TaskId},
    wire::v1::{PushAnswer, ReceiptOutcome},
};
use server::keys;
use std::time::Instant;

/// Operations in all, for each size.
const OPERATIONS: usize = 2_000;
/// At one a push each costs a commit of its own.
const ALONE: usize = 300;

/// Pushes of so many notes each, one after the other.
pub fn by(table: &mut Table, phone: &mut Phone, clients: &[ClientId], size: usize) {
    let total = if size == 1 { ALONE } else { OPERATIONS };
    let bodies: Vec<_> = (0..total / size)
        .map(|_| {
            let notes = clients.iter().cycle().take(size).map(|id| note(phone, *id)).collect();
            phone.push_body(notes)
        })
        .collect();
    phone.connect();
    let cpu = cpu_seconds();
    let began = Instant::now();
    let mut applied = 0;
    for body in &bodies {
        let reply = phone.deliver(body);
        assert_eq!(reply.status, 200);
        let answer: PushAnswer = serde_json::from_slice(&reply.body).unwrap();
        applied += answer.receipts.iter().filter(|r| r.outcome == ReceiptOutcome::Applied).count();
    }
    assert_eq!(applied, total);
    let operations = u32::try_from(total).map(f64::from).unwrap();
    let rate = operations / began.elapsed().as_secs_f64();
    table.row(&name(size), rate, "operations/s");
    let cost = (cpu_seconds() - cpu) / operations * 1_000_000.0;
    table.row(&format!("{}, processor, phone included", name(size)), cost, "us each");
}

/// What share of the raw ceiling pushes by fifty reach.
pub fn share(table: &mut Table) {
    let rate = |table: &Table, name: &str| {
        table.0.get(name).and_then(|row| row["value"].as_f64()).unwrap_or(f64::NAN)
    };
    let ours = rate(table, &name(50));
    for ceiling in [ceiling::SEPARATE, ceiling::TOGETHER] {
        let share = 100.0 * ours / rate(table, ceiling);
        table.row(&format!("push by 50, share of {ceiling}"), share, "%");
    }
}

fn name(size: usize) -> String {
    format!("push: {size} notes each")
}

/// About 1.5 kB when sealed.
fn note(phone: &mut Phone, client: ClientId) -> domain::wire::v1::SealedOperation {
    let now = server::clock::now();
    let ms = u64::try_from(now.utc_ms()).unwrap();
    let mut draft = ContactDraft::begin(
        client,
        ContactId::from_parts(ms, keys::random()),
        TaskId::from_parts(ms, keys::random()),
        now,
    );
    draft.seen_heard =
        "Met on the bench by the river. Tired, clear, and glad of coffee. ".repeat(16);
    phone.sign(draft.sign(now).unwrap())
}
