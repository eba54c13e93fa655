//! Health of the mind.

use super::{Fits, Need, Own};

pub(super) const NEEDS: &[Need] = &[
    Need {
        domain: "mind",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I haven't slept a night through since I don't know when.",
                "The nights are long. I keep the radio on so it isn't only me.",
            ],
            es: &[
                "No duermo una noche completa desde no sé cuándo.",
                "Las noches son largas. Dejo el radio para no oírme yo.",
            ],
        },
        text: &[
            "Sleep sheet shows {number} hours a night on most nights of the last two weeks.",
            "Yawned and rubbed {their} eyes; said the dreams come on {number} nights a week.",
        ],
        extent: &["Most nights for about {number} months; worse after sirens and around dates."],
        client_can: "Fills in the sleep sheet, walks after supper, knows what music helps.",
        network_can: "{kin} answers a call until eleven.",
        agency_can: "Go over the sheet, ask the clinic about the dreams, find a quieter room.",
        missing: "Quiet at night, and a talk about the dreams with somebody trained for it.",
        goal_own: Own {
            en: &["Sleep till it's light, four nights a week."],
            es: &["Dormir hasta que amanezca, cuatro noches por semana."],
        },
        goal: "Sleeps five hours or more on four nights a week, by the sleep sheet.",
        activities: &[
            "{name} fills in the sleep sheet every morning.",
            "{name} tries one thing at a time: the walk, no coffee after two, the headphones.",
            "{provider} hears about the dreams at the next visit, if {name} wants to tell.",
        ],
        change: "Four nights a week of five hours or more, where it was one.",
        provider: "{provider}",
        funding: "Medicaid",
        kin_helps: true,
    },
    Need {
        domain: "mind",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "Getting up is the whole day's work.",
                "I used to like things. I'd like to like something again.",
            ],
            es: &[
                "Levantarme ya es el trabajo de todo el día.",
                "Antes me gustaban las cosas. Quiero que me vuelva a gustar algo.",
            ],
        },
        text: &[
            "Stayed in bed past noon on {number} of the last seven days; curtains closed at each visit. Asked directly, {name} had no thoughts of suicide.",
            "Speaks slowly and looks down at first; told a story and smiled toward the end.",
        ],
        extent: &["Low for about {number} months, with single better days; Wednesdays are best."],
        client_can: "Gets up when somebody is expected, keeps the plant alive, draws.",
        network_can: "{kin} calls in the morning and stays on while the coffee is made.",
        agency_can: "Visits before noon, company for the first way out, a word with the clinic.",
        missing: "A reason to be somewhere at ten.",
        goal_own: Own {
            en: &["One thing a day that isn't a must."],
            es: &["Una cosa al día que no sea obligación."],
        },
        goal: "Up before ten on four days a week, with one thing planned that {name} chose.",
        activities: &[
            "{name} chooses three small things each week and writes them on the refrigerator.",
            "I come before noon, and we go out for the first quarter of an hour together.",
            "{name} sees {provider} every four weeks.",
        ],
        change: "Up before ten on four days a week, and names one thing {name} liked.",
        provider: "{provider}",
        funding: "Medicaid",
        kin_helps: true,
    },
    Need {
        domain: "mind",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "The voices are loud. They're not the boss, but they're loud.",
                "I want to finish a sentence without being interrupted from inside.",
            ],
            es: &[
                "Las voces están fuertes. No mandan, pero están fuertes.",
                "Quiero terminar una frase sin que me interrumpan desde adentro.",
            ],
        },
        text: &[
            "Stopped in mid-sentence several times and turned {their} head. Says the voices comment and do not tell {them} to do anything.",
            "Headphones on at {number} of the last six visits; takes them off to talk.",
        ],
        extent: &["Daily for {number} years; louder with little sleep and in noisy rooms."],
        client_can: "Knows the signs early, walks, counts blue things, says when it is too much.",
        network_can: "{kin} knows the plan and sits along without asking.",
        agency_can: "A quiet place to meet, earlier appointments, the peer group for people who hear voices.",
        missing: "A quieter place by day, and people who know it from themselves.",
        goal_own: Own {
            en: &["Have a coffee with people and hear what they say."],
            es: &["Tomarme un café con gente y oír lo que dicen."],
        },
        goal: "Goes to the hearing-voices group twice a month and has three ways to turn them down.",
        activities: &[
            "Mr. Sandoval-Reed introduces {name} to the group.",
            "{name} tries three things when it is loud and keeps what works.",
            "I ask for appointments early in the day, when the waiting room is quiet.",
        ],
        change: "Stays through an hour with others on two days a week.",
        provider: "Mr. Sandoval-Reed, peer specialist",
        funding: "County peer services",
        kin_helps: false,
    },
];
