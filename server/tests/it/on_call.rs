//! The plans of the whole team, for whoever is on call, and what a supervisor sees of it.

mod matrix;

use crate::support::{ADA, OLGA, ROSA, TestPhone, TestServer, WES, agency, staff, words};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use domain::{
    id::{ClientId, LineId, ShiftId},
    operation::Payload,
    wire::v1::{
        CrisisPlan, CrisisPlanItem, CrisisPlanLookup, OpeningWhy, Openings, OpeningsWaiting,
        ReceiptOutcome, Section, SetShift, Shifts, TeamPlans,
    },
};
use server::{clock, keys, store::Batch};

const PLANS: &str = "/api/v1/on-call/plans";
const SHIFTS: &str = "/api/v1/on-call/shifts";
const OPENINGS: &str = "/api/v1/on-call/openings";
const HOUR_MS: i64 = 3_600_000;

/// A plan of two lines, one of which is not for the team.
fn plan_of(client: ClientId) -> CrisisPlan {
    let mut plan = words::plan(client, 50);
    for (n, text, show_to_team) in [(1, "A walk", true), (2, "My brother drinks", false)] {
        let id = LineId::from_bytes([n; 16]);
        let item = CrisisPlanItem::new(id, Section::WhatHelps);
        plan.items.push(CrisisPlanItem { text: text.to_owned(), show_to_team, ..item });
    }
    plan
}

/// A client of Rosa's with that plan.
async fn planned(server: &TestServer) -> ClientId {
    let clients = server.add_clients(ROSA, 10..11).await;
    let client = *clients.first().unwrap();
    let mut batch = Batch::of(agency(101, "North"));
    batch.crisis_plans.push(plan_of(client));
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    client
}

/// Puts somebody on the roster from one time to another, in hours from now.
async fn turn_of(server: &TestServer, who: u8, by: &str, (from, to): (i64, i64)) -> StatusCode {
    let now = clock::now();
    let (from, to) = (now.plus_ms(from * HOUR_MS), now.plus_ms(to * HOUR_MS));
    let set = SetShift { staff_id: staff(who), from, to };
    let id = ShiftId::from_parts(1, keys::random());
    let body = serde_json::to_string(&set).unwrap();
    roster(server, Method::PUT, by, id, body).await
}

async fn turn(server: &TestServer, by: &str, from: i64, to: i64) -> StatusCode {
    turn_of(server, WES, by, (from, to)).await
}

