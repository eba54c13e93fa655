//! What a passkey answers, held against what it was asked: WebAuthn Level 3, sections 7.1 and 7.2,
//! for ES256 keys. What an authenticator says of its own make is read and not believed (attestation
//! "none"): any phone will do, and none is told from another.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use ciborium::Value;
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::str::FromStr;
use subtle::ConstantTimeEq as _;

/// Longest name that a browser may give a passkey, in bytes.
const CREDENTIAL_MAX_BYTES: usize = 1_023;
/// ES256, as COSE numbers it.
const ES256: i128 = -7;

/// The address under which people reach the server. Passkeys are bound to its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host: String,
}

/// The text is not an address that passkeys can be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an origin is https:// and a name, such as https://streetlight.example, without a path; http:// for localhost alone"
)]
pub struct BadOrigin;

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let (scheme, rest) = text.split_once("://").ok_or(BadOrigin)?;
        let (host, port) = match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        };
        let is_name = !host.is_empty()
            && host.split('.').all(|part| {
                !part.is_empty() && part.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'))
            })
            // A number is no name: browsers bind no passkey to it.
            && host.rsplit('.').next().is_some_and(|last| last.chars().any(|c| c.is_ascii_lowercase()));
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
        let is_scheme = scheme == "https" || (scheme == "http" && host == "localhost");
        match is_name && is_port && is_scheme {
            true => Ok(Self { text: text.to_owned(), host: host.to_owned() }),
            false => Err(BadOrigin),
        }
    }
}

impl Origin {
    /// The name that passkeys are bound to.
    #[must_use]
    pub fn rp_id(&self) -> &str {
        &self.host
    }
}

/// Why an answer is not taken. Whoever gave it is told no more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable,
    /// It is the answer to another kind of question.
    #[error("it answers another kind of question")]
    WrongKind,
    /// It answers another challenge.
    #[error("it answers another challenge")]
    WrongChallenge,
    /// Another site asked, or another site within ours.
    #[error("another site asked for it")]
    WrongOrigin,
    /// It is bound to another name.
    #[error("it is bound to another name")]
    WrongName,
    /// Nobody touched the authenticator.
    #[error("nobody was there")]
    NobodyThere,
    /// The authenticator did not make sure who it was.
    #[error("nobody made sure who it was")]
    NotVerified,
    /// It has no key of a kind that is understood.
    #[error("its key is of another kind")]
    WrongKey,
    /// It was not signed by the key.
    #[error("it is signed by another key")]
    WrongSignature,
    /// It was used since by somebody with the same key: it may have been copied.
    #[error("its count went back: it may have been copied")]
    CountWentBack,
}

/// A passkey that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the browser calls it.
    pub credential_id: Vec<u8>,
    /// Its public key: 65 bytes, a point of the curve P-256.
    pub public_key: Vec<u8>,
    /// How often it has signed, as far as it counts.
    pub count: u32,
}

/// What is known of a passkey that answers.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its public key.
    pub public_key: &'a [u8],
    /// The count it gave last.
    pub count: u32,
}

/// What was asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// By whom.
    pub origin: &'a Origin,
    /// With what.
    pub challenge: &'a [u8],
}

/// Takes a new passkey.
///
/// # Errors
/// Why it is not taken.
pub fn take_new(
    asked: Asked<'_>,
    client_data: &[u8],
    attestation: &[u8],
) -> Result<Made, NotTaken> {
    check_client(asked, "webauthn.create", client_data)?;
    let mut rest = attestation;
    let object = read_value(&mut rest)?;
    if !rest.is_empty() {
        return Err(NotTaken::Unreadable);
    }
    let named = |name: &str| {
        let fields = object.as_map()?;
        fields.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
    };
    let bytes = named("authData").and_then(Value::as_bytes).ok_or(NotTaken::Unreadable)?;
    let data = Data::read(asked.origin, bytes)?;
    let (credential_id, public_key) = data.made.ok_or(NotTaken::WrongKey)?;
    Ok(Made { credential_id, public_key, count: data.count })
}

/// Takes an answer of a passkey; the count it gives.
///
/// # Errors
/// Why it is not taken.
pub fn take_answer(
    asked: Asked<'_>,
    known: Known<'_>,
    client_data: &[u8],
    authenticator_data: &[u8],
    signature: &[u8],
) -> Result<u32, NotTaken> {
    check_client(asked, "webauthn.get", client_data)?;
    let data = Data::read(asked.origin, authenticator_data)?;
    let key = VerifyingKey::from_sec1_bytes(known.public_key).map_err(|_| NotTaken::WrongKey)?;
    let signature = Signature::from_der(signature).map_err(|_| NotTaken::WrongSignature)?;
    let mut signed = authenticator_data.to_vec();
    signed.extend_from_slice(&Sha256::digest(client_data));
    key.verify(&signed, &signature).map_err(|_| NotTaken::WrongSignature)?;
    // Passkeys that live on several phones do not count: they say nothing for ever.
    let counts = data.count != 0 || known.count != 0;
    if counts && data.count <= known.count {
        return Err(NotTaken::CountWentBack);
    }
    Ok(data.count)
}

