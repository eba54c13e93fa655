//! The real router on a real store in a temporary folder.
//!
//! [`support::TestServer`] runs the server, [`support::TestPhone`] does what a
//! phone does: signs in, enrols, writes, delivers, pulls. Tests tell what
//! people do and what must then be true.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop there")]

mod account;
mod assessing;
mod authorization;
mod bad_input;
mod borders;
mod commands;
mod content;
mod cursors;
mod damaged;
mod dates;
mod delivering;
mod demonstration;
mod directory;
mod disclosures;
mod doors;
mod enrolling;
mod fact_sheets;
mod faults;
mod flipped;
mod fuzz;
mod greedy;
mod guessing;
mod headers;
mod holding;
mod importing;
mod keeping;
mod large;
mod leaving;
mod many;
mod migrating;
mod naming;
mod on_call;
mod operator;
mod outside;
mod own;
mod papers;
mod plans;
mod pulling;
mod quarantine;
mod responses;
mod restoring;
mod second_factor;
mod services;
mod signing_in;
mod starving;
mod support;
mod supports;
mod tampering;
mod turned_away;
