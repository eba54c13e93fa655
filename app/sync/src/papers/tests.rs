use super::*;
use domain::wire::v1::PART_BYTES;
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

fn page(n: u8, parts: u32) -> KeptPage {
    let (page_id, client_id) = (PageId::from_bytes([n; 16]), ClientId::from_bytes([1; 16]));
    let held = KeptPage::held(page_id, client_id, parts * PART_BYTES - 1, Moment::new(0, 0));
    KeptPage { state: PageState::Waiting, ..held }
}

fn have(parts: &[u32]) -> PageTaken {
    PageTaken { have: parts.to_vec(), whole: false }
}

fn stays(after: After) -> KeptPage {
    match after {
        After::Stays(page) => page,
        After::Gone(_) => panic!("it is gone"),
    }
}

#[test]
fn parts_go_in_their_order_and_the_page_goes_once_the_server_has_the_whole() {
    let mut sender = Sender::default();
    let first = page(1, 2);
    assert_eq!(sender.next(&[page(2, 1), first.clone()], 0), Next::Send(first.page_id, 0));
    let first = stays(sender.answered(0, 0, first, Ok(have(&[0]))));
    assert_eq!((first.sent(), first.parts()), (1, 2));
    assert_eq!(sender.next(std::slice::from_ref(&first), 0), Next::Send(first.page_id, 1));
    // Killed before the answer was written down: the last part is sent again.
    let all = stays(sender.answered(0, 0, first.clone(), Ok(have(&[0, 1]))));
    assert_eq!(sender.next(std::slice::from_ref(&all), 0), Next::Send(all.page_id, 1));
    let whole = PageTaken { have: vec![0, 1], whole: true };
    assert_eq!(sender.answered(0, 0, all, Ok(whole.clone())), After::Gone(first.page_id));
    let pinned = KeptPage { pinned: true, ..first };
    let kept = stays(sender.answered(0, 0, pinned, Ok(whole)));
    assert_eq!((kept.state, kept.is_unsent()), (PageState::AtServer, false));
    assert_eq!(sender.next(&[kept], 0), Next::Idle);
}

#[test]
fn a_page_that_is_refused_begins_anew_and_then_lets_the_others_pass() {
    let mut sender = Sender::default();
    let mut bad = KeptPage { taken: vec![0], ..page(1, 2) };
    for times in 1..=REFUSED_MAX {
        sender.hurry();
        assert!(
            matches!(sender.next(&[bad.clone(), page(2, 1)], 0), Next::Send(id, _) if id == bad.page_id)
        );
        bad = stays(sender.answered(0, 0, bad, Err(NotTaken::Refused)));
        assert_eq!((bad.sent(), bad.refused), (0, times));
    }
    sender.hurry();
    assert_eq!(sender.next(&[bad.clone(), page(2, 1)], 0), Next::Send(page(2, 1).page_id, 0));
    assert_eq!(unsent(&[bad, page(2, 1)]).stuck, 1);
}

#[test]
fn what_the_server_asked_for_holds_for_the_next_round_too() {
    let mut sender = Sender::default();
    let busy = NotTaken::Failed(Failure::Busy { retry_after_s: Some(60) });
    let kept = stays(sender.answered(0, 0, page(1, 2), Err(busy)));
    let mut next = Sender::default().asked_to_wait(sender.asked());
    next.hurry();
    assert_eq!(next.next(std::slice::from_ref(&kept), 59_999), Next::WaitUntil(60_000));
    assert_eq!(next.next(std::slice::from_ref(&kept), 60_000), Next::Send(kept.page_id, 0));
    let after = next.answered(60_000, 0, kept, Ok(have(&[0])));
    assert_eq!((stays(after).sent(), next.asked()), (1, Asked::default()));
}

