//! What does not fit, in words. Belongs to the chunks with forms.

use super::text::count;
use crate::words::form::Words;
use domain::length::{Field, TooLong};

/// Which field is too long, by how much, and what to do. `field` is what the form calls it.
#[must_use]
pub fn sentence(f: &Words, field: &str, too_long: TooLong) -> String {
    let by = count(too_long.by);
    match too_long.field {
        Field::Whole => f.whole_too_long(&by),
        Field::Reached => f.too_many_calls(&by),
        _ => f.field_too_long(&by, field),
    }
}
