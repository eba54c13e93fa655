//! Reviews that are planned outside of the time of the rule, as a supervisor is shown them.

use crate::support::{ROSA, TestPhone, TestServer, words};
use axum::http::StatusCode;
use domain::{
    document::{Cells, DocumentKind, Key, Value, service_plan},
    id::{ClientId, DocumentId, LineId},
    json::Json,
    operation::Payload,
    wire::v1::{Attention, DocumentBase, DocumentEdit, OutsideReviews, ReceiptOutcome},
};

const PATH: &str = "/api/v1/plans/outside";

/// A plan with a line of which the review is so many days after its start.
fn plan(client_id: ClientId, own: &str, days: u64, goes_on: bool) -> Payload {
    let mut cells = Cells::empty(DocumentKind::ServicePlan.shape());
    let need = LineId::from_bytes([7; 16]).to_string();
    let line = cells.add_line_about(service_plan::LINES, &need).unwrap();
    let start: chrono::NaiveDate = "2026-01-10".parse().unwrap();
    let disposition = if goes_on { "in_plan" } else { "deferred" };
    for (name, value) in [
        ("disposition", Value::of("disposition", Json::Text(disposition.into()))),
        ("own", Value::text(own)),
        ("start", Value::day(start)),
        ("review", Value::day(start + chrono::Days::new(days))),
        ("outside_reason", Value::text("Is in the hospital until May.")),
    ] {
        cells.put(Key::of_line(line, name), value);
    }
    Payload::DocumentSaved(DocumentEdit {
        document_id: DocumentId::from_bytes(*client_id.as_bytes()),
        kind: DocumentKind::ServicePlan,
        client_id,
        at: words::at(0),
        based_on: DocumentBase::Nothing,
        before: None,
        content: cells.json(),
        settles: Vec::new(),
    })
}

#[tokio::test]
async fn a_supervisor_sees_which_reviews_are_planned_too_early_or_too_late_and_why() {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..15).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let plans = [
        ("late", 91, true),
        ("last day", 90, true),
        ("first day", 30, true),
        ("early", 29, true),
        ("put off", 200, false),
    ];
    for (client, (own, days, goes_on)) in clients.iter().zip(plans) {
        let outcome = rosa.does(&server, plan(*client, own, days, goes_on)).await;
        assert_eq!(outcome, ReceiptOutcome::Applied, "{own}");
    }
    let refused = server.get(PATH, &rosa.cookie).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let found: OutsideReviews = server.get(PATH, &sam.cookie).await.json();
    let goals: Vec<_> = found.reviews.iter().map(|one| one.goal.as_str()).collect();
    assert_eq!((goals, found.unreadable), (vec!["early", "late"], 0));
    assert_eq!(found.reviews[0].reason, "Is in the hospital until May.");
    let listed = "select count(*) from audit_event where action = 'outside_reviews_listed'";
    assert_eq!(server.number(listed).await, 1);

    // One that does not open hides no other.
    let mut db = server.look().await;
    let damage = "update document set body = x'00' where kind = 'service_plan' and client_id = ?";
    sqlx::query(damage).bind(clients[3].as_bytes().as_slice()).execute(&mut db).await.unwrap();
    let found: OutsideReviews = server.get(PATH, &sam.cookie).await.json();
    assert_eq!((found.reviews.len(), found.unreadable), (1, 1));

    // Counting them tells of both, shows nobody, and is not written down.
    let waits: Attention = server.get("/api/v1/attention", &sam.cookie).await.json();
    assert_eq!(
        waits,
        Attention {
            quarantine: 0,
            openings: 0,
            reviews: 2,
            disclosures: 0,
            suggestions: 0,
            damaged: 1
        }
    );
    assert_eq!(server.number(listed).await, 2);
}
