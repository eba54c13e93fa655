use super::{Caseload, PASSPHRASE};
use crate::{import::derived, store::load::NewStaff};
use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Moment,
    id::{AgencyId, ShiftId, StaffId},
    wire::v1::{Agency, CrisisLine, CrisisProtocol, Policy, Role, Shift, StaffCard},
};

pub(super) fn staff_id(login: &str) -> StaffId {
    StaffId::from_bytes(derived(&format!("demo|staff|{login}")))
}

pub(super) fn worker(caseload: &Caseload) -> NewStaff {
    staff(&caseload.login, &caseload.name, &caseload.credentials, Role::Worker)
}

pub(super) fn staff(login: &str, name: &str, credentials: &str, role: Role) -> NewStaff {
    let card = StaffCard {
        staff_id: staff_id(login),
        name: name.to_owned(),
        credentials: credentials.to_owned(),
        role,
    };
    NewStaff { card, login: login.to_owned(), password: Some(PASSPHRASE.to_owned()) }
}

/// A turn from yesterday morning to two weeks later: as long as a turn may be.
pub(super) fn shift(login: &str, today: NaiveDate, now: Moment) -> Shift {
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let morning = yesterday.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default());
    let from = Moment::from_local(morning, now.offset_min());
    Shift {
        shift_id: ShiftId::from_bytes(derived(&format!("demo|shift|{login}"))),
        staff_id: staff_id(login),
        from,
        to: from.plus_ms(14 * 24 * 3_600_000),
    }
}

pub(super) fn agency(today: NaiveDate, staff: &[NewStaff]) -> Agency {
    let days_ago = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    Agency {
        agency_id: AgencyId::from_bytes(derived("demo|agency")),
        name: "Harbor Street Outreach (demonstration)".to_owned(),
        lines: lines(days_ago(9), days_ago(200)),
        protocol: CrisisProtocol {
            definition:
                "A crisis is when somebody's life or safety, or somebody else's, may be in \
                         danger now, or when the person says it is one. Great distress without \
                         danger is not yet a crisis: stay, listen, use the person's plan."
                    .to_owned(),
            steps: STEPS.map(str::to_owned).to_vec(),
            responder_label: "Designated crisis responder".to_owned(),
            effective: Some(days_ago(200)),
            definition_es:
                "Hay una crisis cuando la vida o la seguridad de alguien puede correr peligro \
                         ahora, o cuando la persona dice que lo es. Una gran angustia sin peligro \
                         todavía no es una crisis: acompañe, escuche, use el plan de la persona."
                    .to_owned(),
            steps_es: STEPS_ES.map(str::to_owned).to_vec(),
            responder_label_es: "Equipo de respuesta a crisis".to_owned(),
        },
        policy: Policy::default(),
        staff: staff.iter().map(|new| new.card.clone()).collect(),
        units: None,
        release_texts: None,
    }
}

/// The five steps, in the order in which they are taken.
const STEPS: [&str; 5] = [
    "Respond at once. Answer, go, or send somebody. Say your name and that you are staying.",
    "Listen and gather what matters. Where is the person, who is there, what has happened, is \
     anybody hurt? Open the crisis plan. Ask directly about suicide.",
    "Consult. Call the supervisor or the on-call number. Two people think better than one.",
    "Act decisively and safely. Use the plan first. If there is danger now, call the crisis \
     responder or 911 and stay until they take over.",
    "Plan ahead. Call within 72 hours, look over the crisis plan together, and write down what \
     helped.",
];

/// The same in Spanish.
const STEPS_ES: [&str; 5] = [
    "Responda enseguida. Conteste, vaya o mande a alguien. Diga su nombre y que se queda.",
    "Escuche y reúna lo importante. ¿Dónde está la persona, quién está ahí, qué pasó, hay heridos? \
     Abra el plan de crisis. Pregunte directamente por el suicidio.",
    "Consulte. Llame al supervisor o al número de guardia. Dos personas piensan mejor que una.",
    "Actúe con decisión y con cuidado. Use primero el plan. Si hay peligro ahora, llame al equipo de \
     crisis o al 911 y quédese hasta que lleguen.",
    "Prepare lo que sigue. Llame antes de 72 horas, repasen juntos el plan de crisis y anote qué ayudó.",
];

/// One of them has not been checked for long, so that one sees what becomes of it.
fn lines(last_checked: NaiveDate, long_ago: NaiveDate) -> Vec<CrisisLine> {
    let line = |label: &str, tel: &str, sms: &str, hint: &str, language: &str| CrisisLine {
        label: label.to_owned(),
        tel: tel.to_owned(),
        sms: sms.to_owned(),
        hint: hint.to_owned(),
        language: language.to_owned(),
        last_checked,
    };
    vec![
        line("988 Lifeline", "988", "988", "Call or text, day and night.", "en"),
        line(
            "988 en español",
            "988",
            "988",
            "Llame y marque el 2, o mande un mensaje con la palabra AYUDA al 988.",
            "es",
        ),
        line("Crisis Text Line", "", "741741", "Text HOME to 741741.", "en"),
        CrisisLine {
            last_checked: long_ago,
            ..line(
                "Harbor Street on call",
                "860-555-0100",
                "",
                "Nights and weekends. A made-up number: nobody answers in the demonstration.",
                "en",
            )
        },
    ]
}
