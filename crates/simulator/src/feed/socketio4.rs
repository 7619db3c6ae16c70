//! Socket.IO 3/4, served by socketioxide, as a Node gateway in front of KAZOO would: without `allowEIO3`, so that
//! clients of 2.x are refused in Node's words.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::Value;
use socketioxide::SocketIo;
use socketioxide::extract::{Data, SocketRef};
use socketioxide::socket::Sid;
use tokio::sync::broadcast::error::RecvError;

use super::binding::Binding;
use super::engine_error::EngineError;
use super::heartbeat::Heartbeat;
use super::source::{ClientGuard, Feed};

/// Packets a slow client may be behind.
const BUFFER: usize = 4096;

/// The sockets and what each has subscribed to.
type Subscriptions = Arc<Mutex<BTreeMap<Sid, Subscriber>>>;

struct Subscriber {
    bindings: Vec<Binding>,
    _counted: ClientGuard,
}

pub fn router(feed: Arc<Feed>, heartbeat: Heartbeat) -> Router {
    let (layer, io) = SocketIo::builder()
        .max_buffer_size(BUFFER)
        .ws_read_buffer_size(4096)
        .ping_interval(heartbeat.interval)
        .ping_timeout(heartbeat.timeout)
        .build_layer();
    let subscriptions = Subscriptions::default();
    let (for_sockets, shared) = (Arc::clone(&feed), Arc::clone(&subscriptions));
    io.ns("/", move |socket: SocketRef| {
        // At once, as Node does: a client that subscribes right after the greeting must find somebody listening.
        welcome(&socket, for_sockets, shared);
        std::future::ready(())
    });
    tokio::spawn(deliver(io, feed, subscriptions));
    Router::new().route("/", get(async || "OK")).layer(layer).layer(from_fn(as_node_refuses))
}

#[derive(Debug, Deserialize)]
struct EngineQuery {
    #[serde(rename = "EIO")]
    version: Option<String>,
    transport: Option<String>,
    sid: Option<String>,
}

/// Refuses in the order and the words of engine.io 6; socketioxide writes the numbers of its refusals as text.
async fn as_node_refuses(query: Query<EngineQuery>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/socket.io") {
        return next.run(request).await;
    }
    if !matches!(query.transport.as_deref(), Some("polling" | "websocket")) {
        return EngineError::TransportUnknown.into_response();
    }
    if query.sid.is_none() && query.version.as_deref() != Some("4") {
        return EngineError::UnsupportedVersion.into_response();
    }
    let answer = next.run(request).await;
    if answer.status() != StatusCode::BAD_REQUEST {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let text = to_bytes(body, 4096).await.unwrap_or_default();
    let numbered = String::from_utf8_lossy(&text).replace(r#""code":"1""#, r#""code":1"#);
    let numbered = numbered.replace(r#""code":"2""#, r#""code":2"#).replace(r#""code":"3""#, r#""code":3"#);
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(numbered))
}

fn welcome(socket: &SocketRef, feed: Arc<Feed>, subscriptions: Subscriptions) {
    let subscriber = Subscriber { bindings: Vec::new(), _counted: feed.client() };
    lock(&subscriptions).insert(socket.id, subscriber);
    for verb in ["subscribe", "unsubscribe"] {
        let (feed, subscriptions) = (Arc::clone(&feed), Arc::clone(&subscriptions));
        socket.on(verb, async move |socket: SocketRef, Data::<Value>(request)| {
            obey(verb, &socket, &request, &feed, &subscriptions);
        });
    }
    socket.on_disconnect(async move |socket: SocketRef| {
        lock(&subscriptions).remove(&socket.id);
    });
}

/// Success is silent, as on the older dialect.
fn obey(verb: &str, socket: &SocketRef, request: &Value, feed: &Feed, subscriptions: &Subscriptions) {
    match feed.subscribe(request) {
        Ok(binding) => {
            let mut subscriptions = lock(subscriptions);
            let Some(subscriber) = subscriptions.get_mut(&socket.id) else { return };
            if verb == "subscribe" {
                subscriber.bindings.push(binding);
            } else if let Some(known) = subscriber.bindings.iter().position(|bound| *bound == binding) {
                subscriber.bindings.remove(known);
            }
        }
        Err(refusal) => {
            let (name, payload) = refusal.event();
            // A socket that is gone needs no answer.
            socket.emit(name, &payload).ok();
        }
    }
}

/// Hands every event to the sockets that subscribed to it, once for each matching subscription.
async fn deliver(io: SocketIo, feed: Arc<Feed>, subscriptions: Subscriptions) {
    let mut events = feed.listen();
    let mut closed = std::pin::pin!(feed.closed());
    loop {
        let received = tokio::select! {
            received = events.recv() => received,
            () = &mut closed => return,
        };
        let event = match received {
            Ok(event) => event,
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "the Socket.IO 4 feed fell behind and lost events");
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        let receivers: Vec<(Sid, usize)> = lock(&subscriptions)
            .iter()
            .map(|(sid, subscriber)| {
                let covers = |binding: &&Binding| binding.covers(event.name, &event.call_id);
                (*sid, subscriber.bindings.iter().filter(covers).count())
            })
            .collect();
        for (sid, copies) in receivers {
            let Some(socket) = io.get_socket(sid) else { continue };
            for _ in 0..copies {
                if let Err(error) = socket.emit(event.name, &event.payload) {
                    tracing::debug!(%sid, %error, "a socket did not take an event");
                }
            }
        }
    }
}

fn lock(subscriptions: &Subscriptions) -> std::sync::MutexGuard<'_, BTreeMap<Sid, Subscriber>> {
    subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
}
