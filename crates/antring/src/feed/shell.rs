//! The socket of the dialects that are state machines: opening it, and doing what the machine says.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

use super::machine::{CloseReason, Machine, Output};
use super::outlet::Outlet;
use super::{EventServer, FeedEvent, SessionEnd};

/// For the upgrade, and for each frame sent.
const TIME_LIMIT: Duration = Duration::from_secs(10);

pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One connection, from the opening of its socket to its end.
pub(super) async fn run<M: Machine>(
    opening: impl Future<Output = Result<(Socket, M), SessionEnd>>,
    mut outlet: Outlet,
) -> SessionEnd {
    let opened = tokio::select! {
        opened = opening => opened,
        () = outlet.closed() => return SessionEnd::ReceiverGone,
    };
    match opened {
        Ok((mut socket, machine)) => talk(&mut socket, machine, &mut outlet).await,
        Err(end) => end,
    }
}

/// Opens a WebSocket. It names no sub-protocol: KAZOO 4 refuses every one (`protocols.md` §2.2).
pub(super) async fn open(server: &EventServer, request: Request) -> Result<Socket, SessionEnd> {
    let config = WebSocketConfig::default()
        .read_buffer_size(16 * 1024)
        .max_message_size(Some(4 * 1024 * 1024))
        .max_frame_size(Some(4 * 1024 * 1024));
    let without_delay = true;
    let connector = server.rustls().map(Connector::Rustls);
    let connecting = connect_async_tls_with_config(request, Some(config), without_delay, connector);
    match timeout(TIME_LIMIT, connecting).await {
        Ok(Ok((socket, _response))) => Ok(socket),
        Ok(Err(error)) => Err(broken(&error)),
        Err(_) => Err(SessionEnd::TimedOut),
    }
}

async fn talk(socket: &mut Socket, mut machine: impl Machine, outlet: &mut Outlet) -> SessionEnd {
    if let Some(end) = act_on(machine.begin(), socket, outlet).await {
        return end;
    }
    while let Some(deadline) = machine.next_deadline() {
        let outputs = tokio::select! {
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => machine.handle_text(&text, Instant::now()),
                Some(Ok(Message::Binary(_))) => machine.handle_binary(),
                Some(Ok(Message::Close(_))) | None => return SessionEnd::Closed,
                // A WebSocket ping comes from whatever stands between, and says nothing of the feed.
                Some(Ok(_)) => continue,
                Some(Err(error)) => return broken(&error),
            },
            () = sleep_until(deadline) => machine.handle_timeout(Instant::now()),
            () = outlet.closed() => {
                if let Some(farewell) = machine.farewell() {
                    let _ = send(socket, farewell.into()).await;
                }
                return SessionEnd::ReceiverGone;
            }
        };
        if let Some(end) = act_on(outputs, socket, outlet).await {
            return end;
        }
    }
    SessionEnd::Closed
}

async fn act_on(outputs: Vec<Output>, socket: &mut Socket, outlet: &mut Outlet) -> Option<SessionEnd> {
    for output in outputs {
        if let Some(end) = act(output, socket, outlet).await {
            return Some(end);
        }
    }
    None
}

async fn act(output: Output, socket: &mut Socket, outlet: &mut Outlet) -> Option<SessionEnd> {
    match output {
        Output::Send(frame) => return send(socket, frame).await.err(),
        Output::Opened => outlet.offer(FeedEvent::Connected),
        Output::Subscribed => outlet.offer(FeedEvent::Subscribed),
        Output::Heard => outlet.offer(FeedEvent::Heard),
        Output::Event { name, payload } => return outlet.event(&name, &payload),
        Output::Complaint(words) => outlet.offer(FeedEvent::Complaint(words)),
        Output::Unreadable(what) => outlet.offer(FeedEvent::Unreadable(what.into())),
        Output::Close(reason) => {
            let end = end_of(reason);
            if let SessionEnd::TokenRefused(words) = &end {
                outlet.offer(FeedEvent::AuthFailure(words.clone()));
            }
            return Some(end);
        }
    }
    None
}

fn end_of(reason: CloseReason) -> SessionEnd {
    match reason {
        CloseReason::ServerClosed => SessionEnd::Closed,
        CloseReason::ServerRefused(words) => SessionEnd::Lost(format!("the server said error {words}")),
        CloseReason::Silent => SessionEnd::Silent,
        CloseReason::NeverConnected => SessionEnd::TimedOut,
        CloseReason::WrongDialect(what) => SessionEnd::WrongDialect(what.into()),
        CloseReason::TokenRefused(words) => SessionEnd::TokenRefused(words),
        CloseReason::AccountRefused(words) => SessionEnd::AccountRefused(words),
        CloseReason::RateLimited(words) => SessionEnd::RateLimited(words),
        CloseReason::SubscriptionsRefused(words) => SessionEnd::SubscriptionsRefused(words),
    }
}

async fn send(socket: &mut Socket, frame: String) -> Result<(), SessionEnd> {
    match timeout(TIME_LIMIT, socket.send(Message::text(frame))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(broken(&error)),
        Err(_) => Err(SessionEnd::Silent),
    }
}

fn broken(error: &Error) -> SessionEnd {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => SessionEnd::Closed,
        Error::Http(response) => SessionEnd::Rejected { status: response.status().as_u16() },
        other => SessionEnd::of_network(other),
    }
}
