//! Whose numbers are whose: two systems, and the staff of one who are here already.

use super::{Here, client};

#[tokio::test]
async fn an_export_of_another_system_is_refused_and_can_be_told_apart() {
    let here = Here::new();
    here.hmis(&[]);
    let other = [("Export.csv", "Export.other_system.csv")];
    let refused = here.tries("hmis", &here.export(&other), &[]);
    assert_eq!(refused.code, Some(64));
    assert!(refused.err.contains("SourceID “YY-600”"), "{}", refused.err);
    assert!(refused.err.contains("SourceID “ZZ-500”"), "{}", refused.err);
    assert!(refused.err.contains("--another-system"), "{}", refused.err);
    let said = here.hmis_with(&other, &["--another-system"]);
    assert!(said.out.contains("New: 5 clients"), "{}", said.out);
    // From then on both are known.
    for files in [&other[..], &[]] {
        let again = here.hmis(files);
        assert!(again.out.contains("New: 0 clients, 0 contacts. Changed: 0"), "{}", again.out);
    }
    assert_eq!(here.known().await.people.len(), 10);
}

#[tokio::test]
async fn a_system_that_calls_itself_otherwise_can_be_told_to_be_the_same() {
    let here = Here::new();
    here.hmis(&[]);
    let other = [("Export.csv", "Export.other_system.csv")];
    let said = here.hmis_with(&other, &["--same-system"]);
    assert!(said.out.contains("New: 0 clients"), "{}", said.out);
    assert!(here.hmis(&other).out.contains("New: 0 clients"), "and is remembered");
    let export = here.export(&[]);
    std::fs::remove_file(export.join("Export.csv")).unwrap();
    let silent = here.tries("hmis", &export, &[]);
    assert_eq!(silent.code, Some(64), "one that says nothing may be any: {}", silent.err);
}

#[tokio::test]
async fn a_sheet_whose_keys_are_of_other_people_overwrites_nobody() {
    let here = Here::new();
    here.caseload(&here.sheet("east.csv", b"preferred_name,born_on,key\nAda,1990-01-01,1\n"));
    let west = here.sheet("west.csv", b"preferred_name,born_on,key\nBo,1980-02-02,1\nCy,,2\n");
    let said = here.caseload(&west);
    let why = said.of("west.csv", 2);
    assert!(why.contains("was somebody else in an earlier sheet"), "{why}");
    let known = here.known().await;
    assert_eq!(known.said.get(&client(&known, "1")).unwrap().names[0], "Ada");
    let apart = here.tries("caseload", &west, &["--sheet", "west"]);
    assert!(apart.out.contains("New: 2 clients"), "{}{}", apart.out, apart.err);
}

#[tokio::test]
async fn a_user_of_the_name_of_a_colleague_is_that_colleague() {
    let here = Here::new();
    here.user("wren", "Wren Exampleworth");
    let export = here.export(&[]);
    let users = "UserID,UserFirstName,UserLastName\nU1,dana,WHITLOCK\nU2,Wren,Exampleworth\n";
    std::fs::write(export.join("User.csv"), users).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert!(said.of("User.csv", 2).contains("Is dana, who is here already"), "{}", said.report);
    assert_eq!(here.carriers("900001").await, ["dana"]);
    assert_eq!(here.carriers("900002").await, ["wren"]);
    // Two of one name cannot be told apart by it, but what was found before stays.
    let users = format!("{users}U9,Dana,Whitlock\n");
    std::fs::write(export.join("User.csv"), &users).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert!(said.of("User.csv", 2).contains("as in an earlier import"), "{}", said.report);
    assert!(said.of("User.csv", 4).contains("say so with --staff"), "{}", said.report);
    assert_eq!(here.carriers("900001").await, ["dana"]);
    // What is signed under notes is one line that can be seen, however long the export has it.
    let long = "x".repeat(1_100);
    let users = format!("{users}U10,Ro\u{2028}sa\tAdmin,Park\nU11,\u{200d},\nU12,{long},{long}\n");
    std::fs::write(export.join("User.csv"), users).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let listed = String::from_utf8(here.run(&["user", "list"]).stdout).unwrap();
    assert!(listed.lines().any(|line| line.contains("Ro sa Admin Park")), "{listed}");
}

