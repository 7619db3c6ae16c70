//! Which dialect a server speaks (`protocols.md` §2.1).

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use url::Url;

use super::handshake09::handshake;
use super::probe::probe;
use super::shell::{self, Socket};
use super::url::{engine_io, http, no_web_address, upgrade};
use super::{Dialect, EventServer, SessionEnd};

/// For the words that follow the opening of a WebSocket.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// For the answer to one ping.
const ANSWERED_WITHIN: Duration = Duration::from_secs(3);

/// Asks the server, without a token and without subscribing to anything: 0.9's handshake first, for it is the
/// likeliest, then Engine.IO by polling, then by WebSocket where polling is switched off, then KAZOO 4's own
/// WebSocket. To be cached by the caller; `protocols.md` advises to ask again after five failed connections.
///
/// # Errors
/// [`SessionEnd::WrongDialect`] when something answers that is none of the four; otherwise why nothing answers.
pub async fn detect_dialect(server: &EventServer) -> Result<Dialect, SessionEnd> {
    let first = match handshake(server).await {
        Ok(_) => return Ok(Dialect::SocketIo09),
        Err(end) if is_final(&end) => return Err(end),
        Err(end) => end,
    };
    if let Some(dialect) = by_polling(server).await? {
        return Ok(dialect);
    }
    if let Some(dialect) = by_websocket(server).await? {
        return Ok(dialect);
    }
    if is_blackhole(server).await? {
        return Ok(Dialect::Blackhole);
    }
    if matches!(first, SessionEnd::Lost(_)) {
        return Err(first);
    }
    Err(SessionEnd::WrongDialect("it speaks neither Socket.IO (0.9, 2 or 4) nor KAZOO 4's Blackhole".into()))
}

/// Whether an answer to one probe ends them all. A refused path or method, or a connection that a plain WebSocket
/// server cuts off, does not.
fn is_final(end: &SessionEnd) -> bool {
    match end {
        SessionEnd::WrongDialect(_) | SessionEnd::Lost(_) | SessionEnd::Closed => false,
        // To a question that asks for a WebSocket, 200 is a refusal, too.
        SessionEnd::Rejected { status } => !matches!(status, 200..=299 | 400..=499),
        _ => true,
    }
}

/// What a probe that found nothing means for those that follow.
fn unless_final<T>(end: SessionEnd) -> Result<Option<T>, SessionEnd> {
    if is_final(&end) { Err(end) } else { Ok(None) }
}

/// A server of version 2 ignores the version that is asked for and answers in its own framing, so the framing
/// decides, not the question.
async fn by_polling(server: &EventServer) -> Result<Option<Dialect>, SessionEnd> {
    for version in ["4", "3"] {
        let url = polling(&server.url, version).ok_or_else(no_web_address)?;
        match probe(server, url).await {
            Ok(answer) => match greeting(&answer.body) {
                Some(dialect) => return Ok(Some(dialect)),
                None => continue,
            },
            Err(end) => return unless_final(end),
        }
    }
    Ok(None)
}

fn polling(events_url: &Url, version: &str) -> Option<Url> {
    let mut url = engine_io(events_url, version, "polling")?;
    url.query_pairs_mut().append_pair("b64", "1");
    http(&url)
}

/// Engine.IO 4 says `0{…`; version 3 frames it by its length, `97:0{…`.
fn greeting(body: &str) -> Option<Dialect> {
    if body.starts_with("0{") {
        return Some(Dialect::SocketIo4);
    }
    let (length, packet) = body.split_once(':')?;
    let framed =
        !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit()) && packet.starts_with("0{");
    framed.then_some(Dialect::SocketIo2)
}

/// Over a WebSocket both greet alike. What follows tells them apart: version 2 joins the namespace unasked and
/// says only `40`, version 4 waits to be asked and then tells a session id.
async fn by_websocket(server: &EventServer) -> Result<Option<Dialect>, SessionEnd> {
    for version in ["4", "3"] {
        let request = upgrade(engine_io(&server.url, version, "websocket"))?;
        match shell::open(server, request).await {
            Ok(mut socket) => return Ok(timeout(TIME_LIMIT, greeted(&mut socket)).await.unwrap_or(None)),
            // This version is refused, or the whole path.
            Err(SessionEnd::Rejected { status: 400..=499 }) => continue,
            Err(end) => return unless_final(end),
        }
    }
    Ok(None)
}

async fn greeted(socket: &mut Socket) -> Option<Dialect> {
    let greeting = heard(socket).await?;
    if !greeting.starts_with("0{") {
        return None;
    }
    // Whoever joined unasked has said so before it reads this.
    say(socket, "40").await?;
    loop {
        let text = heard(socket).await?;
        if text.starts_with("40{") {
            return Some(Dialect::SocketIo4);
        } else if text.starts_with("40") {
            return Some(Dialect::SocketIo2);
        } else if text.starts_with("44") {
            return Some(refused(socket).await);
        }
    }
}

/// Both may refuse the namespace in the same words; but only version 2 answers a client's ping.
async fn refused(socket: &mut Socket) -> Dialect {
    let answer = async {
        say(socket, "2").await?;
        while heard(socket).await? != "3" {}
        Some(())
    };
    match timeout(ANSWERED_WITHIN, answer).await {
        Ok(Some(())) => Dialect::SocketIo2,
        _ => Dialect::SocketIo4,
    }
}

/// KAZOO 4 answers a `ping` at the feed's own address, if only to say that a token is missing.
async fn is_blackhole(server: &EventServer) -> Result<bool, SessionEnd> {
    let mut socket = match shell::open(server, upgrade(Some(server.url.clone()))?).await {
        Ok(socket) => socket,
        Err(end) => return unless_final(end).map(|nothing: Option<()>| nothing.is_some()),
    };
    let ping = json!({"action": "ping", "request_id": "detect"});
    let answered = async {
        say(&mut socket, &ping.to_string()).await?;
        let answer: Value = serde_json::from_str(&heard(&mut socket).await?).ok()?;
        // Some servers only echo.
        (answer.is_object() && answer != ping).then_some(())
    };
    Ok(answered.await.is_some())
}

async fn say(socket: &mut Socket, text: &str) -> Option<()> {
    timeout(TIME_LIMIT, socket.send(Message::text(text))).await.ok()?.ok()
}

/// The next text; `None` when the connection ends or says nothing in time.
async fn heard(socket: &mut Socket) -> Option<String> {
    let text = async {
        loop {
            match socket.next().await? {
                Ok(Message::Text(text)) => return Some(text.to_string()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    };
    timeout(TIME_LIMIT, text).await.ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings() {
        for (body, expected) in [
            ("0{\"sid\":\"a\"}", Some(Dialect::SocketIo4)),
            ("97:0{\"sid\":\"a\"}2:40", Some(Dialect::SocketIo2)),
            ("{\"code\":5,\"message\":\"Unsupported protocol version\"}", None),
            ("{\"code\":0,\"message\":\"Transport unknown\"}", None),
            (":0{", None),
            ("OK", None),
        ] {
            assert_eq!(greeting(body), expected, "{body}");
        }
    }
}
