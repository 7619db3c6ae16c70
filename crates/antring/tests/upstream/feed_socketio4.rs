//! Socket.IO 4 over a real socket: against a full server, and against a bare one that misbehaves.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, run_session};
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::get;
use floor::{LegEvent, Trouble};
use serde_json::{Value, json};
use socketioxide::SocketIo;
use socketioxide::extract::{Data, SocketRef};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use crate::support::{account, eventually, install_crypto, json_lines, refusing, serve};

fn start(url: &Url, capacity: usize) -> (JoinHandle<SessionEnd>, mpsc::Receiver<FeedEvent>) {
    install_crypto();
    let (sender, receiver) = mpsc::channel(capacity);
    let server = EventServer::new(url.clone());
    let session = tokio::spawn(async move {
        run_session(Dialect::SocketIo4, &server, &account(), &"5f2b8c0d".into(), sender).await
    });
    (session, receiver)
}

async fn end_of(session: JoinHandle<SessionEnd>) -> SessionEnd {
    timeout(Duration::from_secs(15), session).await.expect("it ends").expect("it does not panic")
}

async fn next(events: &mut mpsc::Receiver<FeedEvent>) -> Option<FeedEvent> {
    loop {
        let event = timeout(Duration::from_secs(15), events.recv()).await.expect("something comes");
        if event != Some(FeedEvent::Heard) {
            return event;
        }
    }
}

/// A server that answers the third subscription by `say`, and the subscriptions it got.
async fn server(say: impl Fn(SocketRef) + Clone + Send + Sync + 'static) -> (Url, Arc<Mutex<Vec<Value>>>) {
    let (layer, io) = SocketIo::new_layer();
    let subscriptions = Arc::new(Mutex::new(vec![]));
    let keep = Arc::clone(&subscriptions);
    io.ns("/", async move |socket: SocketRef| {
        socket.on("subscribe", async move |socket: SocketRef, Data::<Value>(subscription)| {
            let count = {
                let mut kept = keep.lock().expect("no test panicked");
                kept.push(subscription);
                kept.len()
            };
            if count == 3 {
                say(socket);
            }
        });
    });
    (serve(Router::new().layer(layer)).await, subscriptions)
}

#[tokio::test]
async fn a_whole_call_and_the_servers_farewell() {
    let call = || json_lines("scenarios/queue_call_answered_second_agent.kazoo4.ndjson");
    let (url, subscriptions) = server(move |socket| {
        for event in call() {
            let name = event["name"].as_str().expect("a name").to_owned();
            socket.emit(name, &event["data"]).expect("it is sent");
        }
        socket.emit("error", &json!({"message": "unknown error"})).expect("it is sent");
        socket.disconnect().expect("it is open");
    })
    .await;
    let (session, mut events) = start(&url, 64);
    assert_eq!(next(&mut events).await, Some(FeedEvent::Connected));
    assert_eq!(next(&mut events).await, Some(FeedEvent::Subscribed));
    let mut legs: Vec<LegEvent> = vec![];
    let after = loop {
        match next(&mut events).await {
            Some(FeedEvent::Leg(leg)) => legs.push(*leg),
            other => break other,
        }
    };
    assert_eq!(legs.len(), 8);
    assert!(legs.iter().all(|leg| leg.links.interaction.is_some()));
    assert_eq!(after, Some(FeedEvent::Complaint("unknown error".into())));
    assert_eq!(next(&mut events).await, None);
    let end = end_of(session).await;
    assert_eq!((&end, end.trouble()), (&SessionEnd::Closed, Trouble::Lost));
    let bindings: Vec<Value> =
        subscriptions.lock().expect("no test panicked").iter().map(|one| one["binding"].clone()).collect();
    assert_eq!(bindings, ["call.CHANNEL_CREATE.*", "call.CHANNEL_ANSWER.*", "call.CHANNEL_DESTROY.*"]);
    assert_eq!(subscriptions.lock().expect("no test panicked")[0]["auth_token"], "5f2b8c0d");
}

#[tokio::test]
async fn a_refused_token_ends_the_session() {
    let (url, _) = server(|socket| {
        let refusal = json!({"message": "invalid auth token", "cause": "5f2b8c0d"});
        socket.emit("auth_failure", &refusal).expect("it is sent");
    })
    .await;
    let (session, mut events) = start(&url, 64);
    assert_eq!(end_of(session).await, SessionEnd::TokenRefused("invalid auth token".into()));
    while let Some(event) = next(&mut events).await {
        if event == FeedEvent::AuthFailure("invalid auth token".into()) {
            return;
        }
    }
    panic!("it was not told");
}

#[tokio::test]
async fn a_slow_owner_loses_events_and_learns_how_many() {
    let (url, _) = server(|socket| {
        for call in 0..100 {
            socket.emit("CHANNEL_CREATE", &json!({"call_id": call.to_string()})).expect("it is sent");
        }
    })
    .await;
    let (_session, mut events) = start(&url, 10);
    tokio::time::sleep(Duration::from_millis(1000)).await;
    let (mut legs, mut lost) = (0, 0);
    while legs + lost < 100 {
        match next(&mut events).await {
            Some(FeedEvent::Leg(_)) => legs += 1,
            Some(FeedEvent::Overflow(events)) => lost += events,
            other => {
                assert!(matches!(other, Some(FeedEvent::Connected | FeedEvent::Subscribed)), "{other:?}")
            }
        }
    }
    assert!(lost >= 90, "{lost}");
}

