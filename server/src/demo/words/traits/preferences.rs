use super::{Own, Trait, one};

pub(in crate::demo) const PREFERENCES: &[Trait] = &[
    one(
        "treatment",
        Own { en: &["A woman, if I have the choice."], es: &["Una mujer, si se puede escoger."] },
        "Prefers women for medical visits.",
        "",
    ),
    one(
        "social",
        Own {
            en: &["Come alone. One of you is enough."],
            es: &["Que venga una sola persona. Con una basta."],
        },
        "One worker at a time, the same if possible.",
        "",
    ),
    one(
        "safety",
        Own {
            en: &["Say what you're going to do before you do it."],
            es: &["Dígame qué va a hacer antes de hacerlo."],
        },
        "Wants steps announced, and the door left open.",
        "",
    ),
    one(
        "mind",
        Own {
            en: &["Not before eleven, and not on Mondays."],
            es: &["No antes de las once, y los lunes no."],
        },
        "Late mornings and afternoons.",
        "",
    ),
    one(
        "housing",
        Own {
            en: &["Not the north side. Too many old doors."],
            es: &["El lado norte no. Muchas puertas de antes."],
        },
        "Rules out the north side; two other districts are fine.",
        "",
    ),
    one(
        "education",
        Own {
            en: &["Write it the way I say it, then read it back."],
            es: &["Apúntelo como yo lo digo y luego léamelo."],
        },
        "Wants own words kept, and to hear what is written.",
        "",
    ),
    one(
        "social",
        Own {
            en: &["Walk with me. I talk better walking."],
            es: &["Camine conmigo. Caminando hablo mejor."],
        },
        "Meetings outside where possible.",
        "",
    ),
    one(
        "spiritual",
        Own {
            en: &["Nothing on Sundays. Sunday is church."],
            es: &["Los domingos nada. El domingo es de la iglesia."],
        },
        "No visits or calls on Sundays.",
        "",
    ),
    one(
        "body",
        Own {
            en: &["Text me. I don't pick up for numbers."],
            es: &["Mándeme mensaje. No contesto números."],
        },
        "Prefers texts to calls.",
        "",
    ),
];
