//! Socket.IO 3 and 4 through `rust_socketio`, one connection at a time.
//!
//! The library's own reconnecting is off, because it stops waiting after fifteen minutes of outage and hammers the
//! server; so is everything slow inside its callbacks, because they hold up its heartbeats. A connection that ends
//! in order raises no event at all: what shows it is that the library drops the callbacks and with them the
//! channel. So no `Client` is kept here.
//!
//! The library's task outlives a dropped `Client`. It therefore runs on a runtime of its own, which is shut down
//! with the session: no connection is left behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use rust_socketio::asynchronous::{Client, ClientBuilder};
use rust_socketio::{Error, Event, Payload, TransportType};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use url::Url;

use super::outlet::Outlet;
use super::url::{below, http, no_web_address};
use super::{EventServer, FeedEvent, SessionEnd};

/// For the connection, and then for the server to accept the namespace.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Signs of life while the connection stands: see [`FeedEvent::Heard`].
const HEARD_EVERY: Duration = Duration::from_secs(5);

/// Between the library and the outlet.
const CAPACITY: usize = 4096;

/// How the library tells that the namespace was refused.
const REFUSAL: &str = "Received an ConnectError frame: ";

/// What the callbacks pass on.
enum Raw {
    Connected,
    Subscribed,
    NotSubscribed,
    Event(Event, Payload),
    Error(Payload),
    Closed,
}

/// One connection, from connect to end.
pub(super) async fn run(server: &EventServer, subscriptions: Vec<Value>, mut outlet: Outlet) -> SessionEnd {
    let Some(url) = below(&server.url, &["socket.io", ""]).and_then(|url| http(&url)) else {
        return no_web_address();
    };
    let runtime = match OwnRuntime::start() {
        Ok(runtime) => runtime,
        Err(error) => return SessionEnd::Lost(error.to_string()),
    };
    let (sender, receiver) = mpsc::channel(CAPACITY);
    let overflow = Arc::new(AtomicU64::new(0));
    let mut builder = builder(&url, subscriptions, sender, Arc::clone(&overflow));
    match server.native_tls() {
        Ok(Some(connector)) => builder = builder.tls_config(connector),
        Ok(None) => {}
        Err(end) => return end,
    }
    let connecting = runtime.spawn(async move {
        // The client is dropped at once: from here on, only the library's own task holds the callbacks.
        builder.connect().await.map(drop)
    });
    let connected = tokio::select! {
        connected = timeout(TIME_LIMIT, connecting) => connected,
        () = outlet.closed() => return SessionEnd::ReceiverGone,
    };
    match connected {
        Ok(Ok(Ok(()))) => listen(receiver, &overflow, &mut outlet).await,
        Ok(Ok(Err(error))) => not_connected(&error),
        Ok(Err(_)) => SessionEnd::Lost("the connecting task was stopped".into()),
        Err(_) => SessionEnd::TimedOut,
    }
}

/// Until the channel ends, which it does with the library's task.
async fn listen(mut receiver: mpsc::Receiver<Raw>, overflow: &AtomicU64, outlet: &mut Outlet) -> SessionEnd {
    let mut accepted = false;
    let accept_until = Instant::now() + TIME_LIMIT;
    let mut broke = false;
    let mut heard = interval(HEARD_EVERY);
    heard.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let raw = tokio::select! {
            raw = receiver.recv() => match raw {
                Some(raw) => raw,
                None if broke => return SessionEnd::Lost("it failed or missed its heartbeat".into()),
                None => return SessionEnd::Closed,
            },
            _ = heard.tick() => {
                if accepted {
                    outlet.offer(FeedEvent::Heard);
                } else if Instant::now() >= accept_until {
                    return SessionEnd::TimedOut;
                }
                continue;
            }
            () = outlet.closed() => return SessionEnd::ReceiverGone,
        };
        outlet.lost(overflow.swap(0, Ordering::Relaxed));
        match raw {
            Raw::Connected => {
                accepted = true;
                outlet.offer(FeedEvent::Connected);
            }
            Raw::Subscribed => outlet.offer(FeedEvent::Subscribed),
            Raw::NotSubscribed => return SessionEnd::Lost("the subscriptions could not be sent".into()),
            Raw::Closed => return SessionEnd::Closed,
            Raw::Event(event, payload) => {
                if let Some(end) = deliver(event.as_str(), payload, outlet) {
                    return end;
                }
            }
            Raw::Error(payload) => match refusal(&payload) {
                Some(end) => {
                    if let SessionEnd::TokenRefused(message) = &end {
                        outlet.offer(FeedEvent::AuthFailure(message.clone()));
                    }
                    return end;
                }
                None if is_upstreams(&payload) => {
                    deliver("error", payload, outlet);
                }
                // The library's own, `"EngineIO Error"` for all of them; the channel ends right after.
                None => broke = true,
            },
        }
    }
}

