use super::{Reach::*, Scene};
use domain::wire::v1::Component;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        component: Component::Monitoring,
        about: &["social", "mind", "housing"],
        reach: &[Home],
        place: "",
        purpose: "Home visit: how the week went, what is in the way.",
        seen: &[
            "{name} went through the week day by day with the calendar on {their} knees.",
            "{They} cooked twice and ate at the center three times.",
            "{name} slept about {number} hours a night, by the sleep sheet.",
            "Rent is paid until the end of the month; the receipt is on the wall.",
            "{name} pointed out the broken lock on the mailbox.",
        ],
        quotes: &[
            "The quiet is the hardest part of having a door.",
            "I made soup. Real soup.",
            "Tuesday was bad. Wednesday I got up anyway.",
        ],
        impression: &[
            "The week looks steadier than the last one.",
            "Evenings alone seem to be the hard part of the day.",
        ],
        did: &[
            "Went over the plan for the week and asked which part to keep.",
            "Wrote to the landlord about the mailbox, with {name} beside me.",
            "Asked what made Wednesday better than Tuesday.",
        ],
        they_did: &[
            "Filled in the sleep sheet every day.",
            "Called the landlord before I came.",
            "Chose one thing to try this week: a walk after supper.",
        ],
        response: &[
            "Said the list on the refrigerator helps.",
            "Agreed to the walk and set an alarm for it.",
            "Asked to keep visits on the same weekday.",
        ],
        next: &[
            ("Check that the mailbox lock is repaired", 7),
            ("Ask how the evening walk went", 7),
        ],
    },
    Scene {
        component: Component::Advocacy,
        about: &["housing", "legal"],
        reach: &[Home, Office],
        place: "",
        purpose: "Letter from the landlord about noise.",
        seen: &[
            "The letter names {number} evenings and asks for a reply within ten days.",
            "{name} said {They} had played music on two of those evenings and was away on one.",
            "{name} held the letter in both hands and read it twice.",
            "The lease allows a reply in writing; the page is marked.",
        ],
        quotes: &[
            "If I lose this place I don't know where I go.",
            "I'll turn it down. I just want to be asked.",
            "One of those nights I wasn't even here.",
        ],
        impression: &[
            "The letter brought back the last eviction; {their} hands shook while reading.",
            "A calm reply on paper is within reach and {name} wants to sign it {their} own way.",
        ],
        did: &[
            "Read the letter with {them} line by line.",
            "Called the tenants' help desk and wrote down what they said.",
            "Drafted a reply in {their} words.",
        ],
        they_did: &[
            "Dictated the reply.",
            "Offered a quiet time after nine.",
            "Signed and dated the reply and kept a copy.",
        ],
        response: &[
            "Said it felt better to answer than to wait.",
            "Breathed out when the copy was in the folder.",
        ],
        next: &[
            ("Take the reply to the landlord's office together", 2),
            ("Call the tenants' help desk about the answer", 10),
        ],
    },
    Scene {
        component: Component::Planning,
        about: &[],
        reach: &[Home, Office],
        place: "",
        purpose: "Look over goals and say what comes next.",
        seen: &[
            "{name} marked one goal as reached: {number} trips by bus alone.",
            "{name} crossed out the goal about cooking class and wrote the library instead.",
            "{They} read each line aloud and stopped at the one about work.",
            "We set two dates and left one open.",
        ],
        quotes: &[
            "Put work later. First I want a normal month.",
            "That goal was yours, not mine.",
            "I did the bus by myself. Twice.",
        ],
        impression: &[
            "{name} speaks up more about which goals are {their} own.",
            "The open date seems right; pushing would cost more than it brings.",
        ],
        did: &[
            "Wrote the changes in {their} words.",
            "Asked what help is wanted with the library card.",
            "Owned that the cooking class was my idea and took it out.",
        ],
        they_did: &[
            "Named the next step and who does it.",
            "Chose the review date.",
            "Decided which goal can rest.",
        ],
        response: &[
            "Signed the page and asked for large print.",
            "Said it looks like a plan that fits on one page, as it should.",
        ],
        next: &[("Go to the library together for a card", 6), ("Print the goals in large type", 2)],
    },
    Scene {
        component: Component::Referral,
        about: &["housing"],
        reach: &[Home, Office, Street],
        place: "",
        purpose: "Apply for supportive housing.",
        seen: &[
            "The application has {number} pages; two documents are missing.",
            "{name} brought {their} birth certificate in a plastic sleeve.",
            "{name} chose three districts and ruled out one, near people from before.",
            "{They} asked how long the list is; the agency said about a year.",
        ],
        quotes: &[
            "A year is long, but last year was long too.",
            "Not the north side. Too many old doors.",
            "I want a window I can open.",
        ],
        impression: &[
            "{name} takes the waiting time calmly when it is said plainly.",
            "Ruling out the north side seems to be about safety; I noted the wish without asking why.",
        ],
        did: &[
            "Filled in the form while {name} read along.",
            "Explained the list, the points and the appeal.",
            "Asked the clinic for the missing letter, with {their} consent on file.",
        ],
        they_did: &[
            "Signed the release for the housing office only.",
            "Gathered the documents {They} had.",
            "Asked good questions about guests and keys.",
        ],
        response: &[
            "Was pleased that it is sent.",
            "Asked to be told each time something moves, also when nothing does.",
        ],
        next: &[
            ("Fetch the clinic's letter for the application", 4),
            ("Tell {name} where the application stands", 14),
        ],
    },
];
