//! What is said around a service plan: the meeting, whether the client agrees, why something is
//! put off, not wanted or changed.

use super::needs::Own;

/// What was decided at the meeting before a plan was finished.
pub(in crate::demo) const DECISIONS: &[&str] = &[
    "{name} leads; one need at a time. Housing and health go first, the rest waits its turn.",
    "Two goals fewer than in the draft, at {name}'s wish. Visits stay on {weekday}.",
    "We go on with what works. {provider} is asked for a longer slot.",
    "{kin} takes part where {name} marked it, and nowhere else.",
    "One worker at a time, as {name} asked. The supervisor covers on days off.",
    "Dates were set with the calendar on the table; {name} moved two of them.",
];

/// Who sat together.
pub(in crate::demo) const AT_THE_TABLE: &[&str] = &[
    "{name}, Rosa Delmar-Sample, {provider} by phone, and I",
    "{name}, {kin}, Rosa Delmar-Sample and I",
    "{name} and the outreach team",
    "{name}, Mr. Sandoval-Reed and I",
    "Rosa Delmar-Sample and the team; {name} joined for the second half",
];

/// What the client said of the plan.
pub(in crate::demo) const AGREED: Own = Own {
    en: &[
        "It fits on one page. Good.",
        "That's me. Even the spelling.",
        "Fine. But we look at it again before summer.",
        "I'll try it. No promises about Mondays.",
        "Read it to me once more. Yes. Like that.",
    ],
    es: &[
        "Cabe en una hoja. Qué bueno.",
        "Así soy yo. Hasta mi nombre está bien escrito.",
        "Está bien. Pero lo vemos otra vez antes del verano.",
        "Voy a hacer la prueba. Los lunes no prometo nada.",
        "Léamelo otra vez. Sí. Así.",
    ],
};

/// The same of somebody who does not agree, or does not want to sign.
pub(in crate::demo) const DISAGREED: Own = Own {
    en: &[
        "I don't sign things. You can see that I'm here.",
        "Half of it is yours. I'll do my half.",
    ],
    es: &["Yo no firmo nada. Ya ve que aquí estoy.", "La mitad es suya. Yo hago mi mitad."],
};

/// Why a need is put off, in staff words.
pub(in crate::demo) const PUT_OFF: &[&str] = &[
    "First things first, says {name}: looked at again when the first goal is reached.",
    "The list opens again in March; nothing can be filed before.",
    "Waits until the papers are there, about {number} weeks.",
    "One change at a time. {name} asked to leave this for the next review.",
];

/// Why a need is not wanted in the plan.
pub(in crate::demo) const NOT_WANTED: &[&str] = &[
    "{name} named it and does not want help with it. Will say if that changes.",
    "{name} takes care of this with {kin}, without us.",
    "Not now and not by appointment, says {name}. Asked again at the review.",
];

/// Why a finished plan was changed.
pub(in crate::demo) const CHANGED: &[&str] = &[
    "Review: the first goal is reached in part; dates and activities follow from that.",
    "A new need came up and {name} wants it looked at first.",
    "The provider changed; new dates were set with {name}.",
    "{name} asked for fewer meetings and one goal less.",
    "The winter: what was planned outdoors is done indoors now.",
];

/// Why a review comes sooner or later than the rule says.
pub(in crate::demo) const SOONER: &str =
    "{name} wants to see after two weeks whether this works, and not wait a month.";
/// The same, later.
pub(in crate::demo) const LATER: &str =
    "The class ends after ninety days; before that there is nothing to look at. Agreed with Rosa.";

/// Who else was there when needs were assessed.
pub(in crate::demo) const PRESENT: &[&str] = &[
    "",
    "{kin} for the first half, at {name}'s wish",
    "Two talks on a bench, one at the office",
    "",
    "{provider} joined by phone for the part about medicine",
];
/// The same where the client was there in part only.
pub(in crate::demo) const PARTLY: &str = "{name} took part in two of three talks; the part about benefits was filled in from letters and read to {them} later";
