//! The services that the people of the demonstration are linked to, and what they said when asked.

use super::agency::staff_id;
use crate::import::derived;
use chrono::{Days, NaiveDate};
use domain::{
    Moment,
    document::{Key, Value},
    id::{ClientId, RecordId, ServiceId},
    json::Json,
    record::{RecordKind, service_check::begin},
    wire::v1::{CellRecord, CellRecordRow, OpenHours, Service},
};

/// A made-up service: name, provider, what it does, needs, languages, for whom, who pays, number,
/// address, weekdays with hours, how to get in.
struct Made {
    name: &'static str,
    provider: &'static str,
    about: &'static str,
    needs: &'static [&'static str],
    languages: &'static [&'static str],
    people: &'static str,
    payers: &'static str,
    tel: &'static str,
    address: &'static str,
    /// First and last weekday, and hours of the day.
    hours: (u8, u8, u16, u16),
    entry: &'static str,
    /// Days since it was asked, what it said, and after how many days it takes somebody.
    asked: Option<(u64, &'static str, Option<i64>)>,
}

const MADE: [Made; 12] = [
    Made {
        name: "Rooms by the week",
        provider: "Harbor Homes (invented)",
        about: "Furnished rooms with a door that locks, up to six months.",
        needs: &["housing"],
        languages: &["English", "Spanish"],
        people: "Adults without children",
        payers: "A third of the income, or a housing voucher",
        tel: "860-555-0101",
        address: "12 Pier Street, Harbor, CT 06000",
        hours: (1, 5, 9, 17),
        entry: "Call first. Bring any paper with a name on it.",
        asked: Some((4, "waitlist", Some(21))),
    },
    Made {
        name: "Night shelter",
        provider: "Saint Brendan’s (invented)",
        about: "Beds for the night, supper and breakfast.",
        needs: &["housing", "safety"],
        languages: &["English", "Haitian Creole"],
        people: "Adults. Dogs may stay.",
        payers: "Free",
        tel: "860-555-0102",
        address: "3 Chapel Lane, Harbor, CT 06000",
        hours: (1, 7, 19, 32),
        entry: "At the door from 7 in the evening. No papers.",
        asked: Some((1, "yes", None)),
    },
    Made {
        name: "Food pantry",
        provider: "Saint Brendan’s (invented)",
        about: "Groceries for a week, and a hot lunch.",
        needs: &["body"],
        languages: &["English", "Spanish"],
        people: "Everybody",
        payers: "Free",
        tel: "860-555-0102",
        address: "3 Chapel Lane, Harbor, CT 06000",
        hours: (2, 6, 10, 14),
        entry: "Walk in.",
        asked: Some((12, "yes", None)),
    },
    Made {
        name: "Walk-in clinic",
        provider: "Eastside Health (invented)",
        about: "A nurse and a doctor; wounds, prescriptions, vaccinations.",
        needs: &["body"],
        languages: &["English", "Spanish", "Portuguese"],
        people: "Everybody",
        payers: "Medicaid, Medicare, or what somebody can pay",
        tel: "860-555-0103",
        address: "88 East Main Street, Harbor, CT 06000",
        hours: (1, 5, 8, 18),
        entry: "Walk in before 5.",
        asked: Some((47, "yes", None)),
    },
    Made {
        name: "Counseling",
        provider: "Eastside Health (invented)",
        about: "Talking with a counselor, alone or in a group.",
        needs: &["mind", "social"],
        languages: &["English", "Spanish"],
        people: "From age 16",
        payers: "Medicaid; sliding scale",
        tel: "860-555-0104",
        address: "88 East Main Street, Harbor, CT 06000",
        hours: (1, 5, 9, 19),
        entry: "Call for a first appointment.",
        asked: Some((9, "waitlist", Some(35))),
    },
    Made {
        name: "Recovery house",
        provider: "Tidewater Recovery (invented)",
        about: "A sober house with peers, after detox.",
        needs: &["treatment", "housing"],
        languages: &["English"],
        people: "Men from age 18",
        payers: "State funding, Medicaid",
        tel: "860-555-0105",
        address: "240 Mill Road, Harbor, CT 06000",
        hours: (1, 7, 8, 20),
        entry: "An interview by phone.",
        asked: Some((33, "no", None)),
    },
    Made {
        name: "Day program for women",
        provider: "Tidewater Recovery (invented)",
        about: "Groups, lunch and child care on weekdays.",
        needs: &["treatment", "social"],
        languages: &["English", "Spanish"],
        people: "Women, with their children",
        payers: "Medicaid",
        tel: "860-555-0106",
        address: "240 Mill Road, Harbor, CT 06000",
        hours: (1, 5, 9, 15),
        entry: "Call, or come on a Monday.",
        asked: None,
    },
    Made {
        name: "Benefits desk",
        provider: "Harbor Legal Aid (invented)",
        about: "Help with disability, food and rent benefits.",
        needs: &["benefits", "funding"],
        languages: &["English", "Spanish", "Haitian Creole"],
        people: "Everybody with little income",
        payers: "Free",
        tel: "860-555-0107",
        address: "1 Court Square, Harbor, CT 06000",
        hours: (1, 4, 9, 16),
        entry: "Take a number from 8:30.",
        asked: Some((20, "yes", None)),
    },
    Made {
        name: "Eviction line",
        provider: "Harbor Legal Aid (invented)",
        about: "A lawyer on the phone before a court date.",
        needs: &["legal", "housing"],
        languages: &["English", "Spanish"],
        people: "Tenants",
        payers: "Free",
        tel: "860-555-0108",
        address: "1 Court Square, Harbor, CT 06000",
        hours: (1, 5, 10, 16),
        entry: "Call. Have the notice at hand.",
        asked: Some((2, "yes", None)),
    },
    Made {
        name: "Job coach",
        provider: "Second Shift (invented)",
        about: "Looking for work and keeping it, with somebody at one’s side.",
        needs: &["work", "education"],
        languages: &["English"],
        people: "From age 18",
        payers: "State funding",
        tel: "860-555-0109",
        address: "17 Depot Street, Harbor, CT 06000",
        hours: (1, 5, 9, 17),
        entry: "Call first.",
        asked: Some((61, "waitlist", Some(14))),
    },
    Made {
        name: "English and diploma classes",
        provider: "Second Shift (invented)",
        about: "Evening classes, at no level at all and above.",
        needs: &["education"],
        languages: &["English", "Spanish", "Arabic"],
        people: "From age 17",
        payers: "Free",
        tel: "860-555-0110",
        address: "17 Depot Street, Harbor, CT 06000",
        hours: (2, 4, 18, 21),
        entry: "Come on a Tuesday.",
        asked: None,
    },
    Made {
        name: "Peer drop-in",
        provider: "The Lighthouse (invented)",
        about: "Coffee, laundry, somebody who has been there.",
        needs: &["social", "spiritual", "mind"],
        languages: &["English", "Spanish"],
        people: "Everybody",
        payers: "Free",
        tel: "860-555-0111",
        address: "5 Pier Street, Harbor, CT 06000",
        hours: (1, 7, 12, 20),
        entry: "Walk in.",
        asked: Some((6, "yes", None)),
    },
];

