//! The handshake over HTTP, and one task per socket.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::TryRecvError;
use tokio::time::Instant;

use super::frame::{self, ClientFrame};
use crate::centre::Chance;
use crate::feed::binding::Binding;
use crate::feed::source::{Feed, FeedEvent};

/// The server beats this often in its own time. The idle limit, after which it gives up a silent client, is in the
/// world's time: no client becomes quicker because the simulator does.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(5);
const IDLE_LIMIT: Duration = Duration::from_secs(30);
/// A session id must be used within this time.
const SESSION_LIFE: Duration = Duration::from_secs(30);

/// `GET /` is KAZOO's health check; any other path, Engine.IO's included, is unknown to it.
pub fn router(feed: Arc<Feed>) -> Router {
    let sessions = Sessions {
        chance: Chance::from_seed(feed.now().unix_millis().cast_unsigned()),
        waiting: BTreeMap::new(),
    };
    let server = Arc::new(Server { feed, sessions: Mutex::new(sessions) });
    Router::new()
        .route("/", get(async || "OK"))
        .route("/socket.io/1/", get(handshake))
        .route("/socket.io/1", get(handshake))
        .route("/socket.io/1/websocket/{sid}", get(websocket))
        .with_state(server)
}

#[derive(Debug)]
struct Server {
    feed: Arc<Feed>,
    sessions: Mutex<Sessions>,
}

/// Session ids that were handed out and not yet used.
#[derive(Debug)]
struct Sessions {
    chance: Chance,
    waiting: BTreeMap<String, Instant>,
}

async fn handshake(State(server): State<Arc<Server>>) -> String {
    let mut sessions = server.sessions.lock().unwrap_or_else(PoisonError::into_inner);
    sessions.waiting.retain(|_, issued| issued.elapsed() < SESSION_LIFE);
    let sid = sessions.chance.hex(32);
    sessions.waiting.insert(sid.clone(), Instant::now());
    format!("{sid}:30:30:websocket,xhr-polling")
}

async fn websocket(
    State(server): State<Arc<Server>>,
    Path(sid): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let issued = server.sessions.lock().unwrap_or_else(PoisonError::into_inner).waiting.remove(&sid);
    if issued.is_none_or(|issued| issued.elapsed() >= SESSION_LIFE) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let feed = Arc::clone(&server.feed);
    upgrade.read_buffer_size(4096).on_upgrade(async move |socket| {
        let _counted = feed.client();
        Session { events: feed.listen(), feed, bindings: Vec::new(), pending: Vec::new() }
            .serve(socket)
            .await;
    })
}

/// One client's session.
struct Session {
    feed: Arc<Feed>,
    events: broadcast::Receiver<Arc<FeedEvent>>,
    bindings: Vec<Binding>,
    /// Packets for the next message.
    pending: Vec<String>,
}

/// The session is over.
struct Over;

impl Session {
    async fn serve(mut self, mut socket: WebSocket) {
        self.pending.push(frame::CONNECTED.to_owned());
        let beat = self.feed.in_the_world(HEARTBEAT_EVERY);
        let mut heartbeat = tokio::time::interval_at(Instant::now() + beat, beat);
        let mut idle_at = Instant::now() + IDLE_LIMIT;
        loop {
            if !self.pending.is_empty() {
                let message = frame::message(&std::mem::take(&mut self.pending));
                if socket.send(Message::Text(message.into())).await.is_err() {
                    return;
                }
            }
            let turn = tokio::select! {
                message = socket.recv() => {
                    idle_at = Instant::now() + IDLE_LIMIT;
                    self.hear(message.and_then(Result::ok))
                }
                event = self.events.recv() => self.forward(event.ok()),
                _ = heartbeat.tick() => { self.pending.push(frame::HEARTBEAT.to_owned()); Ok(()) }
                () = tokio::time::sleep_until(idle_at) => Err(Over),
            };
            if turn.is_err() {
                return;
            }
        }
    }

    fn hear(&mut self, message: Option<Message>) -> Result<(), Over> {
        let text = match message {
            Some(Message::Text(text)) => text,
            Some(Message::Ping(_) | Message::Pong(_)) => return Ok(()),
            Some(Message::Binary(_) | Message::Close(_)) | None => return Err(Over),
        };
        match frame::parse(&text).ok_or(Over)? {
            ClientFrame::Disconnect => Err(Over),
            ClientFrame::Heartbeat | ClientFrame::Ignored => Ok(()),
            ClientFrame::Event { name, argument } => {
                self.obey(&name, &argument);
                Ok(())
            }
        }
    }

    /// Success is silent. Subscribing twice delivers twice.
    fn obey(&mut self, name: &str, argument: &Value) {
        match (name, self.feed.subscribe(argument)) {
            ("subscribe", Ok(binding)) => self.bindings.push(binding),
            ("unsubscribe", Ok(binding)) => {
                if let Some(known) = self.bindings.iter().position(|bound| *bound == binding) {
                    self.bindings.remove(known);
                }
            }
            ("subscribe" | "unsubscribe", Err(refusal)) => {
                let (name, payload) = refusal.event();
                self.pending.push(frame::event(name, &payload));
            }
            _ => {}
        }
    }

    /// Takes this event and all that have come with it, so that they leave in one message.
    fn forward(&mut self, event: Option<Arc<FeedEvent>>) -> Result<(), Over> {
        let mut next = event.ok_or(Over)?;
        loop {
            let copies =
                self.bindings.iter().filter(|binding| binding.covers(next.name, &next.call_id)).count();
            if copies > 0 {
                let packet = frame::event(next.name, &next.payload);
                self.pending.extend(std::iter::repeat_n(packet, copies));
            }
            match self.events.try_recv() {
                Ok(event) => next = event,
                Err(TryRecvError::Empty) => return Ok(()),
                Err(TryRecvError::Lagged(_) | TryRecvError::Closed) => return Err(Over),
            }
        }
    }
}
