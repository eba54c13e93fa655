//! Sheets that people made, pasted together and saved with something out of place.

use super::{Here, fixture};

#[tokio::test]
async fn a_stray_pair_of_quotes_swallows_nobody_and_moves_nothing() {
    let here = Here::new();
    let said = here.hmis(&[("Client.csv", "Client.stray_quotes.csv")]);
    for line in [2, 3] {
        let why = said.of("Client.csv", line);
        assert!(why.contains(",row,skipped,"), "{why}");
    }
    assert!(said.of("Client.csv", 4).contains(",client,"), "{}", said.report);
    assert!(!said.report.contains("1120"), "{}", said.report);
    let known = here.known().await;
    assert!(known.said.values().all(|said| !format!("{said:?}").contains("1120")));

    let said = here.tries("hmis", &here.export(&[("Client.csv", "Client.stray_comma.csv")]), &[]);
    let why = said.of("Client.csv", 2);
    assert!(why.contains("The row has 39 cells where the header names 38"), "{why}");
}

#[tokio::test]
async fn lines_behind_a_quote_that_is_never_closed_are_read_again() {
    let here = Here::new();
    let said = here.caseload(&fixture("caseload/stray_quotes.csv"));
    let taken: Vec<_> = [2, 4, 5].map(|line| said.of("stray_quotes.csv", line)).into();
    assert!(taken.iter().all(|why| why.contains(",client,")), "{taken:?}");
    assert!(said.of("stray_quotes.csv", 3).contains(",row,skipped,"), "{}", said.report);
    assert!(said.of("stray_quotes.csv", 1).contains("ssn"), "an unread column is named");
    let known = here.known().await;
    let said: Vec<String> = known.said.values().map(|said| format!("{said:?}")).collect();
    assert_eq!(said.len(), 3);
    assert!(said.iter().any(|said| said.contains("Room 4,\\nsecond floor")), "{said:?}");
    for number in ["1120", "9999", "5462"] {
        assert!(said.iter().all(|said| !said.contains(number)), "{number}: {said:?}");
    }
}

#[tokio::test]
async fn sheets_that_were_pasted_together_make_nobody_of_a_header() {
    let here = Here::new();
    let said = here.caseload(&fixture("caseload/pasted.csv"));
    let of = |line| said.of("pasted.csv", line);
    assert!(
        of(1).contains("Two columns are called phone: the one in place 4 was read"),
        "{}",
        of(1)
    );
    assert!(of(3).contains("It is the header once more"), "{}", of(3));
    assert!(of(4).contains(",client,"), "somebody called ? is a person: {}", of(4));
    assert!(of(5).contains("a line of totals"), "{}", of(5));
    assert!(of(6).contains("It is another header"), "{}", of(6));
    assert!(of(7).contains("It stands under another header, on line 6"), "{}", of(7));
    let known = here.known().await;
    let mut names: Vec<&str> = known.said.values().map(|said| said.names[0].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["?", "Juniper"]);
}

#[tokio::test]
async fn a_sheet_that_a_spreadsheet_saved_again_is_of_the_same_people() {
    let here = Here::new();
    let first = here.caseload(&fixture("caseload/columns.csv"));
    let unread = first.of("columns.csv", 1);
    assert!(unread.contains("Alerts (is alert meant?)"), "{unread}");
    assert!(unread.contains("Phone Number (is phone meant?)"), "{unread}");
    assert!(first.of("columns.csv", 3).contains("holds 2 numbers"), "{}", first.report);
    let again = here.caseload(&fixture("caseload/resaved.csv"));
    assert!(again.out.contains("New: 0 clients"), "{}", again.out);
    assert_eq!(here.known().await.people.len(), 2);

    // The other way about, and from a sheet whose days have their own order.
    let there = Here::new();
    there.caseload(&fixture("caseload/resaved.csv"));
    let again = there.caseload(&fixture("caseload/columns.csv"));
    assert!(again.out.contains("New: 0 clients"), "{}", again.out);
    let days =
        there.sheet("days.csv", b"preferred_name,born_on\nJuniper,02/01/1980\nMarlow,31/12/1971\n");
    let again = there.caseload(&days);
    assert!(again.out.contains("New: 0 clients"), "{}", again.out);
}

#[tokio::test]
async fn no_social_security_number_is_kept_wherever_it_came_to_stand() {
    let here = Here::new();
    let sheet = "preferred_name,alias,place,alert,phone,program,key\n\
                 078-05-1120,,,,,,\n\
                 Ada,,Pier 078-05-1120,see 078051120,078-05-1120,x 078 05 1120,078-05-1120\n";
    let said = here.caseload(&here.sheet("numbers.csv", sheet.as_bytes()));
    assert!(said.of("numbers.csv", 2).contains("where a name is expected"), "{}", said.report);
    assert!(!said.report.contains("1120") && !said.out.contains("1120"), "{}", said.report);
    let known = here.known().await;
    assert_eq!(known.said.len(), 1);
    let all = format!("{:?}{:?}", known.said, known.people);
    assert!(!all.contains("1120"), "{all}");
    assert!(all.contains("Pier [number left out]"), "{all}");
}
