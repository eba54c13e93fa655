//! The tables of a CSV package, put together as JSON nests them.

use super::Nested;
use crate::import::{
    ImportError, Report,
    table::{Columns, Table, listed},
};
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// A table that is read.
pub(super) struct OneTable {
    /// Its file is called so, with `.csv` behind it.
    pub(super) name: &'static str,
    columns: Columns,
}

const fn table(name: &'static str, read: &'static [&'static str]) -> OneTable {
    let columns = Columns { required: &[], read, long: LONG, days: &[], names_others: false };
    OneTable { name, columns }
}

/// The columns of a service, as they are read and written.
pub(super) const SERVICE: &[&str] = &[
    "id",
    "organization_id",
    "name",
    "description",
    "status",
    "application_process",
    "fees_description",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
];

/// Columns in which a line break is nothing unusual.
const LONG: &[&str] = &[
    "description",
    "application_process",
    "fees_description",
    "eligibility_description",
    "eligibility",
    "notes",
    "wait_time",
    "interpretation_services",
];

/// Every table that is read, services first.
pub(super) const TABLES: [OneTable; 13] = [
    OneTable {
        name: "services",
        columns: Columns {
            required: &["id", "name"],
            read: SERVICE,
            long: LONG,
            days: &[],
            names_others: false,
        },
    },
    table("organizations", &["id", "name"]),
    table("locations", &["id", "name"]),
    table("service_at_location", &["id", "service_id", "location_id"]),
    table(
        "phones",
        &[
            "id",
            "service_id",
            "location_id",
            "organization_id",
            "service_at_location_id",
            "number",
            "extension",
            "type",
        ],
    ),
    table(
        "addresses",
        &[
            "id",
            "location_id",
            "address_1",
            "address_2",
            "city",
            "state_province",
            "postal_code",
            "address_type",
        ],
    ),
    table(
        "schedules",
        &[
            "id",
            "service_id",
            "location_id",
            "service_at_location_id",
            "freq",
            "byday",
            "opens_at",
            "closes_at",
            "description",
            "notes",
        ],
    ),
    table("languages", &["id", "service_id", "location_id", "name", "code"]),
    table(
        "cost_options",
        &["id", "service_id", "option", "amount", "currency", "amount_description"],
    ),
    table("required_documents", &["id", "service_id", "document"]),
    table("eligibility", &["id", "service_id", "eligibility", "minimum_age", "maximum_age"]),
    table("attributes", &["id", "link_id", "taxonomy_term_id", "value"]),
    table("taxonomy_terms", &["id", "code", "name", "term"]),
];

/// A row as an object of texts.
type Object = Map<String, Value>;

/// The rows of one table.
#[derive(Default)]
struct Rows {
    rows: Vec<(u64, Object)>,
    file: Arc<str>,
}

impl Rows {
    fn text<'a>(row: &'a Object, column: &str) -> &'a str {
        row.get(column).and_then(Value::as_str).unwrap_or_default()
    }

    /// The rows by what stands in a column; those without it left out.
    fn by(&self, column: &str) -> HashMap<&str, Vec<&Object>> {
        let mut found: HashMap<&str, Vec<&Object>> = HashMap::new();
        for (_, row) in &self.rows {
            let key = Self::text(row, column);
            if !key.is_empty() {
                found.entry(key).or_default().push(row);
            }
        }
        found
    }
}

/// Puts the tables together.
pub(super) fn nested(
    files: &BTreeMap<String, Vec<u8>>,
    report: &mut Report,
) -> Result<Vec<Nested>, ImportError> {
    let mut tables: HashMap<&str, Rows> = HashMap::new();
    for table in &TABLES {
        let name = format!("{}.csv", table.name);
        let bytes = files.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
        let Some((file, bytes)) = bytes else {
            if table.columns.required.is_empty() {
                continue;
            }
            let found = listed(files.keys().map(String::as_str));
            return Err(ImportError::MissingFile { file: name, found });
        };
        tables.insert(table.name, rows(file, bytes, &table.columns, report)?);
    }
    let none = Rows::default();
    let of = |name: &str| tables.get(name).unwrap_or(&none);
    let organizations = of("organizations").by("id");
    let at = of("service_at_location").by("service_id");
    let locations = of("locations").by("id");
    let terms = of("taxonomy_terms").by("id");
    let attributes = of("attributes").by("link_id");
    // What hangs on a service, a location, or where both meet.
    let hang = |table: &'static str, by: &'static str| (table, of(table).by(by));
    let on_service =
        ["phones", "schedules", "languages", "cost_options", "required_documents", "eligibility"]
            .map(|table| hang(table, "service_id"));
    let on_location =
        ["phones", "schedules", "languages", "addresses"].map(|table| hang(table, "location_id"));
    let on_both = ["phones", "schedules"].map(|table| hang(table, "service_at_location_id"));
    let on_organization = hang("phones", "organization_id");
    let list = |of: &HashMap<&str, Vec<&Object>>, id: &str| {
        let rows = of.get(id).into_iter().flatten();
        Value::Array(rows.map(|row| Value::Object((*row).clone())).collect())
    };
    let services = of("services");
    let nest = |(line, row): &(u64, Object)| {
        let id = Rows::text(row, "id");
        let mut service = row.clone();
        for (name, rows) in &on_service {
            service.insert((*name).to_owned(), list(rows, id));
        }
        let organization_id = Rows::text(row, "organization_id");
        if let Some(organization) = organizations.get(organization_id).and_then(|all| all.first()) {
            let mut organization = (*organization).clone();
            organization.insert("phones".to_owned(), list(&on_organization.1, organization_id));
            service.insert("organization".to_owned(), Value::Object(organization));
        }
        let met = at.get(id).into_iter().flatten().map(|met| {
            let (met_id, location_id) = (Rows::text(met, "id"), Rows::text(met, "location_id"));
            let mut both = Object::new();
            for (name, rows) in &on_both {
                both.insert((*name).to_owned(), list(rows, met_id));
            }
            let known = locations.get(location_id).and_then(|all| all.first());
            let mut location = known.map(|one| (*one).clone()).unwrap_or_default();
            for (name, rows) in &on_location {
                location.insert((*name).to_owned(), list(rows, location_id));
            }
            both.insert("location".to_owned(), Value::Object(location));
            Value::Object(both)
        });
        service.insert("service_at_locations".to_owned(), Value::Array(met.collect()));
        let attributes = attributes.get(id).into_iter().flatten().filter_map(|attribute| {
            let term = terms.get(Rows::text(attribute, "taxonomy_term_id"))?.first()?;
            let mut one = Object::new();
            one.insert("taxonomy_term".to_owned(), Value::Object((*term).clone()));
            Some(Value::Object(one))
        });
        service.insert("attributes".to_owned(), Value::Array(attributes.collect()));
        Nested { file: Arc::clone(&services.file), line: *line, json: Value::Object(service) }
    };
    Ok(services.rows.iter().map(nest).collect())
}

fn rows(
    file: &str,
    bytes: &[u8],
    columns: &Columns,
    report: &mut Report,
) -> Result<Rows, ImportError> {
    let table = Table::read(file, bytes, columns, &mut |_| {})?;
    table.tell(report);
    let rows = table.rows().map(|row| {
        let mut object = Object::new();
        for column in columns.read {
            let text = row.get(column);
            if !text.is_empty() {
                object.insert((*column).to_owned(), Value::String(text));
            }
        }
        (row.at().1, object)
    });
    Ok(Rows { rows: rows.collect(), file: Arc::clone(&table.file) })
}
