//! Socket.IO 0.9 as `protocols.md` §2.2 describes it.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::KeyStyle;

use crate::socket::{Socket, subscription};
use crate::support::Centre;

const EVENTS: [&str; 3] = ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"];

#[tokio::test]
async fn the_handshake_and_the_paths_around_it() {
    let centre = Centre::quiet().await;
    let (status, body) = get(&centre, "/socket.io/1/?t=1770352873000").await;
    assert_eq!(status, 200);
    let (sid, rest) = body.split_once(':').unwrap();
    assert_eq!((sid.len(), rest), (32, "30:30:websocket,xhr-polling"));
    assert_eq!(get(&centre, "/").await, (200, "OK".to_owned()));
    assert_eq!(get(&centre, "/socket.io/?EIO=4&transport=polling").await.0, 404);

    let mut socket = Socket::open(&centre, &format!("/socket.io/1/websocket/{sid}")).await.unwrap();
    assert_eq!(socket.next().await.as_deref(), Some("1::"));
    let unknown = Socket::open(&centre, "/socket.io/1/websocket/deadbeef").await.err().unwrap();
    assert!(unknown.to_string().contains("404"), "{unknown}");
}

#[tokio::test]
async fn a_subscriber_hears_a_whole_call_and_success_is_silent() {
    let centre = Centre::quiet().await;
    let mut socket = subscribed(&centre, &EVENTS).await;
    assert_eq!(socket.next().await, None, "a subscription is not acknowledged");

    let call = centre.caller("Bán hàng", "0912345678").await;
    centre.drive(&call, "answer", json!({ "agent": "1001" })).await;
    centre.drive(&call, "hang-up", json!({})).await;
    let events = events(&mut socket, 6).await;
    let names: Vec<&str> = events.iter().map(|event| event["name"].as_str().unwrap()).collect();
    let (create, answer, destroy) = ("CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY");
    assert_eq!(names, [create, answer, create, answer, destroy, destroy]);
    assert!(events[0]["args"].is_object(), "args is an object");
    assert_eq!(events[0]["args"]["Call-ID"], call.as_str());
    assert_eq!(events[0]["args"]["Caller-ID-Number"], "0912345678");
}

#[tokio::test]
async fn events_of_one_moment_come_in_one_frame() {
    let centre = Centre::quiet().await;
    let mut socket = subscribed(&centre, &EVENTS).await;
    centre.order("burst", json!({ "events": 6 })).await;
    let frame = socket.next().await.unwrap();
    assert!(frame.starts_with('\u{fffd}'), "{frame}");
    assert_eq!(packets(&frame).len(), 6);
}

#[tokio::test]
async fn a_second_subscription_delivers_twice() {
    let centre = Centre::quiet().await;
    let mut socket = subscribed(&centre, &["CHANNEL_CREATE", "CHANNEL_CREATE"]).await;
    let call = centre.caller("1", "0912345678").await;
    let heard = events(&mut socket, 2).await;
    assert!(heard.iter().all(|event| event["args"]["Call-ID"] == call.as_str()));
}

#[tokio::test]
async fn a_bad_token_is_told_so_and_a_wrong_account_hears_nothing() {
    let centre = Centre::quiet().await;
    let mut socket = connected(&centre).await;
    subscribe(&mut socket, subscription(&centre, "no-such-token", "CHANNEL_CREATE")).await;
    let refusal = events(&mut socket, 1).await;
    let told = json!({ "message": "invalid auth token", "cause": "no-such-token" });
    assert_eq!(refusal[0], json!({ "name": "auth_failure", "args": told }));

    let mut wrong = subscription(&centre, &centre.token().await, "CHANNEL_CREATE");
    wrong["account_id"] = json!("00000000000000000000000000000000");
    subscribe(&mut socket, wrong).await;
    centre.caller("1", "0912345678").await;
    assert_eq!(socket.next().await, None);

    let mut unknown = subscription(&centre, &centre.token().await, "CHANNEL_CREATE");
    unknown["binding"] = json!("doc_edited.*");
    subscribe(&mut socket, unknown).await;
    let refusal = events(&mut socket, 1).await;
    assert_eq!(refusal[0], json!({ "name": "error", "args": { "message": "unknown error" } }));
}

#[tokio::test]
async fn an_expired_token_is_a_bad_one_and_a_subscription_outlives_its_token() {
    let centre = Centre::with(|options| options.token_seconds = 1).await;
    let mut socket = subscribed(&centre, &["CHANNEL_CREATE"]).await;
    let token = centre.token().await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    centre.caller("1", "0912345678").await;
    assert_eq!(events(&mut socket, 1).await[0]["name"], "CHANNEL_CREATE");
    subscribe(&mut socket, subscription(&centre, &token, "CHANNEL_ANSWER")).await;
    assert_eq!(events(&mut socket, 1).await[0]["name"], "auth_failure");
}

#[tokio::test]
async fn what_the_server_does_not_accept_kills_the_session() {
    let centre = Centre::quiet().await;
    for deadly in ["hello", r#"5:1+::{"name":"subscribe","args":[{}]}"#, "0::"] {
        let mut socket = connected(&centre).await;
        socket.send("2::").await;
        socket.send(deadly).await;
        assert_eq!(socket.next_within(Duration::from_secs(2)).await, Ok(None), "{deadly}");
    }
}

