//! What a request to the server came to, before words are found for it.

use super::phone::phone;
use crate::browser::fetch::{self, Answer, Ask};
use domain::{json, wire::v1::Refusal};
use serde::{Serialize, de::DeserializeOwned};

/// Milliseconds a request may take while somebody waits for it.
const FOREGROUND_LIMIT_MS: i32 = 20_000;

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// No answer, or one that is not our server's.
    Unreachable,
    /// The server said no, with its stable word for why.
    Said {
        /// HTTP status.
        status: u16,
        /// Such as `wrong_sign_in`.
        code: String,
        /// Seconds to wait, if it said so.
        retry_after: Option<u32>,
    },
}

/// Asks for something and reads the answer as `T`.
///
/// # Errors
/// When there was no answer, or it was a refusal.
pub async fn ask<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<T, Refused> {
    read(&send(method, path, body.map(text), None).await?)
}

/// Asks for something whose answer has no body.
///
/// # Errors
/// When there was no answer, or it was a refusal.
pub async fn tell(
    method: &str,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<Answer, Refused> {
    send(method, path, body.map(text), None).await
}

/// As [`ask`], for whoever has this phone open. The browser's session may be
/// another worker's who shares the phone: then the server refuses.
///
/// # Errors
/// When there was no answer, or it was a refusal.
pub async fn ask_here<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<T, Refused> {
    read(&send(method, path, body.map(text), here()).await?)
}

/// As [`tell`], for whoever has this phone open.
///
/// # Errors
/// When there was no answer, or it was a refusal.
pub async fn tell_here(
    method: &str,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<Answer, Refused> {
    send(method, path, body.map(text), here()).await
}

fn here() -> Option<String> {
    phone().map(|phone| phone.profile.device_id.to_string())
}

fn text(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("requests have only text keys")
}

/// Reads an answer as `T`.
///
/// # Errors
/// When it is not one, and so not our server's.
pub fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Refused> {
    json::from_slice(&answer.body).map_err(|_| Refused::Unreachable)
}

/// Of no type of body: it is in the file that every phone waits for, once.
async fn send(
    method: &str,
    path: &str,
    json: Option<String>,
    phone: Option<String>,
) -> Result<Answer, Refused> {
    let ask = Ask { method, path, json, phone, limit_ms: FOREGROUND_LIMIT_MS, ..Ask::default() };
    let answer = fetch::send(ask).await.map_err(|_| Refused::Unreachable)?;
    match answer.status {
        200..=299 if answer.is_json || answer.body.is_empty() => Ok(answer),
        status if answer.is_json => {
            let code = json::from_slice::<Refusal>(&answer.body)
                .map(|refusal| refusal.code)
                .unwrap_or_default();
            Err(Refused::Said { status, code, retry_after: answer.retry_after })
        }
        _ => Err(Refused::Unreachable),
    }
}
