//! The JSON form of a package: a list of services, or an answer of the API with such a list in it.

use super::Nested;
use crate::import::ImportError;
use serde_json::Value;
use std::sync::Arc;

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Nested>, ImportError> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let no_package = |what: &str| {
        ImportError::WrongPlace(format!(
            "{file} is {what}: name the folder or zip file of a CSV package, or a JSON file with a \
             list of services"
        ))
    };
    let json: Value = serde_json::from_slice(text)
        .map_err(|error| no_package(&format!("no JSON (line {}, {error})", error.line())))?;
    let list = match json {
        Value::Array(list) => list,
        Value::Object(mut answer) => {
            let found = ["contents", "services"].into_iter().find_map(|name| answer.remove(name));
            match found {
                Some(Value::Array(list)) => list,
                // One service by itself.
                _ if answer.contains_key("name") => vec![Value::Object(answer)],
                _ => return Err(no_package("JSON without a list of services")),
            }
        }
        _ => return Err(no_package("JSON without a list of services")),
    };
    let file: Arc<str> = Arc::from(file);
    let place = |(line, json)| Nested { file: Arc::clone(&file), line, json };
    Ok((1..).zip(list).map(place).collect())
}
