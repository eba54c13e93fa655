//! What a kind of document says of itself to its screens.

use crate::{
    parts::{cells::CellWords, document_values::Around},
    place::Screen,
    state::AppState,
};
use domain::{
    document::{CellName, Cells, DocumentDraft, DocumentKind, Line, Version},
    id::{ClientId, LineId},
    problem::Problem,
    wire::v1::DocumentBase,
};
use std::borrow::Cow;

/// What the screens of a kind say and ask, beside what its shape says.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    /// Which.
    pub(super) kind: DocumentKind,
    /// What its fields and values are called.
    pub(super) words: CellWords,
    /// Its parts, in the order to show them.
    pub(super) parts: fn(&Around) -> Vec<Part>,
    /// The words of a choice with what they are called; none for what is no choice.
    pub(super) choices: fn(AppState, &str) -> Vec<(&'static str, &'static str)>,
    /// Whether a cell is asked for, as its line stands, or as the document does where it is no
    /// line's.
    pub(super) asks: fn(&Cells, Option<LineId>, CellName) -> bool,
    /// What stands in the way of saving, beside what does not fit.
    pub(super) problems: fn(&DocumentDraft, &Around) -> Vec<Problem>,
    /// Such a problem in words.
    pub(super) says: fn(AppState, Problem) -> &'static str,
    /// What it lacks although it says that it is whole: where, and what.
    pub(super) lacks: fn(&Cells, &Around) -> Vec<(String, &'static str)>,
    /// The screen with all that hangs on a line, where there is one.
    pub(super) leads: fn(ClientId, &Cells, &Line) -> Option<Screen>,
    /// The cells of its lines that the client takes home to read; none of what stays with the agency.
    pub(super) read_by_client: &'static [&'static str],
    /// Why it is written, in a sentence, where there is none yet.
    pub(super) about: fn(AppState) -> &'static str,
}

/// What was found on the phone.
#[derive(Clone, PartialEq)]
pub(super) struct Found {
    pub(super) version: Option<Version>,
    pub(super) based_on: DocumentBase,
    pub(super) around: Around,
}

/// A part of a document on the screen.
#[derive(Clone)]
pub(super) struct Part {
    /// Its heading.
    pub(super) heading: &'static str,
    /// What to know before filling it in; empty for nothing.
    pub(super) hint: &'static str,
    /// What stands in it.
    pub(super) holds: Holds,
}

/// What stands in a part.
#[derive(Clone)]
pub(super) enum Holds {
    /// Facts of the whole document.
    Facts(&'static [&'static str]),
    /// Lines that anybody adds, of one group, in an order that somebody chose.
    Lines {
        /// In which list.
        list: usize,
        /// In which group.
        group: &'static str,
        /// What adding one is called.
        add: &'static str,
    },
    /// A line for each of these things, at most; each with what it is called.
    About {
        /// In which list.
        list: usize,
        /// The thing's word or id, and its name.
        things: Vec<(Cow<'static, str>, String)>,
    },
}
