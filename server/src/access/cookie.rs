//! The cookie that holds a browser's secret. Nothing but its name and attributes; what the secret means is the
//! accounts' to know.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// How the cookie goes over this connection. Handlers take it as `Extension<Cookies>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookies {
    /// The way to the browser is encrypted, or never leaves this machine.
    secure: bool,
}

/// Only a secure page of this very host can set it, so no neighbour under the same domain can plant one.
const ON_SECURE: &str = "__Host-callboard";
/// Browsers keep no secure cookie for plain HTTP.
const ON_PLAIN: &str = "callboard";

impl Cookies {
    pub(super) fn on(secure: bool) -> Self {
        Self { secure }
    }

    pub fn is_secure(self) -> bool {
        self.secure
    }

    /// `Set-Cookie` with this secret, kept by the browser for so long.
    pub fn set(self, secret: &str, lasting: Duration) -> (HeaderName, HeaderValue) {
        self.header(secret, lasting.as_secs())
    }

    /// `Set-Cookie` that takes it away.
    pub fn clear(self) -> (HeaderName, HeaderValue) {
        self.header("", 0)
    }

    /// The secret that came with a request. Of several cookies of that name none is believed: one of them was planted.
    pub fn read(self, headers: &HeaderMap) -> Option<&str> {
        let mut named = all(headers).filter(|(name, _)| *name == self.name()).map(|(_, value)| value);
        named.next().filter(|_| named.next().is_none())
    }

    fn name(self) -> &'static str {
        if self.secure { ON_SECURE } else { ON_PLAIN }
    }

    fn header(self, value: &str, seconds: u64) -> (HeaderName, HeaderValue) {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie =
            format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", self.name());
        // Secrets are letters, digits, `-` and `_`; anything else is no secret of ours.
        let mut cookie = HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""));
        cookie.set_sensitive(true);
        (header::SET_COOKIE, cookie)
    }
}

/// One cookie of that name, as it stands in the request.
pub fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    all(headers).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookies).expect("a header"))])
    }

    #[test]
    fn a_secret_is_set_for_this_host_alone_and_out_of_scripts_reach() {
        let (_, cookie) = Cookies::on(true).set("cbs_x", Duration::from_secs(60));
        let cookie = cookie.to_str().expect("text");
        assert_eq!(cookie, "__Host-callboard=cbs_x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        let (_, plain) = Cookies::on(false).clear();
        assert_eq!(plain, "callboard=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn only_the_name_of_this_connection_is_read_and_no_planted_second() {
        let headers = came("a=b; callboard=planted; __Host-callboard=ours");
        assert_eq!(Cookies::on(true).read(&headers), Some("ours"));
        assert_eq!(Cookies::on(false).read(&headers), Some("planted"));
        assert_eq!(Cookies::on(true).read(&came("__Host-callboard=a; __Host-callboard=b")), None);
        assert_eq!(named(&headers, "a"), Some("b"));
    }

    #[test]
    fn a_secret_cannot_add_a_header() {
        let (_, cookie) = Cookies::on(true).set("x\r\nset-cookie: a=b", Duration::ZERO);
        assert_eq!(cookie, "");
    }
}