/// What the browser says it asked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<String>,
}

fn check_client(asked: Asked<'_>, kind: &str, bytes: &[u8]) -> Result<(), NotTaken> {
    let client: Client = serde_json::from_slice(bytes).map_err(|_| NotTaken::Unreadable)?;
    if client.kind != kind {
        return Err(NotTaken::WrongKind);
    }
    let challenge =
        Base64UrlUnpadded::decode_vec(&client.challenge).map_err(|_| NotTaken::Unreadable)?;
    if !bool::from(challenge.as_slice().ct_eq(asked.challenge)) {
        return Err(NotTaken::WrongChallenge);
    }
    if client.origin != asked.origin.text || client.cross_origin || client.top_origin.is_some() {
        return Err(NotTaken::WrongOrigin);
    }
    Ok(())
}

/// What an authenticator says (WebAuthn: authenticator data, section 6.1).
struct Data {
    count: u32,
    /// Of a new passkey: what it is called, and its key.
    made: Option<(Vec<u8>, Vec<u8>)>,
}

impl Data {
    const PRESENT: u8 = 1;
    const VERIFIED: u8 = 1 << 2;
    const MAY_BE_COPIED: u8 = 1 << 3;
    const IS_COPIED: u8 = 1 << 4;
    const MADE: u8 = 1 << 6;
    const MORE: u8 = 1 << 7;

    fn read(origin: &Origin, bytes: &[u8]) -> Result<Self, NotTaken> {
        let mut rest = bytes;
        let name = take(&mut rest, 32)?;
        if name != Sha256::digest(origin.rp_id().as_bytes()).as_slice() {
            return Err(NotTaken::WrongName);
        }
        let [flags] = *take(&mut rest, 1)? else { return Err(NotTaken::Unreadable) };
        let has = |flag: u8| flags & flag != 0;
        if !has(Self::PRESENT) {
            return Err(NotTaken::NobodyThere);
        }
        if !has(Self::VERIFIED) {
            return Err(NotTaken::NotVerified);
        }
        if has(Self::IS_COPIED) && !has(Self::MAY_BE_COPIED) {
            return Err(NotTaken::Unreadable);
        }
        let count = take(&mut rest, 4)?.try_into().map_err(|_| NotTaken::Unreadable)?;
        let count = u32::from_be_bytes(count);
        let made = if has(Self::MADE) { Some(Self::read_made(&mut rest)?) } else { None };
        if has(Self::MORE) {
            read_value(&mut rest)?;
        }
        match rest.is_empty() {
            true => Ok(Self { count, made }),
            false => Err(NotTaken::Unreadable),
        }
    }

    fn read_made(rest: &mut &[u8]) -> Result<(Vec<u8>, Vec<u8>), NotTaken> {
        // Which make it is: nobody asks.
        take(rest, 16)?;
        let [high, low] = *take(rest, 2)? else { return Err(NotTaken::Unreadable) };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length == 0 || length > CREDENTIAL_MAX_BYTES {
            return Err(NotTaken::Unreadable);
        }
        let credential_id = take(rest, length)?.to_vec();
        let key = read_value(rest)?;
        Ok((credential_id, public_key(&key)?))
    }
}

/// A point of P-256 from a COSE key for ES256 (RFC 9053, 7.1.1).
fn public_key(key: &Value) -> Result<Vec<u8>, NotTaken> {
    let fields = key.as_map().ok_or(NotTaken::WrongKey)?;
    let field = |label: i128| {
        let mut found = fields.iter().filter(|(key, _)| number(key) == Some(label));
        // A label that stands there twice could mean either.
        found.next().filter(|_| found.next().is_none()).map(|(_, value)| value)
    };
    let is = |label, value| field(label).and_then(number) == Some(value);
    if !(is(1, 2) && is(3, ES256) && is(-1, 1)) {
        return Err(NotTaken::WrongKey);
    }
    let mut point = vec![4];
    for label in [-2, -3] {
        let half = field(label).and_then(Value::as_bytes).ok_or(NotTaken::WrongKey)?;
        if half.len() != 32 {
            return Err(NotTaken::WrongKey);
        }
        point.extend_from_slice(half);
    }
    VerifyingKey::from_sec1_bytes(&point).map_err(|_| NotTaken::WrongKey)?;
    Ok(point)
}

fn number(value: &Value) -> Option<i128> {
    value.as_integer().map(i128::from)
}

fn read_value(rest: &mut &[u8]) -> Result<Value, NotTaken> {
    /// Deeper than anything an authenticator says.
    const DEEPEST: usize = 16;
    ciborium::de::from_reader_with_recursion_limit(rest, DEEPEST).map_err(|_| NotTaken::Unreadable)
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], NotTaken> {
    let (taken, left) = rest.split_at_checked(length).ok_or(NotTaken::Unreadable)?;
    *rest = left;
    Ok(taken)
}
