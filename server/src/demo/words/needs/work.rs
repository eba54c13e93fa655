//! Work, learning and papers.

use super::{Fits, Need, Own};

pub(super) const NEEDS: &[Need] = &[
    Need {
        domain: "work",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I ran a kitchen for eighty people. I can still do that. Smaller.",
                "I want to be tired from something.",
            ],
            es: &[
                "Yo cocinaba para ochenta personas. Todavía puedo, con menos.",
                "Quiero cansarme, pero de trabajar.",
            ],
        },
        text: &[
            "Worked as a cook for {number} years; last steady job three years ago. Helped at the Thursday kitchen twice and came early.",
            "Day work on {number} days this month, paid in cash.",
        ],
        extent: &["Wants two or three mornings a week, not more for now."],
        client_can: "Gets up early, works clean, teaches others without noticing.",
        network_can: "{kin} knows the owner of the diner on Quay 7.",
        agency_can: "Supported employment program, shoes, a word about benefits and earnings.",
        missing: "An employer who begins small, and clear figures about benefits.",
        goal_own: Own {
            en: &["Two mornings a week in a kitchen, paid."],
            es: &["Dos mañanas por semana en una cocina, con sueldo."],
        },
        goal: "Paid work of at least six hours a week for two months.",
        activities: &[
            "The job coach and {name} visit two kitchens.",
            "The benefits counselor explains what {name} may earn.",
            "I see to work shoes and the bus pass.",
        ],
        change: "Six hours of paid work a week, and {name} still sleeps.",
        provider: "Supported employment, job coach",
        funding: "State vocational services",
        kin_helps: true,
    },
    Need {
        domain: "work",
        fits: Fits::Anybody,
        own: Own {
            en: &["I don't want a job yet. I want to be useful on a Tuesday."],
            es: &["Todavía no quiero trabajo. Quiero servir para algo los martes."],
        },
        text: &[
            "Waters the community garden without being asked; keeps {their} own list of what grows.",
        ],
        extent: &["Days without a plan: {number} of the last seven."],
        client_can: "Plants, repairs, shows up when it is in the morning.",
        network_can: "{kin} grows tomatoes and has seeds to give.",
        agency_can: "Ask the garden for a plot and a key.",
        missing: "A fixed task with {their} name on it.",
        goal_own: Own {
            en: &["A row of beans with my name on it."],
            es: &["Un surco de frijoles con mi nombre."],
        },
        goal: "Helps at the garden on one fixed morning a week for eight weeks.",
        activities: &[
            "I ask the garden for a plot and a key.",
            "{name} chooses the morning and the plants.",
            "{name} shows a new helper around once.",
        ],
        change: "One morning a week that {name} does not want to miss.",
        provider: "Community garden",
        funding: "",
        kin_helps: false,
    },
    Need {
        domain: "education",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I left school in ninth grade. I want the paper.",
                "I'm the oldest in the room and I don't care.",
            ],
            es: &[
                "Dejé la escuela en noveno. Quiero el diploma.",
                "Tengo más años que todos en el salón y no me importa.",
            ],
        },
        text: &[
            "Left school at fifteen. Does sums in {their} head; reads slowly and likes it.",
            "Went to the open class {number} times this fall and sat near the door.",
        ],
        extent: &["Two of four subjects are within reach, says the teacher with {name} present."],
        client_can: "Studies at the library when it rains, asks when something is unclear.",
        network_can: "{kin} asks about the lesson on weekends.",
        agency_can: "Fees, bus pass, a quiet desk at the center.",
        missing: "The fee for the test, and a plan for the first ten minutes of each class.",
        goal_own: Own {
            en: &["Hang it on the wall. Framed."],
            es: &["Colgarlo en la pared. Con marco."],
        },
        goal: "First two parts of the high school equivalency test taken.",
        activities: &[
            "{name} goes to class on Tuesdays and Thursdays.",
            "I ask for the fee waiver and bring the bus pass.",
            "The teacher keeps the seat by the door free.",
        ],
        change: "In class on six of eight days, and one part of the test passed.",
        provider: "Adult learning center",
        funding: "Fee waiver",
        kin_helps: false,
    },
    Need {
        domain: "education",
        fits: Fits::OtherLanguage,
        own: Own {
            en: &["I want to talk to the doctor myself. And to the neighbor."],
            es: &["Quiero hablar con el doctor sin ayuda. Y con la vecina."],
        },
        text: &[
            "Understands more English than {name} speaks; orders, greets and counts without help.",
        ],
        extent: &["Every errand with papers; for {number} years in this town."],
        client_can: "Writes ten words a day in a notebook, learns by ear.",
        network_can: "{kin} speaks English with {them} at supper on {weekday}.",
        agency_can: "Find a class in walking distance, and pay for the book.",
        missing: "A class that begins small and in the afternoon.",
        goal_own: Own {
            en: &["Make one phone call in English, alone."],
            es: &["Hacer una llamada en inglés, sin ayuda."],
        },
        goal: "Goes to the class twice a week and has made one call alone.",
        activities: &[
            "{name} starts the afternoon class at the library.",
            "I bring the book.",
            "{name} and I practice one phone call each visit.",
        ],
        change: "Makes a simple call without help.",
        provider: "Library, English class",
        funding: "Free of charge; the book from the agency",
        kin_helps: true,
    },
    Need {
        domain: "legal",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "No card, no bank. No bank, no check. You know how it goes.",
                "On paper I don't exist.",
            ],
            es: &[
                "Sin identificación no hay banco. Sin banco no hay cheque.",
                "En papel no existo.",
            ],
        },
        text: &[
            "Identity card lost {number} months ago; the birth certificate is from another state.",
            "Has the shelter's letter as proof of address and nothing with a photo.",
        ],
        extent: &["Asked for at {number} desks since summer; each time the way ended there."],
        client_can: "Knows all numbers by heart and waits in line without leaving.",
        network_can: "{kin} may still have an old copy.",
        agency_can: "Order the certificate, pay the fee, go along.",
        missing: "The birth certificate.",
        goal_own: Own { en: &["A card with my face on it."], es: &["Una tarjeta con mi cara."] },
        goal: "Identity card in hand, and a copy in the file, at {name}'s wish.",
        activities: &[
            "I order the birth certificate with {name}'s signature.",
            "We go to the motor vehicle office together, early.",
            "{kin} looks for the old copy.",
        ],
        change: "Shows a card of {their} own when asked.",
        provider: "Motor vehicle office",
        funding: "Fee voucher of the agency",
        kin_helps: true,
    },
    Need {
        domain: "legal",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "There's a fine from before. I walk around that building.",
                "I want it over. Whatever it is.",
            ],
            es: &[
                "Hay una multa de antes. Le doy la vuelta a ese edificio.",
                "Quiero que se acabe. Lo que sea.",
            ],
        },
        text: &[
            "An open fine from {number} years ago, grown with fees; the next court date is known.",
        ],
        extent: &["Comes up with each job or housing form, as a question {name} cannot answer."],
        client_can: "Goes when somebody waits in sight; answers in full sentences.",
        network_can: "{kin} lends a jacket and comes along.",
        agency_can: "Call the public defender, go over the day ahead, sit in the second row.",
        missing: "A talk with the defender before the date.",
        goal_own: Own {
            en: &["Walk past the courthouse like anybody."],
            es: &["Pasar por la corte como cualquiera."],
        },
        goal: "The fine is settled, or turned into hours of service.",
        activities: &[
            "The public defender talks with {name} before the date.",
            "We go over the day the evening before.",
            "{name} goes to the date; I sit in the second row.",
        ],
        change: "No open case.",
        provider: "Public defender's office",
        funding: "",
        kin_helps: true,
    },
    Need {
        domain: "legal",
        fits: Fits::Anybody,
        own: Own {
            en: &["I want somebody I trust to speak for me when I can't."],
            es: &["Quiero que hable por mí alguien de confianza cuando yo no pueda."],
        },
        text: &[
            "At the last hospital stay nobody knew whom to call. {name} has decided on {kin} and said so to both of us.",
        ],
        extent: &["Matters {number} times in ten years; on {their} mind since the last one."],
        client_can: "Knows exactly what should and should not be done.",
        network_can: "{kin} is willing and has said what would be too much.",
        agency_can: "Bring the form, find a notary, keep note of where it lies.",
        missing: "A signed advance directive.",
        goal_own: Own {
            en: &["It's on paper, and {kin} has it."],
            es: &["Que quede por escrito y lo tenga {kin}."],
        },
        goal: "Advance directive signed; {kin} and the clinic each know where it is.",
        activities: &[
            "{name} goes over the form with the peer specialist.",
            "{kin} and {name} talk about what each line means.",
            "I find the notary and note where the paper is kept.",
        ],
        change: "{name} can say where it lies, and so can {kin}.",
        provider: "Mr. Sandoval-Reed, peer specialist",
        funding: "Notary at the library, free of charge",
        kin_helps: true,
    },
];
