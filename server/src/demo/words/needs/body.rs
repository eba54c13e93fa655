//! Health of the body, and treatment.

use super::{Fits, Need, Own};

pub(super) const NEEDS: &[Need] = &[
    Need {
        domain: "body",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "Teeth first. Then we talk about the rest.",
                "I cover my mouth when I laugh. I'd like to stop that.",
            ],
            es: &[
                "Primero los dientes, después lo demás.",
                "Me tapo la boca cuando me río. Ya no quiero.",
            ],
        },
        text: &[
            "Chews on the left side only and put a hot cup down twice. Last dental visit {number} years ago, by {their} own account.",
            "Two teeth broken at the front, swelling on the right; eats soup and bread.",
        ],
        extent: &[
            "Pain on {number} of the last seven days, worse at night; has been so since spring.",
        ],
        client_can: "Says plainly what hurts, and goes if each step is explained ahead.",
        network_can: "{kin} offered to come along and sit outside.",
        agency_can: "Find a clinic that takes the insurance, book evenings, go along.",
        missing: "A dentist who begins with a talk and not with the chair.",
        goal_own: Own {
            en: &["Eat an apple without thinking about it."],
            es: &["Comerme una manzana sin pensarlo."],
        },
        goal: "First dental visit kept, and treatment for the two broken teeth begun.",
        activities: &[
            "I book a first visit with talking only, in the evening.",
            "{name} goes, with me or {kin} in the waiting room.",
            "The clinic gives {name} a written list of steps with prices.",
        ],
        change: "Chews on both sides, and pain on no more than one day a week.",
        provider: "Rope Street dental clinic",
        funding: "Medicaid dental",
        kin_helps: true,
    },
    Need {
        domain: "body",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "My sugar is all over the place and so am I.",
                "I'm supposed to eat at set times. Tell that to the street.",
            ],
            es: &[
                "El azúcar me sube y me baja, y yo con ella.",
                "Dicen que coma a mis horas. Como si fuera tan fácil.",
            ],
        },
        text: &[
            "Clinic letter names diabetes, type 2; last long-term value above the range the doctor wants. Meter without strips.",
            "Felt shaky {number} times this month and sat down each time; no ambulance called.",
        ],
        extent: &["Known for {number} years. Measures on two or three days a week at present."],
        client_can: "Recognizes the shaking early, carries juice, counts well.",
        network_can: "{kin} cooks without sugar when {name} eats there.",
        agency_can: "Get strips, go along to the nurse, plan meals around what there is.",
        missing: "Strips, and a fixed place for one meal a day.",
        goal_own: Own {
            en: &["Know my number in the morning and not be scared of it."],
            es: &["Saber mi número en la mañana y no tenerle miedo."],
        },
        goal: "Measures on five days a week, and the next long-term value is lower than the last.",
        activities: &[
            "{name} measures before breakfast and writes the number down.",
            "The nurse looks at the numbers with {name} every four weeks.",
            "I see to the strips and remind {name} the day before each visit.",
        ],
        change: "Five mornings a week with a number written down; shaky no more than once a month.",
        provider: "Nurse Okonjo-Vale, Pier 4 clinic",
        funding: "Medicaid",
        kin_helps: false,
    },
    Need {
        domain: "body",
        fits: Fits::Anybody,
        own: Own {
            en: &["I sign things I can't read. The letters swim."],
            es: &["Firmo cosas que no alcanzo a leer. Las letras se me mueven."],
        },
        text: &[
            "Held the page at arm's length and asked me to read it aloud. Old glasses are broken at the hinge.",
        ],
        extent: &["Everything closer than an arm's length; for about {number} years."],
        client_can: "Remembers what was read to {them} almost word for word.",
        network_can: "{kin} reads the mail aloud on weekends.",
        agency_can: "Book the eye test, go along, ask for large print meanwhile.",
        missing: "An eye test and a pair of glasses.",
        goal_own: Own {
            en: &["Read my own mail at my own table."],
            es: &["Leer mis propias cartas en mi propia mesa."],
        },
        goal: "Eye test done, and glasses in use.",
        activities: &[
            "I book the eye test and {name} goes along with me.",
            "{name} chooses the frame.",
            "I ask the offices for letters in large print until then.",
        ],
        change: "Reads a letter alone and says in own words what it asks for.",
        provider: "Harbor Vision, walk-in hours",
        funding: "Lions' eyeglass fund",
        kin_helps: false,
    },
    Need {
        domain: "treatment",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I'm not skipping to be difficult. I fall asleep before.",
                "I want a medicine that lets me keep my mind and my mouth wet.",
            ],
            es: &[
                "No me salto la pastilla por gusto. Me duermo antes.",
                "Quiero una medicina que no me seque la boca ni la cabeza.",
            ],
        },
        text: &[
            "Took the evening dose on {number} of the last seven days by {their} own tally; names dry mouth as the reason.",
            "Refills were picked up late in two of the last four months, says the pharmacy with a release on file.",
        ],
        extent: &["Mostly evenings and days on the road; steadier since the weekly box."],
        client_can: "Keeps an honest tally and asks good questions when they are on a card.",
        network_can: "{kin} can send a text at supper.",
        agency_can: "Carry questions to the clinic, go along, set up the refill by mail.",
        missing: "A talk with the prescriber about the time of day and the dry mouth.",
        goal_own: Own {
            en: &["A medicine I can live with, at a time I'm awake."],
            es: &["Una medicina con la que pueda vivir, a una hora en que no duerma."],
        },
        goal: "Time of day and dose talked over with the prescriber; taken as agreed on six days a week.",
        activities: &[
            "{name} asks {provider} the three questions on the card.",
            "I go along if {name} wants it and write down what was agreed.",
            "The pharmacy fills the weekly box.",
        ],
        change: "Six days of seven on the tally, and {name} says the mouth is bearable.",
        provider: "{provider}",
        funding: "Medicaid",
        kin_helps: true,
    },
    Need {
        domain: "treatment",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I don't want to stop, I want to stop needing it.",
                "Pay day is the hard day. I lose the money and the week.",
            ],
            es: &[
                "No quiero dejarlo de golpe, quiero dejar de necesitarlo.",
                "El día de pago es el difícil. Se me va el dinero y la semana.",
            ],
        },
        text: &[
            "Counts days without alcohol on a card; the longest stretch this year was {number} days. Speaks of it openly.",
            "Went to the Thursday group {number} times since summer.",
        ],
        extent: &[
            "Around the first and the fifteenth; two quiet weeks in between, as {name} tells it.",
        ],
        client_can: "Knows which evenings are hard, eats before, calls somebody from the group.",
        network_can: "{kin} goes for a walk with {them} on pay day.",
        agency_can: "A ride to the group, a talk with the doctor about medicine that helps, company on pay day.",
        missing: "Something to do on pay day evenings.",
        goal_own: Own {
            en: &["Four days in a row. Then five."],
            es: &["Cuatro días seguidos. Luego cinco."],
        },
        goal: "Two pay days in a row spent as {name} planned them; group once a week.",
        activities: &[
            "{name} goes to the group on Thursdays; I drive when asked.",
            "{name} and {kin} plan the evening of each pay day.",
            "{name} asks the doctor about medicine, with the card of questions.",
        ],
        change: "More days without alcohol than with, on {name}'s own card.",
        provider: "Thursday group, Anchor Street",
        funding: "Free of charge",
        kin_helps: true,
    },
    Need {
        domain: "treatment",
        fits: Fits::OtherLanguage,
        own: Own {
            en: &["I want to say the hard things in the language I think in."],
            es: &["Las cosas difíciles las quiero decir en mi idioma."],
        },
        text: &[
            "Three appointments this year took place without an interpreter; {name} said little in them.",
        ],
        extent: &["Each visit to the clinic; letters too come in English only."],
        client_can: "Explains very clearly once the interpreter is there; knows {their} rights by now.",
        network_can: "{kin} interprets in shops; {name} does not want family in the doctor's room.",
        agency_can: "Ask for the interpreter with each booking and write down when none came.",
        missing: "A counselor or interpreter in {name}'s language, booked ahead.",
        goal_own: Own {
            en: &["Somebody who understands me the first time I say it."],
            es: &["Alguien que me entienda a la primera."],
        },
        goal: "Every appointment has an interpreter, or a counselor who speaks the language.",
        activities: &[
            "I ask for the interpreter at each booking and the day before.",
            "{name} says at the desk: I need an interpreter, and may leave if none comes.",
            "Ms. Tillerman looks for a counselor who speaks the language.",
        ],
        change: "No appointment without an interpreter in the next three months.",
        provider: "Ms. Tillerman, counselor",
        funding: "Medicaid; the interpreter is paid by the clinic",
        kin_helps: false,
    },
];
