//! What becomes of one service of a package.

use super::{Ids, words::needs};
use domain::{
    directory::{MINUTES_OF_DAY, hours_read, problems, tidy},
    document::assessment::DOMAIN_WORDS,
    length::{CONTENT_TEXT_MAX_BYTES, LINE_MAX_BYTES},
    phone,
    wire::v1::{OpenHours, Service},
};
use serde_json::Value;

/// What was left out of a service: its cell, and why.
pub(super) type LeftOut = Vec<(String, String)>;

/// The words that say that a service is there no longer (HSDS 3, `service.status`).
const OVER: [&str; 3] = ["inactive", "defunct", "temporarily closed"];

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Reads a service; what of it cannot be used is left out and named.
pub(super) fn of(json: &Value, ids: &Ids<'_>) -> Result<(Service, LeftOut), String> {
    let mut left_out = LeftOut::new();
    let key = text(json, "id");
    if key.is_empty() {
        return Err("id: it is empty, so that nobody could know it again.".to_owned());
    }
    let name = text(json, "name");
    if name.is_empty() {
        return Err("name: it is empty.".to_owned());
    }
    let mut service = Service::named(ids.of(&key), &line(&name, "name", &mut left_out));
    let organization = json.get("organization").unwrap_or(&Value::Null);
    let provider = text(organization, "name");
    service.provider = line(&provider, "organization.name", &mut left_out);
    service.about = words(&text(json, "description"), "description", &mut left_out);
    service.closed = OVER.contains(&text(json, "status").to_lowercase().as_str());
    let met: Vec<&Value> = list(json, "service_at_locations").collect();
    let locations: Vec<&Value> = met.iter().filter_map(|met| met.get("location")).collect();
    service.needs = needs_of(json, &name);
    service.languages = languages(json, &locations);
    let eligibility: Vec<String> = [text(json, "eligibility_description")]
        .into_iter()
        .chain(list(json, "eligibility").map(|one| text(one, "eligibility")))
        .collect();
    service.people = words(&joined(&eligibility, "\n"), "eligibility_description", &mut left_out);
    service.age_from = age(json, "minimum_age", &mut left_out);
    service.age_to = age(json, "maximum_age", &mut left_out);
    let costs = list(json, "cost_options").map(|cost| {
        let parts = ["option", "amount", "currency", "amount_description"];
        joined(&parts.map(|name| text(cost, name)), " ")
    });
    let payers: Vec<String> = [text(json, "fees_description")].into_iter().chain(costs).collect();
    service.payers = words(&joined(&payers, "\n"), "fees_description", &mut left_out);
    let documents: Vec<String> =
        list(json, "required_documents").map(|one| text(one, "document")).collect();
    let entry = joined(&[text(json, "application_process"), joined(&documents, ", ")], "\n");
    service.entry = words(&entry, "application_process", &mut left_out);
    // The nearest to the service first.
    let places = [vec![json], met.clone(), locations.clone(), vec![organization]];
    phones(&mut service, &places, &mut left_out);
    service.address = address(&locations, &mut left_out);
    hours(&mut service, &places, &mut left_out);
    ids.source.clone_into(&mut service.source);
    let service = tidy(service);
    match problems(&service).first() {
        None => Ok((service, left_out)),
        Some(problem) => Err(format!("it breaks a rule of the directory ({problem:?}).")),
    }
}

/// A member as text, whatever JSON it is.
fn text(json: &Value, name: &str) -> String {
    match json.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The members of a list.
fn list<'a>(json: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    json.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn joined(parts: &[String], between: &str) -> String {
    let there: Vec<_> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    there.join(between)
}

/// As much of a text as fits; what does not is named.
fn fit(text: &str, max: usize, cell: &str, left_out: &mut LeftOut) -> String {
    if text.len() <= max {
        return text.to_owned();
    }
    left_out
        .push((cell.to_owned(), format!("it is longer than {max} bytes; the rest was left out.")));
    text.get(..text.floor_char_boundary(max)).unwrap_or_default().to_owned()
}

fn line(text: &str, cell: &str, left_out: &mut LeftOut) -> String {
    fit(text, LINE_MAX_BYTES, cell, left_out)
}

fn words(text: &str, cell: &str, left_out: &mut LeftOut) -> String {
    fit(text, CONTENT_TEXT_MAX_BYTES, cell, left_out)
}

fn age(json: &Value, name: &str, left_out: &mut LeftOut) -> Option<u16> {
    let said = text(json, name);
    let said = said.split('.').next().unwrap_or_default();
    if said.is_empty() {
        return None;
    }
    let age = said.parse().ok().filter(|age| *age <= 150);
    if age.is_none() {
        left_out.push((name.to_owned(), format!("{said} is no age.")));
    }
    age
}

