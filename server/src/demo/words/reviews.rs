//! What the demonstration's reviews say.

pub(in crate::demo) const DONE: &[&str] = &[
    "All that was planned for the first weeks, and one thing more that {name} thought of.",
    "Two of the three steps. The third waits for an answer by letter.",
    "We went together {number} times; {name} went alone once.",
    "The form is in, and the receipt is in the folder.",
    "Less than planned: {name} had other things to carry this month, and we said so to each other.",
    "{name} made both calls. I sat beside {them} for the first.",
    "What was planned, a week later than planned.",
];

pub(in crate::demo) const CHANGE: &[&str] = &[
    "{They} asks about it first now, before I do.",
    "One quiet week in a month that had none before.",
    "Nothing that one could count yet. {name} says it weighs less.",
    "{They} knows whom to call, and has called.",
    "Letters are opened on the day they come.",
    "Three good days in a row, for the first time since spring.",
];

pub(in crate::demo) const CLIENT: &[&str] = &[
    "It goes slowly, but it goes.",
    "I would not change anything yet.",
    "I like that you ask me first.",
    "Some days I forget why I wanted it. Then I remember.",
    "Better than last time somebody made a plan for me.",
];

pub(in crate::demo) const CLIENT_ES: &[&str] = &[
    "Va despacio, pero va.",
    "Por ahora no cambiaría nada.",
    "Me gusta que me pregunte a mí primero.",
    "Hay días en que se me olvida para qué era. Después me acuerdo.",
    "Mejor que la última vez que me hicieron un plan.",
];

pub(in crate::demo) const PROVIDER: &[&str] = &[
    "Came to every appointment but one, and called about that one.",
    "A place is open from next month.",
    "Asks good questions; we suggest to keep the weekday.",
    "Would like a second copy of the form.",
];
