use super::{
    Dice,
    cast::{Part, Persona, fiction},
    notes::fill,
    words::{plan_en, plan_es},
};
use crate::import::derived;
use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Moment,
    id::{CrisisPlanId, LineId, StaffId},
    wire::v1::{AdvanceDirective, CrisisPlan, CrisisPlanItem, MadeWith, Section},
};

/// Somebody's crisis plan; about one in six has none yet.
pub(super) fn plan(
    persona: &Persona,
    worker: StaffId,
    today: NaiveDate,
    now: Moment,
) -> Option<CrisisPlan> {
    let number = persona.number;
    if number % 20 == 10
        || (persona.role == Part::Outreach && number % 20 == 16)
        || number % 20 == 14
    {
        return None;
    }
    let key = format!("demo|plan|{}", persona.client.client_id);
    let mut dice = Dice::new(&key);
    let stale = number % 7 == 3;
    let made_ago = if stale { dice.between(95, 150) } else { dice.between(4, 85) };
    let made_on = today.checked_sub_days(Days::new(made_ago.unsigned_abs())).unwrap_or(today);
    let made_on = persona.client.opened_on.map_or(made_on, |opened| made_on.max(opened));
    let at = made_on.and_time(NaiveTime::from_hms_opt(14, 0, 0).unwrap_or_default());
    let spanish = persona.client.languages.first().is_some_and(|tag| tag == "es");
    let lines = if spanish { plan_es::LINES } else { plan_en::LINES };
    let (made_with, client_agrees) = match number % 13 {
        5 => (MadeWith::Supporter, true),
        11 => (MadeWith::CaseManagerOnly, false),
        _ => (MadeWith::Client, true),
    };
    Some(CrisisPlan {
        crisis_plan_id: CrisisPlanId::from_bytes(derived(&key)),
        client_id: persona.client.client_id,
        version: 1 + u32::try_from(dice.below(4)).unwrap_or(0),
        made_with,
        made_at: Moment::from_local(at, now.offset_min()).min(now),
        author: worker,
        client_agrees,
        review_due: made_on.checked_add_days(Days::new(90)).unwrap_or(made_on),
        language: if spanish { "es" } else { "en" }.to_owned(),
        items: items(persona, lines, &key, &mut dice),
        advance_directive: (number % 20 == 9).then(|| AdvanceDirective {
            where_kept: "Blue folder at the Pier 4 clinic; a copy is with the person's family."
                .to_owned(),
            agent: format!("{}, {}, {}", persona.kin.0, persona.kin.1, persona.kin_tel),
        }),
        conflicts: Vec::new(),
    })
}

fn items(
    persona: &Persona,
    lines: &[(Section, &[&'static str])],
    key: &str,
    dice: &mut Dice,
) -> Vec<CrisisPlanItem> {
    let mut items = Vec::new();
    for (section, pool) in lines {
        // The six steps are always there, the rest as the person wanted.
        let wanted = match section {
            Section::Signs | Section::OnMyOwn | Section::WhatHelps => 1 + dice.below(2),
            Section::PeopleHelp | Section::Professionals => 1 + dice.below(2),
            Section::PeoplePlaces | Section::SaferPlace => 1,
            _ => usize::from(dice.chance(70)),
        };
        for (nth, text) in dice.some(pool, wanted).into_iter().enumerate() {
            let id = derived(&format!("{key}|{section:?}|{nth}"));
            let mut item = CrisisPlanItem {
                text: fill(text, persona, dice),
                ..CrisisPlanItem::new(LineId::from_bytes(id), *section)
            };
            somebody(&mut item, persona, nth, dice);
            items.push(item);
        }
    }
    if persona.number == 0 {
        let id = derived(&format!("{key}|hidden"));
        items.push(CrisisPlanItem {
            text: fill(plan_en::HIDDEN, persona, dice),
            hidden_from_client: true,
            ..CrisisPlanItem::new(LineId::from_bytes(id), Section::DoNotInvolve)
        });
    }
    items
}

/// People and services get a name and a number.
fn somebody(item: &mut CrisisPlanItem, persona: &Persona, nth: usize, dice: &mut Dice) {
    let es = persona.client.languages.first().is_some_and(|tag| tag == "es");
    let (who, tel) = match (item.section, nth) {
        (Section::PeopleHelp, 0) => (persona.kin, persona.kin_tel.clone()),
        (Section::PeopleHelp, _) => {
            (dice.pick(super::words::names::KIN).unwrap_or(persona.kin), fiction(dice))
        }
        (Section::Professionals, 0) => (persona.provider, fiction(dice)),
        (Section::Professionals, _) if es => {
            "Si nadie más contesta.".clone_into(&mut item.text);
            (("988", "línea de crisis, día y noche; marque el 2"), "988".to_owned())
        }
        (Section::Professionals, _) => {
            "When nobody else answers.".clone_into(&mut item.text);
            (("988", "crisis line, day and night"), "988".to_owned())
        }
        _ => return,
    };
    (item.name, item.relation) = (who.0.to_owned(), who.1.to_owned());
    if dice.chance(50) {
        item.sms.clone_from(&tel);
    }
    item.tel = tel;
}
