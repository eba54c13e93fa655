//! What serde asks for, shape by shape.

use super::{
    Unreadable,
    text::{Number, Text},
};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

type Read<T> = Result<T, Unreadable>;

/// Methods that all read a string, or all a number.
macro_rules! alike {
    ($read:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            $read(self, visitor)
        })*
    };
}

/// Methods with a name or a length that the text does not need.
macro_rules! named {
    ($($method:ident($($given:ty),*) => $read:ident;)*) => {
        $(fn $method<V: Visitor<'de>>(self, $(_: $given,)* visitor: V) -> Read<V::Value> {
            $read(self, visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Text<'de> {
    type Error = Unreadable;

    alike!(string: deserialize_str deserialize_string deserialize_identifier);
    alike!(number: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    // We have none of these, and the tests read one of each.
    alike!(nothing: deserialize_f32 deserialize_f64 deserialize_char
        deserialize_bytes deserialize_byte_buf);
    alike!(list: deserialize_seq);
    alike!(object: deserialize_map);
    alike!(unit: deserialize_unit);
    named! {
        deserialize_tuple(usize) => tuple;
        deserialize_tuple_struct(&'static str, usize) => tuple;
        deserialize_struct(&'static str, &'static [&'static str]) => object;
        deserialize_unit_struct(&'static str) => unit;
    }

    /// What has to be looked at before its shape is known: [`super::Json`].
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.peek() {
            Some(b'"') => string(self, visitor),
            Some(b'{') => object(self, visitor),
            Some(b'[') => list(self, visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => unit(self, visitor),
            _ => number(self, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let yes = self.peek() == Some(b't');
        self.pass_word(if yes { "true" } else { "false" })?;
        visitor.visit_bool(yes)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.peek() == Some(b'n') {
            self.pass_word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    /// `"variant"`, or `{"variant": …}` when there is more to it.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        // One way for both: what a visitor does with a variant is compiled once.
        let is_bare = self.key_ahead().is_ok();
        if !is_bare {
            self.pass(b'{')?;
        }
        let value = visitor.visit_enum(Variant { text: self, is_bare })?;
        if !is_bare {
            self.pass(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}

fn string<'de, V: Visitor<'de>>(text: &mut Text<'de>, visitor: V) -> Read<V::Value> {
    visitor.visit_str(text.string()?)
}

fn number<'de, V: Visitor<'de>>(text: &mut Text<'de>, visitor: V) -> Read<V::Value> {
    match text.number()? {
        Number::Plain(value) => visitor.visit_u64(value),
        Number::Negative(value) => visitor.visit_i64(value),
    }
}

fn nothing<'de, V: Visitor<'de>>(_: &mut Text<'de>, _: V) -> Read<V::Value> {
    Err(Unreadable)
}

fn unit<'de, V: Visitor<'de>>(text: &mut Text<'de>, visitor: V) -> Read<V::Value> {
    text.pass_word("null")?;
    visitor.visit_unit()
}

// Whoever reads these reads them to the end, and the last step passes the mark that closes them.
// Passing it here would be code for each type that throws the value away where the mark is missing.
fn list<'de, V: Visitor<'de>>(text: &mut Text<'de>, visitor: V) -> Read<V::Value> {
    text.pass(b'[')?;
    visitor.visit_seq(Items { text, first: true })
}

fn object<'de, V: Visitor<'de>>(text: &mut Text<'de>, visitor: V) -> Read<V::Value> {
    text.pass(b'{')?;
    visitor.visit_map(Items { text, first: true })
}

/// A list of so many, of which nobody asks for one more.
fn tuple<'de, V: Visitor<'de>>(text: &mut Text<'de>, visitor: V) -> Read<V::Value> {
    text.pass(b'[')?;
    let value = visitor.visit_seq(Items { text, first: true })?;
    text.pass(b']')?;
    Ok(value)
}

/// Inside a list or an object.
struct Items<'a, 'de> {
    text: &'a mut Text<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if !self.text.another_or_close(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.text).map(Some)
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if !self.text.another_or_close(&mut self.first, b'}')? {
            return Ok(None);
        }
        key(self.text, seed).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(&mut *self.text)
    }
}

/// A key with its colon. Whatever it is read as, it is written as a string.
fn key<'de, K: DeserializeSeed<'de>>(text: &mut Text<'de>, seed: K) -> Read<K::Value> {
    text.key_ahead()?;
    let key = seed.deserialize(&mut *text)?;
    text.pass(b':')?;
    Ok(key)
}

/// Inside `{"variant": …}`, or before `"variant"`.
struct Variant<'a, 'de> {
    text: &'a mut Text<'de>,
    is_bare: bool,
}

impl<'a, 'de> Variant<'a, 'de> {
    /// What stands in it.
    fn inner(self) -> Read<&'a mut Text<'de>> {
        if self.is_bare { Err(Unreadable) } else { Ok(self.text) }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let name = seed.deserialize(&mut *self.text)?;
        if !self.is_bare {
            self.text.pass(b':')?;
        }
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        if self.is_bare { Ok(()) } else { self.text.pass_word("null") }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(self.inner()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        tuple(self.inner()?, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        object(self.inner()?, visitor)
    }
}
