//! Writing the directory as a package, for whoever publishes one: the tables of HSDS 3, or JSON with
//! everything nested in its service.

use super::tables::SERVICE;
use domain::{
    document::assessment::DOMAIN_WORDS,
    wire::v1::{OpenHours, Service},
};
use serde_json::{Value, json};
use std::{fs, io, path::Path};

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Writes the tables into a new folder.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn write_tables(to: &Path, services: &[&Service]) -> io::Result<()> {
    fs::create_dir(to)?;
    let nested: Vec<Value> = services.iter().map(|service| nested(service)).collect();
    let of = |name: &str| -> Vec<Value> {
        let lists = nested.iter().filter_map(|service| service.get(name)?.as_array().cloned());
        lists.flatten().collect()
    };
    let met = of("service_at_locations");
    let locations: Vec<Value> = met.iter().filter_map(|met| met.get("location").cloned()).collect();
    let of_locations: Vec<Value> = locations
        .iter()
        .filter_map(|location| location.get("addresses")?.as_array().cloned())
        .flatten()
        .collect();
    let mut organizations: Vec<Value> =
        nested.iter().filter_map(|service| service.get("organization").cloned()).collect();
    organizations.sort_by_key(|one| one.get("id").and_then(Value::as_str).map(str::to_owned));
    organizations.dedup();
    let terms: Vec<Value> = DOMAIN_WORDS.iter().map(|word| term(word)).collect();
    let write = |name: &str, columns: &[&str], rows: &[Value]| table(to, name, columns, rows);
    write("organizations", &["id", "name", "description"], &organizations)?;
    write("services", SERVICE, &nested)?;
    write("locations", &["id", "location_type", "name"], &locations)?;
    write("service_at_location", &["id", "service_id", "location_id"], &met)?;
    write("phones", &["id", "service_id", "number", "type"], &of("phones"))?;
    write("addresses", ADDRESS, &of_locations)?;
    write("schedules", SCHEDULE, &of("schedules"))?;
    write("languages", &["id", "service_id", "name"], &of("languages"))?;
    write("taxonomy_terms", &["id", "code", "name", "description"], &terms)?;
    write("attributes", &["id", "link_id", "link_entity", "taxonomy_term_id"], &of("attributes"))
}

/// Writes the nested form into a new file.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(to: &Path, services: &[&Service]) -> io::Result<()> {
    let nested: Vec<Value> = services.iter().map(|service| nested(service)).collect();
    let file = fs::File::create_new(to)?;
    serde_json::to_writer_pretty(io::BufWriter::new(file), &nested).map_err(io::Error::from)
}

const ADDRESS: &[&str] = &[
    "id",
    "location_id",
    "address_1",
    "city",
    "state_province",
    "postal_code",
    "country",
    "address_type",
];
const SCHEDULE: &[&str] =
    &["id", "service_id", "freq", "byday", "opens_at", "closes_at", "description"];

fn table(to: &Path, name: &str, columns: &[&str], rows: &[Value]) -> io::Result<()> {
    let mut writer = csv::Writer::from_path(to.join(format!("{name}.csv")))?;
    writer.write_record(columns)?;
    for row in rows {
        let cell = |column: &&str| match row.get(column) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        writer.write_record(columns.iter().map(cell))?;
    }
    writer.flush()
}

fn term(word: &str) -> Value {
    let about = "A part of life that an assessment asks about";
    json!({ "id": format!("need-{word}"), "code": word, "name": word, "description": about })
}

/// A service with everything that hangs on it; each row has the ids that tie the tables together.
fn nested(service: &Service) -> Value {
    let id = service.service_id.to_string();
    let sub = |of: &str, n: usize| format!("{id}-{of}-{n}");
    // Who is called the same is one organization.
    let organization_id =
        crate::import::derived(&format!("hsds|organization|{}", service.provider));
    let organization_id = uuid::Uuid::from_bytes(organization_id).to_string();
    let numbers = [("voice", &service.tel), ("text", &service.sms), ("tty", &service.tty)];
    let phones = numbers.into_iter().filter(|(_, number)| !number.is_empty()).enumerate();
    let phones = phones.map(|(n, (kind, number))| {
        json!({ "id": sub("phone", n), "service_id": id, "number": number, "type": kind })
    });
    let languages = service
        .languages
        .iter()
        .enumerate()
        .map(|(n, name)| json!({ "id": sub("language", n), "service_id": id, "name": name }));
    let mut schedules: Vec<Value> = (0..)
        .zip(&service.hours)
        .map(|(n, hours)| schedule(&id, &sub("schedule", n), *hours))
        .collect();
    if !service.hours_note.is_empty() {
        let note = sub("schedule", schedules.len());
        schedules.push(json!({ "id": note, "service_id": id, "description": service.hours_note }));
    }
    let attributes = service.needs.iter().enumerate().map(|(n, word)| {
        json!({
            "id": sub("attribute", n), "link_id": id, "link_entity": "service",
            "taxonomy_term_id": format!("need-{word}"), "taxonomy_term": term(word),
        })
    });
    let location = (!service.address.is_empty()).then(|| {
        let location_id = sub("location", 0);
        json!({
            "id": sub("at", 0), "service_id": id, "location_id": location_id,
            "location": {
                "id": location_id, "location_type": "physical", "name": service.name,
                "addresses": [address(&service.address, &sub("address", 0), &location_id)],
            },
        })
    });
    let mut made = json!({
        "id": id,
        "organization_id": organization_id,
        "organization": {
            "id": organization_id, "name": service.provider, "description": service.provider,
        },
        "name": service.name,
        "description": service.about,
        "status": if service.closed { "defunct" } else { "active" },
        "application_process": service.entry,
        "fees_description": service.payers,
        "eligibility_description": service.people,
        "phones": phones.collect::<Vec<_>>(),
        "languages": languages.collect::<Vec<_>>(),
        "schedules": schedules,
        "attributes": attributes.collect::<Vec<_>>(),
        "service_at_locations": location.into_iter().collect::<Vec<_>>(),
    });
    if let Value::Object(members) = &mut made {
        let ages = [("minimum_age", service.age_from), ("maximum_age", service.age_to)];
        for (name, age) in ages {
            if let Some(age) = age {
                members.insert(name.to_owned(), age.into());
            }
        }
    }
    made
}

fn schedule(service_id: &str, id: &str, hours: OpenHours) -> Value {
    let clock = |minute: u16| match minute {
        1_440 => "24:00".to_owned(),
        minute => format!("{:02}:{:02}", minute / 60 % 24, minute % 60),
    };
    let day = usize::from(hours.day).checked_sub(1).and_then(|at| DAYS.get(at));
    json!({
        "id": id, "service_id": service_id, "freq": "WEEKLY", "byday": day,
        "opens_at": clock(hours.from), "closes_at": clock(hours.until),
    })
}

/// An address in its parts, where it has them: street, town, state and code.
fn address(written: &str, id: &str, location_id: &str) -> Value {
    let parts: Vec<&str> = written.split(", ").collect();
    let (street, city, state, code) = match parts.as_slice() {
        [street @ .., city, region] if !street.is_empty() => match region.split_once(' ') {
            Some((state, code)) if state.len() == 2 => (street.join(", "), *city, state, code),
            _ => (written.to_owned(), "", "", ""),
        },
        _ => (written.to_owned(), "", "", ""),
    };
    json!({
        "id": id, "location_id": location_id, "address_1": street, "city": city,
        "state_province": state, "postal_code": code, "country": "US", "address_type": "physical",
    })
}
