use super::TIME;
use crate::{json::Json, visible::is_blank};
use chrono::NaiveDate;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned,
    ser::SerializeMap as _,
};

/// How deep a value may be nested: a line holds words, and lists of words.
const DEPTH: u8 = 8;

const MINUTES_A_DAY: u32 = 24 * 60;

/// What stands in a cell, under the name of its sort: `{"text": "Call my sister"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It is not there: no line, or no answer.
    Nothing,
    /// Something.
    Given {
        /// How such values are called.
        sort: String,
        /// The value.
        json: Json,
    },
}

impl Value {
    /// A value of this sort.
    #[must_use]
    pub fn of(sort: &str, json: Json) -> Self {
        Self::Given { sort: sort.to_owned(), json }
    }

    /// Words.
    #[must_use]
    pub fn text(words: &str) -> Self {
        Self::of("text", Json::Text(words.to_owned()))
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(flag: bool) -> Self {
        Self::of("flag", Json::Bool(flag))
    }

    /// A day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self::of("day", Json::Text(day.to_string()))
    }

    /// The words, where it is words.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Given { sort, json: Json::Text(words) } if sort == "text" => Some(words),
            _ => None,
        }
    }

    /// The word of a choice, or the id of what it speaks of.
    #[must_use]
    pub fn as_word(&self) -> Option<&str> {
        match self {
            Self::Given { sort, json: Json::Text(word) } if sort != "text" && sort != "day" => {
                Some(word)
            }
            _ => None,
        }
    }

    /// Whether it is a yes.
    #[must_use]
    pub const fn is_yes(&self) -> bool {
        matches!(self, Self::Given { json: Json::Bool(true), .. })
    }

    /// The day, where it is one.
    #[must_use]
    pub fn as_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Given { sort, json: Json::Text(day) } if sort == "day" => crate::day::read(day),
            _ => None,
        }
    }

    /// A time of day, in minutes since midnight.
    #[must_use]
    pub fn time(minute: u32) -> Self {
        Self::of(TIME, Json::Number(minute.into()))
    }

    /// The minutes since midnight, where it is a time of day.
    #[must_use]
    pub fn as_time(&self) -> Option<u32> {
        match self {
            Self::Given { sort, json: Json::Number(minute) } if sort == TIME => {
                u32::try_from(*minute).ok().filter(|minute| *minute < MINUTES_A_DAY)
            }
            _ => None,
        }
    }

    /// The value, where it is of this sort and shape.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self, sort: &str) -> Option<T> {
        match self {
            Self::Given { sort: own, json } if own == sort => json.read(),
            _ => None,
        }
    }

    /// How it is called, and the value.
    #[must_use]
    pub fn parts(&self) -> Option<(&str, &Json)> {
        match self {
            Self::Given { sort, json } => Some((sort, json)),
            Self::Nothing => None,
        }
    }
}

/// Whether something is said in it: words that can be seen.
#[must_use]
pub fn is_said(value: &Value) -> bool {
    value.as_text().is_some_and(|text| !is_blank(text))
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((sort, json)) = self.parts() else { return serializer.serialize_str("nothing") };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(sort, json)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::of_depth(DEPTH, deserializer)? {
            Json::Text(word) if word == "nothing" => Ok(Self::Nothing),
            Json::Object(members) => match <[_; 1]>::try_from(members) {
                Ok([(sort, json)]) => Ok(Self::Given { sort, json }),
                Err(_) => Err(de::Error::custom("a value has one sort")),
            },
            _ => Err(de::Error::custom("not a value")),
        }
    }
}