/// The services, and the checks of them.
pub(super) fn directory(
    login: &str,
    today: NaiveDate,
    now: Moment,
) -> (Vec<Service>, Vec<CellRecordRow>) {
    let services: Vec<Service> = MADE.iter().map(service).collect();
    let checks = MADE.iter().zip(&services).filter_map(|(made, service)| {
        let (days, accepting, wait) = made.asked?;
        let on = today.checked_sub_days(Days::new(days))?;
        let mut cells = begin(Some(service), on);
        let word = Json::Text(accepting.to_owned());
        cells.put(Key::fact("accepting"), Value::of("accepting", word));
        if let Some(wait) = wait {
            cells.put(Key::fact("wait_days"), Value::of("count", Json::Number(wait)));
        }
        cells.put(Key::fact("answered_by"), Value::text("Whoever answered the phone"));
        let days = i64::try_from(days).unwrap_or_default();
        let at = now.plus_ms(-days * 86_400_000);
        let record = CellRecord {
            record_id: RecordId::from_bytes(derived(&format!("demo|check|{}", made.name))),
            kind: RecordKind::ServiceCheck,
            client_id: ClientId::NOBODY,
            at,
            content: cells.json(),
        };
        Some(CellRecordRow::new(record, staff_id(login), Some(at)))
    });
    let checks = checks.collect();
    (services, checks)
}

fn service(made: &Made) -> Service {
    let own = |text: &str| text.to_owned();
    let (first, last, from, until) = made.hours;
    let hours = (first..=last).map(|day| OpenHours { day, from: from * 60, until: until * 60 });
    let id = ServiceId::from_bytes(derived(&format!("demo|service|{}", made.name)));
    Service {
        provider: own(made.provider),
        about: own(made.about),
        needs: made.needs.iter().copied().map(own).collect(),
        languages: made.languages.iter().copied().map(own).collect(),
        people: own(made.people),
        payers: own(made.payers),
        tel: own(made.tel),
        address: own(made.address),
        hours: hours.collect(),
        entry: own(made.entry),
        ..Service::named(id, made.name)
    }
}