#[tokio::test]
async fn staff_are_mapped_by_a_sheet_which_is_remembered_and_checked() {
    let here = Here::new();
    let first = here.hmis_with(&[], &["--dry-run"]);
    assert!(first.report.contains("name them with --staff"), "{}", first.report);
    here.hmis(&[]);
    assert_eq!(here.carriers("900001").await, ["wren.exampleworth"]);
    let map = here.sheet("staff.csv", b"UserID;login\nU1;dana\n");
    here.hmis_with(&[], &["--staff", map.to_str().unwrap()]);
    assert_eq!(here.carriers("900001").await, ["dana"], "the import moves what it made");
    here.hmis(&[]);
    assert_eq!(here.carriers("900001").await, ["dana"], "without the sheet");
    let wrong = here.sheet("staff.csv", b"UserID,login\nU1,dnaa\n");
    let said = here.tries("hmis", &here.export(&[]), &["--staff", wrong.to_str().unwrap()]);
    assert_eq!(said.code, Some(64));
    assert!(said.err.contains("line 2: nobody signs in as dnaa"), "{}", said.err);
}

#[tokio::test]
async fn whoever_is_assigned_to_nobody_is_counted_last_and_can_be_given_to_somebody() {
    let here = Here::new();
    let users = |here: &Here| {
        let export = here.export(&[]);
        std::fs::write(export.join("User.csv"), "UserID,UserFirstName,UserLastName\n").unwrap();
        export
    };
    let said = here.tries("hmis", &users(&here), &[]);
    assert!(said.last().contains("4 are assigned to nobody"), "{}", said.out);
    let given = here.tries("hmis", &users(&here), &["--unassigned-to", "dana"]);
    assert!(given.last().contains("0 are assigned to nobody"), "{}", given.out);
    assert_eq!(here.carriers("900001").await, ["dana"]);
    assert_eq!(here.carriers("900004").await, <[String; 0]>::default(), "closed");
    here.hmis(&[]);
    assert_eq!(here.carriers("900001").await, ["wren.exampleworth"], "as the source says now");
}

/// A number given anew: the birthday that was known does not go, and nobody is renamed into somebody else.
#[tokio::test]
async fn a_key_that_names_somebody_else_without_a_birthday_overwrites_nobody() {
    let here = Here::new();
    let first = b"preferred_name,legal_name,born_on,key\nAnn,Ann One,1980-01-02,1\nBob,Bob Two,1981-03-04,2\n\
                  Red,,,3\nDee,Dee Four,1984-01-01,4\n";
    here.caseload(&here.sheet("week.csv", first));
    let next = b"preferred_name,legal_name,born_on,key\nZoe,Zoe Other,,1\nBob,Bob Different,1999-09-09,2\n\
                 Jim,James Three,1983-01-01,3\nDee,Dee Four,1984-01-10,4\n";
    let said = here.caseload(&here.sheet("week.csv", next));
    for line in [2, 3] {
        assert!(said.of("week.csv", line).contains("was somebody else"), "{}", said.report);
    }
    let jim = said.of("week.csv", 4);
    assert!(jim.contains(",changed,") && jim.contains("see that it is one person"), "{jim}");
    assert!(said.of("week.csv", 5).contains(",client,"), "a birthday is mended: {}", said.report);
    let known = here.known().await;
    let name = |key: &str| known.said.get(&client(&known, key)).unwrap().names[1].clone();
    assert_eq!([name("1"), name("2"), name("3")], ["Ann One", "Bob Two", "James Three"]);
}
