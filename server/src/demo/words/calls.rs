use super::{Reach::*, Scene};
use domain::wire::v1::Component;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        component: Component::Monitoring,
        about: &["treatment", "body"],
        reach: &[Phone],
        place: "",
        purpose: "Remind {name} of tomorrow's appointment, as agreed.",
        seen: &[
            "{name} had the date on the calendar and the time wrong by an hour.",
            "{name} asked which bus goes there and where to get off.",
            "{They} said mornings are slow and asked for a second call at {time}.",
            "{name} has the card with the questions ready.",
        ],
        quotes: &[
            "I know, I know. Call anyway.",
            "Is it the tall woman again? Good.",
            "If it rains I need an hour more.",
        ],
        impression: &[
            "{name} plans for it and wants it to go well.",
            "The reminder is welcome when it is short.",
        ],
        did: &[
            "Gave time, place and bus line.",
            "Offered to meet at the stop.",
            "Promised a second call in the morning.",
        ],
        they_did: &[
            "Set an alarm while we spoke.",
            "Read the questions for {provider} aloud.",
            "Repeated the address.",
        ],
        response: &["Fine with going alone and glad of the offer.", "Laughed and hung up first."],
        next: &[("Second reminder in the morning", 1), ("Ask how the appointment went", 2)],
    },
    Scene {
        component: Component::Advocacy,
        about: &["benefits", "funding"],
        reach: &[Phone],
        place: "",
        purpose: "{name} called about a letter {They} did not understand.",
        seen: &[
            "{name} read the letter aloud; it asks for proof of income by the end of the month.",
            "The letter came in English only.",
            "{name} worried that benefits would stop; the letter does not say so.",
            "There is a number at the bottom with hours from nine to noon.",
        ],
        quotes: &[
            "Why do they write like that?",
            "I thought it was over when I saw the window in the envelope.",
            "So it's one paper. One.",
        ],
        impression: &[
            "Official mail frightens; hearing it in plain words helped at once.",
            "{name} would have put it in a drawer a year ago.",
        ],
        did: &[
            "Said in plain words what the letter asks for.",
            "Asked {them} to bring it to the next visit.",
            "Offered to call the number together.",
        ],
        they_did: &[
            "Put the letter beside the door.",
            "Found the last pay slip while we spoke.",
            "Wrote down the three things needed.",
        ],
        response: &["Breathed out, said thank you twice.", "Will bring it on {weekday}."],
        next: &[
            ("Answer the letter together", 3),
            ("Ask the office for letters in {name}'s language", 5),
        ],
    },
    Scene {
        component: Component::Monitoring,
        about: &["education", "work"],
        reach: &[Phone],
        place: "",
        purpose: "How the new class is going.",
        seen: &[
            "{name} went {number} times and missed once because of the bus.",
            "{name} sits near the door and knows two people by name.",
            "The teacher lent {them} a book.",
            "{They} sounded out of breath and glad, having just walked home.",
        ],
        quotes: &[
            "I'm the oldest and I don't care.",
            "They asked me to help the new one. Me.",
            "The first ten minutes I want to run. Then I don't.",
        ],
        impression: &[
            "Something of {their} own that has nothing to do with us.",
            "The first ten minutes are the hard part; a plan for those might be enough.",
        ],
        did: &[
            "Asked what makes the first minutes easier.",
            "Listened, mostly.",
            "Offered a bus pass for the month.",
        ],
        they_did: &[
            "Told the story of the lesson from start to end.",
            "Decided to keep going until the holidays.",
            "Asked about a quieter seat without my help.",
        ],
        response: &["Proud, and said so.", "Wants the next call after the class, not before."],
        next: &[("Bring the bus pass", 4), ("Call after the next class", 7)],
    },
    Scene {
        component: Component::Monitoring,
        about: &["social", "mind"],
        reach: &[Phone],
        place: "",
        purpose: "Weekly call, agreed for this hour.",
        seen: &[
            "{name} went through sleep, food and people, in {their} usual order.",
            "{name} had supper with {kin} on {weekday}.",
            "{They} said nothing is urgent and two things are annoying: the stairs and the mail.",
            "{name} finished the medicine box as planned, by {their} own account.",
        ],
        quotes: &[
            "Sleep fine, food fine, people too many.",
            "Annoying is better than bad.",
            "Same time next week? Good. I like same.",
        ],
        impression: &[
            "Steady; the weekly call itself seems to be part of what holds.",
            "{name} sets the agenda now.",
        ],
        did: &[
            "Asked about the stairs; noted it for the landlord.",
            "Kept to the time we agreed.",
            "Asked what would make next week a good one.",
        ],
        they_did: &[
            "Led the call.",
            "Chose one thing for the week: the mail.",
            "Asked for the number of the repair line.",
        ],
        response: &["Content to leave it at that.", "Ended with a joke about my handwriting."],
        next: &[("Ask the landlord about the stairs", 4)],
    },
];
