//! Identifiers. Each kind of thing has its own type, so that a client's id can
//! never be passed where a contact's is meant.
//!
//! All are UUIDv7, made by the device that creates the thing, so that records
//! can be created offline and sort by time of creation (RFC 9562, 5.7).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an identifier")]
pub struct BadId;

/// Whether an import made this id, of the key that the other system has: those of what people here
/// write are of their time (RFC 9562, 5.7 and 5.8).
#[must_use]
pub const fn made_of_a_key(id: &[u8; 16]) -> bool {
    id[6] >> 4 == 8
}

/// How an id is read and written. The reader of `uuid` itself says in its error which letter was at
/// fault; nobody is told that, and the sentence would be code on every phone.
mod text {
    use super::BadId;
    use serde::{
        Deserializer, Serialize as _, Serializer,
        de::{Error, Visitor},
    };
    use std::fmt;
    use uuid::Uuid;

    pub(super) fn serialize<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
        id.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Uuid, D::Error> {
        from.deserialize_str(Reader)
    }

    struct Reader;

    impl Visitor<'_> for Reader {
        type Value = Uuid;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an identifier")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Uuid, E> {
            Uuid::try_parse(text).map_err(|_| E::custom(BadId))
        }
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(with = "text")] Uuid);

        impl $name {
            /// Makes an id from the time in milliseconds since 1970 and ten random bytes.
            #[must_use]
            pub fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }

            /// Wraps sixteen bytes as they come from a store.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The sixteen bytes, as a store keeps them.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::try_parse(text).map(Self).map_err(|_| BadId)
            }
        }
    )*};
}

ids! {
    /// The organisation that runs the outreach: the tenant.
    AgencyId;
    /// A worker, supervisor or administrator.
    StaffId;
    /// The human being this is all for.
    ClientId;
    /// One enrolled phone (or browser profile) of one staff member.
    DeviceId;
    /// One passkey for signing in, as its owner is shown it.
    PasskeyId;
    /// One sign-in, as its owner is shown it. Made by the server of what it keeps of the session's
    /// token, and opens nothing.
    SessionId;
    /// One intent, made on a device, applied at most once.
    OperationId;
    /// One contact note.
    ContactId;
    /// An addendum, correction or late entry to a signed contact.
    AddendumId;
    /// Something somebody has to do by a date.
    TaskId;
    /// A client's crisis plan, over all its versions.
    CrisisPlanId;
    /// One line of a document, over all its versions.
    LineId;
    /// One page of a paper: a picture, or a file as a whole.
    PageId;
    /// One record of a kind that is made of its cells alone.
    RecordId;
    /// One distress or crisis, from the first moment to the last.
    CrisisEventId;
    /// Somebody in a client's circle.
    PersonId;
    /// One writing about somebody in a client's circle.
    SupportPersonId;
    /// One document over all its versions. As the name of a queue, what several edits are made to,
    /// one after another: what a client has once then goes by its client and its kind.
    DocumentId;
    /// One opening of a crisis plan.
    LookupId;
    /// One turn on the on-call roster.
    ShiftId;
    /// One service of the directory.
    ServiceId;
    /// The identity of the server's history; a restore starts a new one.
    Epoch;
}

impl ClientId {
    /// Where an id of a client stands in what is nobody's file: a check of a service, a draft of the
    /// agency's content (docs/decisions/0026). No client has it.
    pub const NOBODY: Self = Self::from_bytes([0; 16]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_later_sort_later() {
        let early = ContactId::from_parts(1_700_000_000_000, [0xff; 10]);
        let late = ContactId::from_parts(1_700_000_000_001, [0; 10]);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn text_round_trips() {
        let id = ClientId::from_parts(1_700_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("Dana".parse::<ClientId>(), Err(BadId));
    }
}
