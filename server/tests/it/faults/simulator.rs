//! The simulator's fleet against the real router on a real database: phones
//! that crash and a network that lies, in front of everything but the socket.

mod gateway;
mod real;

use super::{amount, write_down};
use real::{AGENCY, Real};
use sync::simulator::{Broken, Figures, PhoneBug, run};

fn live(seed: u64, bug: Option<PhoneBug>) -> Result<Figures, Box<Broken>> {
    let mut real = Real::start();
    let figures = run(seed, &mut real, bug)?;
    let verified = real.runtime.block_on(real.store().verify_audit(AGENCY)).unwrap();
    assert!(verified.is_whole(), "seed {seed}: {verified:?}");
    Ok(figures)
}

/// Runs every other seed.
fn sweep(part: usize) {
    let (mut sum, mut broken) = (Figures::default(), None);
    let only = std::env::var("STREETLIGHT_SIM_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds = amount("STREETLIGHT_REAL_SEEDS", 20);
    for seed in only.map_or(part..seeds, |seed: usize| seed..seed + 1).step_by(2) {
        match live(seed as u64, None) {
            Ok(figures) => sum += figures,
            Err(found) => broken = Some(found),
        }
        if broken.is_some() {
            break;
        }
    }
    let says = |name| u8::from(broken.as_ref().is_some_and(|broken| broken.what.starts_with(name)));
    let (lost, duplicated) = (says("I1:"), says("I2:"));
    write_down(&serde_json::json!({
        "fault": "simulator seeds, real server and database", "injected": sum.seeds,
        "operations": sum.operations, "lost": lost, "duplicated": duplicated,
        "stuck": u8::from(broken.is_some()) - lost - duplicated,
        "note": {
            "faults inside the seeds on the real server": sum.faults,
            "restores among them": sum.restores,
        },
    }));
    if let Some(broken) = broken {
        let seed = broken.seed;
        panic!(
            "{broken}\nreplay: STREETLIGHT_SIM_SEED={seed} cargo test -p server --test it faults::simulator"
        );
    }
}

#[test]
fn a_fleet_gone_wild_loses_nothing_at_the_real_server_part_1_of_2() {
    sweep(0);
}

#[test]
fn a_fleet_gone_wild_loses_nothing_at_the_real_server_part_2_of_2() {
    sweep(1);
}

#[test]
fn a_phone_that_keeps_nothing_for_a_restore_is_found_at_the_real_server_too() {
    let found = (0..40).find_map(|seed| live(seed, Some(PhoneBug::KeepsNothing)).err());
    assert!(found.is_some_and(|broken| broken.what.starts_with("I1")));
}
