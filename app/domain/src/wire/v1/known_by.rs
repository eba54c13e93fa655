use super::{Client, is_default};
use crate::json::ReadObject;
use chrono::Datelike as _;
use serde::Serialize;

/// What tells a client from others of the same name, for lists at a desk: whoever reads them may
/// have neither fact sheet on their phone (see [`crate::alike`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct KnownBy {
    /// Nickname.
    #[serde(default, skip_serializing_if = "is_default")]
    pub alias: String,
    /// Legal name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub legal_name: String,
    /// Where they are met.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: String,
    /// The year of birth.
    #[serde(default, skip_serializing_if = "is_default")]
    pub born: Option<i32>,
}

impl KnownBy {
    /// What a fact sheet says of it.
    #[must_use]
    pub fn of(client: &Client) -> Self {
        Self {
            alias: client.alias.clone(),
            legal_name: client.legal_name.clone(),
            place: client.place.clone(),
            born: client.born_on.map(|day| day.year()),
        }
    }
}
