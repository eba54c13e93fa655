use super::{Own, Trait, one};

pub(in crate::demo) const STRENGTHS: &[Trait] = &[
    one(
        "mind",
        Own {
            en: &["I make people laugh. Even when it's bad. Especially then."],
            es: &["Yo hago reír a la gente. También cuando está feo."],
        },
        "Humor, also about hard things; notices the mood of others quickly.",
        "Humor opens hard talks: begin with the joke, then the form.",
    ),
    one(
        "work",
        Own {
            en: &["Write that I cooked. That's who I am."],
            es: &["Ponga que yo cocinaba. Eso soy."],
        },
        "Years of work in kitchens; plans for many and wastes little.",
        "Cooking is the way in: the Thursday kitchen, then paid hours.",
    ),
    one(
        "social",
        Own {
            en: &["I've got {kin}. {kin} never let go."],
            es: &["Tengo a {kin}. {kin} nunca me soltó."],
        },
        "{kin} calls every week and knows what helps.",
        "{kin} is asked along where {name} wants it, and thanked.",
    ),
    one(
        "education",
        Own {
            en: &["I remember everything I hear. Numbers, names, all of it."],
            es: &["Me acuerdo de todo lo que oigo. Números, nombres, todo."],
        },
        "Keeps dates, numbers and names without writing them down.",
        "Explain aloud and ask {name} to say it back; paper second.",
    ),
    one(
        "safety",
        Own {
            en: &["I know how to stay alive out here. Ask anybody."],
            es: &["Yo sé vivir afuera. Pregúntele a quien quiera."],
        },
        "Has come through {number} winters outside; shares what {name} knows with newcomers.",
        "Plan with what already works outside, and add to it.",
    ),
    one(
        "spiritual",
        Own { en: &["I pray. Not loud. It holds me."], es: &["Rezo. Bajito. Eso me sostiene."] },
        "Prays daily; songs calm {them}.",
        "Time for prayer before hard appointments; the chapel is on the way.",
    ),
    one(
        "mind",
        Own {
            en: &["I know my signs now. I call before it's dark."],
            es: &["Ya conozco mis señales. Llamo antes de que oscurezca."],
        },
        "Called early in both hard weeks of this year and used the crisis plan.",
        "Keep the crisis plan at hand and note each time it helped.",
    ),
    one(
        "social",
        Own {
            en: &["I keep my word. If I say Thursday, it's Thursday."],
            es: &["Cumplo. Si digo jueves, es jueves."],
        },
        "Came to nearly every meeting that {name} had set.",
        "Let {name} set days and times; fewer meetings, and kept.",
    ),
    one(
        "body",
        Own {
            en: &["I walk. Give me a road and I'm better by the end of it."],
            es: &["Camino. Deme un camino y al final ya estoy mejor."],
        },
        "Walks for an hour on most days; speaks more freely while walking.",
        "Meet on foot where possible: errands and talks as a walk.",
    ),
    one(
        "work",
        Own {
            en: &["I can fix things. Radios, bikes, anything with a screw."],
            es: &["Yo arreglo cosas. Radios, bicis, lo que tenga tornillo."],
        },
        "Repaired the center's radio and two bicycles without being asked.",
        "The repair table on {weekday}, as helper first.",
    ),
    one(
        "education",
        Own {
            en: &["Two languages, and a half. I translate for the whole hallway."],
            es: &["Hablo dos idiomas y medio. Le traduzco a todo el pasillo."],
        },
        "Helps neighbors with letters and is known for it.",
        "A note of thanks from the center, and a word with the library about volunteering.",
    ),
    one(
        "funding",
        Own { en: &["I've never not paid back."], es: &["Nunca he dejado de pagar lo que debo."] },
        "Keeps receipts and pays debts in small sums, in order.",
        "The budget is {name}'s own; I only type it.",
    ),
];