async fn roster(
    server: &TestServer,
    method: Method,
    by: &str,
    id: ShiftId,
    body: String,
) -> StatusCode {
    let by = TestPhone::enrolled(server, by).await;
    let request = Request::builder()
        .method(method)
        .uri(format!("{SHIFTS}/{id}"))
        .header(header::COOKIE, by.cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .unwrap();
    server.send(request).await.status
}

/// Every turn goes off the roster.
async fn turns_off(server: &TestServer) {
    let sam = TestPhone::enrolled(server, "sam").await;
    let found: Shifts = server.get(SHIFTS, &sam.cookie).await.json();
    for shift in found.shifts {
        let off = roster(server, Method::DELETE, "sam", shift.shift_id, String::new()).await;
        assert_eq!(off, StatusCode::NO_CONTENT);
    }
    let left: Shifts = server.get(SHIFTS, &sam.cookie).await.json();
    assert!(left.shifts.is_empty(), "{left:?}");
}

async fn openings(server: &TestServer) -> Openings {
    let sam = TestPhone::enrolled(server, "sam").await;
    server.get(OPENINGS, &sam.cookie).await.json()
}

async fn opens(
    server: &TestServer,
    phone: &mut TestPhone,
    lookup: &CrisisPlanLookup,
) -> ReceiptOutcome {
    phone.does(server, Payload::CrisisPlanOpened(lookup.clone())).await
}

#[tokio::test]
async fn the_teams_plans_and_nothing_else_are_there_during_a_turn() {
    let server = TestServer::start().await;
    planned(&server).await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    assert_eq!(server.get(PLANS, &wes.cookie).await.status, StatusCode::NO_CONTENT);
    assert_eq!(turn(&server, "sam", 1, 9).await, StatusCode::NO_CONTENT);
    assert_eq!(server.get(PLANS, &wes.cookie).await.status, StatusCode::NO_CONTENT, "not yet");

    assert_eq!(turn(&server, "sam", -1, 1).await, StatusCode::NO_CONTENT);
    let answer = server.get(PLANS, &wes.cookie).await;
    assert!(!answer.text().contains("My brother drinks"), "not for the team");
    let team: TeamPlans = answer.json();
    let lines: Vec<_> = team.plans[0].plan.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!((team.plans.len(), lines), (1, vec!["A walk"]));
    assert!(team.until.utc_ms() > clock::now_ms());
    let again = format!("{PLANS}?have={}", team.tag);
    assert_eq!(server.get(&again, &wes.cookie).await.status, StatusCode::NOT_MODIFIED);
    let sent = "select count(*) from audit_event where action = 'team_plans_sent'";
    assert_eq!(server.number(sent).await, 1);

    // Nobody else is on call, and a pull brings nothing of colleagues' clients.
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    assert_eq!(server.get(PLANS, &rosa.cookie).await.status, StatusCode::NO_CONTENT);
    let mut pulling = TestPhone::enrolled(&server, "wes").await;
    let pages = pulling.pull(&server, None).await;
    assert!(pages.iter().all(|page| page.clients.is_empty() && page.contacts.is_empty()));
}

#[tokio::test]
async fn a_note_does_not_send_the_plans_again_and_an_edit_of_one_does() {
    let server = TestServer::start().await;
    let client = planned(&server).await;
    turn(&server, "sam", -1, 1).await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let team: TeamPlans = server.get(PLANS, &wes.cookie).await.json();
    let asks = async |tag: &str| server.get(&format!("{PLANS}?have={tag}"), &wes.cookie).await;

    let note = words::note(client, "Sat with them");
    rosa.does(&server, Payload::ContactSigned(note)).await;
    assert_eq!(asks(&team.tag).await.status, StatusCode::NOT_MODIFIED);

    let edit = matrix::edit(client);
    assert_eq!(rosa.does(&server, Payload::CrisisPlanSaved(edit)).await, ReceiptOutcome::Applied);
    let changed: TeamPlans = asks(&team.tag).await.json();
    assert_eq!(changed.plans[0].plan.version, 2);

    // The client becomes his own: the plan comes with his pull from now on.
    server.store.assign(server.north, staff(WES), client).await.unwrap();
    let without: TeamPlans = asks(&changed.tag).await.json();
    assert!(without.plans.is_empty());
    // Another turn that goes on for longer is another state.
    turn(&server, "sam", -1, 5).await;
    let longer: TeamPlans = asks(&without.tag).await.json();
    assert!(longer.until > without.until);
}

#[tokio::test]
async fn many_plans_travel_packed() {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..60).await;
    let mut batch = Batch::of(agency(101, "North"));
    batch.crisis_plans.extend((50..).zip(clients).map(|(n, client)| words::plan(client, n)));
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    turn(&server, "sam", -1, 1).await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let request = Request::get(PLANS)
        .header(header::COOKIE, &wes.cookie)
        .header(header::ACCEPT_ENCODING, "gzip, zstd");
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.headers.get(header::CONTENT_ENCODING).unwrap(), "zstd");
    let json = zstd::decode_all(answer.body.as_slice()).unwrap();
    let team: TeamPlans = serde_json::from_slice(&json).unwrap();
    assert_eq!(team.plans.len(), 50);
}

