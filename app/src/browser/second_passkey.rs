//! Passkeys that sign somebody in, beside the password: the server checks what they answer. They are
//! others than the one that opens a phone (`passkey.rs`), which no server knows of.

use super::BrowserError;
use js_sys::{Array, JSON, Reflect, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], js_name = create, catch)]
    async fn create(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], js_name = get, catch)]
    async fn get(options: &JsValue) -> Result<JsValue, JsValue>;
}

/// What the server asks for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Random bytes to be signed.
    pub challenge: &'a [u8],
    /// The server's name.
    pub rp_id: &'a str,
    /// Passkeys that may answer; of a new one, those it must not be.
    pub known: &'a [&'a [u8]],
}

/// What a new passkey says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the browser says it asked.
    pub client_data: Vec<u8>,
    /// The key and how it was made.
    pub attestation: Vec<u8>,
}

/// What a passkey answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which.
    pub credential_id: Vec<u8>,
    /// What the browser says it asked.
    pub client_data: Vec<u8>,
    /// What was signed beside it.
    pub authenticator_data: Vec<u8>,
    /// Its signature.
    pub signature: Vec<u8>,
}

/// Makes a passkey for somebody.
///
/// # Errors
/// When the person declines, or the phone has one already, or none at all.
pub async fn make(asked: Asked<'_>, user_id: &[u8], login: &str) -> Result<Made, BrowserError> {
    // -7 is ES256, which every system's passkeys have.
    let options = JSON::parse(
        r#"{"publicKey": {"rp": {"name": "Streetlight"}, "user": {},
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
            "authenticatorSelection": {"residentKey": "discouraged", "userVerification": "required"}}}"#,
    )?;
    let wanted = inside(&options, "publicKey")?;
    set(&inside(&wanted, "rp")?, "id", &asked.rp_id.into())?;
    let user = inside(&wanted, "user")?;
    set(&user, "id", &Uint8Array::from(user_id))?;
    set(&user, "name", &login.into())?;
    set(&user, "displayName", &login.into())?;
    ask(&wanted, asked, "excludeCredentials")?;
    let response = inside(&create(&options).await?, "response")?;
    Ok(Made {
        client_data: bytes(&response, "clientDataJSON")?,
        attestation: bytes(&response, "attestationObject")?,
    })
}

/// Has a passkey answer.
///
/// # Errors
/// When the person declines, or none of the passkeys is here.
pub async fn answer(asked: Asked<'_>) -> Result<Answered, BrowserError> {
    let options = JSON::parse(r#"{"publicKey": {"userVerification": "required"}}"#)?;
    let wanted = inside(&options, "publicKey")?;
    set(&wanted, "rpId", &asked.rp_id.into())?;
    ask(&wanted, asked, "allowCredentials")?;
    let used = get(&options).await?;
    let response = inside(&used, "response")?;
    Ok(Answered {
        credential_id: bytes(&used, "rawId")?,
        client_data: bytes(&response, "clientDataJSON")?,
        authenticator_data: bytes(&response, "authenticatorData")?,
        signature: bytes(&response, "signature")?,
    })
}

fn ask(wanted: &JsValue, asked: Asked<'_>, list: &str) -> Result<(), BrowserError> {
    set(wanted, "challenge", &Uint8Array::from(asked.challenge))?;
    let known = Array::new();
    for id in asked.known {
        let one = JSON::parse(r#"{"type": "public-key"}"#)?;
        set(&one, "id", &Uint8Array::from(*id))?;
        known.push(&one);
    }
    set(wanted, list, &known)
}

fn inside(object: &JsValue, name: &str) -> Result<JsValue, BrowserError> {
    Ok(Reflect::get(object, &name.into())?)
}

fn bytes(object: &JsValue, name: &str) -> Result<Vec<u8>, BrowserError> {
    Ok(Uint8Array::new(&inside(object, name)?).to_vec())
}

fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<(), BrowserError> {
    Reflect::set(object, &name.into(), value)?;
    Ok(())
}
