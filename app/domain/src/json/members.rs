//! Reading the members of an object, for every struct by one function: see `domain-derive`.

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor},
};
use std::fmt;

/// Of which members a struct is made. What `#[derive(ReadObject)]` writes.
#[derive(Debug)]
pub struct Members {
    /// Their names, those first that may not be missing.
    pub names: &'static [&'static str],
    /// How many may not be missing.
    pub needed: usize,
    /// Any other is refused, not passed over.
    pub strict: bool,
}

/// Reads the value of one member and puts it where it belongs.
type Put<'a, A, E> = dyn FnMut(usize, &mut A) -> Result<(), E> + 'a;

/// Passes every member of an object, by its place in the list, to `put`, which reads its value.
///
/// # Errors
/// One is missing, one comes twice, or one cannot be read.
pub fn members<'de, A: MapAccess<'de>>(
    mut object: A,
    of: &'static Members,
    put: &mut Put<'_, A, A::Error>,
) -> Result<(), A::Error> {
    let mut seen = 0_u64;
    while let Some(name) = object.next_key_seed(of)? {
        let Some(at) = name else {
            object.next_value::<IgnoredAny>()?;
            continue;
        };
        let bit = 1 << at;
        if seen & bit != 0 {
            return Err(A::Error::duplicate_field(of.name(at)));
        }
        seen |= bit;
        put(at, &mut object)?;
    }
    let first_missing = seen.trailing_ones() as usize;
    if first_missing < of.needed {
        return Err(A::Error::missing_field(of.name(first_missing)));
    }
    Ok(())
}

/// Reads the value that is next and puts it, wrapped, into its place.
///
/// # Errors
/// It is not of this shape.
#[inline(never)]
pub fn put<'de, A: MapAccess<'de>, T: Deserialize<'de>, P>(
    place: &mut P,
    object: &mut A,
    wrap: impl FnOnce(T) -> P,
) -> Result<(), A::Error> {
    *place = wrap(object.next_value()?);
    Ok(())
}

impl Members {
    fn name(&self, at: usize) -> &'static str {
        self.names.get(at).copied().unwrap_or_default()
    }
}

/// A name is read as its place in the list; none where it is not in it.
impl<'de> DeserializeSeed<'de> for &'static Members {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &'static Members {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        match self.names.iter().position(|known| *known == name) {
            None if self.strict => Err(E::unknown_field(name, self.names)),
            place => Ok(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ReadObject, Unreadable, from_slice};
    use serde::Deserialize;
    use std::fmt::Debug;

    const fn seven() -> u8 {
        7
    }

    mod doubled {
        use serde::{Deserialize as _, Deserializer};

        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
            u32::deserialize(deserializer).map(|value| value * 2)
        }
    }

    /// The same structs, read by our derive and by serde's.
    macro_rules! shapes {
        ($module:ident, $derive:ident) => {
            mod $module {
                use super::*;

                #[derive(Debug, PartialEq, $derive)]
                pub struct Shape {
                    #[serde(default)]
                    words: Vec<String>,
                    needed: String,
                    maybe: Option<bool>,
                    #[serde(default = "seven")]
                    made_up: u8,
                    #[serde(rename = "else")]
                    renamed: i64,
                    #[serde(with = "doubled")]
                    double: u32,
                    #[serde(with = "doubled", default)]
                    double_or_none: u32,
                    inner: Option<Strict>,
                }

                #[derive(Debug, Default, PartialEq, $derive)]
                #[serde(default, deny_unknown_fields)]
                pub struct Strict {
                    one: Option<u8>,
                    two: String,
                }
            }
        };
    }
    shapes!(ours, ReadObject);
    shapes!(theirs, Deserialize);

    fn agree(text: &str, is_read: bool) {
        let said = |read: Result<&dyn Debug, Unreadable>| read.map(|value| format!("{value:?}"));
        let ours = from_slice::<ours::Shape>(text.as_bytes());
        let theirs = from_slice::<theirs::Shape>(text.as_bytes());
        let (ours, theirs) = (ours.as_ref(), theirs.as_ref());
        let ours = said(ours.map(|value| value as _).map_err(|error| *error));
        assert_eq!(ours, said(theirs.map(|value| value as _).map_err(|error| *error)), "{text}");
        assert_eq!(ours.is_ok(), is_read, "{text}");
    }

    #[test]
    fn a_struct_is_read_as_serde_reads_it() {
        let least = r#""needed":"a","else":-3,"double":4"#;
        for (more, is_read) in [
            ("", true),
            (r#","words":["b"],"maybe":true,"made_up":1,"double_or_none":2"#, true),
            (r#","inner":{"two":"c"},"from_the_future":[{}]"#, true),
            (r#","inner":{"one":1,"two":"c","three":3}"#, false),
            (r#","inner":null,"maybe":null"#, true),
            (r#","words":null"#, false),
            (r#","words":[],"words":[]"#, false),
            (r#","needed":"a""#, false),
            (r#","inner":{"one":1,"one":1}"#, false),
            (r#","renamed":1"#, true),
        ] {
            agree(&format!("{{{least}{more}}}"), is_read);
            agree(&format!(r#"{{"x":1{more},{least}}}"#), is_read);
        }
        for text in [
            r#"{"else":-3,"double":4}"#,
            r#"{"needed":"a","double":4}"#,
            r#"{"needed":"a","else":-3}"#,
            r#"{"needed":1,"else":-3,"double":4}"#,
            "{}",
            "null",
        ] {
            agree(text, false);
        }
    }

    #[test]
    fn what_is_missing_twice_or_unknown_is_named() {
        let said =
            |text| serde_json::from_str::<ours::Shape>(text).expect_err("damaged").to_string();
        assert!(said(r#"{"needed":"a","double":4}"#).contains("`else`"));
        assert!(said(r#"{"double":4,"double":4}"#).contains("`double`"));
        assert!(said(r#"{"inner":{"three":3}}"#).contains("`three`"));
    }
}
