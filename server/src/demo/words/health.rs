use super::{Reach::*, Scene};
use domain::wire::v1::Component;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        component: Component::Monitoring,
        about: &["mind", "treatment", "body"],
        reach: &[Home, Office, Phone, Street],
        place: "",
        purpose: "How sleep, appetite and medicine are going.",
        seen: &[
            "{name} said {They} took the evening dose on {number} of seven days and skipped it when out late.",
            "{They} said the new tablets make {their} mouth dry; no dizziness.",
            "The weekly box was filled up to {weekday}.",
            "{name} slept from midnight to six on most days.",
            "{name} asked to keep it short today.",
        ],
        quotes: &[
            "It's the dry mouth. I can live with the rest.",
            "I'm not skipping to be difficult, I fall asleep before.",
            "I want to ask her about a lower dose.",
        ],
        impression: &[
            "Taking it with supper may fit {their} day better; that is for {provider} to say.",
            "{name} is thinking about the dose with care and has reasons.",
        ],
        did: &[
            "Wrote the questions for {provider} on a card.",
            "Offered to pass the dry mouth on; {name} agreed.",
            "Did not advise on the dose.",
        ],
        they_did: &[
            "Kept {their} own tally on the calendar.",
            "Decided to ask about a morning dose.",
            "Called the pharmacy for the refill.",
        ],
        response: &["Put the card in {their} wallet.", "Said it helps not to be lectured."],
        next: &[
            ("Pass the question about the dose on to {provider}", 2),
            ("Ask whether the refill arrived", 3),
        ],
    },
    Scene {
        component: Component::Monitoring,
        about: &["treatment", "body", "mind"],
        reach: &[Office],
        place: "",
        purpose: "Go along to the appointment.",
        seen: &[
            "{provider} saw {name} for {number} minutes and asked about sleep, work and side effects.",
            "{name} read the first two questions from the card and asked the third freely.",
            "Blood was drawn; {name} looked at the poster and counted.",
            "The next appointment is on {weekday} at {time}.",
        ],
        quotes: &[
            "She looked at me, not at the screen.",
            "I asked it. I actually asked it.",
            "Can you come the next time too, but sit outside?",
        ],
        impression: &[
            "{name} did most of the talking, more than in spring.",
            "The waiting room is harder than the appointment.",
        ],
        did: &[
            "Sat beside {them} in the waiting room and outside during the talk.",
            "Wrote down what was agreed, for {name} to keep.",
            "Reminded the front desk about the interpreter for next time.",
        ],
        they_did: &[
            "Asked all the questions on the card.",
            "Agreed to a blood test.",
            "Chose the next date.",
        ],
        response: &[
            "Was tired and content afterwards; we had tea.",
            "Said once was enough for this week.",
        ],
        next: &[
            ("Remind {name} the day before the appointment", 6),
            ("Ask for the test result with {name}", 7),
        ],
    },
    Scene {
        component: Component::Referral,
        about: &["body"],
        reach: &[Street, Home, Office],
        place: "",
        purpose: "Find a dentist who takes {their} insurance.",
        seen: &[
            "Two of three clinics take new people; one has a wait of {number} weeks.",
            "{name} ate on one side and put the cup down when it was hot.",
            "The clinic on Rope Street has a ramp and evening hours.",
            "{name} has a fear of the chair and said so before I asked.",
        ],
        quotes: &[
            "If they strap anything on me I'm out the door.",
            "Evening is good. Mornings I'm no use.",
            "It hurts when I think about it too.",
        ],
        impression: &[
            "Knowing each step ahead would make the visit possible.",
            "Pain seems stronger than it is allowed to look in company.",
        ],
        did: &[
            "Called three clinics with {name} listening.",
            "Asked for a first visit with talking only.",
            "Booked the evening slot.",
        ],
        they_did: &[
            "Picked the clinic.",
            "Told the clinic about the fear in {their} own words.",
            "Wrote the date on {their} hand.",
        ],
        response: &[
            "Relieved that the first visit is only talking.",
            "Asked whether I would go along; I said yes.",
        ],
        next: &[
            ("Go along to the first dental visit", 8),
            ("Ask the clinic for the price list", 3),
        ],
    },
    Scene {
        component: Component::Monitoring,
        about: &["treatment", "mind"],
        reach: &[Street, Home, Office],
        place: "",
        purpose: "Talk about drinking, at {their} wish.",
        seen: &[
            "{name} counted {number} days without alcohol on {their} fingers and started again on {weekday}.",
            "{They} spoke clearly and walked steadily; there was a smell of beer.",
            "{name} has the group's card in {their} pocket, worn at the folds.",
            "{They} drank water during the whole talk.",
        ],
        quotes: &[
            "I don't want to stop, I want to stop needing it.",
            "The group is all right. The coffee is terrible.",
            "Four days. Write down four.",
        ],
        impression: &[
            "{name} speaks about it without shame today, which is new.",
            "The evenings after pay day are where support would count.",
        ],
        did: &[
            "Asked what the four days were like.",
            "Went over the signs that need a doctor, in plain words.",
            "Offered a ride to the group on {weekday}.",
        ],
        they_did: &[
            "Set a goal of {their} own: food before the first drink.",
            "Called somebody from the group.",
            "Asked about the medicine a friend takes.",
        ],
        response: &["Took the ride offer for next week.", "Said maybe, and meant it as a maybe."],
        next: &[
            ("Ride to the group together", 5),
            ("Ask {provider} about the medicine {name} mentioned", 4),
        ],
    },
];
