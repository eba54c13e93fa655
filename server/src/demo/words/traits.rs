//! What stands in the way, what helps already and how somebody wants things done, as
//! assessments say it; and what plans make of the first two.

mod barriers;
mod preferences;
mod strengths;

pub(in crate::demo) use barriers::BARRIERS;
pub(in crate::demo) use preferences::PREFERENCES;
pub(in crate::demo) use strengths::STRENGTHS;

use super::needs::Own;

/// A barrier, a strength or a preference.
#[derive(Debug)]
pub(in crate::demo) struct Trait {
    /// Part of life, a word of the assessment.
    pub(in crate::demo) domain: &'static str,
    pub(in crate::demo) own: Own,
    pub(in crate::demo) text: &'static str,
    /// How a barrier is overcome, or a strength is built on; nothing for a preference.
    pub(in crate::demo) strategy: &'static str,
}

const fn one(domain: &'static str, own: Own, text: &'static str, strategy: &'static str) -> Trait {
    Trait { domain, own, text, strategy }
}
