use super::{
    Dice,
    calendar::Meeting,
    cast::{Part, Persona},
    words::{Reach, Scene, WITH_CLIENT, WITH_OTHERS, Whom, attempts, quotes_es::QUOTES, settings},
};
use chrono::Days;
use domain::{
    Moment,
    id::{ContactId, StaffId, TaskId},
    wire::v1::{Component, Contact, ContactRow, Mode, NextStep, Outcome, Told, With},
};

/// The note about a meeting.
pub(super) fn note(
    persona: &Persona,
    meeting: &Meeting,
    worker: StaffId,
    now: Moment,
    dice: &mut Dice,
) -> ContactRow {
    let contact = match dice.below(100) {
        0..=10 => attempt(persona, meeting, dice),
        11..=18 => with_others(persona, meeting, dice),
        _ => with_client(persona, meeting, dice),
    };
    let contact = signed(contact, now, dice);
    // Some notes waited in a phone without a signal.
    let waited = if dice.chance(15) { dice.between(600, 21_600) } else { dice.between(1, 40) };
    let received_at = Some(contact.signed_at.plus_ms(waited * 1_000).min(now));
    ContactRow { contact, author: worker, received_at, date_in_doubt: false }
}

fn with_client(persona: &Persona, meeting: &Meeting, dice: &mut Dice) -> Contact {
    let reach = match (persona.role, dice.below(100)) {
        (Part::Outreach, _) => Reach::Street,
        (_, 0..=44) if persona.is_met_outside() => Reach::Street,
        (Part::LevelIII, 0..=54) | (_, 45..=69) => Reach::Phone,
        (_, 0..=44) => Reach::Home,
        _ => Reach::Office,
    };
    let scene = (0..40).find_map(|_| {
        let theme = dice.pick(&WITH_CLIENT)?;
        let scene = theme.get(dice.below(theme.len()))?;
        let rare = scene.component == Component::Crisis && !dice.chance(25);
        (scene.reach.contains(&reach) && !rare).then_some(scene)
    });
    let Some(scene) = scene else { return blank(persona, meeting, dice) };
    let by_text = reach == Reach::Phone && scene.reach.contains(&Reach::Street) && dice.chance(50);
    let setting = (!by_text && dice.chance(80)).then_some(reach);
    let mut contact = told(scene, setting, persona, meeting, dice);
    contact.place =
        if scene.place.is_empty() { place(reach, persona, dice) } else { scene.place.into() };
    if reach == Reach::Phone {
        contact.mode = if by_text { Mode::Text } else { Mode::Phone };
        contact.place.clear();
    }
    contact.planned = reach != Reach::Street && dice.chance(70);
    contact.interpreter = persona.client.interpreter && dice.chance(80);
    if persona.speaks_spanish() && !contact.quotes.is_empty() {
        contact.quotes = vec![dice.word(QUOTES).to_owned()];
    }
    contact
}

fn with_others(persona: &Persona, meeting: &Meeting, dice: &mut Dice) -> Contact {
    let known = persona.role != Part::Outreach;
    let at = dice.below(WITH_OTHERS.len());
    let Some((whom, scene)) = WITH_OTHERS.get(if known { at } else { 1 }) else {
        return blank(persona, meeting, dice);
    };
    let mut contact = told(scene, None, persona, meeting, dice);
    contact.mode = Mode::Phone;
    (contact.with, contact.with_whom) = match whom {
        Whom::Kin => (With::Collateral, format!("{}, {}", persona.kin.0, persona.kin.1)),
        Whom::Provider => {
            (With::Provider, format!("{}, {}", persona.provider.0, persona.provider.1))
        }
        Whom::Team => {
            contact.mode = Mode::FaceToFace;
            contact.place = "Harbor Street office".to_owned();
            (With::Team, "Outreach team".to_owned())
        }
    };
    contact.told = (contact.with != With::Team).then_some(Told::Nothing);
    contact
}

/// A contact as a scene tells it.
fn told(
    scene: &Scene,
    setting: Option<Reach>,
    persona: &Persona,
    meeting: &Meeting,
    dice: &mut Dice,
) -> Contact {
    let mut seen = Vec::new();
    seen.extend(setting.map(|reach| dice.word(settings::facts(reach))));
    let facts = 2 + dice.below(2);
    seen.extend(dice.some(scene.seen, facts));
    let says = dice.chance(72);
    let thinks = dice.chance(62);
    let did = 1 + dice.below(3);
    let next = if dice.chance(22) { dice.pick(scene.next) } else { None };
    let mut words = |text: &str| fill(text, persona, dice);
    let purpose = words(scene.purpose);
    let seen_heard = words(&seen.join(" "));
    let next_step = next.map(|(text, days)| (words(text), days));
    let base = blank(persona, meeting, dice);
    let pick = |of: &[&'static str], wanted: bool, dice: &mut Dice| {
        let text = if wanted { dice.word(of) } else { "" };
        fill(text, persona, dice)
    };
    let quote = pick(scene.quotes, says, dice);
    let did = dice.some(scene.did, did).join(" ");
    Contact {
        component: scene.component,
        purpose,
        seen_heard,
        impression: pick(scene.impression, thinks, dice),
        quotes: if quote.is_empty() { Vec::new() } else { vec![quote] },
        what_i_did: fill(&did, persona, dice),
        what_client_did: pick(scene.they_did, true, dice),
        response: pick(scene.response, dice.chance(70), dice),
        next_step: next_step.map(|(text, days)| NextStep {
            task_id: TaskId::from_parts(base.occurred_start.utc_ms().unsigned_abs(), dice.bytes()),
            text,
            due: service_day_after(base.occurred_start.date(), days),
            for_client: false,
        }),
        need_nos: persona.need_nos(scene.about, base.occurred_start.date(), dice),
        ..base
    }
}

