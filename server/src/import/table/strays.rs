//! Lines that have the form of a row and are none: a header that comes again where sheets were
//! pasted together, and the totals a spreadsheet or a query adds.

use super::{
    Columns,
    header::{Header, plain},
    records::{self, Broken, Record, Split},
    text,
};
use std::collections::BTreeSet;

/// Rows, and what is none.
pub(super) struct Sorted {
    pub(super) records: Vec<Record>,
    pub(super) broken: Vec<(u64, String)>,
    pub(super) aside: Vec<(u64, String)>,
}

pub(super) fn sort(bytes: &[u8], header: &Header, columns: &Columns, found: Split) -> Sorted {
    let names = header.plain.iter().cloned().chain(columns.read.iter().map(|name| plain(name)));
    let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
    let mut sorted = Sorted { records: Vec::new(), broken: Vec::new(), aside: Vec::new() };
    // The line of another header that the lines below belong to.
    let mut foreign = None;
    let mut cells = Vec::new();
    let mut broken = found.broken.into_iter().peekable();
    let mut records = found.records.into_iter().peekable();
    loop {
        let broken_first = match (broken.peek(), records.peek()) {
            (None, None) => break,
            (Some(broken), Some(record)) => broken.line < record.line,
            (one, _) => one.is_some(),
        };
        let (record, why) = if broken_first {
            let Some(Broken { line, at, why }) = broken.next() else { break };
            (Record { line, at }, Some(why))
        } else {
            let Some(record) = records.next() else { break };
            (record, None)
        };
        let split = records::split(bytes, record.at, header.delimiter, &mut cells);
        let held =
            cells.iter().map(|cell| text::kept(bytes.get(cell.at.clone()).unwrap_or_default()));
        let begins = held.clone().filter(|cell| !cell.is_empty()).take(3);
        let held: Vec<String> = match split {
            Ok(_) if may_be_stray(begins, &names) => held.collect(),
            _ => Vec::new(),
        };
        if is_header(&held, &names) {
            if held.iter().map(|cell| plain(cell)).eq(header.plain.iter().cloned()) {
                foreign = None;
                let why = "It is the header once more; two sheets may have been pasted together.";
                sorted.aside.push((record.line, why.to_owned()));
            } else {
                foreign = Some(record.line);
                let why = "It is another header: two sheets were pasted together. What follows is \
                           left out, since its cells have another order. Put each sheet into a \
                           file of its own.";
                sorted.broken.push((record.line, why.to_owned()));
            }
        } else if is_remark(&held) {
            let why = "It says something of the sheet, and is nobody in particular.";
            sorted.aside.push((record.line, why.to_owned()));
        } else if is_total(&held) {
            let why = "It is a line of totals, and nobody in particular.";
            sorted.aside.push((record.line, why.to_owned()));
        } else if let Some(line) = foreign {
            let why = format!("It stands under another header, on line {line}.");
            sorted.broken.push((record.line, why));
        } else if let Some(why) = why {
            sorted.broken.push((record.line, why));
        } else {
            sorted.records.push(record);
        }
    }
    sorted
}

/// What other sheets call their columns, as [`plain`] writes it.
const HEADINGS: [&str; 86] = [
    "address",
    "aka",
    "apellido",
    "apellidos",
    "assignedto",
    "birth",
    "birthdate",
    "birthday",
    "born",
    "casemanager",
    "caseworker",
    "cell",
    "cellphone",
    "celular",
    "clave",
    "client",
    "clientid",
    "clientname",
    "clientnumber",
    "comments",
    "contact",
    "correo",
    "dateofbirth",
    "direccion",
    "dirección",
    "dob",
    "email",
    "emailaddress",
    "emergencycontact",
    "emergencycontactphone",
    "fechadenacimiento",
    "first",
    "firstname",
    "fname",
    "fullname",
    "gender",
    "given",
    "hmisid",
    "homephone",
    "id",
    "idioma",
    "key",
    "language",
    "last",
    "lastname",
    "legalname",
    "lname",
    "location",
    "middle",
    "middlename",
    "mobile",
    "nacimiento",
    "name",
    "nickname",
    "nombre",
    "nombres",
    "notas",
    "notes",
    "number",
    "participant",
    "participantid",
    "personalid",
    "phone",
    "phone1",
    "phonenumber",
    "preferredlanguage",
    "preferredname",
    "program",
    "programa",
    "pronouns",
    "race",
    "sex",
    "ssn",
    "staff",
    "status",
    "street",
    "surname",
    "telefono",
    "telephone",
    "teléfono",
    "trabajador",
    "trabajadora",
    "trabajadorsocial",
    "worker",
    "workername",
    "zip",
];

