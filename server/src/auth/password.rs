//! Passwords: argon2id on a bounded number of blocking threads, so that a
//! flood of sign-ins cannot starve sync, and the same work for names nobody has.

use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use domain::length::{PASSWORD_MAX_BYTES as MAX_BYTES, PASSWORD_MIN_CHARS as MIN_CHARS};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Guesses that a password withstands at the least: more than a list of common ones
/// holds, each with a capital, a number and a year about it.
const MIN_GUESSES: u64 = 500_000_000;
/// Fewest characters of a password beside the names of its owner.
const MIN_OWN_CHARS: usize = 6;
/// Shorter names are in every other word.
const MIN_NAME_CHARS: usize = 3;
/// Sayings that everybody knows, and that a count of guesses takes for words at random.
const SAYINGS: [&str; 8] = [
    "correcthorsebatterystaple",
    "thequickbrownfox",
    "tobeornottobe",
    "maytheforcebewithyou",
    "happybirthdaytoyou",
    "onceuponatime",
    "onceinalifetime",
    "ilovemyfamily",
];

/// Why a password cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too few characters.
    #[error(
        "a password has at least {MIN_CHARS} characters. Nothing was changed. Four words that nobody would put together make a good one"
    )]
    TooShort,
    /// More than is looked at.
    #[error("a password has at most {MAX_BYTES} bytes. Nothing was changed. Choose a shorter one")]
    TooLong,
    /// It is among the first that are tried.
    #[error(
        "this password is among the first that are guessed: a common one, a row of keys, a name or a year. Nothing was changed. Four words that nobody would put together make a good one"
    )]
    Guessable,
}

/// The one rule for every password that somebody chooses: long enough, and neither on
/// the list of common ones nor made of what is known of its owner. `about` is their
/// names.
///
/// # Errors
/// Which part of the rule it breaks.
pub fn check(password: &str, about: &[&str]) -> Result<(), WeakPassword> {
    if password.len() > MAX_BYTES {
        return Err(WeakPassword::TooLong);
    }
    if password.chars().count() < MIN_CHARS {
        return Err(WeakPassword::TooShort);
    }
    let plain: String =
        password.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if SAYINGS.iter().any(|saying| plain.contains(saying)) {
        return Err(WeakPassword::Guessable);
    }
    let parts = about.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let known: Vec<&str> = about
        .iter()
        .copied()
        .chain(parts)
        .chain(["streetlight"])
        .filter(|p| !p.is_empty())
        .collect();
    // A count of guesses takes a name that stands there three times for three words.
    let rest = known.iter().fold(plain, |rest, name| match name.chars().count() {
        0..MIN_NAME_CHARS => rest,
        _ => rest.replace(&name.to_lowercase(), ""),
    });
    if rest.chars().count() < MIN_OWN_CHARS {
        return Err(WeakPassword::Guessable);
    }
    match zxcvbn::zxcvbn(password, &known).guesses() < MIN_GUESSES {
        true => Err(WeakPassword::Guessable),
        false => Ok(()),
    }
}

/// Verified in place of the hash of a name that nobody has.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("nobody signs in with this"));

/// Checks passwords, a few at a time.
#[derive(Debug, Clone)]
pub struct Passwords(Arc<Semaphore>);

impl Passwords {
    /// Checks at most so many at once; each takes 19 MiB.
    #[must_use]
    pub fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once.max(1))))
    }

    /// Whether the password is the one that was hashed; false, after as much
    /// work, when there is no hash. None when too many are being checked.
    pub async fn verify(&self, password: Zeroizing<String>, hash: Option<String>) -> Option<bool> {
        self.in_turn(move || {
            let against = hash.as_deref().unwrap_or(&NOBODYS);
            let matches = PasswordHash::new(against).is_ok_and(|hash| {
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
            });
            matches && hash.is_some()
        })
        .await
    }

    /// Holds a password that somebody chose against the rule. None when too many are being
    /// checked.
    pub async fn check(
        &self,
        password: Zeroizing<String>,
        about: [String; 2],
    ) -> Option<Result<(), WeakPassword>> {
        self.in_turn(move || check(&password, &about.each_ref().map(String::as_str))).await
    }

    /// Hashes a password. None when too many are being checked.
    pub async fn hash(&self, password: Zeroizing<String>) -> Option<String> {
        self.in_turn(move || hash(&password)).await
    }

    /// Does what takes long once it is its turn.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(5);
        let turn = tokio::time::timeout(LONGEST_WAIT, self.0.clone().acquire_owned());
        let _turn = turn.await.ok()?.ok()?;
        tokio::task::spawn_blocking(work).await.ok()
    }
}

/// Hashes a password with argon2id, 19 MiB, two passes, one lane; takes some
/// twenty milliseconds, so call it on a blocking thread.
///
/// # Panics
/// Never: the parameters are argon2's own defaults.
#[must_use]
pub fn hash(password: &str) -> String {
    let salt = crate::keys::random::<16>();
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("the default parameters are valid");
    hash.to_string()
}

/// A password that is easy to read out and type: four groups of four letters
/// and digits without those that look alike, 80 bits.
#[must_use]
pub fn generate() -> Zeroizing<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let mut password = Zeroizing::new(String::with_capacity(19));
    for (at, byte) in crate::keys::random::<16>().into_iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            password.push('-');
        }
        let letter = LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
        password.push(char::from(letter));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_somebody_who_exists_passes() {
        let passwords = Passwords::new(1);
        let kept = hash("correct horse");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        let verify = |password: &str, hash| passwords.verify(password.to_owned().into(), hash);
        assert_eq!(verify("correct horse", Some(kept.clone())).await, Some(true));
        assert_eq!(verify("wrong horse", Some(kept)).await, Some(false));
        assert_eq!(verify("nobody signs in with this", None).await, Some(false));
    }

    #[test]
    fn a_password_of_ours_passes_the_rule_and_a_common_one_does_not() {
        for _ in 0..20 {
            assert_eq!(check(&generate(), &["rosa", "Rosa Diaz"]), Ok(()));
        }
        assert_eq!(check(crate::demo::PASSPHRASE, &["dana", "Dana Reyes"]), Ok(()));
        assert_eq!(check("elevenchars", &[]), Err(WeakPassword::TooShort));
        assert_eq!(check("kettle-moss9", &[]), Ok(()), "twelve");
        let guessable = Err(WeakPassword::Guessable);
        assert_eq!(check("Correct horse, battery staple!", &[]), guessable);
        assert_eq!(check("Zamorano.Ysolde", &["Ysolde Zamorano", "yz"]), guessable);
        assert_eq!(check("Ysolde.ysolde.Ysolde.99", &["Ysolde Zamorano", "yz"]), guessable);
        assert_eq!(check("ysolde-kettle-moss", &["Ysolde Zamorano", "yz"]), Ok(()));
        let long = "kettle under the stairs ".repeat(50);
        assert_eq!(check(&long[..MAX_BYTES], &[]), Ok(()));
        assert_eq!(check(&long[..=MAX_BYTES], &[]), Err(WeakPassword::TooLong));
    }

    /// Argon2id's reference implementation, P-H-C/phc-winner-argon2, `src/test.c`.
    #[tokio::test]
    async fn a_hash_of_the_reference_implementation_is_understood() {
        let published = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ\
            $CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let verify = async |password: &str| {
            Passwords::new(1).verify(password.to_owned().into(), Some(published.to_owned())).await
        };
        assert_eq!(verify("password").await, Some(true));
        assert_eq!(verify("differentpassword").await, Some(false));
    }
}
