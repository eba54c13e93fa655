//! What the first file asks of chunks.
//!
//! `chunks.rs` knows every screen, and so nothing that a screen is made of may know it: what it
//! can do is handed to the app where that starts, as plain functions.

use super::{
    AppState,
    phone::Phone,
    set_up::{EnrolError, Step},
    wording::{Found, Text},
};
use crate::{
    place::{Chunk, Screen},
    store::{Profile, Unfinished},
    words::Language,
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::AnyView;
use std::rc::Rc;

type Later<T> = LocalBoxFuture<'static, T>;
/// What is pointed at in some texts, but for some names.
type CheckWords = fn(Vec<Text>, Vec<String>) -> Later<Option<Vec<Found>>>;
/// Drafts; none while they cannot be read.
type Drafts = Option<Vec<Unfinished>>;

/// What is done in chunks. Each of these fetches its chunk where that is not here yet.
#[derive(Debug)]
pub struct FromChunks {
    /// Waits until the chunk is there; says whether it is. Costs nothing when it is; may be asked
    /// again after it failed.
    pub load: fn(Chunk) -> Later<bool>,
    /// Draws a screen of a chunk; nothing before it is loaded.
    pub draw: fn(Chunk, Screen) -> Option<AnyView>,
    /// Signing in and setting up, at a server that has to be reached for them anyway.
    pub set_up: fn(AppState, Step) -> Later<Result<(), EnrolError>>,
    /// Makes a phone known to the server whose enrolment was lost or broken off; gives the profile as it was
    /// while neither the chunk nor the server can be reached.
    pub take_up: fn(AppState, Profile, Vec<u8>) -> Later<Profile>,
    /// Fetches what `set_up` needs, while somebody types a name and a password.
    pub fetch_set_up: fn() -> Later<()>,
    /// Waits until the words of a language are there; says whether they are. English is in the
    /// first file.
    pub load_language: fn(Language) -> Later<bool>,
    /// Brings home what a page left behind that went away, for Today; a form would do so as well,
    /// should this one wait in vain.
    pub take_last_words: fn(Rc<Phone>) -> Later<()>,
    /// Every draft that waits to be finished: their shapes are known to their forms alone.
    pub unfinished: fn(AppState, Rc<Phone>) -> Later<Drafts>,
    /// Looks through the texts of a note, but for these names; nothing while the chunk is not here.
    pub check_words: CheckWords,
    /// Delivers what waits of phones that are locked here, or of other workers; nothing while neither the
    /// chunk nor the server can be reached.
    pub deliver_closed: fn(AppState) -> Later<()>,
    /// Asks the server about turns on call and new phones, if it is time; false while the chunk is
    /// not here.
    pub ask_after_sync: fn(AppState) -> Later<bool>,
}
