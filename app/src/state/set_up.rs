//! The steps of signing in and setting up, and what can come in between. They are taken by
//! `enrol`, in a chunk.

use super::refusal::Refused;
use crate::{
    browser::BrowserError,
    store::{Profile, StoreError},
};
use domain::wire::v1::SignedIn;

/// Why signing in or enrolling did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrolError {
    /// The server did not agree or could not be reached.
    Refused(Refused),
    /// The phone could not keep it.
    Phone(String),
    /// No passkey answered: it was cancelled, or is not on this phone.
    NoPasskey,
}

impl From<Refused> for EnrolError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StoreError> for EnrolError {
    fn from(error: StoreError) -> Self {
        Self::Phone(error.to_string())
    }
}

impl From<BrowserError> for EnrolError {
    fn from(error: BrowserError) -> Self {
        Self::Phone(error.to_string())
    }
}

/// What is done about an enrolment while somebody waits.
pub enum Step {
    /// Signs in, with name and password.
    SignIn(String, String),
    /// After the password: a recovery code, or without one a passkey.
    Second(Option<String>),
    /// Enrols the phone for who signed in, under a passcode.
    Enrol(SignedIn, String),
    /// Gives the phone a new passcode.
    Replace(Profile, String),
}
