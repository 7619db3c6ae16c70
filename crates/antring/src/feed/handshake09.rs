//! The HTTP request that precedes Socket.IO 0.9's upgrade.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use reqwest::header::{COOKIE, HeaderValue};
use tokio_tungstenite::tungstenite::handshake::client::Request;

use super::probe::{Probed, probe};
use super::url::{below, http, no_web_address, upgrade};
use super::{EventServer, SessionEnd};

/// What the server gave for the upgrade.
pub(super) struct Handshake {
    pub session: String,
    /// How long the server says that silence may last; `None`: it says nothing.
    pub heartbeat_limit: Option<Duration>,
    /// A load balancer may bind the session to a node by a cookie (`protocols.md` §2.2).
    pub cookies: Vec<String>,
}

impl Handshake {
    /// The request that opens the session's WebSocket.
    pub fn upgrade(&self, server: &EventServer) -> Result<Request, SessionEnd> {
        let mut request = upgrade(below(&server.url, &["socket.io", "1", "websocket", &self.session]))?;
        if !self.cookies.is_empty()
            && let Ok(cookies) = HeaderValue::try_from(self.cookies.join("; "))
        {
            request.headers_mut().insert(COOKIE, cookies);
        }
        Ok(request)
    }
}

/// GET `/socket.io/1/`, answered by `<session>:<heartbeat>:<close>:<transports>`.
pub(super) async fn handshake(server: &EventServer) -> Result<Handshake, SessionEnd> {
    let mut url =
        below(&server.url, &["socket.io", "1", ""]).and_then(|url| http(&url)).ok_or_else(no_web_address)?;
    // As clients of 0.9 do against caches; any number that does not come again will serve.
    let unique = RandomState::new().hash_one(server.url.as_str());
    url.query_pairs_mut().append_pair("t", &unique.to_string());
    let Probed { status, cookies, body } = probe(server, url).await?;
    match session(&body) {
        Some((session, heartbeat_limit)) if status == 200 => {
            Ok(Handshake { session, heartbeat_limit, cookies: cookies.iter().filter_map(cookie).collect() })
        }
        // Engine.IO's answer to a path without a transport (§2.1).
        None if status == 400 && body.contains("Transport unknown") => {
            Err(SessionEnd::WrongDialect("it speaks a newer Socket.IO".into()))
        }
        None if status == 200 => {
            Err(SessionEnd::WrongDialect("the answer is no handshake of Socket.IO 0.9".into()))
        }
        _ => Err(SessionEnd::Rejected { status }),
    }
}

/// The session id and the heartbeat limit, when the answer is a handshake that offers WebSockets.
fn session(body: &str) -> Option<(String, Option<Duration>)> {
    let mut parts = body.trim().splitn(4, ':');
    let (session, heartbeat, close, transports) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let numbers = heartbeat.bytes().chain(close.bytes()).all(|byte| byte.is_ascii_digit());
    let is_one = !session.is_empty() && numbers && transports.contains("websocket");
    let limit = heartbeat.parse().ok().filter(|seconds| *seconds > 0).map(Duration::from_secs);
    is_one.then(|| (session.to_owned(), limit))
}

/// `name=value`, without attributes.
fn cookie(header: &HeaderValue) -> Option<String> {
    let pair = header.to_str().ok()?.split(';').next()?.trim();
    pair.contains('=').then(|| pair.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handshake_and_what_is_none() {
        let body = "4f1c2a7be0d94c53b6a8e21d70f3c9a5:30:30:websocket,xhr-polling";
        let limit = Some(Duration::from_secs(30));
        assert_eq!(session(body), Some(("4f1c2a7be0d94c53b6a8e21d70f3c9a5".into(), limit)));
        assert_eq!(session("sid:::websocket"), Some(("sid".into(), None)));
        for other in [
            "",
            "sid:30:30:xhr-polling",
            ":30:30:websocket",
            "{\"code\":0,\"message\":\"x\"}",
            "a:b:c:websocket",
        ] {
            assert_eq!(session(other), None, "{other}");
        }
    }

    #[test]
    fn cookies_lose_their_attributes() {
        let header = HeaderValue::from_static("node=a1; Path=/; HttpOnly");
        assert_eq!(cookie(&header).as_deref(), Some("node=a1"));
        assert_eq!(cookie(&HeaderValue::from_static("nonsense")), None);
    }
}