// --- a bare server, which says whatever a test wants ----------------------------------------------------------

/// What happened at the bare server.
#[derive(Clone, Default)]
struct Bare {
    connections: Arc<AtomicU32>,
    closed: Arc<AtomicU32>,
}

/// Opens Engine.IO with the given ping times in milliseconds, answers the CONNECT packet by `answers`, and then
/// closes or keeps listening.
async fn bare_server(pings: (u32, u32), answers: &'static [&'static str], then_close: bool) -> (Url, Bare) {
    let bare = Bare::default();
    let counters = bare.clone();
    let talk = move |upgrade: WebSocketUpgrade| {
        let counters = counters.clone();
        async move {
            upgrade.on_upgrade(move |socket| async move {
                counters.connections.fetch_add(1, Ordering::SeqCst);
                converse(socket, pings, answers, then_close).await;
                counters.closed.fetch_add(1, Ordering::SeqCst);
            })
        }
    };
    (serve(Router::new().route("/socket.io/", get(talk))).await, bare)
}

async fn converse(mut socket: WebSocket, (interval, wait): (u32, u32), answers: &[&str], then_close: bool) {
    let open = json!({"sid": "lv_VI97HAXpY6yYWAAAC", "upgrades": [], "pingInterval": interval, "pingTimeout": wait,
                      "maxPayload": 1_000_000});
    let _ = socket.send(Message::text(format!("0{open}"))).await;
    while let Some(Ok(message)) = socket.recv().await {
        if message.to_text().is_ok_and(|text| text.starts_with("40")) {
            for answer in answers {
                let _ = socket.send(Message::text(*answer)).await;
            }
            if then_close {
                let _ = socket.send(Message::Close(None)).await;
                return;
            }
        }
    }
}

#[tokio::test]
async fn an_end_in_order_that_raises_no_event_is_seen_and_nothing_reconnects() {
    let (url, bare) = bare_server((25_000, 20_000), &["40{\"sid\":\"x\"}"], true).await;
    let (session, _events) = start(&url, 8);
    let end = end_of(session).await;
    assert!(matches!(end, SessionEnd::Closed | SessionEnd::Lost(_)), "{end:?}");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(bare.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_namespace() {
    let (url, bare) = bare_server((25_000, 20_000), &["44{\"message\":\"Not authorized\"}"], false).await;
    let (session, mut events) = start(&url, 8);
    assert_eq!(end_of(session).await, SessionEnd::TokenRefused("Not authorized".into()));
    assert_eq!(next(&mut events).await, Some(FeedEvent::AuthFailure("Not authorized".into())));
    // The connection is not left behind.
    eventually(|| bare.closed.load(Ordering::SeqCst) == 1).await;
}

#[tokio::test]
async fn missed_pings_end_it() {
    let (url, _) = bare_server((300, 200), &["40{\"sid\":\"x\"}"], false).await;
    let (session, mut events) = start(&url, 8);
    assert_eq!(next(&mut events).await, Some(FeedEvent::Connected));
    let end = end_of(session).await;
    assert!(matches!(end, SessionEnd::Lost(_)), "{end:?}");
}

#[tokio::test]
async fn dropping_the_session_or_its_receiver_closes_the_connection() {
    for abort in [true, false] {
        let (url, bare) = bare_server((25_000, 20_000), &["40{\"sid\":\"x\"}"], false).await;
        let (session, mut events) = start(&url, 8);
        while next(&mut events).await != Some(FeedEvent::Subscribed) {}
        assert_eq!(bare.closed.load(Ordering::SeqCst), 0);
        if abort {
            session.abort();
        } else {
            drop(events);
            assert_eq!(end_of(session).await, SessionEnd::ReceiverGone);
        }
        eventually(|| bare.closed.load(Ordering::SeqCst) == 1).await;
    }
}

#[tokio::test]
async fn it_is_heard_of_while_nothing_happens() {
    let (url, _) = bare_server((25_000, 20_000), &["40{\"sid\":\"x\"}"], false).await;
    let (_session, mut events) = start(&url, 8);
    let heard = async { while events.recv().await != Some(FeedEvent::Heard) {} };
    timeout(Duration::from_secs(8), heard).await.expect("a sign of life");
}

#[tokio::test]
async fn nobody_there_or_nobody_who_speaks_it() {
    let (session, _events) = start(&refusing().await, 8);
    assert_eq!(end_of(session).await, SessionEnd::Refused);
    let unknown = Url::parse("http://no-such-host.invalid:5557").expect("a URL");
    let (session, _events) = start(&unknown, 8);
    assert_eq!(end_of(session).await, SessionEnd::HostNotFound);
    let (session, _events) = start(&serve(Router::new()).await, 8);
    assert_eq!(end_of(session).await, SessionEnd::Rejected { status: 404 });
}

#[tokio::test]
async fn a_server_that_accepts_and_says_nothing_is_given_ten_seconds() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = Url::parse(&format!("http://{}", listener.local_addr().expect("it is bound"))).expect("a URL");
    let (session, _events) = start(&url, 8);
    assert_eq!(end_of(session).await, SessionEnd::TimedOut);
    drop(listener);
}
