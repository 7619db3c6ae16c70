//! KAZOO 4's Blackhole over a real socket, against a server that behaves as it does (`protocols.md` §2.2).

use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, run_session};
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use floor::Trouble;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use crate::support::{Frames, account, eventually, install_crypto, json_lines, serve};

/// A server that refuses subscriptions with `error`, or grants them and then says `script`.
async fn server(error: Option<&'static str>, script: Vec<String>) -> (Url, Frames) {
    let received = Frames::default();
    let keep = received.clone();
    let talk = move |headers: HeaderMap, upgrade: WebSocketUpgrade| {
        let (keep, script) = (keep.clone(), script.clone());
        async move {
            // KAZOO 4 refuses every sub-protocol.
            if headers.contains_key(SEC_WEBSOCKET_PROTOCOL) {
                return StatusCode::BAD_REQUEST.into_response();
            }
            upgrade.on_upgrade(move |socket| converse(socket, keep, error, script))
        }
    };
    (serve(Router::new().route("/", get(talk))).await, received)
}

async fn converse(mut socket: WebSocket, received: Frames, error: Option<&str>, script: Vec<String>) {
    let mut subscriptions = 0;
    while let Some(Ok(Message::Text(text))) = socket.recv().await {
        received.push(&text);
        let request: Value = serde_json::from_str(&text).expect("JSON");
        let (status, data) = match error {
            Some(error) => ("error", json!({ "errors": [error] })),
            None => ("success", json!({ "subscribed": [request["data"]["binding"]] })),
        };
        let reply =
            json!({"action": "reply", "request_id": request["request_id"], "status": status, "data": data});
        let _ = socket.send(Message::text(reply.to_string())).await;
        subscriptions += 1;
        if subscriptions == 3 && error.is_none() {
            for frame in &script {
                let _ = socket.send(Message::text(frame.as_str())).await;
            }
            if !script.is_empty() {
                return;
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
        run_session(Dialect::Blackhole, &server, &account(), &"5f2b8c0d".into(), sender).await
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
async fn a_whole_call_and_the_end() {
    let script = json_lines("scenarios/queue_call_answered_second_agent.kazoo4.ndjson");
    let (url, received) = server(None, script.iter().map(Value::to_string).collect()).await;
    let (session, events) = start(&url);
    let end = end_of(session).await;
    assert!(matches!(end, SessionEnd::Closed | SessionEnd::Lost(_)), "{end:?}");
    let told = all(events).await;
    assert_eq!(told[..2], [FeedEvent::Connected, FeedEvent::Subscribed]);
    assert_eq!(told[2..].iter().filter(|event| matches!(event, FeedEvent::Leg(_))).count(), 8, "{told:?}");

    for (frame, (binding, id)) in
        received.all().iter().zip([("CREATE", "r1"), ("ANSWER", "r2"), ("DESTROY", "r3")])
    {
        let request: Value = serde_json::from_str(frame).expect("JSON");
        let expected = json!({
            "action": "subscribe", "auth_token": "5f2b8c0d", "request_id": id,
            "data": {"account_id": "aa00bb11cc22dd33ee44ff5566778899", "binding": format!("call.CHANNEL_{binding}.*")},
        });
        assert_eq!(request, expected);
    }
}

#[tokio::test]
async fn refusals_name_their_cause_and_never_the_token() {
    for (error, expected, trouble) in [
        (
            "failed to authenticate token 5f2b8c0d",
            SessionEnd::TokenRefused("failed to authenticate token …".into()),
            Trouble::TokenRefused,
        ),
        (
            "unauthorized account id",
            SessionEnd::AccountRefused("unauthorized account id".into()),
            Trouble::Rejected,
        ),
        (
            "rate limiting threshold hit for 10.0.0.1",
            SessionEnd::RateLimited("rate limiting threshold hit for 10.0.0.1".into()),
            Trouble::Quota,
        ),
        (
            "event call.CHANNEL_CREATE.* not supported",
            SessionEnd::SubscriptionsRefused("event call.CHANNEL_CREATE.* not supported".into()),
            Trouble::Rejected,
        ),
    ] {
        let (url, _) = server(Some(error), vec![]).await;
        let (session, events) = start(&url);
        let end = end_of(session).await;
        assert_eq!((&end, end.trouble()), (&expected, trouble));
        let told = all(events).await;
        assert!(!told.contains(&FeedEvent::Subscribed), "{told:?}");
        assert!(!format!("{told:?}").contains("5f2b8c0d"), "{told:?}");
        let failed = told.iter().any(|event| matches!(event, FeedEvent::AuthFailure(_)));
        assert_eq!(failed, trouble == Trouble::TokenRefused);
    }
}

#[tokio::test]
async fn dropping_the_receiver_closes_the_connection() {
    let (url, received) = server(None, vec![]).await;
    let (session, mut events) = start(&url);
    while events.recv().await != Some(FeedEvent::Subscribed) {}
    drop(events);
    assert_eq!(end_of(session).await, SessionEnd::ReceiverGone);
    eventually(|| received.all().ends_with(&["closed".into()])).await;
}

#[tokio::test]
async fn too_many_connections_are_a_quota() {
    let full = || async { StatusCode::TOO_MANY_REQUESTS };
    let (session, _events) = start(&serve(Router::new().route("/", get(full))).await);
    let end = end_of(session).await;
    assert_eq!((&end, end.trouble()), (&SessionEnd::Rejected { status: 429 }, Trouble::Quota));
}
