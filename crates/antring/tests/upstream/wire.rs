//! The recorded conversations of all four dialects: what they say the client sends, is sent, and what the server
//! sends becomes the expected events. Three are replayed without a socket, Socket.IO 4 through its library.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use antring::feed::blackhole::Blackhole;
use antring::feed::machine::{CloseReason, Machine, Output};
use antring::feed::socketio2::SocketIo2;
use antring::feed::socketio09::SocketIo09;
use antring::feed::{Dialect, EventServer, FeedEvent, run_session};
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::support::{account, eventually, serve, text};

const LEG: &str = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";

#[test]
fn socketio09() {
    let mut machine = SocketIo09::new(&subscriptions("<token>", 3), None, Instant::now());
    let told = replay(&mut machine, &conversation("wire/socketio09_kazoo3.txt"));
    assert_eq!(
        told,
        [
            "Opened".to_owned(),
            "Subscribed".into(),
            "auth_failure ?".into(),
            "error ?".into(),
            "Heard".into(),
            format!("CHANNEL_CREATE {LEG}"),
            format!("CHANNEL_CREATE {LEG}"),
            format!("CHANNEL_ANSWER {LEG}"),
        ]
    );
}

#[test]
fn socketio2() {
    let mut machine = SocketIo2::new(&subscriptions("<token>", 1), Instant::now());
    let told = replay(&mut machine, &conversation("wire/socketio2_eio3.txt"));
    let created = format!("CHANNEL_CREATE {LEG}");
    assert_eq!(told, ["Heard", "Opened", "Subscribed", &created, "Heard"]);
}

#[test]
fn blackhole() {
    let lines = conversation("wire/kazoo4_plain_ws.txt");
    let mut machine = Blackhole::new(&subscriptions("<jwt>", 1), &"<jwt>".into(), Instant::now());
    let created = format!("CHANNEL_CREATE {LEG}");
    // The refusal of r2, which this one never sent, is passed over.
    assert_eq!(replay(&mut machine, &lines), ["Opened", "Heard", "Subscribed", "Heard", &created, "Heard"]);

    let now = Instant::now();
    let mut machine = Blackhole::new(&subscriptions("<jwt>", 2), &"<jwt>".into(), now);
    machine.begin();
    let replies: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("< ")).take(2).collect();
    assert_eq!(machine.handle_text(replies[0], now), [Output::Heard]);
    let refused = CloseReason::TokenRefused("failed to authenticate token …".into());
    assert_eq!(machine.handle_text(replies[1], now), [Output::Close(refused)]);
}

#[tokio::test]
async fn socketio4() {
    let lines = conversation("wire/socketio4_eio4.txt");
    let sent = Arc::new(Mutex::new(vec![]));
    let (script, keep) = (lines.clone(), Arc::clone(&sent));
    let talk = move |upgrade: WebSocketUpgrade| {
        let (script, keep) = (script.clone(), Arc::clone(&keep));
        async move { upgrade.on_upgrade(move |socket| play(socket, script, keep)) }
    };
    let server = EventServer::new(serve(Router::new().route("/socket.io/", get(talk))).await);
    let (sender, mut events) = mpsc::channel(64);
    tokio::spawn(async move {
        run_session(Dialect::SocketIo4, &server, &account(), &"<token>".into(), sender).await
    });
    let expected: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("> ")).map(meaning).collect();
    eventually(|| sent.lock().expect("no test panicked").len() == expected.len()).await;
    assert_eq!(*sent.lock().expect("no test panicked"), expected);
    let mut told = vec![];
    while told.len() < 3 {
        match events.recv().await.expect("the session lives") {
            FeedEvent::Heard => {}
            FeedEvent::Leg(leg) => told.push(leg.leg.as_str().to_owned()),
            other => told.push(format!("{other:?}")),
        }
    }
    assert_eq!(told, ["Connected", "Subscribed", LEG]);
}

/// What a client said, by its meaning.
type Said = Arc<Mutex<Vec<(String, Option<Value>)>>>;

/// The server of a conversation: says its lines, and waits for the client's. Of the three subscriptions that a
/// session sends, the recording has the first.
async fn play(mut socket: WebSocket, script: Vec<String>, keep: Said) {
    let mut opened = false;
    for line in script {
        if let Some(frame) = line.strip_prefix("< ") {
            let _ = socket.send(Message::text(frame)).await;
            continue;
        }
        while let Some(Ok(message)) = socket.recv().await {
            let text = message.to_text().unwrap_or_default();
            // The library pongs once unasked, before all else.
            let unasked = !std::mem::replace(&mut opened, true) && text == "3";
            if !unasked && !text.contains("ANSWER") && !text.contains("DESTROY") {
                keep.lock().expect("no test panicked").push(meaning(text));
                break;
            }
        }
    }
    while let Some(Ok(_)) = socket.recv().await {}
}

/// The lines of a recording from the upgrade on; what precedes it is HTTP, and the shell's business.
fn conversation(fixture: &str) -> Vec<String> {
    let http = |line: &str| line.starts_with("> GET") || line.starts_with("< 200") || line == "< 101";
    let text = text(fixture);
    text.lines().filter(|line| !line.starts_with('#') && !http(line)).map(str::to_owned).collect()
}

fn subscriptions(token: &str, count: usize) -> Vec<Value> {
    let binding = |event| {
        json!({"account_id": "aa00bb11cc22dd33ee44ff5566778899", "auth_token": token,
               "binding": format!("call.{event}.*")})
    };
    ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"].into_iter().take(count).map(binding).collect()
}

/// Plays both sides: what the client is to send must come out of the machine, at once or at its next deadline.
fn replay(machine: &mut dyn Machine, lines: &[String]) -> Vec<String> {
    let mut now = Instant::now();
    let (mut sent, mut told) = (VecDeque::new(), vec![]);
    let mut take = |outputs: Vec<Output>, sent: &mut VecDeque<String>| {
        for output in outputs {
            match output {
                Output::Send(frame) => sent.push_back(frame),
                Output::Event { name, payload } => told.push(format!("{name} {}", leg_of(&payload))),
                Output::Opened | Output::Subscribed | Output::Heard => told.push(format!("{output:?}")),
                other => panic!("{other:?}"),
            }
        }
    };
    take(machine.begin(), &mut sent);
    for line in lines {
        match line.split_at(2) {
            ("< ", frame) => take(machine.handle_text(frame, now), &mut sent),
            // The farewell is the owner's wish.
            ("> ", frame) if machine.farewell() == Some(frame) => {}
            ("> ", frame) => {
                if sent.is_empty() {
                    now = machine.next_deadline().expect("it lives");
                    take(machine.handle_timeout(now), &mut sent);
                }
                let next = sent.pop_front().unwrap_or_default();
                assert_eq!(meaning(&next), meaning(frame));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sent, VecDeque::<String>::new(), "more than was recorded");
    told
}

/// A frame's head and its JSON, in which the order of keys does not matter.
fn meaning(frame: &str) -> (String, Option<Value>) {
    match frame.find(['{', '[']) {
        Some(at) => (frame[..at].into(), serde_json::from_str(&frame[at..]).ok()),
        None => (frame.into(), None),
    }
}

fn leg_of(payload: &Value) -> &str {
    let inner = payload.get("data").unwrap_or(payload);
    ["Call-ID", "call_id"].iter().find_map(|key| inner.get(key)?.as_str()).unwrap_or("?")
}
