//! One client's session, whichever transport carries it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::packet::{self, ClientPacket};
use crate::feed::binding::Binding;
use crate::feed::source::{ClientGuard, Feed, FeedEvent};

/// Packets a client may be behind before its session ends.
const BACKLOG: usize = 16_384;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Polling,
    /// A websocket has been probed; polls are let go so that it can take over.
    Upgrading,
    Websocket,
}

pub struct Session {
    feed: Arc<Feed>,
    /// How long a client may stay silent: pingInterval + pingTimeout, because in Engine.IO 3 the client pings.
    patience: Duration,
    state: Mutex<State>,
    /// Woken when there is something to send.
    ready: Notify,
    over: CancellationToken,
    _counted: ClientGuard,
}

struct State {
    transport: Transport,
    outbox: Vec<String>,
    bindings: Vec<Binding>,
    heard_at: Instant,
}

impl Session {
    pub fn new(feed: &Arc<Feed>, transport: Transport, patience: Duration, first: Vec<String>) -> Self {
        let state = State { transport, outbox: first, bindings: Vec::new(), heard_at: Instant::now() };
        Self {
            _counted: feed.client(),
            feed: Arc::clone(feed),
            patience,
            state: Mutex::new(state),
            ready: Notify::new(),
            over: CancellationToken::new(),
        }
    }

    /// Takes events from the feed until the session is over; the client's silence ends it too.
    pub async fn live(&self, mut events: broadcast::Receiver<Arc<FeedEvent>>) {
        loop {
            let silent_until = self.state().heard_at + self.patience;
            tokio::select! {
                event = events.recv() => match event {
                    Ok(event) => self.forward(&event),
                    Err(_) => break,
                },
                () = tokio::time::sleep_until(silent_until) => {
                    if self.state().heard_at + self.patience <= Instant::now() {
                        break;
                    }
                }
                () = self.over.cancelled() => break,
                () = self.feed.closed() => break,
            }
        }
        self.end();
    }

    /// Takes one packet in; what is none ends the session.
    pub fn hear(&self, text: &str) {
        self.state().heard_at = Instant::now();
        match packet::parse(text) {
            Some(ClientPacket::Ping(text)) => self.send(format!("3{text}")),
            Some(ClientPacket::Event { name, argument }) => self.obey(&name, &argument),
            Some(ClientPacket::Leave) => self.state().bindings.clear(),
            Some(ClientPacket::Upgrade | ClientPacket::Ignored) => {}
            Some(ClientPacket::Close) | None => self.end(),
        }
    }

    pub fn send(&self, packet: String) {
        let mut state = self.state();
        state.outbox.push(packet);
        if state.outbox.len() > BACKLOG {
            self.end();
        }
        drop(state);
        self.ready.notify_one();
    }

    /// Everything to be sent, as soon as there is something; `None` when the session is over.
    pub async fn outgoing(&self) -> Option<Vec<String>> {
        loop {
            let waiting = std::mem::take(&mut self.state().outbox);
            if !waiting.is_empty() {
                return Some(waiting);
            }
            tokio::select! {
                () = self.ready.notified() => {}
                () = self.over.cancelled() => return None,
            }
        }
    }

    /// What a poll is answered with.
    pub async fn polled(&self) -> Vec<String> {
        loop {
            let (waiting, transport) = {
                let mut state = self.state();
                let upgrading = state.transport != Transport::Polling;
                // Once a websocket was probed, what is left waits for it.
                let waiting = if upgrading { Vec::new() } else { std::mem::take(&mut state.outbox) };
                (waiting, state.transport)
            };
            if transport != Transport::Polling {
                return vec![packet::NOOP.to_owned()];
            }
            if !waiting.is_empty() {
                return waiting;
            }
            tokio::select! {
                () = self.ready.notified() => {}
                () = self.over.cancelled() => return vec![packet::CLOSE.to_owned()],
            }
        }
    }

    pub fn transport(&self) -> Transport {
        self.state().transport
    }

    pub fn carry_by(&self, transport: Transport) {
        self.state().transport = transport;
        self.ready.notify_one();
    }

    pub fn end(&self) {
        self.over.cancel();
    }

    pub async fn ended(&self) {
        self.over.cancelled().await;
    }

    /// Success is silent.
    fn obey(&self, verb: &str, request: &Value) {
        match (verb, self.feed.subscribe(request)) {
            ("subscribe", Ok(binding)) => self.state().bindings.push(binding),
            ("unsubscribe", Ok(binding)) => {
                let mut state = self.state();
                if let Some(known) = state.bindings.iter().position(|bound| *bound == binding) {
                    state.bindings.remove(known);
                }
            }
            ("subscribe" | "unsubscribe", Err(refusal)) => {
                let (name, payload) = refusal.event();
                self.send(packet::event(name, &payload));
            }
            _ => {}
        }
    }

    /// Once for each subscription that covers the event.
    fn forward(&self, event: &FeedEvent) {
        let covers = |binding: &&Binding| binding.covers(event.name, &event.call_id);
        let copies = self.state().bindings.iter().filter(covers).count();
        if copies > 0 {
            let packet = packet::event(event.name, &event.payload);
            for _ in 0..copies {
                self.send(packet.clone());
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
