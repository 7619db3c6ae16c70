//! The socket of Socket.IO 0.9: opening it, and doing what the state machine says.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use secrecy::SecretString;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::COOKIE;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

use super::handshake09::{Handshake, handshake};
use super::outlet::Outlet;
use super::socketio09::{CloseReason, DISCONNECT, Output, SocketIo09};
use super::subscription::subscriptions;
use super::url::{below, no_web_address, websocket};
use super::{EventServer, FeedEvent, SessionEnd};
use crate::Account;

/// For the upgrade, and for each frame sent.
const TIME_LIMIT: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One connection, from handshake to end.
pub(super) async fn run(
    server: &EventServer,
    account: &Account,
    token: &SecretString,
    mut outlet: Outlet,
) -> SessionEnd {
    let opened = tokio::select! {
        opened = open(server) => opened,
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

async fn open(server: &EventServer) -> Result<Socket, SessionEnd> {
    let handshake = handshake(server).await?;
    timeout(TIME_LIMIT, upgrade(server, handshake)).await.unwrap_or(Err(SessionEnd::TimedOut))
}

async fn upgrade(server: &EventServer, handshake: Handshake) -> Result<Socket, SessionEnd> {
    let url = below(&server.url, &["socket.io", "1", "websocket", &handshake.session])
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
    let connector = server.rustls().map(Connector::Rustls);
    let (socket, _response) = connect_async_tls_with_config(request, Some(config), without_delay, connector)
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
