//! Things to write down in tests.

use domain::{
    Moment,
    contact::ContactDraft,
    document::{Cells, Key, Value},
    id::{
        AddendumId, ClientId, ContactId, CrisisEventId, CrisisPlanId, LookupId, PersonId, RecordId,
        SupportPersonId, TaskId,
    },
    json::Json,
    record::{RecordKind, disclosure, release},
    response::{Ending, ResponseDraft, ResponseIds},
    supports::SupportDraft,
    wire::v1::{
        Addendum, AddendumKind, CellRecord, Client, Contact, ContactRow, CrisisEvent, CrisisPlan,
        CrisisPlanLookup, LookupReason, MadeWith, OpeningWhy, Policy, ResponsePath, ResponseStep,
        Stage, Stamp, SupportPerson, Told, With,
    },
};
use server::keys;

pub const NOW_MS: i64 = 1_795_300_000_000;

pub fn at(ms: i64) -> Moment {
    Moment::new(NOW_MS + ms, -300)
}

pub fn client_id(n: u8) -> ClientId {
    ClientId::from_bytes([n; 16])
}

pub fn client(n: u8) -> Client {
    serde_json::from_value(serde_json::json!({
        "client_id": client_id(n),
        "preferred_name": format!("Person {n}"),
        "stage": Stage::Active,
    }))
    .unwrap()
}

pub fn note(client: ClientId, text: &str) -> Contact {
    let mut draft = ContactDraft::begin(
        client,
        ContactId::from_parts(1, keys::random()),
        TaskId::from_parts(1, keys::random()),
        at(0),
    );
    draft.seen_heard = text.to_owned();
    draft.sign(at(1_000)).unwrap()
}

/// A note of words with the client's sister.
pub fn with_sister(client: ClientId, told: Option<Told>) -> Contact {
    Contact {
        with: With::Collateral,
        with_whom: "Ngozi, sister".to_owned(),
        told,
        ..note(client, "She asked how he is.")
    }
}

pub fn note_with_step(client: ClientId, text: &str, step: &str) -> Contact {
    let mut contact = note(client, text);
    contact.next_step = Some(domain::wire::v1::NextStep {
        task_id: TaskId::from_parts(1, keys::random()),
        text: step.to_owned(),
        due: at(0).date(),
        for_client: false,
    });
    contact
}

pub fn row(contact: Contact, author: u8) -> ContactRow {
    ContactRow {
        contact,
        author: super::staff(author),
        received_at: Some(at(0)),
        date_in_doubt: false,
    }
}

pub fn addendum(contact: &Contact, text: &str) -> Addendum {
    Addendum {
        addendum_id: AddendumId::from_parts(1, keys::random()),
        contact_id: contact.contact_id,
        client_id: contact.client_id,
        kind: AddendumKind::Addendum,
        text: text.to_owned(),
        reason: String::new(),
        at: at(2_000),
    }
}

pub fn lookup(client: ClientId) -> CrisisPlanLookup {
    CrisisPlanLookup {
        lookup_id: LookupId::from_parts(1, keys::random()),
        client_id: client,
        version: Some(3),
        at: at(0),
        offline: true,
        reason: LookupReason::OwnClient,
        why: None,
    }
}

/// The plan of a colleague's client is opened.
pub fn opening(client: ClientId, at: Moment) -> CrisisPlanLookup {
    let why = Some(OpeningWhy::ResponderAsked);
    CrisisPlanLookup { reason: LookupReason::OnCall, why, at, ..lookup(client) }
}

pub fn plan(client: ClientId, n: u8) -> CrisisPlan {
    CrisisPlan {
        crisis_plan_id: CrisisPlanId::from_bytes([n; 16]),
        client_id: client,
        version: 1,
        made_with: MadeWith::Client,
        made_at: at(0),
        author: super::staff(super::ROSA),
        client_agrees: true,
        review_due: at(0).date(),
        language: String::new(),
        items: Vec::new(),
        advance_directive: None,
        conflicts: Vec::new(),
    }
}

