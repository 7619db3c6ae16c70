//! Socket.IO 2 over a real socket, against a server that behaves as `socket.io` 2 does (`protocols.md` §2.2).

use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, run_session};
use axum::Router;
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Query, WebSocketUpgrade};
use axum::routing::get;
use floor::Trouble;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use crate::support::{Frames, account, eventually, install_crypto, json_lines, serve};

const GREETING: &str = r#"0{"sid":"a","upgrades":[],"pingInterval":200,"pingTimeout":1000}"#;

/// How the server ends its side.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Pongs,
    Mute,
}

/// A server that says `script` after three subscriptions.
async fn server(script: Vec<String>, manner: Manner) -> (Url, Frames) {
    let received = Frames::default();
    let keep = received.clone();
    let talk = move |Query(query): Query<Vec<(String, String)>>, upgrade: WebSocketUpgrade| {
        let (keep, script) = (keep.clone(), script.clone());
        async move {
            keep.push(&format!("{query:?}"));
            upgrade.on_upgrade(move |socket| converse(socket, keep, script, manner))
        }
    };
    (serve(Router::new().route("/rt/socket.io/", get(talk))).await.join("/rt").expect("a URL"), received)
}

async fn converse(mut socket: WebSocket, received: Frames, script: Vec<String>, manner: Manner) {
    for text in [GREETING, "40"] {
        let _ = socket.send(Message::text(text)).await;
    }
    let mut subscriptions = 0;
    while let Some(Ok(Message::Text(text))) = socket.recv().await {
        received.push(&text);
        if text == "2" && manner == Manner::Pongs {
            let _ = socket.send(Message::text("3")).await;
        }
        subscriptions += u32::from(text.contains("\"subscribe\""));
        if subscriptions == 3 {
            subscriptions = 0;
            for frame in &script {
                let _ = socket.send(Message::text(frame.as_str())).await;
            }
        }
    }
    received.push("closed");
}

fn start(url: &Url) -> (JoinHandle<SessionEnd>, mpsc::Receiver<FeedEvent>) {
    install_crypto();
    let (sender, receiver) = mpsc::channel(64);
    let server = EventServer::new(url.clone());
    let session = tokio::spawn(async move {
        run_session(Dialect::SocketIo2, &server, &account(), &"5f2b8c0d".into(), sender).await
    });
    (session, receiver)
}

async fn end_of(session: JoinHandle<SessionEnd>) -> SessionEnd {
    timeout(Duration::from_secs(15), session).await.expect("it ends").expect("it does not panic")
}

async fn all(mut events: mpsc::Receiver<FeedEvent>) -> Vec<FeedEvent> {
    let mut told = vec![];
    while let Some(event) = events.recv().await {
        if event != FeedEvent::Heard {
            told.push(event);
        }
    }
    told
}

#[tokio::test]
async fn a_whole_call_and_the_servers_farewell() {
    let mut script: Vec<String> = json_lines("scenarios/queue_call_answered_second_agent.kazoo4.ndjson")
        .iter()
        .map(|event| format!("42[{},{}]", event["name"], event["data"]))
        .collect();
    script.push(r#"42["error",{"message":"unknown error"}]"#.into());
    script.push("41".into());
    let (url, received) = server(script, Manner::Pongs).await;
    let (session, events) = start(&url);
    assert_eq!(end_of(session).await, SessionEnd::Closed);
    let told = all(events).await;
    assert_eq!(told[..2], [FeedEvent::Connected, FeedEvent::Subscribed]);
    assert!(told[2..10].iter().all(|event| matches!(event, FeedEvent::Leg(_))), "{told:?}");
    assert_eq!(told[10..], [FeedEvent::Complaint("unknown error".into())]);

    let received = received.all();
    assert_eq!(received[0], r#"[("EIO", "3"), ("transport", "websocket")]"#);
    for (frame, binding) in received[1..].iter().zip(["CREATE", "ANSWER", "DESTROY"]) {
        let subscription: Value =
            serde_json::from_str(frame.strip_prefix("42").expect("an event")).expect("JSON");
        assert_eq!(subscription[0], "subscribe");
        assert_eq!(subscription[1]["binding"], format!("call.CHANNEL_{binding}.*"));
        assert_eq!(subscription[1]["auth_token"], "5f2b8c0d");
        assert_eq!(subscription[1]["account_id"], "aa00bb11cc22dd33ee44ff5566778899");
    }
}

#[tokio::test]
async fn pings_keep_it_alive_and_it_says_goodbye() {
    let (url, received) = server(vec![], Manner::Pongs).await;
    let (session, events) = start(&url);
    // Longer than interval and limit together.
    eventually(|| received.all().iter().filter(|frame| *frame == "2").count() >= 8).await;
    drop(events);
    assert_eq!(end_of(session).await, SessionEnd::ReceiverGone);
    eventually(|| received.all().ends_with(&["41".into(), "closed".into()])).await;
}

#[tokio::test]
async fn an_unanswered_ping_ends_it() {
    let (url, received) = server(vec![], Manner::Mute).await;
    let (session, _events) = start(&url);
    let end = end_of(session).await;
    assert_eq!((&end, end.trouble()), (&SessionEnd::Silent, Trouble::TimedOut));
    eventually(|| received.all().ends_with(&["2".into(), "closed".into()])).await;
}

#[tokio::test]
async fn a_refused_token_ends_the_session() {
    let refusal = r#"42["auth_failure",{"message":"invalid auth token","cause":"5f2b8c0d"}]"#;
    let (url, _) = server(vec![refusal.into()], Manner::Pongs).await;
    let (session, events) = start(&url);
    assert_eq!(end_of(session).await, SessionEnd::TokenRefused("invalid auth token".into()));
    assert_eq!(all(events).await.last(), Some(&FeedEvent::AuthFailure("invalid auth token".into())));
}
