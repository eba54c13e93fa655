use super::{Reach::*, Scene};
use domain::wire::v1::Component;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        component: Component::Outreach,
        about: &["safety", "body", "housing"],
        reach: &[Street],
        place: "",
        purpose: "See how {name} is and bring supplies.",
        seen: &[
            "{name} took socks, water and two sandwiches and put them away at once.",
            "{name} counted the bus tokens in {their} hand and said there were enough until {weekday}.",
            "{name} showed a blister on {their} heel, skin not broken, no swelling.",
            "{They} had slept {number} nights in the same doorway, by {their} own count.",
            "{name} asked for the foot nurse's hours and repeated them back.",
        ],
        quotes: &[
            "You came back. Most don't.",
            "I don't want a bed tonight, I want to be left alone with a dry blanket.",
            "Ask me again on a warm day.",
            "Socks are worth more than money out here.",
        ],
        impression: &[
            "{name} seems more at ease than in the first weeks; conversations are getting longer.",
            "I think being asked before anything is offered matters a great deal to {name}.",
        ],
        did: &[
            "Brought socks, water and a hygiene kit.",
            "Gave the foot nurse's hours on a card without our name on it.",
            "Asked whether {They} wanted to hear about beds for tonight; {They} did not, and I left it there.",
            "Told {them} when the van comes by next.",
        ],
        they_did: &[
            "Chose what to take and handed back what was not needed.",
            "Told me where to find {them} if the corner is swept again.",
            "Shared coffee and offered me the dry end of the bench.",
        ],
        response: &[
            "Thanked us and set the time for the next visit.",
            "Nodded, said little, stayed until we left.",
            "Laughed about the weather and asked for the same thing next week.",
        ],
        next: &[
            ("Bring a second blanket and the foot nurse's card", 3),
            ("Look for {name} at the usual place", 4),
        ],
    },
    Scene {
        component: Component::Outreach,
        about: &["social"],
        reach: &[Street],
        place: "",
        purpose: "Keep in touch; no request today.",
        seen: &[
            "{name} was drawing with a ballpoint pen and turned the page so that I could see.",
            "We talked about the ferry, the gulls and a cook {name} used to work with.",
            "{name} had a new scarf and said a woman from the bakery gave it to {them}.",
            "{name} spoke of a sister in another state for the first time.",
            "{They} had shaved and wore a clean shirt.",
        ],
        quotes: &[
            "I used to run a kitchen for eighty people.",
            "You can sit, but no forms today.",
            "Draw the bird, not the cage.",
            "Tell the other one I said hello.",
        ],
        impression: &[
            "Small talk is the work for now; {name} decides the pace.",
            "Speaking of family may be a sign of trust; I did not ask further.",
        ],
        did: &[
            "Listened and asked about the drawing.",
            "Left paper and two pens.",
            "Said when I would be back, and that it is fine not to be here.",
        ],
        they_did: &[
            "Spoke of {their} own accord about work in the past.",
            "Ended the conversation when {They} had had enough.",
            "Introduced me to a neighbor at the next bench.",
        ],
        response: &[
            "Said a visit on {weekday} would be fine.",
            "Smiled and went back to drawing.",
            "Asked whether I would come alone next time; I said yes.",
        ],
        next: &[("Visit alone, as {name} asked", 5), ("Bring drawing paper", 7)],
    },
    Scene {
        component: Component::Outreach,
        about: &["housing", "safety"],
        reach: &[Street],
        place: "",
        purpose: "Offer a shelter bed before the cold night.",
        seen: &[
            "{name} asked which shelter, who is at the door, and whether {their} cart can stay with {them}.",
            "{name} listened to both options and asked for ten minutes to think.",
            "{name} packed {their} things in {number} bags and labelled them.",
            "{They} said the last shelter had a light on all night.",
        ],
        quotes: &[
            "If they let the dog in, I'm in.",
            "Not the one with the metal detector.",
            "I'll try it one night. One.",
        ],
        impression: &[
            "The light and the noise, more than the rules, seem to be what keeps {name} outside.",
            "{name} weighed it carefully; the choice felt like {their} own.",
        ],
        did: &[
            "Called the shelter about storage and the dog, on speaker.",
            "Explained what happens at the door, step by step.",
            "Agreed on a corner to meet at in the morning, whichever way {They} decided.",
        ],
        they_did: &[
            "Decided for one night and asked to be driven.",
            "Decided against it and named two warm places for the night.",
            "Put two questions to the shelter over the phone.",
        ],
        response: &[
            "Seemed relieved to have a number to call in the night.",
            "Said no one had asked about the cart before.",
        ],
        next: &[
            ("Meet {name} in the morning after the cold night", 1),
            ("Ask the shelter for a bed away from the light", 2),
        ],
    },
    Scene {
        component: Component::Assessment,
        about: &[],
        reach: &[Street, Office],
        place: "",
        purpose: "Find out what {name} wants help with first.",
        seen: &[
            "{name} named three things in this order: teeth, a phone, a place with a door that locks.",
            "{name} put {their} hand on {their} jaw several times.",
            "{They} answered every question about daily life and passed on two about the past.",
            "{name} asked what is written down and read the page before I put it away.",
        ],
        quotes: &[
            "Teeth first. Then we talk about the rest.",
            "A door that locks from the inside.",
            "Write that I cooked. That's who I am.",
        ],
        impression: &[
            "{name} knows very clearly what comes first.",
            "Questions about the past can wait; today they would have ended the visit.",
        ],
        did: &[
            "Wrote the three wishes down in {their} words and read them back.",
            "Explained that saying no to a question changes nothing.",
            "Asked which help has worked before.",
        ],
        they_did: &[
            "Put the wishes in order.",
            "Corrected one line and agreed to the rest.",
            "Named two people who were helpful in the past.",
        ],
        response: &[
            "Said it was shorter than the last interview.",
            "Asked for a copy and got one.",
        ],
        next: &[
            ("Call the dental clinic for the first open slot", 2),
            ("Bring the form for a free phone", 5),
        ],
    },
];
