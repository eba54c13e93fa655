//! What people need, as assessments say it, and what plans do about it.

mod body;
mod mind;
mod money;
mod people;
mod roof;
mod work;

/// In the client's own words: as they were said, in the language they were said in.
#[derive(Debug)]
pub(in crate::demo) struct Own {
    pub(in crate::demo) en: &'static [&'static str],
    pub(in crate::demo) es: &'static [&'static str],
}

impl Own {
    /// What somebody may have said in this language.
    pub(in crate::demo) const fn words(&self, spanish: bool) -> &'static [&'static str] {
        if spanish { self.es } else { self.en }
    }
}

/// Whose need it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Fits {
    Anybody,
    /// Somebody with a door of their own.
    Housed,
    /// Somebody who sleeps at a shelter, with family, in a van or outside.
    Unhoused,
    /// Somebody whose first language is not English.
    OtherLanguage,
}

/// One need, with alternatives for most of what is said of it, and the line of a plan that
/// answers it.
#[derive(Debug)]
pub(in crate::demo) struct Need {
    /// Part of life, a word of the assessment.
    pub(in crate::demo) domain: &'static str,
    pub(in crate::demo) fits: Fits,
    pub(in crate::demo) own: Own,
    pub(in crate::demo) text: &'static [&'static str],
    pub(in crate::demo) extent: &'static [&'static str],
    pub(in crate::demo) client_can: &'static str,
    pub(in crate::demo) network_can: &'static str,
    pub(in crate::demo) agency_can: &'static str,
    pub(in crate::demo) missing: &'static str,
    pub(in crate::demo) goal_own: Own,
    pub(in crate::demo) goal: &'static str,
    pub(in crate::demo) activities: &'static [&'static str],
    pub(in crate::demo) change: &'static str,
    /// Who delivers it; empty where nobody else does.
    pub(in crate::demo) provider: &'static str,
    /// Who pays; empty where it costs nothing.
    pub(in crate::demo) funding: &'static str,
    /// Whether somebody close does a part of it.
    pub(in crate::demo) kin_helps: bool,
}

/// All of them, by where in life they are.
pub(in crate::demo) const ALL: [&[Need]; 6] =
    [roof::NEEDS, body::NEEDS, mind::NEEDS, money::NEEDS, people::NEEDS, work::NEEDS];
