use domain::wire::v1::Section;

/// Lines of crisis plans in English, as clients would say them.
pub(in crate::demo) const LINES: &[(Section, &[&str])] = &[
    (
        Section::Signs,
        &[
            "I stop answering texts, even from my sister.",
            "I sleep in my shoes.",
            "I check the door more than five times.",
            "Food tastes like nothing and I give it away.",
            "I walk at night and don't notice the cold.",
            "The voices start saying my full name.",
            "I give my things to people.",
            "I talk fast and can't sit through a cup of coffee.",
            "My jaw gets tight and I stop making jokes.",
        ],
    ),
    (
        Section::OnMyOwn,
        &[
            "Headphones, the sea sounds, the whole track.",
            "Count blue things until I get to thirty.",
            "Cold water on my wrists.",
            "Write three lines in the green notebook, no more.",
            "Walk to the ferry clock and back.",
            "Fold the laundry. All of it, even the clean ones.",
            "Sing quietly, the one my mother sang.",
            "Draw the same bird again.",
        ],
    ),
    (
        Section::PeoplePlaces,
        &[
            "The chess tables. Nobody asks anything there.",
            "The reading room, by the radiator.",
            "Mrs. Kettle's porch; she talks about her roses.",
            "Soup line on Thursdays, I help with the bread.",
            "The laundromat, it is warm and it hums.",
            "The dog next door.",
        ],
    ),
    (
        Section::PeopleHelp,
        &[
            "Call any time, also at night. Say it's a number four day.",
            "Knows what to do, don't explain much.",
            "Only in the daytime, works nights.",
            "Will come and sit with me, no questions.",
            "Text first, then call.",
        ],
    ),
    (
        Section::Professionals,
        &[
            "Ask for the nurse, say I have a plan.",
            "Knows my medicine. Weekdays until five.",
            "Leave a message, always calls back.",
        ],
    ),
    (
        Section::SaferPlace,
        &[
            "My sister keeps the tablets and gives me two days at a time.",
            "The knives from work stay at work.",
            "No beer in the room when it is a bad week.",
            "I sleep in the living room, not by the balcony.",
            "I hand the car keys to Old Sam.",
        ],
    ),
    (
        Section::WhenWell,
        &[
            "I make jokes and remember everybody's coffee.",
            "I'm quiet, but I look at you when you talk.",
            "I cook, I hum, I plan the week.",
            "I'm up at six and I like it.",
            "I read the paper out loud.",
        ],
    ),
    (
        Section::Triggers,
        &[
            "Sirens outside at night.",
            "The week the rent is due.",
            "November, because of my brother.",
            "Being talked about while I'm in the room.",
            "Letters with a window.",
            "When somebody stands between me and the door.",
        ],
    ),
    (
        Section::WhatHelps,
        &[
            "Sit down lower than me. Talk slowly.",
            "Ask me one thing at a time.",
            "Turn off the big light.",
            "Give me something warm to hold.",
            "Tell me what you are going to do before you do it.",
            "Let me walk. Walk next to me, not behind.",
            "Tell me the date and that it will pass.",
        ],
    ),
    (
        Section::WhatMakesWorse,
        &[
            "Don't touch my shoulder.",
            "Don't say calm down.",
            "More than two people in the room.",
            "Uniforms, if there is any other way.",
            "Asking why. Ask what.",
            "Whispering in the hallway.",
        ],
    ),
    (
        Section::DoNotInvolve,
        &[
            "My ex-husband. Not as a contact, not for information.",
            "My uncle, even if he calls you.",
            "My old boss.",
            "The church on Mast Lane. The other church is fine.",
        ],
    ),
    (
        Section::MedicinesAllergies,
        &[
            "Allergic to penicillin, I get a rash and can't breathe.",
            "Evening tablet, with food. The list is in my wallet.",
            "The shot every four weeks at Pier 4.",
            "Inhaler in the left pocket.",
            "No allergies that I know of.",
            "I have diabetes: if I shake, juice first, questions later.",
        ],
    ),
    (
        Section::TreatmentPreferences,
        &[
            "The living room program before any hospital.",
            "If hospital, then the one by the river, not the county one.",
            "Not the medicine that made me stiff; the name is in my wallet.",
            "I want a woman to do the intake.",
            "Please call me by my chosen name on the ward.",
        ],
    ),
    (
        Section::Practical,
        &[
            "The cat is called Biscuit. Mrs. Kettle has a key and feeds her.",
            "My daughter stays with Aunt Bea. School knows.",
            "Rent is due on the first; the envelope is behind the clock.",
            "My cart is to stay with the market guard.",
            "Water the tomato on the sill.",
        ],
    ),
    (
        Section::WhenPlanEnds,
        &[
            "When I've slept two nights and laugh at something.",
            "When I ask for my keys back and say why.",
            "When I answer texts again.",
            "When I finish a cup of coffee sitting down.",
        ],
    ),
];

/// Something the team needs and the client's own view leaves out.
pub(in crate::demo) const HIDDEN: &str =
    "Team only: a neighbor reads over the shoulder. Show this plan only when {name} is alone.";
