//! Reads JSON, as much of it as our shapes need.
//!
//! `serde_json` writes what the phone sends and stores, and reads on the server.
//! Reading with it weighed an eighth of the file that travels to phones, most
//! of that for things nobody asks for: a struct read from a list as well as
//! from an object, fractions, and sentences about what was wrong where. This
//! reader takes an object for a struct and whole numbers, and says of anything
//! else that it is not what was expected; every caller throws the rest away.
//! In all else the two agree, which `app/sync/tests/json.rs` holds against each other.

mod members;
mod shapes;
mod sparing;
mod text;
mod tree;

pub use members::{Members, members, put};
pub use sparing::{LeftOut, sparing};
pub use tree::Json;

pub use domain_derive::ReadObject;
use serde::de::{self, DeserializeOwned, Expected, Unexpected};
use std::fmt::Display;
use text::Text;

/// The text is not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the JSON that was expected")]
pub struct Unreadable;

/// Reads a value; the text has to end with it.
///
/// # Errors
/// The text is not JSON, or not of this shape.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut text = Text::new(bytes);
    let value = T::deserialize(&mut text)?;
    text.end()?;
    Ok(value)
}

// Each of these is answered here, so that nothing is compiled in that would
// put a sentence together.
impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}
