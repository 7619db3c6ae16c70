//! What this server is called from outside, and over what kind of line it is reached.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::proxies::TrustedProxies;
use crate::config;

/// The outside of this server, as its settings have it.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The address people use.
    public: Option<Public>,
    /// It listens beyond this machine, so its own addresses are names of it too.
    beyond_this_machine: bool,
    pub proxies: TrustedProxies,
}

#[derive(Debug, Clone)]
struct Public {
    host: String,
    /// `https://board.example`, without a port that goes without saying.
    origin: String,
    https: bool,
}

impl Site {
    /// `listening`: where the listener is bound. Entries of `trusted_proxies` that cannot be read did not start.
    pub fn new(settings: &config::Server, listening: SocketAddr) -> Self {
        Self {
            public: settings.public_url.as_ref().and_then(Public::of),
            beyond_this_machine: !listening.ip().is_loopback(),
            proxies: TrustedProxies::read(&settings.trusted_proxies).unwrap_or_default(),
        }
    }

    /// Whether a `Host` names this server. Otherwise any web page could point a name of its own at this machine and read
    /// the board through its visitor's browser (DNS rebinding). An address cannot be pointed elsewhere.
    pub fn goes_by(&self, host: &str) -> bool {
        let name = name_of(host);
        match address_of(name) {
            Some(address) if address.is_loopback() || self.beyond_this_machine => true,
            _ => name.eq_ignore_ascii_case("localhost") || self.is_public(name),
        }
    }

    /// True when an `Origin` is sent and is not this server's own. Programs send none, and browsers always do where
    /// another site's page could do harm.
    pub fn is_foreign(&self, headers: &HeaderMap, peer: IpAddr) -> bool {
        let own = host_of(headers).map(|host| self.own_origin(host, headers, peer));
        // A proxy may ask by another name of ours than the browser did.
        let public = self.public.as_ref().map(|public| &public.origin);
        let is_own =
            |origin: &HeaderValue| own.iter().chain(public).any(|own| origin.as_bytes() == own.as_bytes());
        !headers.get_all(header::ORIGIN).iter().all(is_own)
    }

    /// Whether a browser keeps a secure cookie for the name it used: over HTTPS, and on its own machine.
    pub fn is_secure(&self, headers: &HeaderMap, peer: IpAddr) -> bool {
        let name = host_of(headers).map(name_of).unwrap_or_default();
        let on_this_machine = name.eq_ignore_ascii_case("localhost")
            || address_of(name).is_some_and(|address| address.is_loopback());
        on_this_machine || self.is_https(name, headers, peer)
    }

    /// People reach it over HTTPS alone.
    pub fn is_public_https(&self) -> bool {
        self.public.as_ref().is_some_and(|public| public.https)
    }

    /// What an operator must hear at the start: passwords and customers' numbers in plain text on a network.
    pub fn warning(&self) -> Option<&'static str> {
        match &self.public {
            Some(public) if public.https && self.proxies.is_empty() => Some(
                "server.public_url is https, but server.trusted_proxies is empty: all people count as one address, and \
                 one who guesses passwords makes everybody wait. Name the proxy there",
            ),
            Some(public) if public.https => None,
            Some(public) if !is_this_machine(&public.host) => Some(
                "server.public_url is plain http: passwords, customers' numbers and recordings cross the network \
                 unencrypted. Put a proxy with a certificate in front and write https://",
            ),
            _ if self.beyond_this_machine => Some(
                "listening beyond this machine without an https server.public_url: passwords, customers' numbers and \
                 recordings cross the network unencrypted. Put a proxy with a certificate in front and set \
                 server.public_url = \"https://…\"",
            ),
            _ => None,
        }
    }

    fn own_origin(&self, host: &str, headers: &HeaderMap, peer: IpAddr) -> String {
        match &self.public {
            Some(public) if public.host.eq_ignore_ascii_case(name_of(host)) => public.origin.clone(),
            _ => {
                let scheme = if self.proxies.came_by_https(peer, headers) { "https" } else { "http" };
                format!("{scheme}://{}", host.to_ascii_lowercase())
            }
        }
    }

    fn is_https(&self, name: &str, headers: &HeaderMap, peer: IpAddr) -> bool {
        match &self.public {
            Some(public) if public.host.eq_ignore_ascii_case(name) => public.https,
            _ => self.proxies.came_by_https(peer, headers),
        }
    }

    fn is_public(&self, name: &str) -> bool {
        self.public.as_ref().is_some_and(|public| name.eq_ignore_ascii_case(&public.host))
    }
}

impl Public {
    fn of(url: &Url) -> Option<Self> {
        Some(Self {
            host: url.host_str()?.to_owned(),
            origin: url.origin().ascii_serialization(),
            https: url.scheme() == "https",
        })
    }
}

