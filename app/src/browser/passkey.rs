//! Passkeys that answer with a secret of their own (the WebAuthn extension
//! `prf`): the phone asks for a finger, a face or its own code first. No server
//! takes part, so it works without a connection.

use super::{BrowserError, random};
use js_sys::{ArrayBuffer, JSON, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};

/// The least of WebAuthn; web-sys has all of it, in many more types.
#[wasm_bindgen]
extern "C" {
    type PublicKeyCredential;

    #[wasm_bindgen(method, getter, js_name = rawId)]
    fn raw_id(this: &PublicKeyCredential) -> ArrayBuffer;

    #[wasm_bindgen(method, js_name = getClientExtensionResults)]
    fn extension_results(this: &PublicKeyCredential) -> JsValue;

    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], js_name = create, catch)]
    async fn create(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "credentials"], js_name = get, catch)]
    async fn get(options: &JsValue) -> Result<JsValue, JsValue>;
}

/// A passkey of this phone, just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Which.
    pub credential_id: Vec<u8>,
    /// What it answers for the salt.
    pub secret: Vec<u8>,
}

/// This browser knows passkeys; whether its own keep secrets shows in [`make`].
#[must_use]
pub fn may_be_there() -> bool {
    web_sys::window().is_some_and(|window| {
        Reflect::has(&window, &JsValue::from_str("PublicKeyCredential")).unwrap_or(false)
    })
}

/// Makes a passkey of this phone for somebody and asks it for its secret.
///
/// # Errors
/// When the person declines, or this phone's passkeys keep no secrets.
pub async fn make(user_id: &[u8], login: &str, salt: &[u8]) -> Result<Made, BrowserError> {
    // -7 and -257 are ES256 and RS256, which every system's passkeys have.
    let options = JSON::parse(
        r#"{"publicKey": {"rp": {"name": "Streetlight"}, "user": {},
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -257}],
            "authenticatorSelection": {"authenticatorAttachment": "platform",
                "residentKey": "preferred", "userVerification": "required"}}}"#,
    )?;
    let wanted = Reflect::get(&options, &"publicKey".into())?;
    let user = Reflect::get(&wanted, &"user".into())?;
    set(&user, "id", &Uint8Array::from(user_id))?;
    set(&user, "name", &login.into())?;
    set(&user, "displayName", &login.into())?;
    ask_for_secret(&wanted, salt)?;
    let made: PublicKeyCredential = create(&options).await?.unchecked_into();
    let credential_id = Uint8Array::new(&made.raw_id()).to_vec();
    // Some answer at once, others only when they are used.
    let secret = match secret_in(&made) {
        Some(secret) => secret,
        None => secret(&credential_id, salt).await?,
    };
    Ok(Made { credential_id, secret })
}

/// Asks a passkey for its secret; the phone asks for a finger, a face or its code.
///
/// # Errors
/// When the person declines, the passkey is gone, or it keeps no secret.
pub async fn secret(credential_id: &[u8], salt: &[u8]) -> Result<Vec<u8>, BrowserError> {
    let options = JSON::parse(
        r#"{"publicKey": {"userVerification": "required", "allowCredentials": [{"type": "public-key"}]}}"#,
    )?;
    let wanted = Reflect::get(&options, &"publicKey".into())?;
    let allowed = Reflect::get(&wanted, &"allowCredentials".into())?;
    set(&Reflect::get_u32(&allowed, 0)?, "id", &Uint8Array::from(credential_id))?;
    ask_for_secret(&wanted, salt)?;
    let used: PublicKeyCredential = get(&options).await?.unchecked_into();
    secret_in(&used).ok_or_else(|| BrowserError::new("this passkey keeps no secret"))
}

/// Puts the question for the secret, and a challenge that nobody checks: the
/// secret itself is the proof.
fn ask_for_secret(wanted: &JsValue, salt: &[u8]) -> Result<(), BrowserError> {
    let challenge: [u8; 32] = random::bytes()?;
    set(wanted, "challenge", &Uint8Array::from(challenge.as_slice()))?;
    let extensions = JSON::parse(r#"{"prf": {"eval": {}}}"#)?;
    let eval = Reflect::get(&Reflect::get(&extensions, &"prf".into())?, &"eval".into())?;
    set(&eval, "first", &Uint8Array::from(salt))?;
    set(wanted, "extensions", &extensions)
}

fn secret_in(credential: &PublicKeyCredential) -> Option<Vec<u8>> {
    let inside = |value: JsValue, name: &str| {
        Reflect::get(&value, &name.into()).ok().filter(JsValue::is_object)
    };
    let prf = inside(credential.extension_results(), "prf")?;
    let first = inside(inside(prf, "results")?, "first")?;
    Some(Uint8Array::new(&first).to_vec())
}

fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<(), BrowserError> {
    Reflect::set(object, &name.into(), value)?;
    Ok(())
}