fn attempt(persona: &Persona, meeting: &Meeting, dice: &mut Dice) -> Contact {
    let none_there =
        if persona.is_met_outside() { attempts::NOT_THERE } else { attempts::NO_ANSWER };
    let (outcome, mode, texts) = match dice.below(20) {
        0..=9 => (Outcome::AttemptedNoAnswer, Mode::FaceToFace, none_there),
        10..=13 => (Outcome::LeftMessage, Mode::Phone, attempts::LEFT_MESSAGE),
        14..=16 => (Outcome::NoShow, Mode::FaceToFace, attempts::NO_SHOW),
        17 | 18 => (Outcome::Declined, Mode::FaceToFace, attempts::DECLINED),
        _ => (Outcome::Cancelled, Mode::Phone, attempts::CANCELLED),
    };
    let seen_heard = fill(dice.word(texts), persona, dice);
    let mut contact = blank(persona, meeting, dice);
    if mode == Mode::FaceToFace {
        contact.place = place(Reach::Home, persona, dice);
    }
    contact.occurred_end =
        contact.occurred_start.plus_ms(dice.between(1, 12).min(meeting.minutes) * 60_000);
    contact.planned = outcome == Outcome::NoShow;
    Contact { outcome, mode, seen_heard, component: Component::Outreach, ..contact }
}

fn place(reach: Reach, persona: &Persona, dice: &mut Dice) -> String {
    let own = &persona.client.place;
    if !own.is_empty() && (reach == Reach::Home || persona.role == Part::Outreach) {
        return own.clone();
    }
    dice.word(settings::places(reach)).to_owned()
}

fn blank(persona: &Persona, meeting: &Meeting, dice: &mut Dice) -> Contact {
    let start = meeting.start;
    let minutes = dice.between(5, 50).min(meeting.minutes);
    let contact_id = ContactId::from_parts(start.utc_ms().unsigned_abs(), dice.bytes());
    Contact {
        occurred_end: start.plus_ms(minutes * 60_000),
        component: Component::Monitoring,
        seen_heard: "Short talk; nothing new since the last time.".to_owned(),
        ..Contact::at(contact_id, persona.client.client_id, start)
    }
}

/// Written and signed soon after, now and then the next morning, never in the future.
fn signed(mut contact: Contact, now: Moment, dice: &mut Dice) -> Contact {
    let until = if dice.chance(7) { dice.between(14, 20) * 60 } else { dice.between(1, 18) };
    contact.written_at = contact.occurred_end.plus_ms(until * 60_000).min(now);
    contact.signed_at = contact.written_at.plus_ms(dice.between(40, 420) * 1_000).min(now);
    contact
}

pub(super) fn service_day_after(day: chrono::NaiveDate, days: u8) -> chrono::NaiveDate {
    use chrono::{Datelike as _, Weekday};
    let due = day.checked_add_days(Days::new(days.into())).unwrap_or(day);
    let to_monday = match due.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    due.checked_add_days(Days::new(to_monday)).unwrap_or(due)
}

/// Puts a person's own words into a text's slots.
pub(super) fn fill(text: &str, persona: &Persona, dice: &mut Dice) -> String {
    let [they, them, their] = persona.pronouns;
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((slot, after)) = after.split_once('}') else { break };
        let begins = filled.trim_end().is_empty() || filled.trim_end().ends_with('.');
        let word = match slot {
            "name" => persona.client.preferred_name.clone(),
            "They" => capital(they, begins),
            "them" => them.to_owned(),
            "their" => capital(their, begins),
            "kin" => persona.kin.0.to_owned(),
            "provider" => persona.provider.0.to_owned(),
            "number" => dice.between(2, 6).to_string(),
            "time" => dice.word(&["9:30", "10:15", "11:00", "1:45", "2:30", "4:00"]).to_owned(),
            "weekday" => {
                dice.word(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]).to_owned()
            }
            _ => String::new(),
        };
        filled.push_str(&word);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn capital(word: &str, begins: bool) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if begins => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
