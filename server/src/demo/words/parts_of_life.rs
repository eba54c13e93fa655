//! What is said of each part of life, whether or not a need came of it.

use super::needs::Own;

/// A part of life, what somebody said of it, and what was seen or heard.
pub(in crate::demo) const PARTS: &[(&str, Own, &[&str])] = &[
    (
        "body",
        Own {
            en: &[
                "My legs carry me. I don't ask for more.",
                "I know I should see somebody. I will.",
            ],
            es: &[
                "Las piernas me llevan. No pido más.",
                "Ya sé que tengo que ir al doctor. Voy a ir.",
            ],
        },
        &[
            "Went over health from head to foot with a drawing; {name} pointed.",
            "Walks, eats and sees well enough for daily life, as {name} tells it.",
        ],
    ),
    (
        "mind",
        Own {
            en: &[
                "Better than last year. Last year was low water.",
                "Some days are gray. You get used to gray.",
            ],
            es: &["Mejor que el año pasado.", "Hay días grises. Una costumbre, ya."],
        },
        &[
            "Spoke of mood and worry in {their} own pace; asked directly, no thoughts of suicide at present.",
            "Clear and attentive through the whole talk, with one break.",
        ],
    ),
    (
        "social",
        Own {
            en: &["Few people. The few are good.", "I choose who I sit with."],
            es: &["Poca gente. Pero buena.", "Yo escojo con quién me siento."],
        },
        &[
            "Drew a map of people: {kin} in the middle, {number} others around.",
            "Named whom to call in good times and in bad ones.",
        ],
    ),
    (
        "spiritual",
        Own {
            en: &["Something looks after me. I leave it at that.", "The sea is my church."],
            es: &["Algo me cuida. Ahí lo dejo.", "Dios sabe dónde duermo."],
        },
        &[
            "Said what gives strength, and what {name} would not like to be asked about.",
            "A small cross hangs by the bed; a candle stands beside it.",
        ],
    ),
    (
        "safety",
        Own {
            en: &["I sleep with one eye open, but I sleep.", "Here I feel all right."],
            es: &["Duermo con un ojo abierto, pero duermo.", "Aquí me siento bien."],
        },
        &[
            "Went over nights, people and ways home; {name} said which ones feel safe.",
            "Smoke alarm, door and food looked at together.",
        ],
    ),
    (
        "housing",
        Own {
            en: &[
                "It's a roof. I've had worse and I've had better.",
                "I want a window I can open.",
            ],
            es: &["Es un techo. He tenido peores y mejores.", "Quiero una ventana que se abra."],
        },
        &[
            "Went through where {name} slept in the last month and what a good place would have.",
            "Place, rent and neighbors talked over; papers about it are in the envelope.",
        ],
    ),
    (
        "benefits",
        Own {
            en: &["I get what I get. I never know why.", "The card works. Don't touch it."],
            es: &["Me dan lo que me dan. Nunca sé por qué.", "La tarjeta sirve. Mejor no moverle."],
        },
        &[
            "Looked at the letters of the last half year together.",
            "Food benefits and Medicaid are in place, by the letters seen.",
        ],
    ),
    (
        "work",
        Own {
            en: &["I worked all my life until I didn't.", "Not now. Ask me in spring."],
            es: &["Trabajé toda la vida, hasta que ya no.", "Ahorita no. Pregúnteme en primavera."],
        },
        &[
            "Jobs of the last ten years, told in order; the longest was in a kitchen.",
            "Helps neighbors with repairs and does not call it work.",
        ],
    ),
    (
        "education",
        Own {
            en: &["I read. Slow, but I read.", "School wasn't for me. Learning is."],
            es: &["Leo. Despacio, pero leo.", "La escuela no era para mí. Aprender sí."],
        },
        &[
            "Reads short texts alone and asks for longer ones aloud.",
            "Has a library card and uses it.",
        ],
    ),
    (
        "legal",
        Own {
            en: &["Nothing open. I checked.", "I don't go near that building."],
            es: &["No debo nada. Ya pregunté.", "A ese edificio ni me acerco."],
        },
        &[
            "No open case, as far as {name} knows; papers kept in a plastic sleeve.",
            "Looked at which papers there are and which are missing.",
        ],
    ),
    (
        "treatment",
        Own {
            en: &[
                "She looks at me, not at the screen. I go for that.",
                "The pills are all right. The waiting isn't.",
            ],
            es: &[
                "Me mira a mí y no a la pantalla. Por eso voy.",
                "Las pastillas están bien. La espera no.",
            ],
        },
        &[
            "Sees {provider}; knows the names of the medicines and what each is for.",
            "Told what helped in treatment before, and what did not.",
        ],
    ),
    (
        "funding",
        Own {
            en: &["I manage. Don't ask me how.", "I know where every dollar went."],
            es: &["Me las arreglo. No pregunte cómo.", "Yo sé adónde se fue cada dólar."],
        },
        &[
            "Income and costs of a month on one page, in {name}'s hand.",
            "Says what must be paid first and what can wait.",
        ],
    ),
];
