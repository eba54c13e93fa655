//! Where somebody stays: HUD's list 3.12.1, as data element 4.12 uses it.

/// Where somebody stays, in words; none for "not known" codes and unknown numbers. The formats
/// FY2020 and FY2022 have a number of one or two digits for what FY2024 gives one of three, so
/// that no number means two things.
pub(super) fn living_situation(code: u32) -> Option<&'static str> {
    let code = if code < 100 { since_2024(code)? } else { code };
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
        // List 3.12.A: which subsidy is more than a note needs.
        419 | 420 | 428 | 431 | 433..=439 => "own rental, with a subsidy",
        440 => "permanent housing for people who were homeless",
        OTHER => "another kind of place",
        _ => return None,
    })
}

/// The one number that is the same in every edition.
const OTHER: u32 = 17;

/// The number of today for one of FY2020 and FY2022.
const fn since_2024(code: u32) -> Option<u32> {
    Some(match code {
        OTHER => OTHER,
        1 | 16 | 18 => code + 100,
        4..=7 | 15 | 25 => code + 200,
        2 | 12..=14 | 27 | 29 | 32 | 35 | 36 => code + 300,
        10 | 11 | 21..=23 | 26 => code + 400,
        // Rentals: with VASH, another subsidy, GPD TIP, rapid re-housing, a voucher, public housing.
        19 | 20 | 28 | 31 | 33 | 34 => 435,
        3 => 440,
        _ => return None,
    })
}

/// Codes of [`living_situation`] that say why nothing is known.
pub(super) const fn not_known(code: u32) -> Option<&'static str> {
    Some(match code {
        8 => "the person did not know",
        9 => "the person chose not to say",
        30 => "there was no interview",
        37 => "the worker could not tell",
        99 => "not asked or not written down",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_every_edition_has_words() {
        let old = (1..=7).chain(10..=23).chain(25..=29).chain(31..=36);
        for code in old {
            assert!(living_situation(code).is_some(), "{code}");
            assert!(not_known(code).is_none(), "{code}");
        }
        for code in [8, 9, 30, 37, 99] {
            assert!(living_situation(code).is_none() && not_known(code).is_some(), "{code}");
        }
        for (old, new) in [(1, 101), (2, 302), (4, 204), (10, 410), (16, 116), (35, 335)] {
            assert_eq!(living_situation(old), living_situation(new), "{old}");
        }
        for code in [0, 24, 38, 100, 441, 777] {
            assert_eq!(living_situation(code), None, "{code}");
        }
    }
}
