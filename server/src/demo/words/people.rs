use super::{Reach::*, Scene, Whom};
use domain::wire::v1::Component;

pub(super) const SCENES: &[(Whom, Scene)] = &[
    (
        Whom::Kin,
        Scene {
            component: Component::Monitoring,
            about: &["social"],
            reach: &[Phone, Home],
            place: "",
            purpose: "{kin} called about {name}.",
            seen: &[
                "{kin} said {name} came for supper on {weekday} and stayed the night.",
                "{kin} asked whom to call at night; {name} has agreed that {kin} may know.",
                "{kin} said {name} spoke little and helped with the dishes.",
                "{kin} sounded tired and has not had a free evening in {number} weeks.",
            ],
            quotes: &[
                "I can do weekends. I can't do every night.",
                "Just tell me what not to say.",
            ],
            impression: &["{kin} is a steady support and near the edge of what is possible."],
            did: &[
                "Gave the on-call number and 988.",
                "Went over the lines of the plan that {name} wants {kin} to have.",
                "Told {kin} of the family group.",
            ],
            they_did: &[
                "{kin} will call on Sunday evenings.",
                "{kin} wrote the numbers on the inside of the cupboard door.",
            ],
            response: &["Relieved to have a number for the night."],
            next: &[("Tell {name} what {kin} and I agreed", 2)],
        },
    ),
    (
        Whom::Kin,
        Scene {
            component: Component::Outreach,
            about: &[],
            reach: &[Phone, Street],
            place: "",
            purpose: "Ask where {name} might be; release on file.",
            seen: &[
                "{kin} saw {name} on {weekday} near the ferry, walking, with a backpack.",
                "{kin} has no number for {name} at present.",
                "{kin} said {name} likes the reading room when it rains.",
            ],
            quotes: &["When it's wet, try the library."],
            impression: &["{kin} would tell us if there were worry."],
            did: &["Asked only what the release allows.", "Left our number for {name} to call."],
            they_did: &["{kin} will pass the message on."],
            response: &["Friendly and short."],
            next: &[("Look in the reading room on a wet day", 3)],
        },
    ),
    (
        Whom::Provider,
        Scene {
            component: Component::Monitoring,
            about: &["treatment", "body", "mind"],
            reach: &[Phone, Office],
            place: "",
            purpose: "Call with {provider}; release on file.",
            seen: &[
                "{provider} confirmed the appointment on {weekday} at {time}.",
                "{provider} had the question about the dose and will speak with {name} about it.",
                "The interpreter is booked for the next {number} appointments.",
                "The lab result is in; {provider} wants to give it to {name} in person.",
            ],
            quotes: &[],
            impression: &["The clinic and we now have the same dates."],
            did: &[
                "Passed on what {name} asked me to pass on, nothing else.",
                "Asked for a longer slot.",
                "Asked for mail in large print.",
            ],
            they_did: &["{provider} will call {name} first and me second."],
            response: &["The clinic agreed to the longer slot."],
            next: &[("Tell {name} about the longer slot", 1)],
        },
    ),
    (
        Whom::Provider,
        Scene {
            component: Component::Referral,
            about: &["housing"],
            reach: &[Phone],
            place: "",
            purpose: "Ask the housing office where the application stands.",
            seen: &[
                "The application is complete and stands at place {number} of its list.",
                "One page has to be signed again by {weekday}.",
                "The housing office moved; the new address is on the form.",
            ],
            quotes: &[],
            impression: &["Slow and moving."],
            did: &[
                "Wrote down the name of the clerk and the time.",
                "Asked for the page by mail and by e-mail.",
            ],
            they_did: &["The clerk will call before anything is closed."],
            response: &["Polite; third clerk this year."],
            next: &[("Bring the page for {name} to sign", 3)],
        },
    ),
    (
        Whom::Team,
        Scene {
            component: Component::Planning,
            about: &[],
            reach: &[Office],
            place: "",
            purpose: "Team talk about the next steps with {name}.",
            seen: &[
                "The team went over the last {number} weeks and what {name} asked for.",
                "Rosa suggested asking {name} about a quieter shelter.",
                "We agreed that one worker goes at a time, as {name} asked.",
            ],
            quotes: &[],
            impression: &["The team sees the same strengths: humor, planning, honesty."],
            did: &[
                "Told the team what {name} wants passed on.",
                "Took the question about the shelter along.",
            ],
            they_did: &["A colleague covers on my days off."],
            response: &["Agreed by everybody present."],
            next: &[("Ask {name} about the quieter shelter", 3)],
        },
    ),
];
