//! Keys: the master key in its file, and what is derived from it.
//!
//! The master key lies outside the database, so that a stolen database or
//! backup is ciphertext. From it come the key that seals each agency's own
//! key, the key that seals phones' keys in escrow, the audit log's key and the
//! key that blinds names to sign in with.

mod file;
mod seal;
#[cfg(test)]
mod vectors;

pub use file::{KeyFileError, load_or_create, read_key_file};
pub(crate) use seal::OWNED;
pub use seal::{SealBroken, SealKey, aad};

use crate::names;
use domain::id::{AgencyId, DeviceId};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Thirty-two bytes that never show in a log.
pub type Secret = Zeroizing<[u8; 32]>;

/// Random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give; nothing is safe then.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// What the server derives from its master key, once, at start-up.
#[derive(Clone)]
pub struct Keyring {
    agency_keys: SealKey,
    escrow: SealKey,
    audit: Secret,
    imprints: Secret,
    logins: Secret,
    cursors: Secret,
    import_ids: Secret,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    /// Derives everything from the master key.
    #[must_use]
    pub fn new(master: &Secret) -> Self {
        let part = |info: &str| derive(master.as_slice(), &[], info);
        Self {
            agency_keys: SealKey::new(&part("streetlight/agency-keys/v1")),
            escrow: SealKey::new(&part("streetlight/escrow/v1")),
            audit: part("streetlight/audit/v1"),
            imprints: part("streetlight/imprints/v1"),
            logins: part("streetlight/logins/v1"),
            cursors: part("streetlight/cursors/v1"),
            import_ids: part("streetlight/import-ids/v1"),
        }
    }

    /// The audit log's key.
    #[must_use]
    pub fn audit(&self) -> &[u8] {
        self.audit.as_slice()
    }

    /// The key of what the audit log keeps of rows.
    #[must_use]
    pub fn imprints(&self) -> &[u8] {
        self.imprints.as_slice()
    }

    /// The key of what phones are told of where their pull has come to.
    #[must_use]
    pub fn cursors(&self) -> &[u8] {
        self.cursors.as_slice()
    }

    /// An agency's secret for the ids of what is imported.
    #[must_use]
    pub fn import_ids(&self, agency: AgencyId) -> Secret {
        Zeroizing::new(hmac(self.import_ids.as_slice(), &[agency.as_bytes()]))
    }

    /// What the store keeps instead of a name to sign in with: two spellings
    /// of one name, see [`names::normal`], give the same.
    #[must_use]
    pub fn login_tag(&self, login: &str) -> [u8; 32] {
        hmac(self.logins.as_slice(), &[names::normal(login).as_bytes()])
    }

    /// [`Self::login_tag`] as it was before names were normalised.
    #[cfg(test)]
    pub(crate) fn former_login_tag(&self, login: &str) -> [u8; 32] {
        hmac(self.logins.as_slice(), &[login.trim().to_lowercase().as_bytes()])
    }

    /// A fresh key for an agency, and the same sealed for the store.
    #[must_use]
    pub fn make_agency_key(&self, agency: AgencyId) -> (SealKey, Vec<u8>) {
        let key: Secret = Zeroizing::new(random());
        let sealed = self.agency_keys.seal(&aad("agency-key", agency, "1"), key.as_slice());
        (SealKey::new(&key), sealed)
    }

    /// Opens an agency's key.
    ///
    /// # Errors
    /// When the master key is another one than the store was written with.
    pub fn open_agency_key(&self, agency: AgencyId, sealed: &[u8]) -> Result<SealKey, SealBroken> {
        let bytes = self.agency_keys.open(&aad("agency-key", agency, "1"), sealed)?;
        Ok(SealKey::new(&to_secret(&bytes)?))
    }

    /// Seals a phone's key for the escrow.
    #[must_use]
    pub fn escrow(&self, agency: AgencyId, device: DeviceId, key: &[u8; 32]) -> Vec<u8> {
        self.escrow.seal(&aad("escrow", agency, device), key)
    }

    /// Opens a phone's key from the escrow.
    ///
    /// # Errors
    /// When the bytes are not what [`Self::escrow`] made for this phone.
    pub fn open_escrow(
        &self,
        agency: AgencyId,
        device: DeviceId,
        sealed: &[u8],
    ) -> Result<Secret, SealBroken> {
        to_secret(&self.escrow.open(&aad("escrow", agency, device), sealed)?)
    }
}

/// The key that seals a phone's operations on their way (`docs/protocol.md`).
#[must_use]
pub fn outbox_key(device_key: &[u8], device: DeviceId) -> SealKey {
    SealKey::new(&derive(device_key, device.as_bytes(), "streetlight/outbox/v1"))
}

/// Bytes in hexadecimal, as `unhex` of SQLite reads them.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What [`hex`] wrote; none where it is anything else.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let pairs = digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()?;
    pairs.try_into().ok()
}

/// HMAC-SHA-256 over the parts, one after the other.
#[must_use]
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn derive(key: &[u8], salt: &[u8], info: impl AsRef<[u8]>) -> Secret {
    let mut derived: Secret = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), key)
        .expand(info.as_ref(), derived.as_mut_slice())
        .expect("thirty-two bytes are within what HKDF gives");
    derived
}

fn to_secret(bytes: &[u8]) -> Result<Secret, SealBroken> {
    bytes.try_into().map(Zeroizing::new).map_err(|_| SealBroken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_key_opens_under_the_same_master_key_and_no_other() {
        let agency = AgencyId::from_bytes([1; 16]);
        let ring = Keyring::new(&Zeroizing::new([7; 32]));
        let (key, sealed) = ring.make_agency_key(agency);
        let opened = ring.open_agency_key(agency, &sealed).expect("the same master key");
        assert_eq!(opened.open(b"x", &key.seal(b"x", b"words")).expect("same key"), b"words");
        let other = Keyring::new(&Zeroizing::new([8; 32]));
        assert!(other.open_agency_key(agency, &sealed).is_err());
        assert!(ring.open_agency_key(AgencyId::from_bytes([2; 16]), &sealed).is_err());
    }

    #[test]
    fn names_to_sign_in_with_ignore_case_and_space() {
        let ring = Keyring::new(&Zeroizing::new([7; 32]));
        assert_eq!(ring.login_tag(" Rosa "), ring.login_tag("rosa"));
        assert_ne!(ring.login_tag("rosa"), ring.login_tag("rose"));
    }
}
