use crate::keys;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use domain::id::SessionId;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A token as its holder has it: 256 random bits as base64url. Shown once.
pub struct PlainToken(Zeroizing<String>);

/// What the store keeps of a token: its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HashedToken([u8; 32]);

impl PlainToken {
    /// A fresh one.
    #[must_use]
    pub fn generate() -> Self {
        let bytes = Zeroizing::new(keys::random::<32>());
        Self(Zeroizing::new(Base64UrlUnpadded::encode_string(bytes.as_slice())))
    }

    /// The text, for the holder alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What to keep of it.
    #[must_use]
    pub fn hash(&self) -> HashedToken {
        HashedToken::of(&self.0)
    }
}

impl HashedToken {
    /// Hashes a token as it arrived.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// As the store has it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What a session with this token is called where its owner is shown it: nothing that the
    /// store could be asked by.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        let digest = Sha256::new().chain_update(b"streetlight/1/session").chain_update(self.0);
        let mut id = [0; 16];
        for (byte, of) in id.iter_mut().zip(digest.finalize()) {
            *byte = of;
        }
        SessionId::from_bytes(id)
    }

    /// The thirty-two bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for PlainToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlainToken")
    }
}

impl std::fmt::Debug for HashedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashedToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_short_and_never_shows_in_a_log() {
        let token = PlainToken::generate();
        assert_eq!(token.expose().len(), 43);
        assert_eq!(format!("{token:?} {:?}", token.hash()), "PlainToken HashedToken");
        assert_ne!(token.expose(), PlainToken::generate().expose());
    }
}