/// By the codes that an export from here has, otherwise by the words of the taxonomy, and where that
/// says nothing by the name.
fn needs_of(json: &Value, name: &str) -> Vec<String> {
    let terms: Vec<&Value> =
        list(json, "attributes").filter_map(|one| one.get("taxonomy_term")).collect();
    let codes: Vec<String> = terms.iter().map(|term| text(term, "code")).collect();
    let own: Vec<String> = DOMAIN_WORDS
        .into_iter()
        .filter(|word| codes.iter().any(|code| code == word))
        .map(str::to_owned)
        .collect();
    if !own.is_empty() {
        return own;
    }
    let named = |term: &&Value| joined(&[text(term, "name"), text(term, "term")], " ");
    let by_terms = needs(&terms.iter().map(named).collect::<Vec<_>>());
    if by_terms.is_empty() { needs(&[name.to_owned()]) } else { by_terms }
}

fn languages(json: &Value, locations: &[&Value]) -> Vec<String> {
    let of = |json: &Value| -> Vec<String> {
        let name = |one: &Value| {
            let name = text(one, "name");
            if name.is_empty() { text(one, "code") } else { name }
        };
        list(json, "languages").map(name).filter(|name| !name.is_empty()).collect()
    };
    let own = of(json);
    if own.is_empty() { locations.iter().flat_map(|one| of(one)).collect() } else { own }
}

/// The first number of each sort that can be dialled, from the nearest place that has one.
fn phones(service: &mut Service, places: &[Vec<&Value>; 4], left_out: &mut LeftOut) {
    let all = places.iter().flatten().flat_map(|place| list(place, "phones"));
    for phone in all {
        let (number, extension) = (text(phone, "number"), text(phone, "extension"));
        let written = match extension.is_empty() {
            true => number.clone(),
            false => format!("{number} ext. {extension}"),
        };
        let kind = text(phone, "type").to_lowercase();
        let (place, texts) = match kind.as_str() {
            "fax" | "pager" | "modem" => continue,
            "text" | "sms" | "textphone" => (&mut service.sms, true),
            "tty" | "tdd" => (&mut service.tty, false),
            _ => (&mut service.tel, false),
        };
        if !place.is_empty() || number.is_empty() {
            continue;
        }
        match phone::problem(&written, texts) {
            None => *place = written,
            Some(why) => {
                let why = format!("{written} is no number that can be dialled ({why:?}).");
                left_out.push(("phones.number".to_owned(), why));
            }
        }
    }
}

fn address(locations: &[&Value], left_out: &mut LeftOut) -> String {
    let all = || locations.iter().flat_map(|location| list(location, "addresses"));
    let is_physical = |one: &&Value| matches!(text(one, "address_type").as_str(), "" | "physical");
    let Some(first) = all().find(is_physical).or_else(|| all().next()) else {
        return String::new();
    };
    let region = joined(&[text(first, "state_province"), text(first, "postal_code")], " ");
    let parts = [text(first, "address_1"), text(first, "address_2"), text(first, "city"), region];
    line(&joined(&parts, ", "), "addresses", left_out)
}

/// The hours of the nearest place that has any.
fn hours(service: &mut Service, places: &[Vec<&Value>; 4], left_out: &mut LeftOut) {
    let schedules = |of: &Vec<&Value>| -> Vec<Value> {
        of.iter().flat_map(|place| list(place, "schedules")).cloned().collect()
    };
    let nearest = places.iter().map(schedules).find(|schedules| !schedules.is_empty());
    let mut notes = Vec::new();
    for schedule in nearest.unwrap_or_default() {
        notes.push(joined(&[text(&schedule, "description"), text(&schedule, "notes")], " "));
        let (opens, closes) = (text(&schedule, "opens_at"), text(&schedule, "closes_at"));
        let days = text(&schedule, "byday").to_uppercase();
        let is_weekly = matches!(text(&schedule, "freq").to_uppercase().as_str(), "" | "WEEKLY");
        if opens.is_empty() && closes.is_empty() {
            continue;
        }
        // Every other week or the first of a month is no week: it is said in words.
        let stretch = hours_read(&opens).zip(hours_read(&closes)).filter(|_| is_weekly);
        let named: Vec<u8> = (1..)
            .zip(DAYS)
            .filter(|(_, name)| days.split(',').any(|day| day.trim() == *name))
            .map(|(day, _)| day)
            .collect();
        let Some((from, until)) =
            stretch.filter(|(from, _)| !named.is_empty() && *from < MINUTES_OF_DAY)
        else {
            let said = joined(&[days, opens, closes], " ");
            left_out.push((
                "schedules".to_owned(),
                format!("{said} is no weekday with hours; it is kept in words."),
            ));
            notes.push(said);
            continue;
        };
        let until = if until <= from { until + MINUTES_OF_DAY } else { until };
        service.hours.extend(named.into_iter().map(|day| OpenHours { day, from, until }));
    }
    let mut said: Vec<String> = Vec::new();
    for note in notes {
        if !said.contains(&note) {
            said.push(note);
        }
    }
    service.hours_note = words(&joined(&said, "\n"), "schedules.description", left_out);
}