#[test]
fn a_form_that_is_not_signed_sends_nothing() {
    let sender = Sender::default();
    let held = KeptPage { state: PageState::Held, ..page(1, 3) };
    assert_eq!(sender.next(std::slice::from_ref(&held), 0), Next::Idle);
    assert_eq!(unsent(std::slice::from_ref(&held)), Unsent::default());
    assert!(!held.is_left_over(Moment::new(HELD_MS - 1, 0)));
    assert!(held.is_left_over(Moment::new(HELD_MS, 0)));
    assert!(!page(1, 3).is_left_over(Moment::new(HELD_MS, 0)), "what is signed never is");
}

#[test]
fn a_server_without_room_or_in_a_hurry_is_left_alone_for_a_while() {
    let mut sender = Sender::default();
    let one = stays(sender.answered(0, 0, page(1, 1), Err(NotTaken::NoRoom)));
    assert_eq!(sender.hindered, Some(NotTaken::NoRoom));
    assert!(
        matches!(sender.next(std::slice::from_ref(&one), 0), Next::WaitUntil(until) if until >= 60_000)
    );
    let busy = NotTaken::of(429, true, "too_many", Some(40));
    let one = stays(sender.answered(0, 0, one, Err(busy)));
    sender.hurry();
    assert_eq!(sender.next(&[one], 0), Next::WaitUntil(40_000), "what it asked for holds");
    assert_eq!(NotTaken::of(507, true, "papers_full", None), NotTaken::NoRoom);
    assert_eq!(NotTaken::of(422, true, "paper_differs", None), NotTaken::Refused);
    let portal = NotTaken::of(422, false, "paper_differs", None);
    assert_eq!(portal, NotTaken::Failed(Failure::Faulty), "a captive portal refuses nothing");
}

/// What a network may do to one part on its way.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Answered,
    /// Cut before the server had it.
    LostOnTheWay,
    /// Cut before the answer came.
    AnswerLost,
    /// The phone died after the answer, before it wrote down what it meant.
    Killed,
}

proptest! {
    #[test]
    fn whatever_is_cut_or_killed_each_page_is_whole_at_the_server_once_and_gone_here_only_then(
        sizes in vec(1_u32..6, 1..5),
        fates in vec(
            prop_oneof![
                Just(Fate::Answered), Just(Fate::LostOnTheWay), Just(Fate::AnswerLost), Just(Fate::Killed)
            ],
            0..200,
        ),
    ) {
        let all: Vec<_> = (1_u8..).zip(sizes).map(|(n, parts)| page(n, parts)).collect();
        let mut here: BTreeMap<PageId, KeptPage> =
            all.iter().map(|page| (page.page_id, page.clone())).collect();
        let mut server: BTreeMap<PageId, BTreeSet<u32>> = BTreeMap::new();
        let mut sender = Sender::default();
        let mut fates = fates.into_iter().chain(std::iter::repeat(Fate::Answered));
        for _ in 0..1_000 {
            let pages: Vec<_> = here.values().cloned().collect();
            sender.hurry();
            let Next::Send(id, part) = sender.next(&pages, 0) else { break };
            let fate = fates.next().unwrap_or(Fate::Answered);
            if !matches!(fate, Fate::LostOnTheWay) {
                server.entry(id).or_default().insert(part);
            }
            let page = here[&id].clone();
            let parts = &server.get(&id).cloned().unwrap_or_default();
            let whole = u32::try_from(parts.len()) == Ok(page.parts());
            let taken = PageTaken { have: parts.iter().copied().collect(), whole };
            let after = match fate {
                Fate::Answered => sender.answered(0, 0, page, Ok(taken)),
                Fate::Killed => { sender = Sender::default(); continue }
                _ => sender.answered(0, 0, page, Err(NotTaken::Failed(Failure::Unreachable))),
            };
            match after {
                After::Stays(page) => { here.insert(id, page); }
                After::Gone(id) => {
                    prop_assert_eq!(u32::try_from(server[&id].len()), Ok(here[&id].parts()));
                    here.remove(&id);
                }
            }
        }
        prop_assert!(here.is_empty(), "still here: {:?}", here);
        for page in all {
            prop_assert_eq!(u32::try_from(server[&page.page_id].len()), Ok(page.parts()));
        }
    }
}
