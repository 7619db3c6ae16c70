//! The HTTP request that precedes Socket.IO 0.9's upgrade.

use std::hash::{BuildHasher, RandomState};

use reqwest::header::HeaderValue;

use super::probe::{Probed, probe};
use super::url::{below, http, no_web_address};
use super::{EventServer, SessionEnd};

/// What the server gave for the upgrade.
pub(super) struct Handshake {
    pub session: String,
    /// A load balancer may bind the session to a node by a cookie (`protocols.md` §2.2).
    pub cookies: Vec<String>,
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
        Some(session) if status == 200 => {
            Ok(Handshake { session, cookies: cookies.iter().filter_map(cookie).collect() })
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

/// The session id, when the answer is a handshake that offers WebSockets.
fn session(body: &str) -> Option<String> {
    let mut parts = body.trim().splitn(4, ':');
    let (session, heartbeat, close, transports) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let numbers = heartbeat.bytes().chain(close.bytes()).all(|byte| byte.is_ascii_digit());
    (!session.is_empty() && numbers && transports.contains("websocket")).then(|| session.to_owned())
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
        assert_eq!(session(body).as_deref(), Some("4f1c2a7be0d94c53b6a8e21d70f3c9a5"));
        assert_eq!(session("sid:::websocket").as_deref(), Some("sid"));
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
