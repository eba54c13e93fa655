use super::*;
use domain::{
    operation::{Operation, Payload},
    wire::v1::{QuarantineCode, ReceiptOutcome, SealedOperation},
};
use std::io::Write as _;

fn from_env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Adds a line to the table of the fault campaign.
fn write_down(figures: Figures, broken: Option<&Broken>) {
    let Figures { seeds, operations, faults, stuck, .. } = figures;
    let says = |invariant| u8::from(broken.is_some_and(|b| b.what.starts_with(invariant)));
    let (lost, duplicated) = (says("I1:"), says("I2:"));
    let other = u8::from(broken.is_some()) - lost - duplicated;
    let line = format!(
        "{{\"fault\":\"simulator seeds\",\"injected\":{seeds},\"operations\":{operations},\
         \"lost\":{lost},\"duplicated\":{duplicated},\"stuck\":{other},\
         \"note\":{{\"faults inside the seeds\":{faults},\
         \"kept on a phone because their id was used before\":{stuck}}}}}\n",
    );
    if let Ok(file) = std::env::var("STREETLIGHT_FAULTS_FILE") {
        let mut file = std::fs::File::options().create(true).append(true).open(file).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
}

/// Runs one part in four of the seeds; prints one line of figures.
fn sweep(part: u64) {
    if let Some(seed) = from_env("STREETLIGHT_SIM_SEED") {
        println!("{:?}", run(seed, &mut Memory::default(), None).unwrap_or_else(|e| panic!("{e}")));
        return;
    }
    let seeds = from_env("STREETLIGHT_SIM_SEEDS").unwrap_or(5_000);
    let mut figures = Figures::default();
    for seed in (part..seeds).step_by(4) {
        figures += run(seed, &mut Memory::default(), None).unwrap_or_else(|broken| {
            write_down(figures, Some(&broken));
            panic!("{broken}\nreplay: STREETLIGHT_SIM_SEED={seed} cargo test -p sync simulator")
        });
    }
    write_down(figures, None);
    let Figures { seeds, steps, operations, faults, restores, .. } = figures;
    let Figures { plan_edits, conflicts, quarantined, stuck, .. } = figures;
    println!(
        "simulator: {seeds} seeds, {steps} steps, {operations} operations, {faults} faults, \
         {restores} restores, {plan_edits} plans saved, {conflicts} with a conflict; 0 lost, 0 twice, {quarantined} in quarantine, {stuck} with a used id"
    );
}

#[test]
fn nothing_is_lost_part_1_of_4() {
    sweep(0);
}

#[test]
fn nothing_is_lost_part_2_of_4() {
    sweep(1);
}

#[test]
fn nothing_is_lost_part_3_of_4() {
    sweep(2);
}

#[test]
fn nothing_is_lost_part_4_of_4() {
    sweep(3);
}

#[test]
fn the_same_seed_is_the_same_run() {
    let run = || run(7, &mut Memory::default(), None).unwrap();
    assert_eq!(run(), run());
}

/// In this seed an answer that there is nothing new comes a week late, after a restore. Told with
/// the time of its coming it made the phone forget what only the phone still had.
#[test]
fn an_answer_tells_the_time_at_which_it_was_given_however_late_it_comes() {
    run(12_868, &mut Memory::default(), None).unwrap();
}

/// What the first fifty seeds have to say about a bug.
fn found(server: Option<ServerBug>, phone: Option<PhoneBug>) -> Vec<String> {
    let broken = |seed| {
        let mut memory = Memory::default();
        memory.bug = server;
        run(seed, &mut memory, phone).err()
    };
    (0..50).filter_map(broken).map(|broken| broken.what).collect()
}

fn is_found_as(invariant: &str, found: &[String]) {
    assert!(found.len() >= 5, "only {} of 50 seeds noticed", found.len());
    assert!(found.iter().any(|what| what.starts_with(invariant)), "{found:?}");
}

#[test]
fn a_phone_that_deletes_on_any_receipt_is_found() {
    is_found_as("I1", &found(None, Some(PhoneBug::DeletesOnAnyReceipt)));
}

#[test]
fn a_phone_that_keeps_nothing_for_a_restore_is_found() {
    is_found_as("I1", &found(None, Some(PhoneBug::KeepsNothing)));
}

#[test]
fn a_phone_that_writes_the_mark_without_the_shelves_is_found() {
    is_found_as("I7", &found(None, Some(PhoneBug::ForgetsTheShelves)));
}

#[test]
fn a_server_that_applies_twice_is_found() {
    is_found_as("I2", &found(Some(ServerBug::AppliesTwice), None));
}

#[test]
fn a_server_that_loses_the_last_row_of_a_page_is_found() {
    is_found_as("I7", &found(Some(ServerBug::LosesTheLastRowOfAPage), None));
}

#[test]
fn a_server_that_keeps_the_epoch_over_a_restore_is_found() {
    is_found_as("I1", &found(Some(ServerBug::KeepsTheEpoch), None));
}

#[test]
fn a_server_that_forgets_the_quarantine_is_found() {
    is_found_as("I1", &found(Some(ServerBug::ForgetsTheQuarantine), None));
}

#[test]
fn a_server_that_never_evicts_is_found() {
    is_found_as("I7", &found(Some(ServerBug::NeverEvicts), None));
}

#[test]
fn a_phone_that_forgets_the_order_of_edits_is_found() {
    is_found_as("I10", &found(None, Some(PhoneBug::ForgetsTheDocument)));
}

#[test]
fn a_phone_that_compares_its_clock_with_the_servers_is_found() {
    is_found_as("I19", &found(None, Some(PhoneBug::ComparesClocks)));
}

#[test]
fn a_server_whose_merge_drops_theirs_is_found() {
    is_found_as("I9", &found(Some(ServerBug::MergeDropsTheirs), None));
}

#[test]
fn a_server_whose_merge_drops_ours_is_found() {
    is_found_as("I9", &found(Some(ServerBug::MergeDropsOurs), None));
}

#[test]
fn a_server_that_forgets_open_conflicts_is_found() {
    is_found_as("I9", &found(Some(ServerBug::ForgetsConflicts), None));
}

#[test]
fn a_server_that_numbers_needs_anew_is_found() {
    is_found_as("I20", &found(Some(ServerBug::NumbersAnew), None));
}

#[test]
fn a_server_that_releases_twice_is_found() {
    is_found_as("I2", &found(Some(ServerBug::ReleasesTwice), None));
}

#[test]
fn a_server_that_hides_what_was_released_is_found() {
    is_found_as("I18", &found(Some(ServerBug::HidesReleases), None));
}

#[test]
fn the_server_in_memory_takes_no_addendum_to_somebody_elses_note() {
    let (staff, device) = (StaffId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
    let mut random = Random::new(3);
    let mut memory = Memory::default();
    memory.act(Act::Enrol { staff, device });
    let [his, hers] = [4, 5].map(|id| ClientId::from_bytes([id; 16]));
    for client in [his, hers] {
        memory.act(Act::PutClient(Box::new(script::client(&mut random, client))));
        memory.act(Act::Assign { staff, client });
    }
    let at = Moment::new(1_764_000_000_000, 0);
    let note = domain::wire::v1::Contact {
        seen_heard: "Sat by the river.".into(),
        ..script::contact(&mut random, his, at)
    };
    let addendum = domain::wire::v1::Addendum {
        addendum_id: domain::id::AddendumId::from_bytes([6; 16]),
        contact_id: note.contact_id,
        client_id: hers,
        kind: domain::wire::v1::AddendumKind::Addendum,
        text: "And her dog.".into(),
        reason: String::new(),
        at,
    };
    let payloads = [Payload::ContactSigned(note), Payload::AddendumSigned(addendum)];
    let operations = payloads.into_iter().zip(7_u8..).map(|(payload, number)| {
        let op_id = OperationId::from_bytes([number; 16]);
        let bytes = Operation::new(op_id, u64::from(number), at, payload).to_bytes();
        SealedOperation { op_id, sealed: memory.seal(device, op_id, &bytes) }
    });
    let push = Push { device_id: device, operations: operations.collect(), asks: Vec::new() };
    let answer = memory.push(&push).unwrap();
    let outcomes: Vec<_> = answer.receipts.iter().map(|receipt| receipt.outcome).collect();
    let unknown = ReceiptOutcome::Quarantined { code: QuarantineCode::TargetUnknown };
    assert_eq!(outcomes, [ReceiptOutcome::Applied, unknown]);
}
