//! Handshake, polls, posts and websockets over HTTP.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde::Deserialize;

use super::packet;
use super::session::{Session, Transport};
use crate::centre::Chance;
use crate::feed::engine_error::EngineError;
use crate::feed::heartbeat::Heartbeat;
use crate::feed::source::Feed;

/// Characters of an Engine.IO session id.
const SID_LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// Engine.IO owns everything below `/socket.io`, so the older dialect's paths meet it as well.
pub fn router(feed: Arc<Feed>, heartbeat: Heartbeat) -> Router {
    let chance = Chance::from_seed(feed.now().unix_millis().cast_unsigned());
    let sessions = Mutex::new(Sessions { chance, open: BTreeMap::new() });
    let server = Arc::new(Server { feed, heartbeat, sessions });
    Router::new()
        .route("/", get(async || "OK"))
        .route("/socket.io", any(engine))
        .route("/socket.io/", any(engine))
        .route("/socket.io/{*rest}", any(engine))
        .with_state(server)
}

struct Server {
    feed: Arc<Feed>,
    heartbeat: Heartbeat,
    sessions: Mutex<Sessions>,
}

struct Sessions {
    chance: Chance,
    open: BTreeMap<String, Arc<Session>>,
}

/// `EIO` is not read: a 2.x server ignores it.
#[derive(Debug, Deserialize)]
struct EngineQuery {
    transport: Option<String>,
    sid: Option<String>,
}

async fn engine(
    State(server): State<Arc<Server>>,
    Query(query): Query<EngineQuery>,
    method: Method,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    body: String,
) -> Result<Response, EngineError> {
    let websocket = match query.transport.as_deref() {
        Some("polling") => false,
        Some("websocket") => true,
        _ => return Err(EngineError::TransportUnknown),
    };
    let Some(sid) = query.sid else {
        return match (method, websocket, upgrade) {
            (Method::GET, false, _) => {
                let session = server.open(Transport::Polling, &["websocket"]);
                Ok(polled(session.polled().await))
            }
            (Method::GET, true, Ok(upgrade)) => {
                let session = server.open(Transport::Websocket, &[]);
                Ok(upgrade
                    .read_buffer_size(4096)
                    .on_upgrade(async move |socket| talk(&session, socket).await))
            }
            (Method::GET, true, Err(_)) => Err(EngineError::BadRequest),
            _ => Err(EngineError::BadHandshakeMethod),
        };
    };
    let session = server.sessions().open.get(&sid).cloned().ok_or(EngineError::SessionUnknown)?;
    match (method, websocket, upgrade) {
        (Method::GET, true, Ok(upgrade)) if session.transport() == Transport::Polling => Ok(upgrade
            .read_buffer_size(4096)
            .on_upgrade(async move |socket| take_over(&session, socket).await)),
        (Method::GET, false, _) if session.transport() != Transport::Websocket => {
            Ok(polled(session.polled().await))
        }
        (Method::POST, false, _) if session.transport() != Transport::Websocket => {
            for packet in packet::posted(&body).ok_or(EngineError::BadRequest)? {
                session.hear(&packet);
            }
            Ok(([(header::CONTENT_TYPE, "text/html")], "ok").into_response())
        }
        _ => Err(EngineError::BadRequest),
    }
}

fn polled(packets: Vec<String>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=UTF-8")], packet::payload(&packets)).into_response()
}

impl Server {
    /// A new session, whose first two packets are waiting already.
    fn open(self: &Arc<Self>, transport: Transport, upgrades: &[&str]) -> Arc<Session> {
        let Heartbeat { interval, timeout } = self.heartbeat;
        let mut sessions = self.sessions();
        let sid = sessions.chance.text(SID_LETTERS, 20);
        let first = vec![packet::open(&sid, upgrades, interval, timeout), packet::JOINED.to_owned()];
        let session = Arc::new(Session::new(&self.feed, transport, interval + timeout, first));
        sessions.open.insert(sid.clone(), Arc::clone(&session));
        drop(sessions);
        // Listening begins here, before anybody can subscribe.
        let (events, server, living) = (self.feed.listen(), Arc::clone(self), Arc::clone(&session));
        tokio::spawn(async move {
            living.live(events).await;
            server.sessions().open.remove(&sid);
        });
        session
    }

    fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A websocket that carries a session, until either is over. Each packet is a frame of its own.
async fn talk(session: &Session, mut socket: WebSocket) {
    loop {
        tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => session.hear(&text),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => break,
            },
            packets = session.outgoing() => {
                let Some(packets) = packets else { break };
                for packet in packets {
                    if socket.send(Message::Text(packet.into())).await.is_err() {
                        return session.end();
                    }
                }
            }
        }
    }
    session.end();
}

/// A websocket that takes over from polling: probed first, then declared.
async fn take_over(session: &Session, mut socket: WebSocket) {
    /// As long as engine.io 3 waits for an upgrade to be completed.
    const UPGRADE_PATIENCE: Duration = Duration::from_secs(10);
    let upgraded = tokio::time::timeout(UPGRADE_PATIENCE, async {
        while let Some(Ok(message)) = socket.recv().await {
            match message {
                Message::Text(text) if text == "2probe" => {
                    if socket.send(Message::text("3probe")).await.is_err() {
                        return false;
                    }
                    session.carry_by(Transport::Upgrading);
                }
                Message::Text(text) if text == "5" => return true,
                Message::Ping(_) | Message::Pong(_) => {}
                _ => return false,
            }
        }
        false
    });
    tokio::select! {
        upgraded = upgraded => {
            if upgraded.unwrap_or(false) {
                session.carry_by(Transport::Websocket);
                talk(session, socket).await;
            } else {
                // The session goes on by polling.
                session.carry_by(Transport::Polling);
            }
        }
        () = session.ended() => {}
    }
}