/// Somebody new around a client.
pub fn support_person(client: ClientId, name: &str) -> SupportPerson {
    let id = SupportPersonId::from_parts(1, keys::random());
    let person = PersonId::from_parts(1, keys::random());
    let draft = SupportDraft::new(client, id, person, at(0));
    SupportPerson { name: name.to_owned(), ..draft.support_person }
}

/// A response that took from 21:58 to 22:40, with its tasks.
pub fn crisis_event(client: ClientId) -> CrisisEvent {
    let ids = ResponseIds {
        crisis_event_id: CrisisEventId::from_parts(1, keys::random()),
        contact_id: ContactId::from_parts(1, keys::random()),
        note_task: TaskId::from_parts(1, keys::random()),
        follow_up: TaskId::from_parts(1, keys::random()),
        plan_review: TaskId::from_parts(1, keys::random()),
    };
    let minutes = |minutes: i64| at(minutes * 60_000);
    let mut draft = ResponseDraft::begin(client, ids, minutes(0));
    draft.path = Some(ResponsePath::Crisis);
    draft.what_happened = "Barefoot at the bus stop, shouting.".to_owned();
    for (step, after) in ResponseStep::ALL.into_iter().zip([1, 3, 8, 20, 35]) {
        draft.set_taken(step, Some(Stamp::new(minutes(after))));
    }
    let ending = Ending {
        policy: &Policy::default(),
        protocol_effective: None,
        note_signed: false,
        titles: ["Write the crisis note", "Follow up", "Look over the crisis plan"],
    };
    draft.end(&ending, minutes(42)).unwrap()
}

fn word(sort: &str, word: &str) -> Value {
    Value::of(sort, Json::Text(word.to_owned()))
}

/// A record that is made of these cells, signed so many milliseconds from now.
pub fn record(client_id: ClientId, kind: RecordKind, ms: i64, cells: &Cells) -> CellRecord {
    let record_id = RecordId::from_parts(1, keys::random());
    CellRecord { record_id, kind, client_id, at: at(ms), content: cells.json() }
}

/// What a release says that lacks nothing: Dr. Ruiz may be told of the plan, for a year.
pub fn release_cells() -> Cells {
    let today = at(0).date();
    let mut release = release::begin("Amara Okafor", "Harbor Lights", "en", today);
    for (name, value) in [
        ("recipient", Value::text("Dr. Ruiz")),
        ("plan", Value::flag(true)),
        ("information", Value::text("The plan")),
        ("purpose", Value::text("Treatment")),
        ("statement", Value::text("You may take this back.")),
        ("explained", Value::flag(true)),
        ("signing", word("release_signing", "typed")),
        ("typed_name", Value::text("Amara Okafor")),
    ] {
        release.put(Key::fact(name), value);
    }
    release
}

pub fn release(client: ClientId) -> CellRecord {
    record(client, RecordKind::Release, 0, &release_cells())
}

/// It is taken back.
pub fn release_ended(release: &CellRecord, ms: i64) -> CellRecord {
    let mut end = release::begin_end(&release.cells(), release.record_id);
    end.put(Key::fact("end"), word("release_end", "not_needed"));
    record(release.client_id, RecordKind::ReleaseEnded, ms, &end)
}

/// Something was told under a release that covers it.
pub fn told_under(release: &CellRecord, ms: i64) -> CellRecord {
    let mut told = Cells::empty(disclosure::SHAPE);
    told.put(Key::fact("right"), word("disclosure_right", "release"));
    disclosure::under(&mut told, release.record_id, &release.cells());
    told.put(Key::fact("plan"), Value::flag(true));
    told.put(Key::fact("information"), Value::text("When the room is free"));
    record(release.client_id, RecordKind::Disclosure, ms, &told)
}

/// Something was told that nothing allowed.
pub fn told(client: ClientId) -> CellRecord {
    let mut told = Cells::empty(disclosure::SHAPE);
    told.put(Key::fact("right"), word("disclosure_right", "without"));
    told.put(Key::fact("recipient"), Value::text("The landlord"));
    record(client, RecordKind::Disclosure, 0, &told)
}