#[tokio::test]
async fn the_server_beats_every_five_seconds() {
    let centre = Centre::quiet().await;
    let mut socket = connected(&centre).await;
    assert_eq!(socket.next_within(Duration::from_secs(6)).await, Ok(Some("2::".to_owned())));
}

#[tokio::test]
async fn the_feed_fails_as_told() {
    let centre = Centre::quiet().await;
    let mut socket = subscribed(&centre, &EVENTS).await;
    centre.order("faults", json!({ "feed": "silent" })).await;
    centre.caller("1", "0912345678").await;
    assert_eq!(socket.next().await, None);

    centre.order("faults", json!({ "clear": true, "duplicate": 1.0 })).await;
    centre.caller("1", "0912345679").await;
    assert_eq!(events(&mut socket, 4).await.len(), 4);

    centre.order("faults", json!({ "clear": true, "feed": "refuse" })).await;
    assert_eq!(socket.next_within(Duration::from_secs(2)).await, Ok(None));
    let refused = centre.http.get(centre.simulator.events_url()).send().await.err().unwrap();
    assert!(refused.is_connect(), "{refused}");

    centre.order("faults", json!({ "clear": true })).await;
    let mut socket = subscribed(&centre, &EVENTS).await;
    assert_eq!(centre.state().await["feed_clients"], 1);
    centre.order("faults", json!({ "feed": "drop" })).await;
    assert_eq!(socket.next_within(Duration::from_secs(2)).await, Ok(None));
    subscribed(&centre, &EVENTS).await;
}

#[tokio::test]
async fn a_frozen_feed_says_nothing_and_is_cut_when_it_thaws() {
    let centre = Centre::quiet().await;
    let mut socket = subscribed(&centre, &EVENTS).await;
    centre.order("faults", json!({ "feed": "frozen" })).await;
    centre.caller("1", "0912345678").await;
    let silence = socket.next_within(Duration::from_secs(6)).await;
    assert!(silence.is_err(), "not even a heartbeat: {silence:?}");
    centre.control(reqwest::Method::DELETE, "faults", Value::Null).await;
    assert_eq!(socket.next_within(Duration::from_secs(2)).await, Ok(None));
}

#[tokio::test]
async fn keys_are_spelled_as_chosen() {
    let centre = Centre::with(|options| options.keys = Some(KeyStyle::Flat)).await;
    let mut socket = subscribed(&centre, &["CHANNEL_CREATE"]).await;
    let call = centre.caller("1", "0912345678").await;
    let event = events(&mut socket, 1).await.remove(0);
    assert_eq!(event["args"]["call_id"], call.as_str());
    assert_eq!(event["args"]["direction"], "inbound");
}

async fn connected(centre: &Centre) -> Socket {
    let (_, body) = get(centre, "/socket.io/1/").await;
    let sid = body.split(':').next().unwrap();
    let mut socket = Socket::open(centre, &format!("/socket.io/1/websocket/{sid}")).await.unwrap();
    assert_eq!(socket.next().await.as_deref(), Some("1::"));
    socket
}

/// A connected socket whose subscriptions have been read by the server.
async fn subscribed(centre: &Centre, events: &[&str]) -> Socket {
    let mut socket = connected(centre).await;
    let token = centre.token().await;
    for event in events {
        subscribe(&mut socket, subscription(centre, &token, event)).await;
    }
    // Success is silent, so a refusal that must follow it is what tells that the server has come this far.
    subscribe(&mut socket, subscription(centre, "marker", "CHANNEL_CREATE")).await;
    assert_eq!(self::events(&mut socket, 1).await[0]["name"], "auth_failure");
    socket
}

async fn subscribe(socket: &mut Socket, request: Value) {
    socket.send(&format!("5:::{}", json!({ "name": "subscribe", "args": [request] }))).await;
}

/// Exactly this many events, however they are framed; heartbeats are skipped.
async fn events(socket: &mut Socket, count: usize) -> Vec<Value> {
    let mut events = Vec::new();
    while events.len() < count {
        let frame = socket.next().await.expect("an event");
        let packets = packets(&frame);
        events.extend(
            packets
                .iter()
                .filter_map(|packet| serde_json::from_str::<Value>(packet.strip_prefix("5:::")?).ok()),
        );
    }
    assert_eq!(events.len(), count);
    events
}

/// Takes a frame apart, counting code points.
fn packets(frame: &str) -> Vec<String> {
    let mut packets = Vec::new();
    let mut rest = frame;
    while let Some(framed) = rest.strip_prefix('\u{fffd}') {
        let (length, packet) = framed.split_once('\u{fffd}').expect("a length");
        let length: usize = length.parse().expect("a number");
        let end = packet.char_indices().nth(length).map_or(packet.len(), |(end, _)| end);
        packets.push(packet[..end].to_owned());
        rest = &packet[end..];
    }
    if packets.is_empty() { vec![frame.to_owned()] } else { packets }
}

async fn get(centre: &Centre, path: &str) -> (u16, String) {
    let answer = centre.http.get(format!("{}{path}", centre.simulator.events_url())).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
