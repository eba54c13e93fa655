use super::{
    Dice,
    course::SOONER,
    episodes,
    known::Known,
    words::names::{FAMILY, GIVEN, KIN, PROVIDERS, STREET, Says},
};
use crate::import::derived;
use chrono::{Days, NaiveDate};
use domain::{
    id::{ClientId, StaffId},
    wire::v1::{Alert, AlertKind, Client, ContactPoint, Level, Pause, Stage},
};

/// A client and what the notes and plans need to know around them.
pub(super) struct Persona {
    pub(super) client: Client,
    /// Counts within the caseload.
    pub(super) number: usize,
    pub(super) role: Part,
    pub(super) kin: (&'static str, &'static str),
    pub(super) kin_tel: String,
    pub(super) provider: (&'static str, &'static str),
    /// In the client's own words: they, them, their.
    pub(super) pronouns: [&'static str; 3],
    /// Needs of the assessment that notes can be about; filled in once there is one.
    pub(super) needs: Vec<Known>,
}

/// What somebody's time with the agency looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    LevelI,
    LevelII,
    LevelIII,
    Outreach,
    OnHold,
    /// Referred, being found eligible, or saying goodbye.
    Turning,
}

/// A caseload in little: the order makes the first few show most of it.
const PARTS: [Part; 20] = {
    use Part::*;
    [
        LevelII, LevelI, Outreach, LevelIII, LevelII, LevelII, OnHold, LevelII, LevelIII, LevelII,
        Outreach, LevelI, LevelII, LevelIII, Turning, LevelII, Outreach, LevelII, LevelIII,
        LevelII,
    ]
};

pub(super) fn persona(
    caseload: usize,
    number: usize,
    worker: StaffId,
    today: NaiveDate,
) -> Persona {
    let key = format!("demo|client|{caseload}|{number}");
    let mut dice = Dice::new(&key);
    let role = PARTS.get(number % PARTS.len()).copied().unwrap_or(Part::LevelII);
    let ago = |days: i64| today.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(today);
    let mut client = crate::import::hmis::blank(ClientId::from_bytes(derived(&key)));
    client.primary = Some(worker);
    let pronouns = naming(&mut client, caseload, number, role, &mut dice);
    languages(&mut client, &mut dice);
    let old = dice.chance(75);
    let opened = if old { dice.between(520, 728) } else { dice.between(110, 500) };
    client.opened_on = Some(ago(opened));
    client.program =
        dice.word(&["Community support", "Assertive outreach", "Bridge to home"]).to_owned();
    match role {
        Part::LevelI => level(&mut client, Level::I, ago(dice.between(25, 95))),
        Part::LevelII => level(&mut client, Level::II, ago(dice.between(90, opened))),
        Part::LevelIII => level(&mut client, Level::III, ago(dice.between(90, opened.min(420)))),
        Part::Outreach => {
            client.stage = Stage::Outreach;
            client.program = "Night walk".to_owned();
            client.opened_on = Some(ago(dice.between(75, 600)));
        }
        Part::OnHold => {
            level(&mut client, Level::II, ago(opened - 20));
            client.stage = Stage::OnHold;
            client.pauses.push(Pause { line_id: None, from: ago(dice.between(12, 50)), to: None });
        }
        Part::Turning => turning(&mut client, number, opened, today),
    }
    if matches!(client.stage, Stage::Active | Stage::DischargePlanning) {
        let in_days = dice.between(8, 70);
        // Late, today, soon and later, so that the list has something of each. The plan is made to
        // fit it.
        client.review_due = match (number % 9, number % 60) {
            (4, _) => Some(ago(dice.between(1, 9))),
            (_, 12 | 19 | 49) => Some(today),
            (_, 7 | 24 | 37) => Some(today + Days::new(9)),
            (_, SOONER) => Some(today + Days::new(6)),
            (_, number) if number % 10 == 8 => {
                Some(today + Days::new(1 + in_days.unsigned_abs() % 5))
            }
            _ => Some(today + Days::new(in_days.unsigned_abs())),
        };
    }
    phones(&mut client, number, &mut dice);
    alerts(&mut client, number);
    episodes::history(&mut client, number, today);
    Persona {
        client,
        number,
        role,
        kin: dice.pick(KIN).unwrap_or(("Ines", "sister")),
        kin_tel: fiction(&mut dice),
        provider: dice.pick(PROVIDERS).unwrap_or(("Dr. Quist", "psychiatrist")),
        pronouns,
        needs: Vec::new(),
    }
}

impl Persona {
    /// What the person says is said in Spanish.
    pub(super) fn speaks_spanish(&self) -> bool {
        self.client.languages.first().is_some_and(|tag| tag == "es")
    }

    /// Has a room or an apartment with a door of their own.
    pub(super) fn is_housed(&self) -> bool {
        let own = ["Tidewater", "Apartment", "Anchor", "Boarding"];
        own.iter().any(|name| self.client.place.starts_with(name))
    }

    /// Without a door of their own: met on the street.
    pub(super) fn is_met_outside(&self) -> bool {
        let place = &self.client.place;
        self.role == Part::Outreach || place.starts_with("Sailors") || place.starts_with("Van")
    }
}

fn level(client: &mut Client, level: Level, since: NaiveDate) {
    client.level = Some(level);
    client.level_since = Some(since);
    client.stage = Stage::Active;
}

fn turning(client: &mut Client, number: usize, opened: i64, today: NaiveDate) {
    let ago = |days: i64| today.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(today);
    match number / PARTS.len() % 3 {
        0 => client.stage = Stage::EligibilityPending,
        1 => {
            level(client, Level::III, ago(opened / 2));
            client.stage = Stage::DischargePlanning;
        }
        _ => {
            client.stage = Stage::Referred;
            client.opened_on = Some(ago(6));
        }
    }
}

