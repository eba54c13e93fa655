//! Views that several screens share.

pub mod bottom_bar;
pub mod choices;
pub mod client_header;
pub mod contact_line;
pub mod crisis_event_line;
pub mod dates;
pub mod due_reason;
pub mod emergency;
pub mod field;
pub mod from_chunk;
pub mod icon;
pub mod kept;
pub mod notice;
pub mod operation_kind;
pub mod page_head;
pub mod paper;
pub mod passcode;
pub mod phone_buttons;
pub mod plan_difference;
pub mod plan_lines;
pub mod plan_on_site;
pub mod plan_values;
pub mod search_field;
pub mod skeleton;
pub mod sync_line;
