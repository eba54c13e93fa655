//! Who gets at a crisis plan, and how: a table with a row for each standing.

use super::{PLANS, openings, opens, plan_of, planned, turn, turn_of};
use crate::support::{OLGA, TestPhone, TestServer, words};
use axum::http::StatusCode;
use domain::{
    id::{ClientId, LineId},
    operation::Payload,
    wire::v1::{
        CrisisPlanEdit, CrisisPlanItem, DocumentBase, LookupReason, PullPage, QuarantineCode,
        ReceiptOutcome, Revoked, Section, TeamPlans,
    },
};

/// How somebody stands to a client with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The client is theirs.
    Own,
    /// A colleague's, and they are not on call.
    Colleague,
    /// A colleague's, and they are on call.
    OnCall,
    /// A colleague's, and they were on call until now.
    TurnOver,
    /// On call, in another agency.
    OtherAgency,
    /// On call, on a phone that was revoked.
    RevokedPhone,
}

/// What they get.
#[derive(Debug, PartialEq, Eq)]
struct Gets {
    /// By a pull: the answer, and the plan in it.
    pull: (u16, bool),
    /// By asking for the team's plans: the answer, and the plan in it.
    team: (u16, bool),
    /// By asking for every version.
    versions: u16,
    /// For saying that they opened it.
    lookup: ReceiptOutcome,
    /// What the supervisor is told of that: whether a turn was on.
    told: Option<bool>,
    /// For an edit.
    edit: ReceiptOutcome,
}

const APPLIED: ReceiptOutcome = ReceiptOutcome::Applied;

const fn kept(code: QuarantineCode) -> ReceiptOutcome {
    ReceiptOutcome::Quarantined { code }
}

#[rustfmt::skip]
const EXPECTED: [(Standing, Gets); 6] = [
    (Standing::Own, Gets {
        pull: (200, true), team: (204, false), versions: 200,
        lookup: APPLIED, told: None, edit: APPLIED,
    }),
    (Standing::Colleague, Gets {
        pull: (200, false), team: (204, false), versions: 404,
        lookup: APPLIED, told: Some(false), edit: kept(QuarantineCode::NotAssigned),
    }),
    (Standing::OnCall, Gets {
        pull: (200, false), team: (200, true), versions: 404,
        lookup: APPLIED, told: Some(true), edit: kept(QuarantineCode::NotAssigned),
    }),
    (Standing::TurnOver, Gets {
        pull: (200, false), team: (204, false), versions: 404,
        lookup: APPLIED, told: Some(false), edit: kept(QuarantineCode::NotAssigned),
    }),
    (Standing::OtherAgency, Gets {
        pull: (200, false), team: (200, false), versions: 404,
        lookup: APPLIED, told: None,
        edit: kept(QuarantineCode::NotAssigned),
    }),
    (Standing::RevokedPhone, Gets {
        pull: (401, false), team: (401, false), versions: 401,
        lookup: kept(QuarantineCode::DeviceRevoked), told: None,
        edit: kept(QuarantineCode::DeviceRevoked),
    }),
];

#[tokio::test]
async fn a_plan_reaches_whom_the_table_says_and_nobody_else() {
    for (standing, expected) in EXPECTED {
        let server = TestServer::start().await;
        let client = planned(&server).await;
        let mut phone = somebody(&server, standing).await;
        let pull = phone.ask(&server, None).await;
        let pulled = pull.status == StatusCode::OK
            && pull.json::<PullPage>().crisis_plans.iter().any(|plan| plan.client_id == client);
        let team = server.get(PLANS, &phone.cookie).await;
        let in_team = team.status == StatusCode::OK
            && team.json::<TeamPlans>().plans.iter().any(|one| one.plan.client_id == client);
        let versions = format!("/api/v1/clients/{client}/crisis-plan/versions");
        let versions = server.get(&versions, &phone.cookie).await;
        let mut lookup = words::opening(client, server::clock::now());
        if standing == Standing::Own {
            (lookup.reason, lookup.why) = (LookupReason::OwnClient, None);
        }
        let gets = Gets {
            pull: (pull.status.as_u16(), pulled),
            team: (team.status.as_u16(), in_team),
            versions: versions.status.as_u16(),
            lookup: opens(&server, &mut phone, &lookup).await,
            told: openings(&server).await.openings.first().map(|one| one.on_call),
            edit: phone.does(&server, Payload::CrisisPlanSaved(edit(client))).await,
        };
        assert_eq!(gets, expected, "{standing:?}");
    }
}

async fn somebody(server: &TestServer, standing: Standing) -> TestPhone {
    let login = match standing {
        Standing::Own => "rosa",
        Standing::OtherAgency => "olga",
        _ => "wes",
    };
    let phone = TestPhone::enrolled(server, login).await;
    let done = match standing {
        Standing::Own | Standing::Colleague => return phone,
        Standing::OnCall | Standing::RevokedPhone => turn(server, "sam", -1, 1).await,
        Standing::TurnOver => turn(server, "sam", -9, 0).await,
        Standing::OtherAgency => turn_of(server, OLGA, "sue", (-1, 1)).await,
    };
    assert_eq!(done, StatusCode::NO_CONTENT);
    if standing == Standing::RevokedPhone {
        let sam = TestPhone::enrolled(server, "sam").await;
        phone.is_revoked(server, &sam, Revoked::Lost).await;
    }
    phone
}

/// One line more in the plan of [`planned`].
pub(super) fn edit(client: ClientId) -> CrisisPlanEdit {
    let plan = plan_of(client);
    let before = plan.content();
    let mut content = before.clone();
    let id = LineId::from_bytes([9; 16]);
    let item = CrisisPlanItem::new(id, Section::WhatHelps);
    content.items.push(CrisisPlanItem { text: "Tea".to_owned(), ..item });
    CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: client,
        at: words::at(0),
        based_on: DocumentBase::Version(1),
        before: Some(before),
        content,
        settles: Vec::new(),
    }
}