#[tokio::test]
async fn an_opening_is_taken_down_and_a_supervisor_looks_at_it() {
    let server = TestServer::start().await;
    let client = planned(&server).await;
    turn(&server, "sam", -1, 1).await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let during = words::opening(client, clock::now());
    let before = words::opening(client, clock::now().plus_ms(-5 * HOUR_MS));
    for lookup in [&during, &before] {
        assert_eq!(opens(&server, &mut wes, lookup).await, ReceiptOutcome::Applied);
    }
    let found = openings(&server).await;
    let told: Vec<_> = found.openings.iter().map(|one| (one.on_call, one.why)).collect();
    let why = Some(OpeningWhy::ResponderAsked);
    assert_eq!(told, [(false, why), (true, why)], "heard last first; it was outside any turn");
    for one in &found.openings {
        assert_eq!((one.staff_id, one.client_id, one.offline), (staff(WES), client, true));
        assert_eq!((one.preferred_name.as_str(), one.reviewed.as_ref()), ("Person 10", None));
    }

    let sam = TestPhone::enrolled(&server, "sam").await;
    let waiting = async || -> OpeningsWaiting {
        server.get(&format!("{OPENINGS}/waiting"), &sam.cookie).await.json()
    };
    assert_eq!(waiting().await.waiting, 2);
    let path = format!("{OPENINGS}/{}/review", during.lookup_id);
    for _ in 0..2 {
        let answer = server.post(&path, &sam.cookie, &serde_json::json!({})).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(waiting().await.waiting, 1);
    let found = openings(&server).await;
    let reviewed: Vec<_> = found.openings.iter().map(|one| one.reviewed.is_some()).collect();
    assert_eq!(reviewed, [false, true], "what nobody looked at comes first");
    let looked = "select count(*) from audit_event where action = 'opening_reviewed'";
    assert_eq!(server.number(looked).await, 1);
    let listed = "select count(*) from audit_event where action = 'openings_listed'";
    assert_eq!(server.number(listed).await, 2);
}

#[tokio::test]
async fn an_opening_among_plain_notes_is_taken_down_all_the_same() {
    let server = TestServer::start().await;
    let own = server.add_clients(WES, 30..31).await[0];
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let payloads = [
        Payload::ContactSigned(words::note(own, "one")),
        // Their own client, by somebody whose phone did not know of it yet.
        Payload::CrisisPlanOpened(words::opening(own, clock::now())),
        Payload::ContactSigned(words::note(own, "two")),
    ];
    let sealed = payloads.map(|payload| {
        let operation = wes.operation(payload);
        wes.seal(&operation)
    });
    for expected in [ReceiptOutcome::Applied, ReceiptOutcome::Duplicate] {
        let answer = wes.deliver(&server, &sealed).await;
        assert!(answer.receipts.iter().all(|one| one.outcome == expected), "{answer:?}");
    }
    assert_eq!(openings(&server).await.openings.len(), 1);
}

#[tokio::test]
async fn an_opening_under_the_id_of_another_is_kept_for_a_supervisor() {
    let server = TestServer::start().await;
    let client = planned(&server).await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let lookup = words::opening(client, clock::now());
    assert_eq!(opens(&server, &mut wes, &lookup).await, ReceiptOutcome::Applied);
    let other = CrisisPlanLookup { why: Some(OpeningWhy::ClientAsked), ..lookup };
    // It sounds as it does of nobody's client, and is there for them.
    assert_eq!(opens(&server, &mut wes, &other).await, ReceiptOutcome::Applied);
    let kept = "select count(*) from op_quarantine where code = 'id_reused'";
    assert_eq!(server.number(kept).await, 1);
    assert_eq!(openings(&server).await.openings.len(), 1);
}

#[tokio::test]
async fn what_was_opened_during_a_turn_that_was_ended_since_was_opened_on_call() {
    let server = TestServer::start().await;
    let client = planned(&server).await;
    turn(&server, "sam", -2, 2).await;
    turn(&server, "sam", 4, 6).await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    turns_off(&server).await;
    assert_eq!(server.get(PLANS, &wes.cookie).await.status, StatusCode::NO_CONTENT);
    // The phone was offline for an hour: it opened one plan before that, one after.
    let during = words::opening(client, clock::now().plus_ms(-HOUR_MS));
    let after = words::opening(client, clock::now().plus_ms(HOUR_MS));
    let never_begun = words::opening(client, clock::now().plus_ms(5 * HOUR_MS));
    for lookup in [&during, &after, &never_begun] {
        assert_eq!(opens(&server, &mut wes, lookup).await, ReceiptOutcome::Applied);
    }
    let found = openings(&server).await;
    let told: Vec<_> = found.openings.iter().map(|one| one.on_call).collect();
    assert_eq!(told, [false, false, true]);
    let changed = "select count(*) from audit_event where action = 'roster_changed'";
    assert_eq!(server.number(changed).await, 4);
}

#[tokio::test]
async fn a_turn_has_a_length_and_is_of_somebody_here_who_sees_clients() {
    let server = TestServer::start().await;
    assert_eq!(turn(&server, "sam", 1, 1).await, StatusCode::BAD_REQUEST);
    assert_eq!(turn(&server, "sam", 0, 15 * 24).await, StatusCode::BAD_REQUEST);
    assert_eq!(turn(&server, "wes", 0, 8).await, StatusCode::FORBIDDEN);
    assert_eq!(turn(&server, "ada", 0, 8).await, StatusCode::NO_CONTENT);
    assert_eq!(turn_of(&server, ADA, "ada", (0, 8)).await, StatusCode::NOT_FOUND);
    assert_eq!(turn_of(&server, OLGA, "sam", (0, 8)).await, StatusCode::NOT_FOUND);
    let found: Shifts = {
        let rosa = TestPhone::enrolled(&server, "rosa").await;
        server.get(SHIFTS, &rosa.cookie).await.json()
    };
    let who: Vec<_> = found.shifts.iter().map(|shift| shift.staff_id).collect();
    assert_eq!(who, [staff(WES)], "everybody may know who is on call");
}

#[tokio::test]
async fn turns_in_a_row_without_end_are_refused() {
    let server = TestServer::start().await;
    let week = 7 * 24;
    assert_eq!(turn(&server, "sam", 0, 2 * week).await, StatusCode::NO_CONTENT);
    for (from, to) in [(2 * week, 4 * week), (2 * week + 1, 3 * week), (-2 * week, -1)] {
        assert_eq!(
            turn(&server, "sam", from, to).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{from}"
        );
    }
    assert_eq!(turn(&server, "sam", 4 * week, 6 * week).await, StatusCode::NO_CONTENT);
    let another = turn_of(&server, ROSA, "ada", (2 * week, 4 * week)).await;
    assert_eq!(another, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_turn_that_has_begun_is_not_moved_given_away_or_made_longer() {
    let server = TestServer::start().await;
    let (id, now) = (ShiftId::from_parts(1, keys::random()), clock::now());
    let put = async |who: u8, from: i64, to: i64| {
        let (from, to) = (now.plus_ms(from * HOUR_MS), now.plus_ms(to * HOUR_MS));
        let body = serde_json::to_string(&SetShift { staff_id: staff(who), from, to }).unwrap();
        roster(&server, Method::PUT, "sam", id, body).await
    };
    // One that is to come is still written anew.
    assert_eq!(put(WES, 2, 9).await, StatusCode::NO_CONTENT);
    assert_eq!(put(WES, -300, 1).await, StatusCode::NO_CONTENT);
    // An answer that was lost: the same once more is no change.
    assert_eq!(put(WES, -300, 1).await, StatusCode::NO_CONTENT);
    for (who, from, to) in [(WES, 1, 300), (WES, -300, 2), (WES, -299, 1), (ROSA, -300, 1)] {
        assert_eq!(put(who, from, to).await, StatusCode::CONFLICT, "{who} {from} {to}");
    }
    // It is ended, and stays so.
    let off = roster(&server, Method::DELETE, "sam", id, String::new()).await;
    assert_eq!(off, StatusCode::NO_CONTENT);
    assert_eq!(put(WES, -300, 1).await, StatusCode::CONFLICT);
}
