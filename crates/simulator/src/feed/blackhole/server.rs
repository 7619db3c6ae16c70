//! One task per websocket.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tokio::sync::broadcast;

use super::message::{self, Request};
use crate::feed::binding::Binding;
use crate::feed::payload::envelope;
use crate::feed::source::{Feed, FeedEvent};
use crate::options::WrongAccount;

pub fn router(feed: Arc<Feed>, wrong_account: WrongAccount) -> Router {
    Router::new().route("/", get(websocket)).with_state(Server { feed, wrong_account })
}

#[derive(Clone, Debug)]
struct Server {
    feed: Arc<Feed>,
    wrong_account: WrongAccount,
}

/// KAZOO's handler knows no sub-protocols: a client that offers one is refused.
async fn websocket(State(server): State<Server>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if headers.contains_key(header::SEC_WEBSOCKET_PROTOCOL) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    upgrade.read_buffer_size(4096).on_upgrade(async move |socket| {
        let _counted = server.feed.client();
        let events = server.feed.listen();
        Session { server, bindings: Vec::new() }.serve(socket, events).await;
    })
}

struct Session {
    server: Server,
    /// With the words the client used, which its events repeat.
    bindings: Vec<(String, Binding)>,
}

impl Session {
    async fn serve(mut self, mut socket: WebSocket, mut events: broadcast::Receiver<Arc<FeedEvent>>) {
        loop {
            let outgoing = tokio::select! {
                message = socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => vec![self.answer(&text)],
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    _ => return,
                },
                event = events.recv() => match event {
                    Ok(event) => self.messages(&event),
                    Err(_) => return,
                },
            };
            for text in outgoing {
                if socket.send(Message::Text(text.into())).await.is_err() {
                    return;
                }
            }
        }
    }

    /// The reply to a message. Each is checked on its own: JSON, action, token, then what it asks for.
    fn answer(&mut self, text: &str) -> String {
        // The words for these two are not documented.
        let Some(request) = Request::parse(text) else { return message::refusal(None, "invalid JSON") };
        let refused = |reason: &str| message::refusal(request.request_id.as_deref(), reason);
        if !["subscribe", "unsubscribe", "ping"].contains(&request.action.as_str()) {
            return refused(&format!("unknown action {}", request.action));
        }
        let Some(token) = request.auth_token.as_deref() else {
            return refused("authentication token required");
        };
        if !self.server.feed.lets_in(token) {
            return refused(&format!("failed to authenticate token {token}"));
        }
        if request.action == "ping" {
            return message::success(request.request_id.as_deref(), json!({ "response": "pong" }));
        }
        let missing = request.missing_keys();
        if !missing.is_empty() {
            return refused(&format!("missing required keys {}", missing.join(", ")));
        }
        let ours = self.server.feed.is_ours(request.account_id.as_deref());
        if !ours && self.server.wrong_account == WrongAccount::Refused {
            return refused("unauthorized account id");
        }
        if let Some(event) = request.unsupported_event() {
            return refused(&format!("event {event} not supported"));
        }
        let feed = &self.server.feed;
        let bound: Vec<(String, Binding)> =
            request.bindings.iter().filter_map(|text| Some((text.clone(), feed.bind(text, ours)?))).collect();
        let word = if request.action == "subscribe" {
            self.bindings.extend(bound);
            "subscribed"
        } else {
            for binding in bound {
                if let Some(known) = self.bindings.iter().position(|known| *known == binding) {
                    self.bindings.remove(known);
                }
            }
            "unsubscribed"
        };
        message::success(request.request_id.as_deref(), json!({ word: request.bindings }))
    }

    /// The event once for each subscription that covers it.
    fn messages(&self, event: &FeedEvent) -> Vec<String> {
        let account_id = self.server.feed.account_id();
        let covering = self.bindings.iter().filter(|(_, known)| known.covers(event.name, &event.call_id));
        covering
            .map(|(words, _)| {
                envelope(account_id, event.name, &event.call_id, words, event.payload.clone()).to_string()
            })
            .collect()
    }
}