/// The event that the library hands over as `name` with its arguments, of which the first counts. A lone name
/// without arguments is delivered as a message whose text it is.
pub fn event_of<'a>(name: &'a str, arguments: &'a [Value]) -> (&'a str, &'a Value) {
    match arguments {
        [Value::String(name)] => (name, &Value::Null),
        [payload, ..] => (name, payload),
        [] => (name, &Value::Null),
    }
}

fn deliver(name: &str, payload: Payload, outlet: &mut Outlet) -> Option<SessionEnd> {
    match payload {
        Payload::Text(values) => {
            let (name, payload) = event_of(name, &values);
            outlet.event(name, payload)
        }
        _ => {
            outlet.offer(FeedEvent::Unreadable("a binary message".into()));
            None
        }
    }
}

fn builder(
    url: &Url,
    subscriptions: Vec<Value>,
    sender: mpsc::Sender<Raw>,
    overflow: Arc<AtomicU64>,
) -> ClientBuilder {
    let (on_connect, on_error, on_close) = (sender.clone(), sender.clone(), sender.clone());
    ClientBuilder::new(url.as_str())
        .transport_type(TransportType::Websocket)
        .reconnect(false)
        .reconnect_on_disconnect(false)
        .on(Event::Connect, move |_, client| {
            subscribe(client, subscriptions.clone(), on_connect.clone()).boxed()
        })
        .on(Event::Error, move |payload, _| {
            let _ = on_error.try_send(Raw::Error(payload));
            async {}.boxed()
        })
        .on(Event::Close, move |_, _| {
            let _ = on_close.try_send(Raw::Closed);
            async {}.boxed()
        })
        .on_any(move |event, payload, _| {
            if sender.try_send(Raw::Event(event, payload)).is_err() {
                overflow.fetch_add(1, Ordering::Relaxed);
            }
            async {}.boxed()
        })
}

async fn subscribe(client: Client, subscriptions: Vec<Value>, sender: mpsc::Sender<Raw>) {
    let _ = sender.try_send(Raw::Connected);
    for subscription in subscriptions {
        if client.emit("subscribe", subscription).await.is_err() {
            let _ = sender.try_send(Raw::NotSubscribed);
            return;
        }
    }
    let _ = sender.try_send(Raw::Subscribed);
}

/// The refused namespace, as the library words it: the server's message is the JSON after it.
fn refusal(payload: &Payload) -> Option<SessionEnd> {
    let Payload::Text(values) = payload else { return None };
    let reason = values.first()?.as_str()?.strip_prefix(REFUSAL)?;
    let message = serde_json::from_str::<Value>(reason).ok();
    let message = message.as_ref().and_then(|reason| reason.get("message").unwrap_or(reason).as_str());
    Some(SessionEnd::TokenRefused(message.unwrap_or("no reason given").chars().take(100).collect()))
}

/// An event that upstream named `error` comes with an object; the library's own errors are words.
fn is_upstreams(payload: &Payload) -> bool {
    matches!(payload, Payload::Text(values) if values.first().is_some_and(Value::is_object))
}

fn not_connected(error: &Error) -> SessionEnd {
    match SessionEnd::of_network(error) {
        SessionEnd::Lost(reason) => {
            let status = reason.strip_prefix("HTTP error: ").and_then(|rest| rest.get(..3)?.parse().ok());
            status.map_or(SessionEnd::Lost(reason), |status| SessionEnd::Rejected { status })
        }
        end => end,
    }
}

/// One worker thread for one connection. Dropping it stops every task on it without waiting.
struct OwnRuntime(Option<Runtime>);

impl OwnRuntime {
    fn start() -> std::io::Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).thread_name("socketio4").enable_all().build()?;
        Ok(Self(Some(runtime)))
    }
}

impl std::ops::Deref for OwnRuntime {
    type Target = Runtime;

    fn deref(&self) -> &Runtime {
        self.0.as_ref().expect("it is taken only when dropped")
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refused_namespace_is_a_refused_token() {
        let payload = |text: &str| Payload::Text(vec![json!(format!("{REFUSAL}{text}"))]);
        let refused = |message: &str| Some(SessionEnd::TokenRefused(message.into()));
        assert_eq!(refusal(&payload("{\"message\":\"Not authorized\"}")), refused("Not authorized"));
        assert_eq!(refusal(&payload("\"No error message provided\"")), refused("No error message provided"));
        assert_eq!(refusal(&payload("nonsense")), refused("no reason given"));
        assert_eq!(refusal(&Payload::Text(vec![json!("EngineIO Error")])), None);
    }

    #[test]
    fn upstreams_error_event_is_not_the_librarys() {
        assert!(is_upstreams(&Payload::Text(vec![json!({"message": "unknown error"})])));
        assert!(!is_upstreams(&Payload::Text(vec![json!("EngineIO Error")])));
    }
}
