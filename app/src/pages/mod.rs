//! A screen a file.

pub mod add_client;
pub mod choose_passcode;
pub mod client;
pub mod clients;
pub mod contact;
pub mod crisis_event;
pub mod crisis_plan;
pub mod crisis_plan_builder;
pub mod help;
pub mod lock_settings;
pub mod log;
pub mod log_contact;
pub mod me;
pub mod no_storage;
pub mod office;
pub mod on_call;
pub mod plan_paper;
pub mod plan_steps;
pub mod plan_versions;
pub mod response;
pub mod rights;
pub mod show_plan;
pub mod sign_in;
pub mod today;
pub mod unlock;
pub mod waiting;
