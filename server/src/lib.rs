//! Streetlight's server: a library, so that tests and tools drive the real thing.
//!
//! | module | what |
//! |---|---|
//! | [`config`] | how the server was started |
//! | [`router`] | every route and every layer |
//! | [`http`] | connections, headers, limits, logs, refusals |
//! | [`auth`] | passwords, sessions, phones, permits |
//! | [`api`] | the routes phones use |
//! | [`store`] | SQLite behind functions named after what people do |
//! | [`audit`] | who did what, in a chain |
//! | [`files`] | files and folders that are their owner's alone |
//! | [`keys`] | the master key and what is derived from it |
//! | [`site`], [`ssr`] | the built app, and rendered pages |
//! | [`names`] | names to sign in with: when two are one, and which are refused |
//! | [`export`] | notes as services, for funders and auditors |
//! | [`import`] | other systems' files, read |
//! | [`demo`] | the demonstration agency |
//! | [`cli`] | commands |

pub mod api;
pub mod audit;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod export;
pub mod files;
pub mod http;
pub mod import;
pub mod keys;
pub mod names;
pub mod router;
pub mod site;
pub mod ssr;
pub mod store;
