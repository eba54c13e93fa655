//! People around, and what is believed in.

use super::{Fits, Need, Own};

pub(super) const NEEDS: &[Need] = &[
    Need {
        domain: "social",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "You're the only one I talked to since Friday.",
                "The quiet is the hardest part of having a door.",
            ],
            es: &["Desde el viernes no había hablado con nadie.", "Lo más difícil es el silencio."],
        },
        text: &[
            "Named {number} people when asked whom {They} had spoken with this week; most of them work in shops.",
            "Stays an hour longer at the center than {name} needs to, near the door.",
        ],
        extent: &["Evenings and Sundays; since the move about {number} months ago."],
        client_can: "Tells a good story, remembers names, comes when asked twice.",
        network_can: "{kin} would like a call on a fixed evening.",
        agency_can: "Go along the first times, find a table where nobody asks much.",
        missing: "One place a week where people expect {them}.",
        goal_own: Own {
            en: &["Somebody who notices when I'm not there."],
            es: &["Alguien que se dé cuenta cuando no llego."],
        },
        goal: "Two fixed meetings a week with people who are not paid to be there.",
        activities: &[
            "{name} tries the chess tables and the Thursday kitchen, with me the first two times.",
            "{kin} calls on Sunday evenings.",
            "{name} decides after four weeks which one stays.",
        ],
        change: "Talks with somebody on five days a week.",
        provider: "Community center",
        funding: "Free of charge",
        kin_helps: true,
    },
    Need {
        domain: "social",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I want to see my kid and not be a stranger.",
                "I have a letter to my daughter. It's been in my coat since May.",
            ],
            es: &[
                "Quiero ver a mi niña y que me reconozca.",
                "Traigo una carta para mi hija. Está en el abrigo desde mayo.",
            ],
        },
        text: &[
            "A daughter of nine lives with a foster family; last visit {number} months ago. No court order stands against visits.",
            "Showed me a drawing of the daughter's, kept flat in a book.",
        ],
        extent: &["On {their} mind daily, and most before holidays."],
        client_can: "Writes letters, keeps promises about time, knows what to leave unsaid.",
        network_can: "{kin} is on good terms with the foster parents and can ask.",
        agency_can: "Help with the letter, a quiet room for a visit, bus fare.",
        missing: "An agreement with the foster parents about a first visit.",
        goal_own: Own {
            en: &["An hour with her, at the park, by the ducks."],
            es: &["Una hora con ella, en el parque, con los patos."],
        },
        goal: "One visit a month takes place, in a way that the foster parents agreed to.",
        activities: &[
            "{name} sends the letter.",
            "{kin} asks the foster parents what would make a first visit possible.",
            "I offer the small room at the center and go along to the first visit.",
        ],
        change: "A visit or a call every month.",
        provider: "Family center, visiting room",
        funding: "Free of charge; bus fare from the agency",
        kin_helps: true,
    },
    Need {
        domain: "social",
        fits: Fits::Anybody,
        own: Own {
            en: &["I say yes to everybody and then my room is full and I'm outside."],
            es: &["A todos les digo que sí, y se me llena el cuarto y yo afuera."],
        },
        text: &[
            "{number} people stayed in {their} place this month; food and a radio are gone. The front desk gave a first warning.",
        ],
        extent: &["Weekends and cold nights, since others know where {name} stays."],
        client_can: "Knows whom {They} would like to see and whom not.",
        network_can: "{kin} can be the reason to say no: come Saturday, not today.",
        agency_can: "Practice saying no, agree with the front desk on visiting hours.",
        missing: "Words that work at the door at midnight.",
        goal_own: Own {
            en: &["My door, my rules, and still some friends."],
            es: &["Mi puerta, mis reglas, y que me queden amigos."],
        },
        goal: "Visitors only on days {name} chose; no warning from the front desk in three months.",
        activities: &[
            "{name} and I write three sentences for the door and try them out.",
            "The front desk sends people away after nine, as {name} asked.",
            "{name} has two friends over on Saturdays.",
        ],
        change: "Sleeps in {their} own bed every night.",
        provider: "",
        funding: "",
        kin_helps: true,
    },
    Need {
        domain: "spiritual",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "Nine years, and I still set two cups.",
                "I never got to say goodbye. I want to say it somewhere.",
            ],
            es: &[
                "Nueve años, y todavía pongo dos tazas.",
                "No pude despedirme. Quisiera hacerlo en algún lado.",
            ],
        },
        text: &[
            "Lost a brother in November some years ago; wears the watch and speaks of the date weeks ahead.",
            "Lit a candle at the last visit and asked me to stay until it burned down.",
        ],
        extent: &["The weeks around the date, and quiet evenings."],
        client_can: "Speaks of it with those who sit still; has words and songs for it.",
        network_can: "{kin} knew the brother and tells stories of him.",
        agency_can: "Be there on the day, find the grief group, drive to the water.",
        missing: "A place and a day to say goodbye.",
        goal_own: Own {
            en: &["Say goodbye by the water, with somebody next to me."],
            es: &["Despedirme junto al agua, con alguien a mi lado."],
        },
        goal: "A goodbye that {name} planned has taken place, and the date was not spent alone.",
        activities: &[
            "{name} decides on the place, the day and who comes.",
            "{kin} brings the photographs.",
            "I am there on the day, and tell of the grief group without pressing.",
        ],
        change: "{name} says the weeks around the date were easier than last year.",
        provider: "Grief group, St. Brannock's",
        funding: "Free of charge",
        kin_helps: true,
    },
    Need {
        domain: "spiritual",
        fits: Fits::Anybody,
        own: Own {
            en: &["I used to sing in church. Now I stand across the street and listen."],
            es: &["Antes cantaba en la iglesia. Ahora la oigo desde la otra banqueta."],
        },
        text: &[
            "Stands outside St. Brannock's on Sundays, by {their} own account {number} times this fall.",
        ],
        extent: &["Every Sunday; for about {number} years not inside."],
        client_can: "Knows the songs and the hours, and one person in the choir.",
        network_can: "{kin} goes there and would sit with {them}, at the back.",
        agency_can: "Find out about the side door and the shower hours before service.",
        missing: "A first time with somebody beside {them}.",
        goal_own: Own {
            en: &["Sing once. From the back row is fine."],
            es: &["Cantar una vez. Desde atrás está bien."],
        },
        goal: "Went inside twice and decided whether to go on.",
        activities: &[
            "{kin} meets {name} at the side door, ten minutes early.",
            "I bring a clean shirt on Saturdays.",
            "{name} decides each Sunday anew.",
        ],
        change: "Inside instead of across the street, when {name} wants to be.",
        provider: "St. Brannock's, choir",
        funding: "",
        kin_helps: true,
    },
];
