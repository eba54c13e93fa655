//! Housing and safety.

use super::{Fits, Need, Own};

pub(super) const NEEDS: &[Need] = &[
    Need {
        domain: "housing",
        fits: Fits::Unhoused,
        own: Own {
            en: &[
                "A door that locks from the inside. That's all I ask for first.",
                "I want to wake up in the same place I fell asleep in.",
            ],
            es: &[
                "Quiero una puerta que se cierre por dentro. Eso primero.",
                "Quiero despertar en el mismo lugar donde me dormí.",
            ],
        },
        text: &[
            "Has no lease. Slept in {number} different places in the last month, by {their} own count.",
            "The housing office confirms that an application was begun in spring and two papers are missing.",
        ],
        extent: &[
            "No place of {their} own for about {number} years; worst from November to March.",
            "Every night. Moves on when a place is swept, about {number} times since summer.",
        ],
        client_can: "Knows which streets feel safe, keeps papers dry in a plastic sleeve, and comes to appointments after ten.",
        network_can: "{kin} can store two bags and take mail.",
        agency_can: "Fill in the application together, go along to viewings, ask the bridge program for a room meanwhile.",
        missing: "Proof of income, and a room that is free.",
        goal_own: Own {
            en: &["My own key by spring."],
            es: &["Mi propia llave para la primavera."],
        },
        goal: "{name} has signed a lease or moved into supportive housing.",
        activities: &[
            "{name} and I complete the supportive housing application and hand it in.",
            "I ask the housing office every two weeks where it stands and tell {name}, also when nothing moved.",
            "{name} looks at two rooms with me and says yes or no to each.",
        ],
        change: "Sleeps in one place, behind a door that locks, at least 25 nights a month.",
        provider: "County housing office",
        funding: "Supportive housing voucher, applied for",
        kin_helps: false,
    },
    Need {
        domain: "housing",
        fits: Fits::Housed,
        own: Own {
            en: &[
                "I can't lose this place. I know how long the last one took.",
                "I just want them to stop sending letters about me.",
            ],
            es: &[
                "No puedo perder este lugar. Yo sé cuánto tardó el otro.",
                "Nada más quiero que dejen de mandarme cartas.",
            ],
        },
        text: &[
            "{number} letters from the landlord since summer, about noise and late rent. The lease runs to the end of next year.",
            "Rent was paid late in {number} of the last twelve months; no court case is open.",
        ],
        extent: &[
            "Comes up in the last week of each month, when money is short and sleep is bad.",
            "Since the spring; before that, two quiet years in the same room.",
        ],
        client_can: "Opens letters when somebody sits beside {them}, keeps receipts in an envelope, has a good word with the neighbor.",
        network_can: "{kin} can call on the first of the month to ask about the rent.",
        agency_can: "Read letters together, write replies, set up direct payment of rent if {name} wants that.",
        missing: "A way to pay rent that does not depend on a bad week.",
        goal_own: Own {
            en: &["Stay here. No more letters."],
            es: &["Quedarme aquí. Ya sin cartas."],
        },
        goal: "Rent paid by the fifth in three months running, and every letter answered within ten days.",
        activities: &[
            "{name} puts each letter by the door, unopened or not, for the next visit.",
            "We read and answer letters together within a week.",
            "I help {name} ask the benefits office to pay the landlord directly.",
        ],
        change: "Keeps the lease; no new notice at the next review.",
        provider: "Tenants' help desk",
        funding: "None needed; the help desk is free",
        kin_helps: true,
    },
    Need {
        domain: "housing",
        fits: Fits::Housed,
        own: Own {
            en: &["The stairs are winning. Some days I don't go out because of them."],
            es: &["Las escaleras me ganan. Hay días que no salgo por eso."],
        },
        text: &[
            "Lives two floors up without an elevator; rested {number} times on the way when we went up together.",
        ],
        extent: &["Went out on {number} of the last seven days, mostly because of the stairs."],
        client_can: "Plans errands into one trip and knows the building manager by name.",
        network_can: "{kin} carries the shopping up on weekends.",
        agency_can: "Ask the landlord for a lower floor, get the doctor's letter, order a rail.",
        missing: "A letter from the doctor, and a room lower down.",
        goal_own: Own {
            en: &["Get out of the house when I want to, not when my knees want to."],
            es: &["Salir cuando yo quiera, no cuando quieran mis rodillas."],
        },
        goal: "Lives on the ground floor or first floor, or has a rail on both sides of the stairs.",
        activities: &[
            "I write the request for a lower floor with {name} and hand it in.",
            "{name} asks the doctor for a letter at the next visit.",
            "{kin} goes on carrying the shopping until then.",
        ],
        change: "Leaves the house on at least five days a week.",
        provider: "Building management, with a letter from Dr. Brightmoor",
        funding: "Landlord; the rail from the agency's small grants",
        kin_helps: true,
    },
    Need {
        domain: "safety",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I look over my shoulder all day. I want to stop doing that.",
                "If my ex finds out where I sleep, I have to start over.",
            ],
            es: &[
                "Todo el día miro para atrás. Quiero dejar de hacerlo.",
                "Si mi ex se entera dónde duermo, tengo que empezar de cero.",
            ],
        },
        text: &[
            "Former partner came to two places where {name} was known, most recently about {number} weeks ago. An order of protection ended last year.",
            "{name} sits facing the door and asked me twice whether anybody had asked for {them}.",
        ],
        extent: &["Daily worry; {number} meetings by chance since spring, none this month."],
        client_can: "Knows safe streets and shops, varies the way home, calls early.",
        network_can: "{kin} knows not to say where {name} is, and has a spare bed.",
        agency_can: "Go along to the legal aid desk, keep the address out of every letter, plan a safe way with {name}.",
        missing: "A renewed order, and one place where staff know the plan.",
        goal_own: Own {
            en: &["Walk to the store without counting who is behind me."],
            es: &["Ir a la tienda sin contar quién viene atrás."],
        },
        goal: "A written safety plan is in {name}'s hands, and the order of protection is decided on.",
        activities: &[
            "{name} and I write the safety plan and go over it once a month.",
            "Legal aid explains the order and files it if {name} says yes.",
            "{kin} is the person to call when {name} does not want to walk alone.",
        ],
        change: "Goes out alone on four days a week and says it feels safer than in summer.",
        provider: "Legal aid, safety desk",
        funding: "Free of charge",
        kin_helps: true,
    },
    Need {
        domain: "safety",
        fits: Fits::Unhoused,
        own: Own {
            en: &[
                "Everything I own got taken twice. I sleep on my shoes now.",
                "Winter scares me. I'm not as strong as last year.",
            ],
            es: &[
                "Dos veces me quitaron todo. Ahora duermo sobre los zapatos.",
                "El invierno me da miedo. Ya no tengo la fuerza de antes.",
            ],
        },
        text: &[
            "Lost a bag with medicine and papers in {number} of the last six months. Carries everything in one backpack.",
            "Slept outside on {number} nights below freezing last winter; no frostbite on record.",
        ],
        extent: &["Nights, above all on weekends and in the cold months."],
        client_can: "Chooses dry places with light nearby and tells two neighbors where {They} will be.",
        network_can: "{kin} can keep papers and a spare set of clothes.",
        agency_can: "A locker at the center, a winter sleeping bag, the van's route on cold nights.",
        missing: "A place to leave things by day, and a bed without a light on all night.",
        goal_own: Own {
            en: &["Get through the winter with my things and my toes."],
            es: &["Pasar el invierno con mis cosas y con mis dedos."],
        },
        goal: "Has a locker, a cold-night plan and two warm places that {name} chose.",
        activities: &[
            "I arrange the locker and we move papers and medicine there.",
            "{name} chooses two warm places and tries each for one night.",
            "The night van looks for {name} when it is below freezing.",
        ],
        change: "No papers or medicine lost, and indoors on every night below freezing.",
        provider: "Community center, lockers",
        funding: "Agency's winter fund",
        kin_helps: false,
    },
    Need {
        domain: "safety",
        fits: Fits::Housed,
        own: Own {
            en: &["The food runs out before the month does. I don't like to say it."],
            es: &["La comida se acaba antes que el mes. Me da pena decirlo."],
        },
        text: &[
            "Refrigerator held milk and bread in the last week of the month; {name} ate one meal a day on {number} days.",
        ],
        extent: &["The last {number} days of each month, since the food benefits went down."],
        client_can: "Cooks well and cheaply, and knows two kitchens where {They} can eat.",
        network_can: "{kin} has {them} over for supper on Sundays.",
        agency_can: "Food cards, a place on the pantry's delivery list, a look at the benefits.",
        missing: "Food for the end of the month.",
        goal_own: Own {
            en: &["Two real meals a day, also on the thirtieth."],
            es: &["Dos comidas de verdad al día, también el treinta."],
        },
        goal: "Eats two meals a day in the last week of the month, by {name}'s own notes.",
        activities: &[
            "I put {name} on the pantry's delivery list.",
            "{name} cooks with the pantry's box twice a week and notes the meals.",
            "We go over the food benefits with the benefits office.",
        ],
        change: "No day with fewer than two meals in the last week of the month.",
        provider: "St. Brannock's pantry",
        funding: "Pantry; free of charge",
        kin_helps: true,
    },
];
