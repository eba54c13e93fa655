use super::{HashedToken, PlainToken};
use axum::http::{HeaderMap, HeaderValue, header};

/// How the session cookie is called and sealed off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// `__Host-session`, over TLS only.
    Host,
    /// `session`, for development on the loopback interface without TLS.
    PlainHttp,
}

impl Cookie {
    const fn name(self) -> &'static str {
        match self {
            Self::Host => "__Host-session",
            Self::PlainHttp => "session",
        }
    }

    const fn attributes(self) -> &'static str {
        match self {
            Self::Host => "Path=/; Secure; HttpOnly; SameSite=Strict",
            Self::PlainHttp => "Path=/; HttpOnly; SameSite=Strict",
        }
    }

    /// The header that gives the browser a session for so many seconds.
    ///
    /// # Panics
    /// Never: tokens are base64url.
    #[must_use]
    pub fn give(self, token: &PlainToken, max_age_s: i64) -> HeaderValue {
        let (name, attributes) = (self.name(), self.attributes());
        let text = format!("{name}={}; {attributes}; Max-Age={max_age_s}", token.expose());
        let mut value = HeaderValue::from_str(&text).expect("a token is plain ASCII");
        value.set_sensitive(true);
        value
    }

    /// The header that takes the session away again.
    ///
    /// # Panics
    /// Never: the text is fixed.
    #[must_use]
    pub fn take(self) -> HeaderValue {
        let text = format!("{}=; {}; Max-Age=0", self.name(), self.attributes());
        HeaderValue::from_str(&text).expect("the text is plain ASCII")
    }
}

/// The hash of the session token that a request carries.
#[must_use]
pub fn session_token(cookie: Cookie, headers: &HeaderMap) -> Option<HashedToken> {
    value_of(cookie.name(), headers).map(HashedToken::of)
}

/// What a browser is known by to whoever signed in on it. One for each person, so that
/// two who share a phone are both known; the name says nothing without the server's key.
#[derive(Debug, Clone)]
pub struct KnownCookie {
    name: String,
    attributes: &'static str,
}

impl KnownCookie {
    /// Browsers keep a cookie for so many days at most.
    const MAX_AGE_S: u32 = 400 * 24 * 60 * 60;

    /// The cookie of whoever signs in under a name.
    #[must_use]
    pub fn of(cookie: Cookie, login_tag: &[u8; 32]) -> Self {
        let start = match cookie {
            Cookie::Host => "__Host-known-",
            Cookie::PlainHttp => "known-",
        };
        let tag = login_tag.iter().take(8).map(|byte| format!("{byte:02x}"));
        Self {
            name: start.chars().map(String::from).chain(tag).collect(),
            attributes: cookie.attributes(),
        }
    }

    /// The token that a request carries.
    #[must_use]
    pub fn read<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        value_of(&self.name, headers)
    }

    /// The header that gives the browser the token.
    ///
    /// # Panics
    /// Never: tokens are base64url.
    #[must_use]
    pub fn give(&self, token: &str) -> HeaderValue {
        let Self { name, attributes } = self;
        let text = format!("{name}={token}; {attributes}; Max-Age={}", Self::MAX_AGE_S);
        let mut value = HeaderValue::from_str(&text).expect("a token is plain ASCII");
        value.set_sensitive(true);
        value
    }
}

fn value_of<'a>(name: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies_and_only_under_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; xsession=no; session=yes"));
        let found = session_token(Cookie::PlainHttp, &headers);
        assert_eq!(found, Some(HashedToken::of("yes")));
        assert_eq!(session_token(Cookie::Host, &headers), None);
    }
}