/// The one `Host`; of two, each of which another reader might take for the right one, neither.
pub fn host_of(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    hosts.next().filter(|_| hosts.next().is_none())?.to_str().ok()
}

/// A `Host` without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn address_of(name: &str) -> Option<IpAddr> {
    name.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || address_of(host).is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(public_url: Option<&str>, listening: &str, proxies: &[&str]) -> Site {
        let settings = config::Server {
            public_url: public_url.map(|url| url.parse().expect("a URL")),
            trusted_proxies: proxies.iter().map(|proxy| (*proxy).to_owned()).collect(),
            ..config::Server::default()
        };
        Site::new(&settings, listening.parse().expect("an address"))
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect()
    }

    const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn only_our_own_names_are_answered() {
        let here = site(Some("https://board.example"), "127.0.0.1:8080", &[]);
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "LOCALHOST:3000",
            "[::1]:8080",
            "board.example:443",
            "board.example",
        ] {
            assert!(here.goes_by(host), "{host}");
        }
        for host in
            ["evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1:8080", "", "localhost.evil.example"]
        {
            assert!(!here.goes_by(host), "{host}");
        }
        let beyond = site(None, "0.0.0.0:8080", &[]);
        assert!(beyond.goes_by("10.0.0.1:8080") && beyond.goes_by("[2001:db8::1]:8080"));
        assert!(!beyond.goes_by("evil.example:8080"));
    }

    #[test]
    fn only_our_own_pages_and_programs_may() {
        let foreign = |site: &Site, host: &str, origin: &str| {
            site.is_foreign(&headers(&[("host", host), ("origin", origin)]), PEER)
        };
        let here = site(None, "127.0.0.1:8080", &[]);
        assert!(!here.is_foreign(&headers(&[("host", "127.0.0.1:8080")]), PEER));
        assert!(!foreign(&here, "127.0.0.1:8080", "http://127.0.0.1:8080"));
        for origin in [
            "http://127.0.0.1:8081",
            "https://127.0.0.1:8080",
            "http://evil.example",
            "null",
            "http://127.0.0.1:8080.evil.example",
            "http://127.0.0.1:8080/",
        ] {
            assert!(foreign(&here, "127.0.0.1:8080", origin), "{origin}");
        }
        let public = site(Some("https://board.example/"), "127.0.0.1:8080", &[]);
        assert!(!foreign(&public, "board.example", "https://board.example"));
        assert!(
            foreign(&public, "board.example", "http://board.example"),
            "a page without encryption is another"
        );
        assert!(foreign(&public, "board.example", "https://evil.board.example"));
    }

    #[test]
    fn a_proxy_says_that_it_is_https_and_nobody_else_does() {
        let said = headers(&[
            ("host", "127.0.0.1:8443"),
            ("origin", "https://127.0.0.1:8443"),
            ("x-forwarded-proto", "https"),
        ]);
        assert!(!site(None, "127.0.0.1:8080", &["127.0.0.1"]).is_foreign(&said, PEER));
        assert!(site(None, "127.0.0.1:8080", &[]).is_foreign(&said, PEER));
        let lan = headers(&[("host", "10.0.0.1"), ("x-forwarded-proto", "https")]);
        assert!(site(None, "0.0.0.0:80", &["127.0.0.1"]).is_secure(&lan, PEER));
        assert!(!site(None, "0.0.0.0:80", &[]).is_secure(&lan, PEER));
    }

    #[test]
    fn a_cookie_is_secure_on_https_and_on_this_machine() {
        let secure = |site: &Site, host: &str| site.is_secure(&headers(&[("host", host)]), PEER);
        assert!(secure(&site(None, "127.0.0.1:8080", &[]), "localhost:8080"));
        assert!(secure(&site(Some("https://board.example"), "127.0.0.1:8080", &[]), "board.example"));
        assert!(!secure(&site(Some("http://board.example"), "127.0.0.1:8080", &[]), "board.example"));
    }

    #[test]
    fn plain_text_on_a_network_is_warned_of() {
        assert_eq!(site(None, "127.0.0.1:8080", &[]).warning(), None);
        assert_eq!(site(Some("https://board.example"), "0.0.0.0:8080", &["10.0.0.1"]).warning(), None);
        let unnamed = site(Some("https://board.example"), "0.0.0.0:8080", &[]).warning();
        assert!(unnamed.is_some_and(|warning| warning.contains("trusted_proxies")));
        assert_eq!(site(Some("http://localhost:8080"), "127.0.0.1:8080", &[]).warning(), None);
        assert!(site(Some("http://board.example"), "127.0.0.1:8080", &[]).warning().is_some());
        assert!(site(None, "0.0.0.0:8080", &[]).warning().is_some());
    }
}
