//! Rows that this build of the app cannot read.

use super::*;

fn unread(field: &str, id: &str, client: u8) -> Unread {
    let client = client_id(client);
    let text = format!(r#"{{"it_id":"{id}","client_id":"{client}","stage":"by_pigeon"}}"#);
    Unread { field: field.into(), in_list: true, text }
}

#[test]
fn what_cannot_be_read_is_kept_and_counted_until_it_can_or_leaves() {
    let (mut caseload, mut files) = Copy::default();
    let mut random = Random::new(5);
    let known = PullPage { clients: vec![script::client(&mut random, client_id(1))], ..page() };
    let rows =
        vec![unread("contacts", "a", 1), unread("contacts", "b", 1), unread("tasks", "c", 2)];
    let _changes = apply(known, rows, &mut caseload, &mut files);
    assert_eq!((caseload.unread_about(client_id(1)), caseload.unread.len()), (2, 3));
    assert_eq!(caseload.agrees_with(Digest::default()), None, "nobody can count it");
    // The same row again, in a later state.
    let _changes = apply(page(), vec![unread("contacts", "a", 1)], &mut caseload, &mut files);
    assert_eq!(caseload.unread.len(), 3);
    let evict = PullPage { evict: vec![client_id(2)], ..page() };
    let _changes = apply(evict, Vec::new(), &mut caseload, &mut files);
    assert_eq!(caseload.unread.len(), 2);
    let note = note(7, 1, NOW_MS);
    let id = note.contact.contact_id.to_string();
    let _changes = apply(page(), vec![unread("contacts", &id, 1)], &mut caseload, &mut files);
    let readable = PullPage { contacts: vec![note], ..page() };
    let _changes = apply(readable, Vec::new(), &mut caseload, &mut files);
    assert_eq!(caseload.unread.len(), 2, "it can be read now");
    let reset = PullPage { reset: true, ..page() };
    let _changes = apply(reset, Vec::new(), &mut caseload, &mut files);
    assert_eq!(caseload.unread, []);
}

#[test]
fn a_document_that_cannot_be_read_is_known_to_be_there_by_its_kind_and_client() {
    let (mut caseload, mut files) = Copy::default();
    let mut random = Random::new(5);
    let known = PullPage { clients: vec![script::client(&mut random, client_id(1))], ..page() };
    let mut assessment = unread("documents", "d", 1);
    assessment.text = assessment.text.replace("\"stage\"", "\"kind\":\"assessment\",\"stage\"");
    let rows = vec![unread("crisis_plans", "p", 2), assessment];
    let _changes = apply(known, rows, &mut caseload, &mut files);
    for (kind, client, is_there) in [
        (DocumentKind::CrisisPlan, 2, true),
        (DocumentKind::CrisisPlan, 1, false),
        (DocumentKind::Assessment, 1, true),
        (DocumentKind::Assessment, 2, false),
        (DocumentKind::ServicePlan, 1, false),
    ] {
        let said = caseload.has_unread_document(kind, client_id(client));
        assert_eq!(said, is_there, "{kind:?} {client}");
    }
}

#[test]
fn notes_of_somebody_whose_sheet_cannot_be_read_wait_for_it() {
    let (mut caseload, mut files) = Copy::default();
    let sheet = unread("clients", "s", 1);
    let first = PullPage { contacts: vec![note(7, 1, NOW_MS)], ..page() };
    let changes = apply(first, vec![sheet], &mut caseload, &mut files);
    assert!(changes.files.contains(&client_id(1)), "their file is kept");
    // The next build reads the sheet; the file is handed in with it.
    let mut random = Random::new(5);
    let second = PullPage { clients: vec![script::client(&mut random, client_id(1))], ..page() };
    let _changes = apply(second, Vec::new(), &mut caseload, &mut files);
    let entry = caseload.clients.get(&client_id(1)).unwrap();
    assert_eq!((entry.marks.len(), entry.contacts.count), (1, 1));
}
