//! Random bytes from the browser's generator.

use super::BrowserError;

/// Fills an array with random bytes.
///
/// # Errors
/// When the browser has no `crypto`, which is only outside a secure context.
pub fn bytes<const N: usize>() -> Result<[u8; N], BrowserError> {
    let crypto =
        web_sys::window().ok_or_else(|| BrowserError::new("there is no window"))?.crypto()?;
    let mut bytes = [0; N];
    crypto.get_random_values_with_u8_array(&mut bytes)?;
    Ok(bytes)
}

/// Milliseconds since 1970 and random bytes: what an identifier is made of.
///
/// # Errors
/// As [`bytes`].
pub fn parts() -> Result<(u64, [u8; 10]), BrowserError> {
    Ok((u64::try_from(super::clock::now_ms()).unwrap_or(0), bytes()?))
}

/// Makes an identifier: `random::id(ContactId::from_parts)`.
///
/// # Errors
/// As [`bytes`].
pub fn id<T>(make: impl FnOnce(u64, [u8; 10]) -> T) -> Result<T, BrowserError> {
    parts().map(|(unix_ms, random)| make(unix_ms, random))
}
