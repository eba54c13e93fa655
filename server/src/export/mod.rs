//! What leaves for a funder or an auditor as a table.

pub mod cells;
mod columns;
mod left_out;
mod services;

pub use left_out::{LeftOut, Reason};
pub use services::{Done, Failed, Options, services};
