use super::{Reach::*, Scene};
use domain::wire::v1::Component;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        component: Component::Crisis,
        about: &["mind", "safety"],
        reach: &[Phone],
        place: "",
        purpose: "{name} asked for help with a very hard day.",
        seen: &[
            "{name} cried and said the thoughts were back since {weekday}.",
            "I asked directly about suicide; {name} said {They} had thought of it and had no plan for today.",
            "{name} had not slept for {number} nights.",
            "After a while {name} spoke in full sentences and asked for water.",
            "{kin} was in the next room and knew about the call.",
        ],
        quotes: &[
            "I don't want to die, I want this to stop.",
            "Stay on the line till the kettle boils.",
            "The plan says call before it's dark, so I called.",
        ],
        impression: &[
            "Distress was high at the start and lower at the end; {name} used {their} own plan.",
            "Being believed seemed to help more than anything I said.",
        ],
        did: &[
            "Stayed on the line and went through the crisis plan with {them}, line by line.",
            "Consulted the supervisor during the call.",
            "Offered 988 together; we agreed on who calls whom tonight.",
            "Asked {kin}, with {their} consent, to stay the night.",
        ],
        they_did: &[
            "Opened {their} own plan and read the first section aloud.",
            "Moved to {kin}'s room for the night.",
            "Gave the tablets to {kin} to keep.",
        ],
        response: &[
            "Said {They} felt safe enough for tonight and would call if not.",
            "Agreed to a call tomorrow at {time}.",
        ],
        next: &[
            ("Call the morning after, as agreed", 1),
            ("Look over the crisis plan with {name}", 3),
        ],
    },
    Scene {
        component: Component::Crisis,
        about: &["mind", "safety"],
        reach: &[Street, Home],
        place: "",
        purpose: "Voices louder than usual; {name} wanted company.",
        seen: &[
            "{name} stopped in mid-sentence several times and turned {their} head to the left.",
            "{They} wore headphones without music and said they help.",
            "{name} said the voices are unkind today and do not tell {them} to do anything.",
            "We walked {number} blocks; {name} named things that are blue.",
        ],
        quotes: &[
            "They're loud, but they're not the boss.",
            "Count the blue things with me.",
            "If I get to supper, I get through.",
        ],
        impression: &[
            "{name} knows the signs early and acted on them.",
            "Noise at the shelter at night may be part of it.",
        ],
        did: &[
            "Walked along and counted blue things.",
            "Asked which line of the plan to try next.",
            "Called {provider}'s nurse with {name}; an earlier appointment is set.",
        ],
        they_did: &[
            "Used the headphones and the walk from {their} plan.",
            "Told the nurse what was new.",
            "Ate supper at the center.",
        ],
        response: &[
            "Quieter by the end; looked up more.",
            "Asked for a short call at {time}, only to say good night.",
        ],
        next: &[("Good night call", 1), ("Go along to the earlier appointment", 3)],
    },
    Scene {
        component: Component::Monitoring,
        about: &["spiritual", "social", "mind"],
        reach: &[Home],
        place: "",
        purpose: "Anniversary of a loss; be there.",
        seen: &[
            "{name} lit a candle and put a photograph beside it.",
            "{name} told the story of the day without being asked and stopped twice.",
            "{They} had not gone out since {weekday}.",
            "{name} wore the watch that belonged to {their} brother.",
        ],
        quotes: &[
            "Nine years, and I still set two cups.",
            "You don't need to say anything.",
            "He'd have liked you. He liked anyone who sat still.",
        ],
        impression: &[
            "Grief, spoken and shared; no other worry today.",
            "The date itself was easier than the days before it.",
        ],
        did: &[
            "Sat with {them} and listened.",
            "Asked how the next two days look.",
            "Left the on-call number by the phone.",
        ],
        they_did: &[
            "Planned a walk to the water with {kin} tomorrow.",
            "Ate half a plate of rice.",
            "Told me which words help and which don't.",
        ],
        response: &[
            "Thanked me for not hurrying.",
            "Wanted to be alone for the evening and said that this is fine.",
        ],
        next: &[("Ask how the walk with {kin} was", 2)],
    },
    Scene {
        component: Component::Planning,
        about: &["mind", "safety"],
        reach: &[Home, Office],
        place: "",
        purpose: "Look over the crisis plan after the hard days.",
        seen: &[
            "{name} read the plan and changed {number} lines.",
            "{name} took one person off the list and put {kin} at the top.",
            "{They} added what the voices are like before it gets hard.",
            "The plan hangs inside the closet door, {name} showed me.",
        ],
        quotes: &[
            "Take off the ER, put the living room first.",
            "Write: don't touch my shoulder.",
            "This one sounds like me now.",
        ],
        impression: &[
            "The plan was used, and it shows where it helped.",
            "{name} treats it as {their} own page.",
        ],
        did: &[
            "Wrote the changes in {their} words.",
            "Asked how likely each step is, honestly.",
            "Tested each number by calling it.",
        ],
        they_did: &[
            "Crossed out what did not help.",
            "Called {kin} to ask; {kin} agreed.",
            "Chose where the paper copy lives.",
        ],
        response: &[
            "Said the plan fits in the pocket and should stay that short.",
            "Agreed to this version.",
        ],
        next: &[("Bring the printed wallet card", 4)],
    },
    Scene {
        component: Component::Monitoring,
        about: &[],
        reach: &[Street, Home, Phone, Office],
        place: "",
        purpose: "Short check-in.",
        seen: &[
            "{name} said the day is a six out of ten and yesterday was a four.",
            "{name} had eaten and was on the way to the center.",
            "Nothing new since {weekday}, {name} said.",
            "{They} asked about next week's times and wrote them down.",
        ],
        quotes: &[
            "Six. Call it six and a half.",
            "All quiet. I'll yell if it isn't.",
            "You don't have to come when it rains, you know.",
        ],
        impression: &[
            "A steady stretch.",
            "{name} needs little from us at present, and knows where we are.",
        ],
        did: &[
            "Asked about the day and the night.",
            "Went over next week's times.",
            "Said what I will bring on {weekday}.",
        ],
        they_did: &[
            "Named what made the day better: the dog next door.",
            "Set the time for the next talk.",
            "Asked after my cold.",
        ],
        response: &["Cheerful, short, to the point.", "Fine with it and off to the bus."],
        next: &[("Bring the bus pass for next month", 6)],
    },
];