fn naming(
    client: &mut Client,
    caseload: usize,
    number: usize,
    role: Part,
    dice: &mut Dice,
) -> [&'static str; 3] {
    if role == Part::Outreach {
        let met = caseload * 9 + number / 20 * 3 + (number % 20) / 7;
        let (alias, says, place) =
            STREET.get(met % STREET.len()).copied().unwrap_or(("Somebody", Says::Nothing, ""));
        alias.clone_into(&mut client.alias);
        alias.clone_into(&mut client.preferred_name);
        place.clone_into(&mut client.place);
        return pronouns(client, says);
    }
    let given =
        |nth: usize| GIVEN.get(nth % GIVEN.len()).copied().unwrap_or(("Sample", Says::They));
    let nth = caseload * 60 + number;
    let (name, says) = given(nth);
    let family = dice.word(FAMILY);
    name.clone_into(&mut client.preferred_name);
    // Now and then the legal name is not the name the person goes by.
    let legal = if number % 11 == 5 { given(nth + 37).0 } else { name };
    client.legal_name = format!("{legal} {family}");
    if number % 8 == 3 {
        client.alias = dice.word(&["Ace", "Skipper", "Professor", "Sunday", "Birdie"]).to_owned();
    }
    client.place = dice
        .word(&[
            "Tidewater House, room 12",
            "Apartment on Mast Lane, second floor",
            "Anchor Street, back entrance",
            "Sailors' Rest shelter, bed by the window",
            "Boarding house, Quay 7",
            "Stays with family on Rope Street",
            "Van near the boat ramp",
            "Harbor Motel, room 8",
        ])
        .to_owned();
    let year = i32::try_from(dice.between(1948, 2004)).unwrap_or(1980);
    let day = u32::try_from(dice.between(1, 360)).unwrap_or(1);
    client.born_on = if number % 17 == 16 { None } else { NaiveDate::from_yo_opt(year, day) };
    let says = match number % 13 {
        6 => Says::They,
        12 => Says::Nothing,
        _ => says,
    };
    pronouns(client, says)
}

/// Writes what somebody says on the fact sheet; gives they, them and their of it.
fn pronouns(client: &mut Client, says: Says) -> [&'static str; 3] {
    let (said, forms) = match says {
        Says::She => ("she/her", ["she", "her", "her"]),
        Says::He => ("he/him", ["he", "him", "his"]),
        Says::They => ("they/them", ["they", "them", "their"]),
        Says::Nothing => ("", ["they", "them", "their"]),
    };
    said.clone_into(&mut client.pronouns);
    forms
}

fn languages(client: &mut Client, dice: &mut Dice) {
    let spoken: &[&str] = match dice.below(20) {
        0..=11 => &["en"],
        12 | 13 => &["es", "en"],
        14 | 15 => &["es"],
        16 => &["ht", "fr"],
        17 => &["vi"],
        18 => &["en", "ase"],
        _ => &["pt", "en"],
    };
    client.languages = spoken.iter().map(|tag| (*tag).to_owned()).collect();
    client.interpreter = !spoken.contains(&"en");
    if spoken.contains(&"ase") {
        client.communication_needs =
            "Hard of hearing on the right. Face the person, offer pen and paper, text instead of calling."
                .to_owned();
    } else if dice.chance(12) {
        client.communication_needs = dice
            .word(&[
                "Large print, please.",
                "Prefers to hear letters read aloud.",
                "Needs a minute before answering.",
            ])
            .to_owned();
    }
}

fn phones(client: &mut Client, number: usize, dice: &mut Dice) {
    if client.stage == Stage::Outreach && !number.is_multiple_of(3) {
        return;
    }
    client.contact_points.push(ContactPoint {
        value: fiction(dice),
        note: dice
            .word(&["Own phone", "Own phone, afternoons", "Prepaid, often off at night"])
            .to_owned(),
        call: client.communication_needs.is_empty(),
        text: true,
        safe: true,
        voicemail: (number % 4 != 2).then_some(number % 4 != 3),
        best: if number % 5 == 3 { "after lunch".to_owned() } else { String::new() },
        ..ContactPoint::default()
    });
    if number % 6 == 1 {
        let note = dice.word(&[
            "Former partner may answer. Never leave a message.",
            "Shared with a roommate who reads the texts.",
            "Front desk of the motel: give a first name only.",
        ]);
        client.contact_points.push(ContactPoint {
            value: fiction(dice),
            note: note.to_owned(),
            call: true,
            text: true,
            voicemail: Some(false),
            ..ContactPoint::default()
        });
    }
}

fn alerts(client: &mut Client, number: usize) {
    let (kind, text) = match number % 10 {
        0 => (AlertKind::Medical, "Allergic to penicillin."),
        2 => (
            AlertKind::Other,
            "Startles when approached from behind. Come from the front and say hello early.",
        ),
        4 => (AlertKind::DoNotInvolve, "Former partner must not learn where the person stays."),
        7 => (AlertKind::StaffSafety, "Unleashed dog in the yard. Call from the gate."),
        9 if number % 20 == 9 => (
            AlertKind::AdvanceDirective,
            "A psychiatric advance directive exists, see the crisis plan.",
        ),
        _ => return,
    };
    client.alerts.push(Alert { line_id: None, kind, text: text.to_owned() });
}

/// A number kept free for fiction.
pub(super) fn fiction(dice: &mut Dice) -> String {
    format!("860-555-01{:02}", dice.between(1, 99))
}
