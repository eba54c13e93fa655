//! Reading as much as this build knows.
//!
//! A newer server may send a value that only a newer app knows. One such row must not cost the
//! page it came in: everything else is read, and the row is handed back as it came.

use super::{Unreadable, from_slice, text::Text};
use serde::de::DeserializeOwned;

/// A part of an object that could not be read, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The field it stood in.
    pub field: String,
    /// It was one item of a list.
    pub in_list: bool,
    /// Its JSON.
    pub text: String,
}

type Span<'a> = &'a [u8];

/// Reads an object without those of its objects, and those items of its lists, that this build
/// cannot read; or a list without such items. Plain values have to be readable, and so has what
/// cannot be missing.
///
/// # Errors
/// The text is neither, or what is left of it is not of this shape.
pub fn sparing<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, Vec<LeftOut>), Unreadable> {
    // Nothing is left out as a rule.
    if let Ok(whole) = from_slice(bytes) {
        return Ok((whole, Vec::new()));
    }
    let reads = |text: &[u8]| from_slice::<T>(text).is_ok();
    let (rest, left_out) = match bytes.first() {
        Some(b'[') => spare_items(bytes, &reads)?,
        _ => spare(bytes, &reads)?,
    };
    Ok((from_slice(&rest)?, left_out))
}

/// The object without what makes it unreadable. Each part is tried beside the plain values alone.
fn spare(
    bytes: &[u8],
    reads: &dyn Fn(&[u8]) -> bool,
) -> Result<(Vec<u8>, Vec<LeftOut>), Unreadable> {
    let (parts, plain): (Vec<_>, Vec<_>) = fields(bytes)?
        .into_iter()
        .partition(|(_, value)| matches!(value.first(), Some(b'[' | b'{')));
    let mut bare = Vec::new();
    for (key, value) in plain {
        put(&mut bare, key, &[value], None);
    }
    let with = |key: Span<'_>, values: &[Span<'_>], in_list: bool| {
        let mut text = bare.clone();
        put(&mut text, key, values, in_list.then_some([b'[', b']']));
        text
    };
    let mut whole = bare.clone();
    let mut left_out = Vec::new();
    for (key, value) in parts {
        let in_list = value.first() == Some(&b'[');
        let mut values = if in_list { items(value)? } else { vec![value] };
        if !reads(&closed(with(key, &values, in_list))) {
            values.retain(|value| {
                let known = reads(&closed(with(key, &[*value], in_list)));
                if !known {
                    left_out.push(LeftOut { field: name(key), in_list, text: lossy(value) });
                }
                known
            });
        }
        if in_list || !values.is_empty() {
            put(&mut whole, key, &values, in_list.then_some([b'[', b']']));
        }
    }
    Ok((closed(whole), left_out))
}

/// The list without the items that make it unreadable. Each is tried alone.
fn spare_items(
    bytes: &[u8],
    reads: &dyn Fn(&[u8]) -> bool,
) -> Result<(Vec<u8>, Vec<LeftOut>), Unreadable> {
    let (mut whole, mut left_out) = (Vec::new(), Vec::new());
    for item in items(bytes)? {
        if reads(&[b"[", item, b"]"].concat()) {
            whole.push(if whole.is_empty() { b'[' } else { b',' });
            whole.extend_from_slice(item);
        } else {
            left_out.push(LeftOut { field: String::new(), in_list: true, text: lossy(item) });
        }
    }
    if whole.is_empty() {
        whole.push(b'[');
    }
    whole.push(b']');
    Ok((whole, left_out))
}

/// Adds a field to an object that is not closed yet.
fn put(object: &mut Vec<u8>, key: Span<'_>, values: &[Span<'_>], marks: Option<[u8; 2]>) {
    object.push(if object.is_empty() { b'{' } else { b',' });
    object.extend_from_slice(key);
    object.push(b':');
    object.extend(marks.map(|[open, _]| open));
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            object.push(b',');
        }
        object.extend_from_slice(value);
    }
    object.extend(marks.map(|[_, close]| close));
}

fn closed(mut object: Vec<u8>) -> Vec<u8> {
    if object.is_empty() {
        object.push(b'{');
    }
    object.push(b'}');
    object
}

fn name(key: Span<'_>) -> String {
    from_slice(key).unwrap_or_default()
}

fn lossy(text: Span<'_>) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn fields(bytes: &[u8]) -> Result<Vec<(Span<'_>, Span<'_>)>, Unreadable> {
    let mut text = Text::new(bytes);
    let (mut fields, mut first) = (Vec::new(), true);
    text.pass(b'{')?;
    while text.another(&mut first, b'}')? {
        let key = text.span()?;
        text.pass(b':')?;
        fields.push((key, text.span()?));
    }
    text.pass(b'}')?;
    text.end()?;
    Ok(fields)
}

fn items(list: &[u8]) -> Result<Vec<Span<'_>>, Unreadable> {
    let mut text = Text::new(list);
    let (mut items, mut first) = (Vec::new(), true);
    text.pass(b'[')?;
    while text.another(&mut first, b']')? {
        items.push(text.span()?);
    }
    Ok(items)
}
