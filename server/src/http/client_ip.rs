//! Whose request it is, by network address.

use crate::api::AppState;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The other end of the connection; put into each request by the listener.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The address to count a request by, for handlers.
#[derive(Debug, Clone, Copy)]
pub struct Caller(pub IpAddr);

impl FromRequestParts<AppState> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<Peer>().copied();
        Ok(Self(client_ip(peer, &parts.headers, app.config.trusted_proxy)))
    }
}

/// The address to count attempts by. Behind a proxy of ours it is the
/// rightmost entry of `X-Forwarded-For`, the one that the proxy itself wrote;
/// those further left are the caller's to invent. An IPv6 address counts by
/// its /64 network.
#[must_use]
pub fn client_ip(peer: Option<Peer>, headers: &HeaderMap, trusted_proxy: bool) -> IpAddr {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?;
        // Its last entry alone: what stands before it is the caller's to invent, down to the bytes.
        let entry = last.as_bytes().rsplit(|byte| *byte == b',').next()?;
        let entry = str::from_utf8(entry).ok()?.trim();
        let with_port = || entry.parse().ok().map(|address: SocketAddr| address.ip());
        entry.trim_matches(['[', ']']).parse().ok().or_else(with_port)
    };
    let socket = || peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(address)| address.ip());
    let ip = if trusted_proxy { forwarded().unwrap_or_else(socket) } else { socket() };
    counted_as(ip)
}

/// What an address counts as.
#[must_use]
pub fn counted_as(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_entry_of_our_own_proxy_counts() {
        let peer = Some(Peer(SocketAddr::from(([10, 0, 0, 1], 1))));
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 2.2.2.2"));
        assert_eq!(client_ip(peer, &headers, true).to_string(), "2.2.2.2");
        assert_eq!(client_ip(peer, &headers, false).to_string(), "10.0.0.1");
        assert_eq!(client_ip(peer, &HeaderMap::new(), true).to_string(), "10.0.0.1");
    }

    #[test]
    fn nothing_that_a_caller_writes_before_it_hides_the_entry_of_our_own_proxy() {
        let peer = Some(Peer(SocketAddr::from(([10, 0, 0, 1], 1))));
        for (bytes, counted) in [
            (&b"\xff, 9.9.9.9"[..], "9.9.9.9"),
            ("é,9.9.9.9 ".as_bytes(), "9.9.9.9"),
            (b"9.9.9.9:1234", "9.9.9.9"),
            (b"x, [2001:db8:1:2:3::4]:1234", "2001:db8:1:2::"),
            (b"[2001:db8:1:2:3::4]", "2001:db8:1:2::"),
            (b"9.9.9.9, \xff", "10.0.0.1"),
            (b"unknown", "10.0.0.1"),
        ] {
            let value = HeaderValue::from_bytes(bytes).expect("a header");
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), value)]);
            assert_eq!(client_ip(peer, &headers, true).to_string(), counted, "{bytes:?}");
        }
    }

    #[test]
    fn a_household_with_ipv6_counts_once() {
        let peer: SocketAddr = "[2001:db8:1:2:3::4]:1".parse().expect("an address");
        let ip = client_ip(Some(Peer(peer)), &HeaderMap::new(), false);
        assert_eq!(ip.to_string(), "2001:db8:1:2::");
    }
}
