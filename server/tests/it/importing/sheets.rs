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

/// Second headers as other sheets have them: the lines below are in another order.
#[tokio::test]
async fn no_header_of_another_sheet_becomes_a_client_whatever_it_calls_its_columns() {
    let headers = [
        "Name,DOB,Phone #,Case Worker,ID",
        "First,Last,Cell #,Worker,Client #",
        "Nombre,Apellido,Teléfono,Trabajador,Clave",
        "Last Name,First Name,SSN,Worker,HMIS ID",
        "Client Name,Alias,Emergency Contact Phone,Assigned To,Key",
        "name,born,phone,worker,id",
    ];
    for header in headers {
        let here = Here::new();
        let sheet = format!(
            "preferred_name,legal_name,phone,worker_login,key\nAda,Ada Onestreet,,dana,1\n\
             {header}\nEvers,Eve,860-555-0101,dana,2\n"
        );
        let said = here.caseload(&here.sheet("two.csv", sheet.as_bytes()));
        assert!(said.of("two.csv", 3).contains("another header"), "{header}: {}", said.report);
        assert!(said.of("two.csv", 4).contains("under another header"), "{}", said.report);
        assert_eq!(here.known().await.said.len(), 1, "{header}");
    }
}

#[tokio::test]
async fn what_is_said_of_a_sheet_is_nobody_and_a_heading_is_pointed_at() {
    let here = Here::new();
    let lines = [
        "Page 1 of 2,,",
        "(blank),,",
        "\"Subtotal North\",3,",
        "Totales,12,",
        "Updated 3/4/2026 by Dana,,",
        "Legend: I = high,,",
        "Team North,,",
        "Page Turner,,Main St",
    ];
    let sheet = ["preferred_name,legal_name,place"].iter().chain(&lines).copied();
    let sheet = sheet.collect::<Vec<_>>().join("\n");
    let said = here.caseload(&here.sheet("said.csv", sheet.as_bytes()));
    for (line, text) in (2..).zip(lines.iter().take(6)) {
        assert!(!said.of("said.csv", line).contains(",client,"), "{text}: {}", said.report);
    }
    assert!(said.of("said.csv", 8).contains("a person and not a heading"), "{}", said.report);
    let named = said.of("said.csv", 9);
    assert!(named.contains(",client,") && !named.contains("heading"), "{named}");
    assert_eq!(here.known().await.said.len(), 2);
}

#[tokio::test]
async fn a_word_for_no_name_is_left_out_where_there_is_a_name() {
    let here = Here::new();
    let sheet = "preferred_name,legal_name,alias,key\nN/A,Hal Person,,1\nUnknown,,Red,2\n\
                 \u{200b},Ivy Person,,3\nnull,,,4\n\u{202e}Jo\u{2066}e,,,5\n";
    let said = here.caseload(&here.sheet("names.csv", sheet.as_bytes()));
    let known = here.known().await;
    let mut names: Vec<&str> = known.said.values().map(|said| said.names[0].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Hal Person", "Ivy Person", "Joe", "Red", "null"]);
    assert!(said.of("names.csv", 2).contains("“N/A” stands where a name is not known"));
}

#[tokio::test]
async fn no_social_security_number_is_stored_however_it_is_written_behind_its_name() {
    let here = Here::new();
    let sheet = "preferred_name,place,alert\nAda,ss# is 1 2 3 4 5 6 7 8 9,ssn 12345 6789\n\
                 Bo,SSN o78-o5-112o,0 7 8 0 5 1 1 2 0\nCy,06103-1234,ZIP 06103 1234\n";
    here.caseload(&here.sheet("numbers.csv", sheet.as_bytes()));
    let said = format!("{:?}", here.known().await.said.values().collect::<Vec<_>>());
    for number in ["7 8 9", "6789", "112", "1 1 2 0"] {
        assert!(!said.contains(number), "{number}: {said}");
    }
}
