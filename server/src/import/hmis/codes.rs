//! HUD's code lists, in words a worker reads on a street corner. The numbers
//! are those of the HMIS CSV format FY2024 and FY2026; the words are ours
//! where HUD's are longer than a note needs.

use domain::wire::v1::Component;

/// Where somebody stays (list 3.12.1 as used by 4.12); none for "not known" codes and unknown numbers.
pub(super) fn living_situation(code: u32) -> Option<&'static str> {
    Some(match code {
        101 => "emergency shelter, or a hotel or motel paid for by a shelter voucher",
        116 => "a place not meant for sleeping: outside, a vehicle, an empty building, a station",
        118 => "Safe Haven",
        204 => "psychiatric hospital or other psychiatric facility",
        205 => "treatment facility for substance use, or detox center",
        206 => "hospital or other medical facility",
        207 => "jail, prison or juvenile detention",
        215 => "foster care home or group home",
        225 => "long-term care facility or nursing home",
        302 => "transitional housing",
        312 => "staying with family for now",
        313 => "staying with friends for now",
        314 => "hotel or motel, without a shelter voucher",
        327 => "moved from one HOPWA project to HOPWA transitional housing",
        329 => "residential project or halfway house",
        332 => "host home (non-crisis)",
        335 => "a family member's room, apartment or house",
        336 => "a friend's room, apartment or house",
        410 => "own rental, no subsidy",
        411 => "own home, no subsidy",
        421 => "own home, with a subsidy",
        422 => "staying with family for good",
        423 => "staying with friends for good",
        426 => "moved from one HOPWA project to HOPWA permanent housing",
        435 => "own rental, with a subsidy",
        17 => "another kind of place",
        _ => return None,
    })
}

/// Codes of [`living_situation`] that say why nothing is known.
pub(super) fn not_known(code: u32) -> Option<&'static str> {
    Some(match code {
        8 => "the person did not know",
        9 => "the person chose not to say",
        37 => "the worker could not tell",
        99 => "not asked or not written down",
        _ => return None,
    })
}

/// A PATH service (list P1.2) and the function of case management it serves.
pub(super) fn path_service(code: u32) -> Option<(&'static str, Component)> {
    Some(match code {
        1 => ("re-engagement", Component::Outreach),
        2 => ("screening", Component::Assessment),
        3 => ("habilitation or rehabilitation", Component::Monitoring),
        4 => ("community mental health", Component::Monitoring),
        5 => ("treatment for substance use", Component::Monitoring),
        6 => ("case management", Component::Monitoring),
        7 => ("supportive services where the person lives", Component::Monitoring),
        8 => ("small repairs to the home", Component::Monitoring),
        9 => ("help with moving", Component::Monitoring),
        10 => ("finding out about eligibility for housing", Component::Assessment),
        11 => ("security deposit", Component::Monitoring),
        12 => ("one-time rent to prevent eviction", Component::Monitoring),
        14 => ("clinical assessment", Component::Assessment),
        _ => return None,
    })
}

/// A PATH referral (list P2.2).
pub(super) fn path_referral(code: u32) -> Option<&'static str> {
    Some(match code {
        1 => "community mental health",
        2 => "treatment for substance use",
        3 => "primary health or dental care",
        4 => "job training",
        5 => "education",
        6 => "housing services",
        7 => "permanent housing",
        8 => "income assistance",
        9 => "help with finding work",
        10 => "medical insurance",
        11 => "temporary housing",
        _ => return None,
    })
}

/// What came of a PATH referral (list P2.A).
pub(super) fn referral_outcome(code: u32) -> Option<&'static str> {
    Some(match code {
        1 => "attained",
        2 => "not attained",
        3 => "unknown",
        _ => return None,
    })
}

/// Record types of Services.csv (list 1.4) that are not contacts.
pub(super) fn not_a_contact(code: u32) -> Option<&'static str> {
    Some(match code {
        142 => "an RHY service connection",
        143 => "a HOPWA service",
        144 => "an SSVF service",
        151 => "HOPWA financial assistance",
        152 => "SSVF financial assistance",
        162 => "an RHY referral",
        200 => "a night in a bed",
        210 => "HUD-VASH voucher tracking",
        300 => "Moving On assistance",
        _ => return None,
    })
}

/// Project type of street outreach (list 2.02.6).
pub(super) const STREET_OUTREACH: u32 = 4;
