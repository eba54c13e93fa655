//! The replica and the server's half of sync, as pure state machines.
//!
//! Nothing here waits, reads a clock, draws a random number or touches a
//! store: callers hand in what happened and carry out what comes back. The app
//! and the server run this code; so does the simulator, with phones that crash
//! and networks that lie.
//!
//! | module | whose | what |
//! |---|---|---|
//! | [`replica`] | phone | what to send next, what a reply means for the outbox |
//! | [`pending`] | phone | what was made here and is not in the read copy yet |
//! | [`read_copy`] | phone | rows as they lie on the phone, shelf by shelf |
//! | [`find`] | phone | in which notes and plans words stand |
//! | [`on_call`] | phone | what it remembers of a turn, and when it asks again |
//! | [`papers`] | phone | which pages of papers lie on it, and which part goes next |
//! | [`ingest`] | server | what becomes of a pushed operation |
//! | [`merge`] | both | one crisis plan out of two people's edits |
//! | [`feed`] | server | which rows a pull delivers, page by page |
//! | `simulator` | tests | phones, a network and a server gone wild, from one seed |

pub mod directory;
pub mod feed;
pub mod find;
pub mod ingest;
pub mod merge;
pub mod on_call;
pub mod papers;
pub mod pending;
pub mod read_copy;
pub mod replica;
#[cfg(any(test, feature = "simulator"))]
pub mod simulator;
