use super::{Own, Trait, one};

pub(in crate::demo) const BARRIERS: &[Trait] = &[
    one(
        "social",
        Own {
            en: &["Waiting rooms. Everybody looks, nobody talks."],
            es: &["Las salas de espera. Todos miran y nadie habla."],
        },
        "Left two waiting rooms before being called; stays when there is a seat near the door.",
        "Ask for the first appointment of the day; wait outside and be called by phone.",
    ),
    one(
        "housing",
        Own {
            en: &["They all want a year of addresses. I have corners."],
            es: &["Todos piden un año de direcciones. Yo tengo esquinas."],
        },
        "Forms ask for addresses of twelve months; {name} has three that can be proved.",
        "Letters from the shelter and the soup line stand in for addresses; I ask for them.",
    ),
    one(
        "legal",
        Own {
            en: &["An old record. I say it first now, then it's out."],
            es: &["Lo de antes. Ya lo digo yo primero, y se acabó."],
        },
        "An old case from {number} years ago shows up in checks by landlords.",
        "Practice two sentences about it; legal aid looks at sealing the record.",
    ),
    one(
        "body",
        Own {
            en: &["Mornings. My body isn't there before eleven."],
            es: &["Las mañanas. Mi cuerpo no llega antes de las once."],
        },
        "Tired until late morning since the dose was changed; kept {number} of the last six morning appointments.",
        "Appointments after eleven; the question about the dose goes to {provider}.",
    ),
    one(
        "funding",
        Own {
            en: &["The bus. Two dollars there, two back, and I don't have two."],
            es: &["El camión. Dos de ida, dos de vuelta, y no los tengo."],
        },
        "Walks up to {number} miles to appointments when the pass has run out.",
        "Monthly bus pass in the last week of the month before; rides on bad days.",
    ),
    one(
        "education",
        Own {
            en: &["Forms. I freeze at page two."],
            es: &["Los formularios. En la página dos me paralizo."],
        },
        "Begins forms with care and stops at questions about the past.",
        "One page at a time, and the questions about the past last, with somebody alongside.",
    ),
    one(
        "mind",
        Own {
            en: &["Uniforms. I know they're not all the same. My legs don't know it."],
            es: &["Los uniformes. Yo sé que no son iguales. Mis piernas no lo saben."],
        },
        "Crossed the street twice when guards stood at a door; goes in when somebody walks ahead.",
        "Find the side door of each office beforehand; walk in together.",
    ),
    one(
        "treatment",
        Own {
            en: &["I told it all once, and then she moved away. Not again from the start."],
            es: &["Ya lo conté todo una vez y se fue. Otra vez desde el principio, no."],
        },
        "Three counselors in two years; each began with the whole history.",
        "A page in {name}'s own words that goes along, so that nobody asks from the start.",
    ),
    one(
        "safety",
        Own {
            en: &["I can't leave my things. When I go in, they're gone when I come out."],
            es: &["No puedo dejar mis cosas. Si entro, cuando salgo ya no están."],
        },
        "Missed appointments where a cart or a dog could not come in.",
        "A locker at the center on days with appointments; {kin} watches the cart.",
    ),
    one(
        "benefits",
        Own {
            en: &["I'm scared they'll take away what I have if I earn a dollar."],
            es: &["Me da miedo que me quiten lo que tengo si gano un dólar."],
        },
        "Turned down day work twice for fear of losing benefits.",
        "The benefits counselor writes down what may be earned; {name} keeps the page.",
    ),
    one(
        "social",
        Own {
            en: &["When I do well, everybody I know wants something."],
            es: &["Cuando me va bien, todos quieren algo de mí."],
        },
        "Lent money to {number} people in the last months and ran short each time.",
        "{kin} keeps half until the middle of the month; a sentence to say no with.",
    ),
    one(
        "treatment",
        Own {
            en: &["They cut me off the list because I didn't answer a number I didn't have."],
            es: &["Me borraron de la lista porque no contesté un número que ya no tenía."],
        },
        "Taken off two waiting lists because calls did not reach {them}.",
        "Every list gets the office's number as well, and a text the day before.",
    ),
];
