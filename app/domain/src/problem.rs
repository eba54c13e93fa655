//! What stands in the way of saving a draft: one list for every form, each at
//! the field where it is put right. Never more than needed: what a worker cannot
//! save is what goes missing.

use crate::{
    id::LineId,
    length::{Field, OPERATION_MAX_BYTES, over},
    phone::NotOne,
};
use serde::Serialize;

/// Something to put right before a draft can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The field; [`Field::Whole`] where it is about all of them.
    pub field: Field,
    /// Which of several fields of that name.
    pub of: Of,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// Which of several fields of one name in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Of {
    /// There is only one.
    #[default]
    Form,
    /// That of this line.
    Line(LineId),
    /// That in this place, counted from zero.
    Nth(usize),
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed, and there is nothing in it.
    Missing,
    /// It is too long by so many characters; the whole by so many bytes, and what
    /// is a list by so many lines.
    TooLong(usize),
    /// It is no one number that could be dialled.
    Number(NotOne),
    /// It ends before it begins.
    EndsFirst,
    /// It says what was saved already.
    Unchanged,
}

impl Problem {
    /// Of the one field of that name.
    #[must_use]
    pub const fn new(field: Field, wrong: Wrong) -> Self {
        Self { field, of: Of::Form, wrong }
    }

    /// Of the field of that name in a line.
    #[must_use]
    pub const fn in_line(line: LineId, field: Field, wrong: Wrong) -> Self {
        Self { field, of: Of::Line(line), wrong }
    }
}

/// Whatever of these is too long for its field.
pub fn too_long<'a>(
    of: Of,
    fields: impl IntoIterator<Item = (Field, &'a str)>,
) -> impl Iterator<Item = Problem> {
    fields.into_iter().filter_map(move |(field, text)| {
        let by = over(text, field.max());
        (by > 0).then_some(Problem { field, of, wrong: Wrong::TooLong(by) })
    })
}

/// What is too much about a whole draft, if each of its fields fits.
#[must_use]
pub fn whole_too_long(draft: &impl Serialize) -> Option<Problem> {
    let bytes = serde_json::to_vec(draft).map_or(0, |json| json.len());
    let by = bytes.saturating_sub(OPERATION_MAX_BYTES);
    (by > 0).then_some(Problem::new(Field::Whole, Wrong::TooLong(by)))
}
