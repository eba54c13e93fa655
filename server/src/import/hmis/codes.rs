//! HUD's code lists, in words a worker reads on a street corner. The numbers
//! are those of the HMIS CSV format FY2024 and FY2026; the words are ours
//! where HUD's are longer than a note needs. Where somebody stays: `places.rs`.

use domain::wire::v1::Component;

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

/// Destination of somebody who died (list 3.12.1, in every edition).
pub(super) const DECEASED: u32 = 24;

/// "Different preferred language": the next column has it in words (list C4.A).
pub(super) const OTHER_LANGUAGE: u32 = 21;
