//! Crisis plans that several phones edit while none of them hears of the others.

use crate::support::{ROSA, TestPhone, TestServer, agency, words};
use domain::{
    id::{LineId, OperationId},
    operation::Payload,
    wire::v1::{
        CrisisPlan, CrisisPlanContent, CrisisPlanEdit, CrisisPlanItem, DocumentBase, PlanVersions,
        QuarantineCode, ReceiptOutcome, Section,
    },
};
use server::store::Batch;

fn line(n: u8, text: &str) -> CrisisPlanItem {
    let id = LineId::from_bytes([n; 16]);
    CrisisPlanItem { text: text.to_owned(), ..CrisisPlanItem::new(id, Section::WhatHelps) }
}

fn first(content: &mut CrisisPlanContent) -> &mut CrisisPlanItem {
    content.items.first_mut().unwrap()
}

/// A client of Rosa's with a plan that says "A walk by the water".
async fn planned(server: &TestServer) -> CrisisPlan {
    let clients = server.add_clients(ROSA, 10..11).await;
    let mut plan = words::plan(*clients.first().unwrap(), 50);
    plan.items.push(line(1, "A walk by the water"));
    let mut batch = Batch::of(agency(101, "North"));
    batch.crisis_plans.push(plan.clone());
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    plan
}

fn edit(plan: &CrisisPlan, change: impl FnOnce(&mut CrisisPlanContent)) -> CrisisPlanEdit {
    let before = plan.content();
    let mut content = before.clone();
    change(&mut content);
    CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: plan.client_id,
        at: words::at(0),
        based_on: DocumentBase::Version(plan.version),
        before: Some(before),
        content,
        settles: Vec::new(),
    }
}

async fn pulled(server: &TestServer, phone: &mut TestPhone) -> CrisisPlan {
    let pages = phone.pull(server, None).await;
    let mut plans: Vec<_> = pages.into_iter().flat_map(|page| page.crisis_plans).collect();
    assert_eq!(plans.len(), 1);
    plans.remove(0)
}

#[tokio::test]
async fn two_phones_edit_one_plan_and_nobodys_words_are_lost() {
    let server = TestServer::start().await;
    let plan = planned(&server).await;
    let mut street = TestPhone::enrolled(&server, "rosa").await;
    let mut office = TestPhone::enrolled(&server, "rosa").await;

    let added = edit(&plan, |content| content.items.push(line(2, "Ring my sister")));
    let outcome = street.does(&server, Payload::CrisisPlanSaved(added)).await;
    assert_eq!(outcome, ReceiptOutcome::Applied);

    let other = edit(&plan, |content| content.items.push(line(3, "Feed the cat")));
    let outcome = office.does(&server, Payload::CrisisPlanSaved(other)).await;
    assert_eq!(outcome, ReceiptOutcome::Merged);

    let now = pulled(&server, &mut street).await;
    let texts: Vec<_> = now.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(now.version, 3);
    assert_eq!(texts.len(), 3);
    for text in ["A walk by the water", "Ring my sister", "Feed the cat"] {
        assert!(texts.contains(&text), "{text} in {texts:?}");
    }

    // Both change the same line: one stands, the other stays beside it.
    let hers = edit(&now, |content| first(content).text = "A walk by the harbor".to_owned());
    let his = edit(&now, |content| first(content).text = "A walk with the dog".to_owned());
    let outcome = street.does(&server, Payload::CrisisPlanSaved(hers)).await;
    assert_eq!(outcome, ReceiptOutcome::Applied);
    let outcome = office.does(&server, Payload::CrisisPlanSaved(his)).await;
    assert_eq!(outcome, ReceiptOutcome::Conflict);
    let open = pulled(&server, &mut office).await;
    let all = serde_json::to_string(&open).unwrap();
    assert_eq!(open.conflicts.len(), 1);
    assert!(all.contains("by the harbor") && all.contains("with the dog"), "{all}");
    assert_eq!(
        server.number("select count(*) from document_version where kind = 'crisis_plan'").await,
        5
    );
}

