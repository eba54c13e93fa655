//! An authenticator in software: makes passkeys and answers as a phone does, rightly or with one
//! thing wrong.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use ciborium::{Value, cbor};
use domain::wire::v1::{AddPasskey, Assertion, CredentialId, NewPasskey, SecondNeeded};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use server::keys;
use sha2::{Digest as _, Sha256};

/// The server's own address in tests.
pub const ORIGIN: &str = "https://streetlight.test";
const NAME: &str = "streetlight.test";

pub const PRESENT: u8 = 1;
pub const VERIFIED: u8 = 4;

/// A passkey on somebody's phone.
#[derive(Clone)]
pub struct Authenticator {
    pub credential_id: Vec<u8>,
    pub key: SigningKey,
    pub count: u32,
    /// How it is asked, and how it answers.
    pub says: Says,
}

/// What may be wrong with an answer.
#[derive(Clone)]
pub struct Says {
    pub kind: Option<&'static str>,
    pub origin: String,
    pub cross_origin: bool,
    pub name: String,
    pub flags: u8,
    /// COSE's number of the kind of key.
    pub algorithm: i64,
    pub more: Vec<u8>,
}

impl Default for Says {
    fn default() -> Self {
        Self {
            kind: None,
            origin: ORIGIN.to_owned(),
            cross_origin: false,
            name: NAME.to_owned(),
            flags: PRESENT | VERIFIED,
            algorithm: -7,
            more: Vec::new(),
        }
    }
}

impl Authenticator {
    pub fn new() -> Self {
        let key = loop {
            if let Ok(key) = SigningKey::from_slice(&keys::random::<32>()) {
                break key;
            }
        };
        let credential_id = keys::random::<32>().to_vec();
        Self { credential_id, key, count: 0, says: Says::default() }
    }

    fn client_data(&self, kind: &str, challenge: &[u8]) -> Vec<u8> {
        let says = &self.says;
        serde_json::to_vec(&serde_json::json!({
            "type": says.kind.unwrap_or(kind),
            "challenge": Base64UrlUnpadded::encode_string(challenge),
            "origin": says.origin,
            "crossOrigin": says.cross_origin,
            "other_keys_can_be_added_here": "and are",
        }))
        .unwrap()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.says.name.as_bytes()).to_vec();
        data.push(self.says.flags | flags);
        data.extend_from_slice(&self.count.to_be_bytes());
        data
    }

    /// Makes the passkey.
    pub fn make(&self, asked: &NewPasskey) -> AddPasskey {
        const MADE: u8 = 64;
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes().split_at(33);
        let key = cbor!({
            1 => 2, 3 => self.says.algorithm, -1 => 1,
            -2 => Value::Bytes(x.iter().skip(1).copied().collect()), -3 => Value::Bytes(y.to_vec()),
        });
        let mut data = self.data(MADE);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(self.credential_id.len()).unwrap().to_be_bytes());
        data.extend_from_slice(&self.credential_id);
        ciborium::into_writer(&key.unwrap(), &mut data).unwrap();
        data.extend_from_slice(&self.says.more);
        let object = cbor!({
            "fmt" => "none", "attStmt" => {}, "authData" => Value::Bytes(data),
        });
        let mut attestation = Vec::new();
        ciborium::into_writer(&object.unwrap(), &mut attestation).unwrap();
        AddPasskey {
            name: "Pixel, Chrome".to_owned(),
            client_data: self.client_data("webauthn.create", &asked.challenge),
            attestation,
        }
    }

    /// Answers.
    pub fn answer(&mut self, asked: &SecondNeeded) -> Assertion {
        self.count += 1;
        self.answer_as_counted(asked)
    }

    /// Answers without counting.
    pub fn answer_as_counted(&self, asked: &SecondNeeded) -> Assertion {
        let client_data = self.client_data("webauthn.get", &asked.challenge);
        let mut authenticator_data = self.data(0);
        authenticator_data.extend_from_slice(&self.says.more);
        let mut signed = authenticator_data.clone();
        signed.extend_from_slice(&Sha256::digest(&client_data));
        let signature: Signature = self.key.sign(&signed);
        Assertion {
            credential_id: CredentialId(self.credential_id.clone()),
            client_data,
            authenticator_data,
            signature: signature.to_der().as_bytes().to_vec(),
        }
    }
}
