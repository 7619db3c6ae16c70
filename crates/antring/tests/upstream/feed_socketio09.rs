//! Socket.IO 0.9 over a real socket, against a server that behaves as KAZOO 3.x does (`protocols.md` §2.2).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, run_session};
use axum::Router;
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Path, WebSocketUpgrade};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use floor::{LegEventKind, Trouble};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use crate::support::{account, eventually, install_crypto, json_lines, refusing, serve};

const SESSION: &str = "4f1c2a7be0d94c53b6a8e21d70f3c9a5";

/// What the server got from its clients, and their cookies.
type Received = Arc<Mutex<Vec<String>>>;

/// A server whose socket says what `script` says after the subscriptions came, and then keeps listening.
async fn server(script: impl Fn() -> Vec<String> + Clone + Send + Sync + 'static) -> (Url, Received) {
    let received = Received::default();
    let keep = Arc::clone(&received);
    let talk = move |Path(session): Path<String>, headers: HeaderMap, upgrade: WebSocketUpgrade| {
        let (keep, script) = (Arc::clone(&keep), script.clone());
        async move {
            assert_eq!(session, SESSION);
            let cookie = headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
            keep.lock().expect("no test panicked").push(format!("cookie {cookie}"));
            upgrade.on_upgrade(move |socket| converse(socket, keep, script()))
        }
    };
    let handshake = || async {
        ([(SET_COOKIE, "node=kz1; Path=/; HttpOnly")], format!("{SESSION}:30:30:websocket,xhr-polling"))
    };
    let router = Router::new()
        .route("/socket.io/1/", get(handshake))
        .route("/socket.io/1/websocket/{session}", get(talk));
    (serve(router).await, received)
}

async fn converse(mut socket: WebSocket, received: Received, script: Vec<String>) {
    let keep = |text: &str| received.lock().expect("no test panicked").push(text.to_owned());
    let mut script = Some(script);
    let _ = socket.send(Message::text("1::")).await;
    let mut subscriptions = 0;
    loop {
        let message = tokio::select! {
            message = socket.recv() => message,
            // Faster than KAZOO's five seconds, so that tests need not wait.
            () = tokio::time::sleep(Duration::from_millis(200)), if script.is_none() => {
                let _ = socket.send(Message::text("2::")).await;
                continue;
            }
        };
        let Some(Ok(Message::Text(text))) = message else { break };
        keep(&text);
        subscriptions += u32::from(text.contains("\"subscribe\""));
        if subscriptions == 3
            && let Some(script) = script.take()
        {
            for frame in script {
                let _ = socket.send(Message::text(frame)).await;
            }
        }
    }
    keep("closed");
}

fn has(received: &Received, text: &str) -> bool {
    received.lock().expect("no test panicked").iter().any(|frame| frame == text)
}

fn start(url: &Url, capacity: usize) -> (JoinHandle<SessionEnd>, mpsc::Receiver<FeedEvent>) {
    install_crypto();
    let (sender, receiver) = mpsc::channel(capacity);
    let server = EventServer::new(url.clone());
    let session = tokio::spawn(async move {
        run_session(Dialect::SocketIo09, &server, &account(), &"5f2b8c0d".into(), sender).await
    });
    (session, receiver)
}

async fn end_of(session: JoinHandle<SessionEnd>) -> SessionEnd {
    timeout(Duration::from_secs(15), session).await.expect("it ends").expect("it does not panic")
}

fn event(name: &str, args: &Value) -> String {
    format!("5:::{{\"name\":\"{name}\",\"args\":{args}}}")
}

fn batch(frames: &[String]) -> String {
    frames.iter().map(|frame| format!("\u{FFFD}{}\u{FFFD}{frame}", frame.chars().count())).collect()
}

#[tokio::test]
async fn a_whole_call_in_one_batch_then_a_heartbeat_and_the_end() {
    let (url, received) = server(|| {
        let call = json_lines("scenarios/queue_call_answered_second_agent.kazoo3.ndjson");
        let name = |event: &Value| event["Event-Name"].as_str().expect("a name").to_owned();
        let frames: Vec<String> = call.iter().map(|args| event(&name(args), args)).collect();
        vec![batch(&frames), "2::".into(), "0::".into()]
    })
    .await;
    let (session, mut events) = start(&url, 64);
    assert_eq!(end_of(session).await, SessionEnd::Closed);
    assert_eq!(events.recv().await, Some(FeedEvent::Connected));
    assert_eq!(events.recv().await, Some(FeedEvent::Subscribed));
    let mut legs = 0;
    while let Some(FeedEvent::Leg(leg)) = events.recv().await {
        legs += 1;
        assert_eq!(leg.kind == LegEventKind::Created, matches!(legs, 1 | 3 | 5), "{leg:?}");
    }
    assert_eq!((legs, events.recv().await), (8, None));

    eventually(|| has(&received, "2::")).await;
    let received = received.lock().expect("no test panicked").clone();
    assert_eq!(received[0], "cookie node=kz1");
    for (frame, binding) in received[1..].iter().zip(["CREATE", "ANSWER", "DESTROY"]) {
        let subscription: Value =
            serde_json::from_str(frame.strip_prefix("5:::").expect("an event")).expect("JSON");
        let argument = &subscription["args"][0];
        assert_eq!(argument["binding"], format!("call.CHANNEL_{binding}.*"));
        assert_eq!(argument["auth_token"], "5f2b8c0d");
        assert_eq!(argument["account_id"], "aa00bb11cc22dd33ee44ff5566778899");
    }
    assert_eq!(received[4], "2::");
}

