use super::Reach;

/// A fact that belongs to where a contact happened.
pub(in crate::demo) const fn facts(reach: Reach) -> &'static [&'static str] {
    match reach {
        Reach::Street => STREET,
        Reach::Home => HOME,
        Reach::Office => OFFICE,
        Reach::Phone => PHONE,
    }
}

/// A place for a contact where the client has none of their own.
pub(in crate::demo) const fn places(reach: Reach) -> &'static [&'static str] {
    match reach {
        Reach::Street => &[
            "Bus shelter at Third and Quay",
            "Steps of the old library",
            "Fountain in Gull Park",
            "Behind the fish market",
            "Footbridge, north side",
            "Laundromat on Rope Street",
            "Soup line at St. Brannock's",
            "Bench by the ferry clock",
        ],
        Reach::Home => &[
            "Room at Tidewater House",
            "Apartment on Mast Lane",
            "Shared kitchen, Anchor Street",
            "Porch of the boarding house",
        ],
        Reach::Office => &["Harbor Street office", "Community center, small room"],
        Reach::Phone => &[],
    }
}

const STREET: &[&str] = &[
    "It was raining; {name} stood under the awning with a dry blanket over {their} shoulders.",
    "{name} had moved {their} cart to the sunny side of the wall.",
    "Two other people sat nearby; we walked a few steps away to talk.",
    "{name} waved when the van stopped and came over without being called.",
    "{name} sat on a folded coat and kept {their} backpack between {their} feet.",
    "Temperature was below freezing; {name} wore a coat, a hat and one glove.",
    "There was loud roadwork, so we spoke at the corner instead.",
    "{name} asked me to sit on the left side, which is better for {their} hearing.",
    "{name} had coffee and half a roll from the church kitchen.",
    "The place where {name} usually sleeps was swept this morning; {They} pointed at the notice.",
    "{name} looked at the ground for the first minutes and at me after that.",
    "{name} wore the boots we brought last week.",
];

const HOME: &[&str] = &[
    "The door was open and the radio on; {name} turned it down when I came in.",
    "{name} had swept the floor and put two chairs by the window.",
    "Dishes from {number} days stood in the sink; the stove was off and clean.",
    "{name} wore a robe at {time} and said the night had been short.",
    "There was food in the refrigerator: eggs, rice, apples, milk within date.",
    "The smoke alarm chirped; {name} said it had done so for a week.",
    "{name} showed me the plant on the sill, which has a new leaf.",
    "The curtains were closed; {name} opened one when we sat down.",
    "A letter lay unopened on the table; {name} asked me to read it aloud.",
    "The heating worked and the window was on the latch.",
];

const OFFICE: &[&str] = &[
    "{name} arrived {number} minutes early and waited by the door.",
    "{name} came with a folder of papers, sorted by date.",
    "{name} chose the chair nearest the exit; the door stayed open at {their} request.",
    "{name} had walked here from the shelter, about {number} miles by {their} count.",
    "We met in the small room because the waiting area was noisy.",
    "{name} took notes in a green notebook.",
    "{name} ate a sandwich during the meeting and finished it.",
];

const PHONE: &[&str] = &[
    "{name} answered on the second ring.",
    "The line dropped twice; {name} called back both times.",
    "I could hear traffic and a bus door; {name} said it was fine to talk.",
    "{name} spoke quickly at first and slower after a few minutes.",
    "{name} called from a borrowed phone and gave the owner's permission to use it.",
    "The call lasted {number} minutes; {name} ended it to catch a bus.",
    "{name} was in a quiet room and alone, {They} said.",
];
