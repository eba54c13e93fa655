//! What a phone gets to see of it.

use super::*;
use domain::record::RecordRow;

/// The small demonstration of one worker, over a server that has other agencies too.
async fn of_dana(server: &TestServer) -> Batch {
    let mut batch = demo::small(today());
    batch.staff.retain(|new| new.login == "dana");
    batch.staff.iter_mut().for_each(|new| new.password = None);
    let dana = batch.staff.first().unwrap().card.staff_id;
    batch.clients.retain(|new| new.assigned == [dana]);
    let clients: BTreeSet<_> = batch.clients.iter().map(|new| new.client.client_id).collect();
    batch.documents.retain(|version| clients.contains(&version.client_id));
    batch.crisis_plans.retain(|plan| clients.contains(&plan.client_id));
    batch.tasks.retain(|task| clients.contains(&task.client_id));
    let theirs = |row: &RecordRow| clients.contains(&row.record().client_id());
    batch.records = batch.records.iter().filter(theirs).collect();
    server.store.load(batch.clone(), &mut |_, _| {}).await.unwrap();
    let_in(&server.store).await;
    batch
}

/// As it travels, with the lines of each group together: a line keeps its place within its group.
fn by_group(version: &Version) -> String {
    let mut version = version.clone();
    let kind = |line: LineId| word(&version.cells, Key::of_line(line, "kind"));
    let groups: BTreeMap<LineId, _> =
        version.cells.lines.iter().map(|line| (line.id, kind(line.id))).collect();
    version.cells.lines.sort_by_key(|line| (line.list, groups.get(&line.id).cloned()));
    String::from_utf8(version.to_json().unwrap()).unwrap()
}

#[tokio::test]
async fn a_phone_pulls_the_last_version_of_each_just_as_it_was_made() {
    let server = TestServer::start().await;
    let batch = of_dana(&server).await;
    let mut phone = TestPhone::enrolled(&server, "dana").await;
    let pages = phone.pull(&server, None).await;
    let pulled: Vec<Version> = pages.into_iter().flat_map(|page| page.documents).collect();
    for kind in DocumentKind::OF_CELLS {
        let made = last(&batch, *kind);
        assert!(made.len() >= 2, "{kind:?}");
        let came = pulled.iter().filter(|version| version.kind == *kind);
        let came: BTreeMap<_, _> = came.map(|version| (version.client_id, version)).collect();
        assert!(came.keys().eq(made.keys()), "{kind:?}");
        for (client, made) in made {
            assert_eq!(by_group(came[&client]), by_group(made));
        }
    }
}

#[test]
fn the_first_of_a_small_caseload_has_nothing_yet_so_that_it_can_be_begun() {
    let batch = demo::small(today());
    for worker in batch.staff.iter().filter(|new| new.login != "rosa" && new.login != "admin") {
        let id = worker.card.staff_id;
        let first = batch.clients.iter().find(|new| new.assigned == [id]).unwrap().client.client_id;
        assert!(batch.documents.iter().all(|version| version.client_id != first));
        let contacts = batch.records.contacts().map(|row| row.contact);
        let notes: Vec<_> = contacts.filter(|one| one.client_id == first).collect();
        assert!(!notes.is_empty() && notes.iter().all(|one| one.need_nos.is_empty()));
    }
}