#[tokio::test]
async fn a_refused_token_ends_the_session() {
    let (url, _) = server(|| {
        vec![
            r#"5:::{"name":"auth_failure","args":{"message":"invalid auth token","cause":"5f2b8c0d"}}"#
                .into(),
        ]
    })
    .await;
    let (session, mut events) = start(&url, 64);
    let end = end_of(session).await;
    assert_eq!(end, SessionEnd::TokenRefused("invalid auth token".into()));
    assert_eq!(end.trouble(), Trouble::TokenRefused);
    let mut told = vec![];
    while let Some(event) = events.recv().await {
        told.push(event);
    }
    assert_eq!(told.last(), Some(&FeedEvent::AuthFailure("invalid auth token".into())));
}

#[tokio::test]
async fn oddities_are_told_and_do_not_end_it() {
    let (url, _) = server(|| {
        let odd = [
            r#"5:::{"name":"error","args":{"message":"unknown error"}}"#,
            r#"5:::{"name":"CHANNEL_CREATE","args":{"Call-Direction":"inbound"}}"#,
            r#"5:::{"name":"CHANNEL_HOLD","args":{"Call-ID":"a"}}"#,
            "9:::",
            r#"5:::{"name":"CHANNEL_CREATE","args":[{"call_id":"a"}]}"#,
            "0::",
        ];
        odd.map(str::to_owned).into()
    })
    .await;
    let (session, mut events) = start(&url, 64);
    assert_eq!(end_of(session).await, SessionEnd::Closed);
    let mut told = vec![];
    while let Some(event) = events.recv().await {
        told.push(event);
    }
    assert_eq!(
        told[2..6],
        [
            FeedEvent::Complaint("unknown error".into()),
            FeedEvent::Unreadable("no call id".into()),
            FeedEvent::Heard,
            FeedEvent::Unreadable("a frame of an unknown type".into()),
        ]
    );
    assert!(matches!(&told[6], FeedEvent::Leg(leg) if leg.leg.as_str() == "a"));
}

#[tokio::test]
async fn a_slow_owner_loses_events_and_learns_how_many() {
    let (url, received) = server(|| {
        let mut frames: Vec<String> = (0..100)
            .map(|call| event("CHANNEL_CREATE", &serde_json::json!({"call_id": call.to_string()})))
            .collect();
        frames.push("2::".into());
        frames
    })
    .await;
    let (session, mut events) = start(&url, 8);
    eventually(|| has(&received, "2::")).await;
    let mut told = vec![];
    while told.len() < 9 {
        told.push(events.recv().await.expect("the session lives"));
    }
    let legs = told.iter().filter(|event| matches!(event, FeedEvent::Leg(_))).count();
    assert_eq!((legs, &told[8]), (6, &FeedEvent::Overflow(94)));
    session.abort();
}

#[tokio::test]
async fn it_says_goodbye_when_nobody_listens_any_more() {
    let (url, received) = server(Vec::new).await;
    let (session, mut events) = start(&url, 8);
    assert_eq!(events.recv().await, Some(FeedEvent::Connected));
    assert_eq!(events.recv().await, Some(FeedEvent::Subscribed));
    drop(events);
    assert_eq!(end_of(session).await, SessionEnd::ReceiverGone);
    eventually(|| has(&received, "0::")).await;
}

#[tokio::test]
async fn dropping_the_session_closes_the_connection() {
    let (url, received) = server(Vec::new).await;
    let (session, mut events) = start(&url, 8);
    while events.recv().await != Some(FeedEvent::Subscribed) {}
    session.abort();
    eventually(|| has(&received, "closed")).await;
}

#[tokio::test]
async fn what_answers_in_another_way() {
    for (status, body, expected) in [
        (400, "{\"code\":0,\"message\":\"Transport unknown\"}", None),
        (200, "OK", None),
        (200, "", None),
        (503, "busy", Some(SessionEnd::Rejected { status: 503 })),
        (404, "", Some(SessionEnd::Rejected { status: 404 })),
        (302, "", Some(SessionEnd::Rejected { status: 302 })),
    ] {
        let router = Router::new()
            .fallback(move || async move { (StatusCode::from_u16(status).expect("a status"), body) });
        let (session, _events) = start(&serve(router).await, 8);
        let end = end_of(session).await;
        match expected {
            Some(expected) => assert_eq!(end, expected),
            None => assert!(matches!(end, SessionEnd::WrongDialect(_)), "{status} {body}: {end:?}"),
        }
    }
}

#[tokio::test]
async fn an_upgrade_that_is_refused() {
    let router = Router::new().route("/socket.io/1/", get(|| async { format!("{SESSION}:30:30:websocket") }));
    let (session, _events) = start(&serve(router).await, 8);
    assert_eq!(end_of(session).await, SessionEnd::Rejected { status: 404 });
}

#[tokio::test]
async fn nobody_there() {
    let (session, _events) = start(&refusing().await, 8);
    let end = end_of(session).await;
    assert_eq!((&end, end.trouble()), (&SessionEnd::Refused, Trouble::Refused));
    let unknown = Url::parse("http://no-such-host.invalid:5557").expect("a URL");
    let (session, _events) = start(&unknown, 8);
    assert_eq!(end_of(session).await, SessionEnd::HostNotFound);
}