/// Worth a look at all of its cells: most rows are not.
fn may_be_stray(begins: impl Iterator<Item = String>, names: &BTreeSet<String>) -> bool {
    let mut begins = begins.map(|cell| plain(&cell));
    begins.any(|cell| {
        names.contains(&cell)
            || HEADINGS.contains(&cell.as_str())
            || TOTALS.iter().chain(&REMARKS).any(|word| cell.starts_with(word))
            || matches!(cell.as_str(), "blank" | "enblanco" | "vacías")
    })
}

/// Most of its cells, and two at least, are names of columns.
fn is_header(cells: &[String], names: &BTreeSet<String>) -> bool {
    let said = cells.iter().filter(|cell| !cell.is_empty()).count();
    let (mut known, mut usual) = (0, 0);
    for cell in cells.iter().map(|cell| plain(cell)) {
        known += usize::from(names.contains(&cell));
        usual += usize::from(names.contains(&cell) || HEADINGS.contains(&cell.as_str()));
    }
    // Somebody may be called Street, and stand in a sheet of one column.
    let is_ours = known * 2 > said && (known >= 2 || cells.len() == 1);
    // One heading that nobody has heard of makes no row of it.
    is_ours || (usual == said && usual >= 2) || (usual * 2 > said && usual >= 3)
}

/// What a line of totals begins with.
const TOTALS: [&str; 8] =
    ["total", "totals", "totales", "subtotal", "subtotals", "subtotales", "grand", "count"];

/// What a line begins with that says something of the sheet.
const REMARKS: [&str; 12] = [
    "page",
    "página",
    "pagina",
    "updated",
    "printed",
    "generated",
    "exported",
    "legend",
    "actualizado",
    "impreso",
    "leyenda",
    "source",
];

/// A line whose only cell says something of the sheet: "Page 1 of 2", "Updated 3/4/2026 by Dana",
/// "Legend: I = high", "(blank)" of a pivot table. A name alone is somebody.
fn is_remark(cells: &[String]) -> bool {
    let mut said = cells.iter().filter(|cell| !cell.is_empty());
    let (Some(one), None) = (said.next(), said.next()) else { return false };
    let one = one.to_lowercase();
    let mut words = one.split_whitespace();
    let first = words.next().unwrap_or_default();
    let begins = REMARKS.contains(&first.trim_end_matches(':'));
    // "Page" is a name: what follows it here is a number, a colon or a date.
    let more = words.next().unwrap_or_default();
    let says = first.ends_with(':') || more.starts_with(|c: char| c.is_ascii_digit());
    matches!(one.as_str(), "(blank)" | "(en blanco)" | "(vacías)") || (begins && says)
}

/// "Total, 4146", "Subtotal North, 3": that word first, and nothing else but numbers that are counts and, of a
/// part, what it is called.
fn is_total(cells: &[String]) -> bool {
    let mut words = cells.iter().flat_map(|cell| cell.split_whitespace());
    let Some(first) = words.next() else { return false };
    let first = first.trim_end_matches([':', '=']).to_lowercase();
    if !TOTALS.contains(&first.as_str()) {
        return false;
    }
    let of_part = first.starts_with("subtotal");
    let count = |word: &str| {
        let digits = word.trim_matches(|c: char| "(),.:=".contains(c)).replace([',', '.'], "");
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let noun = |word: &str| {
        let word = word.trim_end_matches([':', '=']).to_lowercase();
        [
            "total", "totals", "of", "clients", "people", "persons", "rows", "records", "de",
            "clientes", "personas", "filas",
        ]
        .contains(&word.as_str())
    };
    let mut counts = 0;
    for word in words {
        match (count(word), noun(word)) {
            (true, _) => counts += 1,
            (false, true) => {}
            (false, false) if of_part && !word.contains(char::is_numeric) => {}
            (false, false) => return false,
        }
    }
    counts > 0
}
