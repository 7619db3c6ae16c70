//! Which dialect a server speaks (`protocols.md` §2.1).

use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{Connector, connect_async_tls_with_config};
use url::Url;

use super::handshake09::handshake;
use super::probe::probe;
use super::url::{below, http, no_web_address, websocket};
use super::{Dialect, EventServer, SessionEnd};

/// For a WebSocket to open and its first words to come.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// After Engine.IO's greeting, an old server joins the namespace unasked, and at once.
const UNASKED_WITHIN: Duration = Duration::from_secs(1);

/// Asks the server, without subscribing to anything: 0.9's handshake first, for it is the likeliest, then
/// Engine.IO by polling, then by WebSocket where polling is switched off. To be cached by the caller; `protocols.md`
/// advises to ask again after five failed connections.
///
/// # Errors
/// [`SessionEnd::WrongDialect`] when something answers that is none of the two; otherwise why nothing answers.
pub async fn detect_dialect(server: &EventServer) -> Result<Dialect, SessionEnd> {
    match handshake(server).await {
        Ok(_) => return Ok(Dialect::SocketIo09),
        Err(SessionEnd::WrongDialect(_) | SessionEnd::Rejected { status: 400..=499 }) => {}
        Err(end) => return Err(end),
    }
    let query = [("EIO", "4"), ("transport", "polling"), ("b64", "1")];
    let answer =
        probe(server, engine_io(server, &query).and_then(|url| http(&url)).ok_or_else(no_web_address)?)
            .await?;
    match greeting(&answer.body) {
        Some(Greeting::EngineIo4) => Ok(Dialect::SocketIo4),
        Some(Greeting::EngineIo3) => Err(socket_io_2()),
        None => detect_by_websocket(server).await,
    }
}

async fn detect_by_websocket(server: &EventServer) -> Result<Dialect, SessionEnd> {
    let neither = || SessionEnd::WrongDialect("it speaks neither Socket.IO 0.9 nor 4".into());
    let query = [("EIO", "4"), ("transport", "websocket")];
    let url = engine_io(server, &query).and_then(|url| websocket(&url)).ok_or_else(no_web_address)?;
    let connector = server.rustls().map(Connector::Rustls);
    let Ok(opened) =
        timeout(TIME_LIMIT, connect_async_tls_with_config(url.as_str(), None, true, connector)).await
    else {
        return Err(SessionEnd::TimedOut);
    };
    let (mut socket, _response) = opened.map_err(|_| neither())?;
    match timeout(TIME_LIMIT, socket.next()).await {
        Ok(Some(Ok(Message::Text(open)))) if open.starts_with("0{") => {}
        _ => return Err(neither()),
    }
    match timeout(UNASKED_WITHIN, socket.next()).await {
        Ok(Some(Ok(Message::Text(joined)))) if joined.starts_with("40") => Err(socket_io_2()),
        _ => Ok(Dialect::SocketIo4),
    }
}

fn engine_io(server: &EventServer, query: &[(&str, &str)]) -> Option<Url> {
    let mut url = below(&server.url, &["socket.io", ""])?;
    url.query_pairs_mut().extend_pairs(query);
    Some(url)
}

#[derive(Debug, PartialEq, Eq)]
enum Greeting {
    EngineIo3,
    EngineIo4,
}

/// Engine.IO 4 says `0{…`; version 3 frames it by its length, `97:0{…`.
fn greeting(body: &str) -> Option<Greeting> {
    if body.starts_with("0{") {
        return Some(Greeting::EngineIo4);
    }
    let (length, packet) = body.split_once(':')?;
    let framed =
        !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit()) && packet.starts_with("0{");
    framed.then_some(Greeting::EngineIo3)
}

/// Over a WebSocket it would seem to work, and then fall silent at the first missed ping.
fn socket_io_2() -> SessionEnd {
    SessionEnd::WrongDialect("it speaks Socket.IO 2, which is not supported yet".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings() {
        for (body, expected) in [
            ("0{\"sid\":\"a\"}", Some(Greeting::EngineIo4)),
            ("97:0{\"sid\":\"a\"}2:40", Some(Greeting::EngineIo3)),
            ("{\"code\":5,\"message\":\"Unsupported protocol version\"}", None),
            ("{\"code\":0,\"message\":\"Transport unknown\"}", None),
            (":0{", None),
            ("OK", None),
        ] {
            assert_eq!(greeting(body), expected, "{body}");
        }
    }
}
