use super::{Reach::*, Scene};
use domain::wire::v1::Component;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        component: Component::Referral,
        about: &["legal", "benefits"],
        reach: &[Office],
        place: "Motor vehicle office",
        purpose: "Replace the lost identity card.",
        seen: &[
            "The office asks for a birth certificate and one proof of address.",
            "{name} waited {number} numbers in line and stayed the whole time.",
            "The clerk accepted the shelter's letter as proof of address.",
            "The card will come by mail to our office in about three weeks.",
        ],
        quotes: &[
            "No card, no bank. No bank, no check. You know how it goes.",
            "She called me sir. Nobody called me sir in a while.",
            "Third time I lose it. Keep a copy for me.",
        ],
        impression: &[
            "Standing in line in a crowd took a lot of strength.",
            "The clerk's tone made the difference today.",
        ],
        did: &[
            "Brought the fee voucher and the letter.",
            "Waited in line so that {name} could step outside.",
            "Agreed to keep a copy in the file, at {their} wish.",
        ],
        they_did: &[
            "Spoke to the clerk {their} own way and signed.",
            "Chose our office for the mail.",
            "Put the receipt inside {their} shoe for safety.",
        ],
        response: &[
            "Proud when the number was called.",
            "Wanted to go for a walk right after, so we did.",
        ],
        next: &[
            ("See whether the card came in the mail", 14),
            ("Copy the receipt into the file", 1),
        ],
    },
    Scene {
        component: Component::Advocacy,
        about: &["benefits"],
        reach: &[Office],
        place: "Benefits office, window 6",
        purpose: "Food benefits stopped; find out why.",
        seen: &[
            "The letter says a form was not received by the first of the month.",
            "{name} has the stamped copy of that form.",
            "We were on hold for {number} minutes; {name} kept the phone on speaker.",
            "The worker at the benefits office found the form under another spelling.",
        ],
        quotes: &[
            "I did everything they said and still it's gone.",
            "They spell my name like they're guessing.",
            "So I eat on Monday?",
        ],
        impression: &[
            "Having the stamped copy helped {name} stay calm on the phone.",
            "This is the second time the spelling caused it; worth a complaint if {name} wants one.",
        ],
        did: &[
            "Called the office and asked for a supervisor.",
            "Wrote down the name, time and what was promised.",
            "Gave a food card for the weekend.",
        ],
        they_did: &[
            "Explained the case {their} own way.",
            "Read the number from the stamped copy.",
            "Decided not to complain for now.",
        ],
        response: &[
            "Benefits start again on {weekday}, says the office.",
            "Thanked the worker on the phone, who laughed.",
        ],
        next: &[
            ("See that the benefits are on the card", 4),
            ("Ask the office to correct the spelling", 3),
        ],
    },
    Scene {
        component: Component::Planning,
        about: &["funding"],
        reach: &[Office, Home],
        place: "",
        purpose: "Make a budget for the month.",
        seen: &[
            "Income and fixed costs leave about ninety dollars for food and everything else.",
            "{name} keeps receipts in an envelope and had {number} of them.",
            "The phone contract costs more than the free one would.",
            "{name} drew a line under the rent and circled it.",
        ],
        quotes: &[
            "Rent first. Then tobacco. I'm honest about it.",
            "I never saw it on one page before.",
            "Ninety dollars. My mother did it with less.",
        ],
        impression: &[
            "Seeing it on one page seems to take some fear away.",
            "{name} is better with figures than school made it look.",
        ],
        did: &[
            "Put the figures on one page.",
            "Brought the form for the free phone.",
            "Asked what must stay in, whatever it costs.",
        ],
        they_did: &[
            "Did the sums.",
            "Decided to give up the phone contract.",
            "Kept ten dollars aside for {kin}.",
        ],
        response: &["Took the page home for the refrigerator.", "Asked to do it again next month."],
        next: &[("Cancel the phone contract together", 6), ("Budget for next month", 28)],
    },
    Scene {
        component: Component::Advocacy,
        about: &["legal"],
        reach: &[Office],
        place: "County courthouse, second floor",
        purpose: "Court date about an old fine.",
        seen: &[
            "The hearing took {number} minutes; the judge asked two questions.",
            "The public defender met us at {time} and explained the offer.",
            "{name} stood beside the defender and answered in full sentences.",
            "The fine became {number} hours of service at the food bank.",
        ],
        quotes: &[
            "My knees were going but my mouth worked.",
            "The food bank? I'd have done that for nothing.",
            "It's over? Just like that?",
        ],
        impression: &[
            "Fear of the building was larger than what happened in it.",
            "{name} would like to be useful; the food bank may become more than an obligation.",
        ],
        did: &[
            "Went over the day the evening before.",
            "Sat in the second row, in sight.",
            "Wrote the hours on a card.",
        ],
        they_did: &[
            "Arrived early, in a borrowed jacket.",
            "Asked the defender to repeat the offer.",
            "Shook the defender's hand.",
        ],
        response: &["Exhausted and light afterwards.", "Called {kin} from the steps to tell."],
        next: &[("Introduce {name} at the food bank", 5), ("Count the hours with {name}", 14)],
    },
];
