/// Nobody there, where somebody without a door of their own is usually met.
pub(in crate::demo) const NOT_THERE: &[&str] = &[
    "Not at the usual place. The neighbor at the next bench had seen {name} this morning.",
    "Blankets and cart were there, {name} was not. Left water.",
    "Walked the block and the reading room; nobody had seen {name} today.",
    "The corner was swept this morning and is empty. Will look by the ferry tomorrow.",
];

/// Nobody answered the door.
pub(in crate::demo) const NO_ANSWER: &[&str] = &[
    "Rang twice, waited five minutes, no answer. Left a card without our name under the door.",
    "No answer at the door; the light was on and the radio off. Will call at {time}.",
    "The front desk had not seen {name} since this morning. Left no message.",
    "Phone off, nobody at the door. Will try again tomorrow before noon.",
    "",
];

/// A message that was left.
pub(in crate::demo) const LEFT_MESSAGE: &[&str] = &[
    "Left a message with first name and number only, as {name} prefers.",
    "Left word at the front desk that I was by; no details.",
    "Text sent: \"Here on {weekday} as usual. No need to answer.\"",
];

/// Arranged, and the client did not come.
pub(in crate::demo) const NO_SHOW: &[&str] = &[
    "Waited twenty minutes at the place we agreed. It was raining hard.",
    "{name} did not come to the office. The bus line was not running today.",
    "Waited at the clinic until {time}; told the front desk, who offered a new date.",
];

/// Called off.
pub(in crate::demo) const CANCELLED: &[&str] = &[
    "{name} called ahead: a cold, would rather sleep. New time set.",
    "I had to call off; {name} took it kindly and chose another day.",
];

/// The client chose not to.
pub(in crate::demo) const DECLINED: &[&str] = &[
    "{name} said not today and wished me a good week. I said I would be back.",
    "{name} shook {their} head when I waved, so I kept walking, as agreed between us.",
];