#[tokio::test]
async fn a_phone_that_saves_twice_before_it_hears_anything_has_no_conflict_with_itself() {
    let server = TestServer::start().await;
    let plan = planned(&server).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let saved_first = edit(&plan, |content| first(content).text = "A walk".to_owned());
    let then = {
        let saved = phone.operation(Payload::CrisisPlanSaved(saved_first.clone()));
        let mut content = saved_first.content.clone();
        first(&mut content).text = "A long walk".to_owned();
        let edit = CrisisPlanEdit {
            based_on: DocumentBase::Edit(saved.op_id),
            before: Some(saved_first.content),
            content,
            ..saved_first
        };
        [saved, phone.operation(Payload::CrisisPlanSaved(edit))]
    };
    let sealed: Vec<_> = then.iter().map(|operation| phone.seal(operation)).collect();
    let answer = phone.deliver(&server, &sealed).await;
    let outcomes: Vec<_> = answer.receipts.iter().map(|receipt| receipt.outcome).collect();
    assert_eq!(outcomes, [ReceiptOutcome::Applied, ReceiptOutcome::Applied]);
    let now = pulled(&server, &mut phone).await;
    assert_eq!(now.items.first().unwrap().text, "A long walk");
    assert!(now.conflicts.is_empty());

    // The same again, after a lost reply, is no third version.
    let again = phone.deliver(&server, &sealed).await;
    assert!(again.receipts.iter().all(|one| one.outcome == ReceiptOutcome::Duplicate));
    assert_eq!(
        server.number("select count(*) from document_version where kind = 'crisis_plan'").await,
        3
    );
}

#[tokio::test]
async fn a_plan_that_is_loaded_again_under_its_version_is_the_next_one() {
    let server = TestServer::start().await;
    let plan = planned(&server).await;
    let mut mended = plan.clone();
    mended.items[0].text = "A walk by the river".to_owned();
    let load = async |plan: &CrisisPlan| {
        let mut batch = Batch::of(agency(101, "North"));
        batch.crisis_plans.push(plan.clone());
        server.store.load(batch, &mut |_, _| {}).await.unwrap()
    };
    assert_eq!(load(&mended).await.updated.crisis_plans, 1);
    assert_eq!(load(&mended).await.unchanged.crisis_plans, 1);

    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let now = pulled(&server, &mut phone).await;
    let path = format!("/api/v1/clients/{}/crisis-plan/versions", plan.client_id);
    let on_record: PlanVersions = server.get(&path, &phone.cookie).await.json();
    assert_eq!((now.version, now.items[0].text.as_str()), (2, "A walk by the river"));
    assert_eq!(on_record.versions, [now.clone(), plan.clone()]);

    // What an edit begins from is what is on record: nothing is taken for a change of hers.
    let next = edit(&now, |content| content.items.push(line(2, "Ring my sister")));
    let outcome = phone.does(&server, Payload::CrisisPlanSaved(next)).await;
    assert_eq!(outcome, ReceiptOutcome::Applied);
    // Loaded once more, it takes nobody's words back; its source may take back its own.
    assert_eq!(load(&mended).await.unchanged.crisis_plans, 1);
    let now = pulled(&server, &mut phone).await;
    assert_eq!((now.version, now.items.len()), (3, 2));
    assert_eq!(load(&plan).await.updated.crisis_plans, 1);
    let now = pulled(&server, &mut phone).await;
    let texts: Vec<_> = now.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!((now.version, texts), (4, vec!["A walk by the water", "Ring my sister"]));
    assert!(now.conflicts.is_empty());
}

#[tokio::test]
async fn an_edit_under_the_name_of_another_clients_plan_goes_to_the_quarantine() {
    let server = TestServer::start().await;
    let plan = planned(&server).await;
    let others = server.add_clients(ROSA, 11..12).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let stray = CrisisPlanEdit {
        client_id: *others.first().unwrap(),
        based_on: DocumentBase::Edit(OperationId::from_bytes([9; 16])),
        ..edit(&plan, |_| {})
    };
    let outcome = phone.does(&server, Payload::CrisisPlanSaved(stray)).await;
    assert_eq!(outcome, ReceiptOutcome::Quarantined { code: QuarantineCode::TargetUnknown });
    assert_eq!(
        server.number("select count(*) from document_version where kind = 'crisis_plan'").await,
        1
    );
}

#[tokio::test]
async fn every_version_is_handed_out_newest_first_and_looking_is_recorded() {
    let server = TestServer::start().await;
    let plan = planned(&server).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let next = edit(&plan, |content| first(content).text = "A walk with the dog".to_owned());
    phone.does(&server, Payload::CrisisPlanSaved(next)).await;

    let path = format!("/api/v1/clients/{}/crisis-plan/versions", plan.client_id);
    let answer = server.get(&path, &phone.cookie).await;
    let found: PlanVersions = answer.json();
    let words: Vec<_> = found.versions.iter().map(|plan| plan.items[0].text.as_str()).collect();
    assert_eq!(words, ["A walk with the dog", "A walk by the water"]);
    let looked = "select count(*) from audit_event where action = 'document_versions_read'";
    assert_eq!(server.number(looked).await, 1);

    // Somebody else's client has no plan that one could ask about.
    let colleague = TestPhone::enrolled(&server, "wes").await;
    assert_eq!(server.get(&path, &colleague.cookie).await.status.as_u16(), 404);
    assert_eq!(server.number(looked).await, 1);
}
