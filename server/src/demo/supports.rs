//! The people around clients, the same as in their crisis plans.

use super::cast::Persona;
use crate::import::derived;
use domain::{
    Moment,
    id::{PersonId, StaffId, SupportPersonId},
    supports::SupportDraft,
    wire::v1::{CrisisPlan, Section, SupportPerson, SupportPersonRow},
};

/// Kin, whom the plan names too; for some somebody who must not be told.
pub(super) fn around(
    persona: &Persona,
    plan: Option<&mut CrisisPlan>,
    worker: StaffId,
    now: Moment,
) -> Vec<SupportPersonRow> {
    let at = plan.as_ref().map_or(now, |plan| plan.made_at);
    let kin = SupportPerson {
        name: persona.kin.0.to_owned(),
        relation: persona.kin.1.to_owned(),
        tel: persona.kin_tel.clone(),
        note: "May know that we meet. Nothing about the clinic without asking first.".to_owned(),
        ..writing(persona, "kin", at)
    };
    for line in plan.into_iter().flat_map(|plan| &mut plan.items) {
        if line.section == Section::PeopleHelp && line.tel == kin.tel {
            line.person_id = Some(kin.person_id);
        }
    }
    let apart = (persona.number % 12 == 3).then(|| SupportPerson {
        name: "Curtis".to_owned(),
        relation: "former partner".to_owned(),
        note: "Do not say where they sleep now.".to_owned(),
        do_not_involve: true,
        ..writing(persona, "apart", at)
    });
    let row = |support_person| SupportPersonRow::new(support_person, worker, Some(at));
    [Some(kin), apart].into_iter().flatten().map(row).collect()
}

fn writing(persona: &Persona, who: &str, at: Moment) -> SupportPerson {
    let client_id = persona.client.client_id;
    let id = |what: &str| derived(&format!("demo|{what}|{who}|{client_id}"));
    let person_id = PersonId::from_bytes(id("person"));
    let writing = SupportPersonId::from_bytes(id("support person"));
    SupportDraft::new(client_id, writing, person_id, at).support_person
}
