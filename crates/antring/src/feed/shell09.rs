//! The socket of Socket.IO 0.9: the handshake, the upgrade, and what the state machine says to do.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::header::{CACHE_CONTROL, SET_COOKIE};
use reqwest::redirect::Policy;
use secrecy::SecretString;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::COOKIE;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use url::Url;

use super::outlet::Outlet;
use super::socketio09::{CloseReason, DISCONNECT, Output, SocketIo09};
use super::subscription::subscriptions;
use super::url::{below, http, websocket};
use super::{FeedEvent, SessionEnd};
use crate::{Account, RestError};

/// For the handshake, for the upgrade, and for each frame sent.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// A handshake is one short line.
const HANDSHAKE_LIMIT: usize = 4096;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One connection, from handshake to end.
pub(super) async fn run(
    events_url: &Url,
    account: &Account,
    token: &SecretString,
    mut outlet: Outlet,
) -> SessionEnd {
    let opened = tokio::select! {
        opened = open(events_url) => opened,
        () = outlet.closed() => return SessionEnd::ReceiverGone,
    };
    match opened {
        Ok(mut socket) => {
            let machine = SocketIo09::new(&subscriptions(account, token), Instant::now());
            talk(&mut socket, machine, &mut outlet).await
        }
        Err(end) => end,
    }
}

async fn talk(socket: &mut Socket, mut machine: SocketIo09, outlet: &mut Outlet) -> SessionEnd {
    while let Some(deadline) = machine.next_deadline() {
        let outputs = tokio::select! {
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => machine.handle_text(&text, Instant::now()),
                Some(Ok(Message::Binary(_))) => vec![Output::Unreadable("a binary message")],
                Some(Ok(Message::Close(_))) | None => return SessionEnd::Closed,
                // A WebSocket ping comes from whatever stands between, and says nothing of KAZOO.
                Some(Ok(_)) => continue,
                Some(Err(error)) => return broken(&error),
            },
            () = sleep_until(deadline) => machine.handle_timeout(Instant::now()),
            () = outlet.closed() => {
                let _ = send(socket, DISCONNECT.into()).await;
                return SessionEnd::ReceiverGone;
            }
        };
        for output in outputs {
            if let Some(end) = act(output, socket, outlet).await {
                return end;
            }
        }
    }
    SessionEnd::Closed
}

async fn act(output: Output, socket: &mut Socket, outlet: &mut Outlet) -> Option<SessionEnd> {
    match output {
        Output::Send(frame) => return send(socket, frame).await.err(),
        Output::Opened => outlet.offer(FeedEvent::Connected),
        Output::Subscribed => outlet.offer(FeedEvent::Subscribed),
        Output::Heard => outlet.offer(FeedEvent::Heard),
        Output::Event { name, payload } => return outlet.event(&name, &payload),
        Output::Unreadable(what) => outlet.offer(FeedEvent::Unreadable(what.into())),
        Output::Close(reason) => {
            return Some(match reason {
                CloseReason::ServerClosed => SessionEnd::Closed,
                CloseReason::ServerRefused(reason) => {
                    SessionEnd::Lost(format!("the server said error {reason}"))
                }
                CloseReason::Silent => SessionEnd::Silent,
                CloseReason::NeverConnected => SessionEnd::TimedOut,
            });
        }
    }
    None
}

async fn send(socket: &mut Socket, frame: String) -> Result<(), SessionEnd> {
    match timeout(TIME_LIMIT, socket.send(Message::text(frame))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(broken(&error)),
        Err(_) => Err(SessionEnd::Silent),
    }
}

async fn open(events_url: &Url) -> Result<Socket, SessionEnd> {
    let handshake = handshake(events_url).await?;
    timeout(TIME_LIMIT, upgrade(events_url, handshake)).await.unwrap_or(Err(SessionEnd::TimedOut))
}

struct Handshake {
    session: String,
    /// A load balancer may bind the session to a node by a cookie (`protocols.md` §2.2).
    cookies: Vec<String>,
}

/// GET `/socket.io/1/`, answered by `<session>:<heartbeat>:<close>:<transports>`.
async fn handshake(events_url: &Url) -> Result<Handshake, SessionEnd> {
    let mut url =
        below(events_url, &["socket.io", "1", ""]).and_then(|url| http(&url)).ok_or_else(no_web_address)?;
    // As clients of 0.9 do against caches; any number that does not come again will serve.
    let unique = RandomState::new().hash_one(events_url.as_str());
    url.query_pairs_mut().append_pair("t", &unique.to_string());
    let client = reqwest::Client::builder()
        .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(TIME_LIMIT)
        .timeout(TIME_LIMIT)
        .redirect(Policy::none())
        .build()
        .map_err(RestError::from)?;
    let request = client.get(url).header(CACHE_CONTROL, "no-cache");
    let mut response = request.send().await.map_err(RestError::from)?;
    let status = response.status().as_u16();
    let cookies = response.headers().get_all(SET_COOKIE).iter().filter_map(cookie).collect();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(RestError::from)? {
        body.extend_from_slice(&chunk);
        if body.len() > HANDSHAKE_LIMIT {
            return Err(SessionEnd::WrongDialect("the answer to the handshake is too long".into()));
        }
    }
    let body = String::from_utf8_lossy(&body);
    match session(&body) {
        Some(session) if status == 200 => Ok(Handshake { session, cookies }),
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

async fn upgrade(events_url: &Url, handshake: Handshake) -> Result<Socket, SessionEnd> {
    let url = below(events_url, &["socket.io", "1", "websocket", &handshake.session])
        .and_then(|url| websocket(&url))
        .ok_or_else(no_web_address)?;
    let mut request = url.as_str().into_client_request().map_err(|error| broken(&error))?;
    if !handshake.cookies.is_empty()
        && let Ok(cookies) = HeaderValue::try_from(handshake.cookies.join("; "))
    {
        request.headers_mut().insert(COOKIE, cookies);
    }
    let config = WebSocketConfig::default()
        .read_buffer_size(16 * 1024)
        .max_message_size(Some(4 * 1024 * 1024))
        .max_frame_size(Some(4 * 1024 * 1024));
    let without_delay = true;
    let (socket, _response) = connect_async_with_config(request, Some(config), without_delay)
        .await
        .map_err(|error| broken(&error))?;
    Ok(socket)
}

fn broken(error: &Error) -> SessionEnd {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => SessionEnd::Closed,
        Error::Http(response) => SessionEnd::Rejected { status: response.status().as_u16() },
        other => SessionEnd::of_network(other),
    }
}

fn no_web_address() -> SessionEnd {
    SessionEnd::Lost("the events URL must begin with https://, http://, wss:// or ws://".into())
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
