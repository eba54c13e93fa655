use crate::{Measured, cpu_seconds, phone::Phone};
use domain::{
    contact::ContactDraft,
    id::{ClientId, ContactId, TaskId},
    wire::v1::{PushAnswer, ReceiptOutcome},
};
use server::keys;
use std::time::Instant;

/// Operations in all, for each size.
pub const OPERATIONS: usize = 2_000;
/// At one a push each costs a commit of its own.
const ALONE: usize = 300;
/// Operations in a push of a phone that was away for long.
pub const SIZE: usize = 50;

/// Pushes of so many notes each, sealed before the clock starts; each phone
/// one after the other, all phones at once.
pub fn by(phones: &mut [Phone], clients: &[ClientId], size: usize) -> Measured {
    let total = if size == 1 { ALONE } else { OPERATIONS };
    let pushes = total / size / phones.len();
    let bodies: Vec<Vec<_>> = phones
        .iter_mut()
        .map(|phone| {
            let body = |_| {
                let notes = clients.iter().cycle().take(size).map(|id| note(phone, *id)).collect();
                phone.push_body(notes)
            };
            (0..pushes).map(body).collect()
        })
        .collect();
    phones.iter_mut().for_each(Phone::connect);
    let count = pushes * phones.len() * size;
    let cpu = cpu_seconds();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for (phone, bodies) in phones.iter_mut().zip(&bodies) {
            scope.spawn(|| bodies.iter().for_each(|body| deliver(phone, body, size)));
        }
    });
    Measured::since(began, cpu, count)
}

fn deliver(phone: &mut Phone, body: &[u8], size: usize) {
    let reply = phone.deliver(body);
    assert_eq!(reply.status, 200);
    let answer: PushAnswer = serde_json::from_slice(&reply.body).unwrap();
    let applied = answer.receipts.iter().filter(|r| r.outcome == ReceiptOutcome::Applied);
    assert_eq!(applied.count(), size);
}

pub fn name(size: usize, phones: usize) -> String {
    match phones {
        1 => format!("push: {size} notes each"),
        _ => format!("push: {size} notes each, {phones} phones at once"),
    }
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
