//! Benefits, money and who pays for what.

use super::{Fits, Need, Own};

pub(super) const NEEDS: &[Need] = &[
    Need {
        domain: "benefits",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I did everything they said and still it's gone.",
                "They spell my name like they're guessing.",
            ],
            es: &[
                "Hice todo lo que me dijeron y de todos modos me la quitaron.",
                "Escriben mi nombre como adivinando.",
            ],
        },
        text: &[
            "Food benefits stopped {number} weeks ago; the letter says that a form is missing. {name} has a stamped copy.",
            "Two spellings of the name at the benefits office; the account is under the wrong one.",
        ],
        extent: &["No benefits for {number} weeks; the second time this year."],
        client_can: "Keeps stamped copies, tells the story in order, stays calm on speaker.",
        network_can: "{kin} can lend a bus card for the trip to the office.",
        agency_can: "Call with {name}, write down who promised what, ask for a supervisor.",
        missing: "One spelling in all papers.",
        goal_own: Own {
            en: &["My card works and my name is right."],
            es: &["Que sirva mi tarjeta y que esté bien mi nombre."],
        },
        goal: "Food benefits paid again, with the name spelled as on the birth certificate.",
        activities: &[
            "We call the benefits office together from the small room.",
            "{name} takes the stamped copy to window 6.",
            "I ask in writing that the spelling is corrected everywhere.",
        ],
        change: "Benefits on the card for three months without a gap.",
        provider: "County benefits office",
        funding: "",
        kin_helps: false,
    },
    Need {
        domain: "benefits",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "I can't do eight hours. I can't do four. There must be a form for that.",
                "They want me to tell the worst day of my life to a stranger at a desk.",
            ],
            es: &[
                "No aguanto ocho horas. Ni cuatro. Debe haber un papel para eso.",
                "Quieren que cuente mi peor día a alguien en un escritorio.",
            ],
        },
        text: &[
            "No income beside day work. An application for disability income was turned down last year; the time to appeal is over, a new one is possible.",
            "Last job ended after {number} weeks; the clinic's letters fit what {name} tells of it.",
        ],
        extent: &["Without steady income for about {number} years."],
        client_can: "Tells what a workday is like when there is time and no hurry.",
        network_can: "{kin} remembers dates of jobs and hospitals.",
        agency_can: "Gather records, sit along, write down how daily life goes.",
        missing: "Records of two hospitals, and somebody who knows the form.",
        goal_own: Own {
            en: &["Money that comes on the same day every month."],
            es: &["Un dinero que llegue el mismo día cada mes."],
        },
        goal: "A complete application for disability income is in, with records.",
        activities: &[
            "{name} signs the releases for the two hospitals and no others.",
            "I request the records and chase them every two weeks.",
            "The benefits counselor fills in the form with {name}, in two sittings.",
        ],
        change: "Application received, with a number that {name} has in the wallet.",
        provider: "Benefits counselor, community center",
        funding: "Free of charge",
        kin_helps: true,
    },
    Need {
        domain: "benefits",
        fits: Fits::Unhoused,
        own: Own {
            en: &["They send the mail to a door I don't have anymore."],
            es: &["Mandan las cartas a una puerta que ya no tengo."],
        },
        text: &[
            "{number} letters came back to sender this year; one of them was the yearly renewal for Medicaid.",
        ],
        extent: &["Since {name} left the last address, about {number} months ago."],
        client_can: "Comes by every {weekday} for the mail when there is any.",
        network_can: "{kin} takes in mail for now and does not want to for long.",
        agency_can: "Let mail come to the office, and file the change of address.",
        missing: "One address that every office has.",
        goal_own: Own {
            en: &["No more surprises by mail."],
            es: &["Que ya no me sorprendan las cartas."],
        },
        goal: "Three offices have the new address, and the Medicaid renewal is filed.",
        activities: &[
            "{name} and I file the change of address at three offices.",
            "I keep the mail in the office and text when there is some.",
            "{name} signs the renewal for Medicaid.",
        ],
        change: "No letter returned in three months; Medicaid without a gap.",
        provider: "County benefits office",
        funding: "",
        kin_helps: true,
    },
    Need {
        domain: "funding",
        fits: Fits::Anybody,
        own: Own {
            en: &[
                "By the twentieth I'm counting coins. Every month.",
                "I never saw it on one page before.",
            ],
            es: &[
                "Para el día veinte ya ando contando monedas. Cada mes.",
                "Nunca lo había visto en una sola hoja.",
            ],
        },
        text: &[
            "Income and fixed costs leave about ninety dollars for the month. Receipts are kept in an envelope.",
            "Borrowed from {number} people in the last half year and paid back each.",
        ],
        extent: &["The last ten days of each month."],
        client_can: "Does the sums, keeps receipts, pays rent first.",
        network_can: "{kin} can keep an envelope for the last week.",
        agency_can: "A budget on one page, the cheaper phone, a look at fees.",
        missing: "Something put by for the last week.",
        goal_own: Own {
            en: &["Ten dollars left on the thirtieth."],
            es: &["Que me sobren diez dólares el día treinta."],
        },
        goal: "A budget that {name} keeps, with ten dollars left at the end of two months in a row.",
        activities: &[
            "We make the budget together at the start of each month.",
            "{name} changes to the free phone.",
            "{kin} keeps the envelope for the last week.",
        ],
        change: "Ten dollars left on the last day of two months running.",
        provider: "",
        funding: "",
        kin_helps: true,
    },
    Need {
        domain: "funding",
        fits: Fits::Housed,
        own: Own {
            en: &["The light bill is bigger than the room."],
            es: &["El recibo de la luz es más grande que el cuarto."],
        },
        text: &[
            "Owes the electric company for {number} months; the last letter names a day on which power is cut.",
        ],
        extent: &["Since last winter, when an old heater ran at night."],
        client_can: "Switched the heater off at night and reads the meter on Sundays.",
        network_can: "{kin} has a better heater to lend.",
        agency_can: "Ask for the hardship plan, apply to the heating fund.",
        missing: "A payment plan, and a heater that uses less.",
        goal_own: Own {
            en: &["Heat and light, and no red letters."],
            es: &["Calor y luz, y sin cartas rojas."],
        },
        goal: "A payment plan is agreed and three payments are made.",
        activities: &[
            "I ask the electric company for the hardship plan, with {name} on the line.",
            "{name} pays the agreed sum on the third of each month.",
            "We apply to the heating fund before the cold.",
        ],
        change: "Power stays on all winter, and the debt is smaller at each review.",
        provider: "Heating fund, town hall",
        funding: "Heating fund",
        kin_helps: true,
    },
    Need {
        domain: "funding",
        fits: Fits::Anybody,
        own: Own {
            en: &["Everything starts with a phone. No phone, no anything."],
            es: &["Todo empieza con un teléfono. Sin teléfono no hay nada."],
        },
        text: &[
            "Has had {number} numbers in a year; missed two calls from the housing office. Uses borrowed phones.",
        ],
        extent: &["Reachable on about half of the days."],
        client_can: "Remembers numbers by heart and calls back from the library.",
        network_can: "{kin} passes messages on.",
        agency_can: "The form for the free phone, a charger at the center.",
        missing: "A number that stays, and a place to charge.",
        goal_own: Own {
            en: &["One number. Mine. For a year."],
            es: &["Un solo número. Mío. Por un año."],
        },
        goal: "Has a working phone and the same number at two reviews in a row.",
        activities: &[
            "{name} and I fill in the form for the free phone.",
            "{name} charges it at the center each day.",
            "I give the number to the three offices that wait for it.",
        ],
        change: "Reached by phone on the first or second try.",
        provider: "Lifeline phone program",
        funding: "Lifeline",
        kin_helps: false,
    },
];
