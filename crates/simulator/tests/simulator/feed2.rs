//! Socket.IO 2 frame by frame: polling, a bare websocket, and the way from one to the other
//! (`protocols.md` §2.1 and §2.2).

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::{Dialect, KeyStyle};

use crate::socket::{Socket, subscription};
use crate::support::Centre;

#[tokio::test]
async fn a_probing_client_sees_a_2x_server_whatever_it_asks_for() {
    let centre = quiet().await;
    for version in ["3", "4"] {
        let path = format!("/socket.io/?EIO={version}&transport=polling&b64=1");
        let (status, body) = ask(&centre, Method::GET, &path, "").await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.starts_with("96:0{\"sid\":\"") && body.ends_with("}2:40"), "{body}");
        let open: Value = serde_json::from_str(&body[4..body.len() - 4]).unwrap();
        assert_eq!(open["upgrades"], json!(["websocket"]));
        assert_eq!((&open["pingInterval"], &open["pingTimeout"]), (&json!(25_000), &json!(5000)));
    }
    for (path, refusal) in [
        ("/socket.io/1/?t=1", json!({ "code": 0, "message": "Transport unknown" })),
        ("/socket.io/?transport=polling&sid=nobody", json!({ "code": 1, "message": "Session ID unknown" })),
        ("/socket.io/?transport=websocket", json!({ "code": 3, "message": "Bad request" })),
    ] {
        let (status, body) = ask(&centre, Method::GET, path, "").await;
        assert_eq!(
            (status.as_u16(), serde_json::from_str::<Value>(&body).unwrap()),
            (400, refusal),
            "{path}"
        );
    }
    assert_eq!(ask(&centre, Method::GET, "/", "").await, (StatusCode::OK, "OK".to_owned()));
}

#[tokio::test]
async fn a_websocket_is_joined_unasked_and_hears_a_whole_call() {
    let centre = quiet().await;
    let mut socket = connected(&centre).await;
    subscribe(&mut socket, &centre, &["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"]).await;
    assert_eq!(socket.next().await, None, "success is silent, and the server never pings");
    assert_eq!(centre.state().await["feed_clients"], 1);
    let call = centre.caller("1", "0912345678").await;
    centre.drive(&call, "abandon", json!({})).await;
    let (name, create) = event(&mut socket).await;
    assert_eq!((name.as_str(), &create["call_id"]), ("CHANNEL_CREATE", &json!(call)));
    assert_eq!(event(&mut socket).await.0, "CHANNEL_ANSWER");
    assert_eq!(event(&mut socket).await.1["hangup_cause"], "NORMAL_CLEARING");

    let stale = subscription(&centre, "stale", "CHANNEL_CREATE");
    socket.send(&format!("42{}", json!(["subscribe", stale]))).await;
    let (name, refusal) = event(&mut socket).await;
    let told = json!({ "message": "invalid auth token", "cause": "stale" });
    assert_eq!((name.as_str(), refusal), ("auth_failure", told));
    socket.send("1").await;
    assert_eq!(socket.next_within(Duration::from_secs(2)).await, Ok(None));
    assert_eq!(centre.state().await["feed_clients"], 0);
}

#[tokio::test]
async fn the_client_pings_and_is_given_up_when_it_does_not() {
    let centre = Centre::with(|options| {
        options.dialect = Dialect::SocketIo2;
        options.ping_interval_ms = Some(300);
        options.ping_timeout_ms = Some(200);
    })
    .await;
    let mut socket = connected(&centre).await;
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        socket.send("2").await;
        assert_eq!(socket.next().await.as_deref(), Some("3"));
    }
    let silence = std::time::Instant::now();
    assert_eq!(socket.next_within(Duration::from_secs(3)).await, Ok(None));
    assert!(silence.elapsed() >= Duration::from_millis(450), "{:?}", silence.elapsed());
}

#[tokio::test]
async fn a_session_begins_by_polling_and_a_websocket_takes_over() {
    let centre = quiet().await;
    let (_, body) = ask(&centre, Method::GET, "/socket.io/?EIO=3&transport=polling", "").await;
    let sid = body.split("\"sid\":\"").nth(1).unwrap().split('"').next().unwrap();
    let polling = format!("/socket.io/?EIO=3&transport=polling&sid={sid}");
    let request = subscription(&centre, &centre.token().await, "CHANNEL_CREATE");
    let packet = format!("42{}", json!(["subscribe", request]));
    let posted = ask(&centre, Method::POST, &polling, &format!("{}:{packet}", packet.len())).await;
    assert_eq!(posted, (StatusCode::OK, "ok".to_owned()));
    let call = centre.caller("1", "0912345678").await;
    let (_, body) = ask(&centre, Method::GET, &polling, "").await;
    assert!(body.contains(":42[\"CHANNEL_CREATE\",{") && body.contains(&call), "{body}");

    // A poll is waiting when the websocket is probed; it is let go with a noop.
    let waiting = ask(&centre, Method::GET, &polling, "");
    let upgrade = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let path = format!("/socket.io/?EIO=3&transport=websocket&sid={sid}");
        let mut socket = Socket::open(&centre, &path).await.unwrap();
        socket.send("2probe").await;
        assert_eq!(socket.next().await.as_deref(), Some("3probe"));
        socket
    };
    let ((_, body), mut socket) = tokio::join!(waiting, upgrade);
    assert_eq!(body, "1:6");
    let between = centre.caller("1", "0912345679").await;
    socket.send("5").await;
    assert_eq!(event(&mut socket).await.1["call_id"], between.as_str(), "nothing is lost on the way");
    assert_eq!(ask(&centre, Method::GET, &polling, "").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn keys_are_spelled_as_chosen() {
    for (keys, pointer) in
        [(KeyStyle::Flat, "/call_id"), (KeyStyle::Kazoo3, "/Call-ID"), (KeyStyle::Kazoo4, "/data/call_id")]
    {
        let centre = Centre::with(|options| {
            options.dialect = Dialect::SocketIo2;
            options.keys = Some(keys);
        })
        .await;
        let mut socket = connected(&centre).await;
        subscribe(&mut socket, &centre, &["CHANNEL_CREATE"]).await;
        assert_eq!(socket.next().await, None);
        let call = centre.caller("1", "0912345678").await;
        assert_eq!(event(&mut socket).await.1.pointer(pointer), Some(&json!(call)), "{keys:?}");
    }
}

async fn quiet() -> Centre {
    Centre::with(|options| options.dialect = Dialect::SocketIo2).await
}

async fn connected(centre: &Centre) -> Socket {
    let mut socket = Socket::open(centre, "/socket.io/?EIO=3&transport=websocket").await.unwrap();
    let open = socket.next().await.unwrap();
    assert!(open.starts_with("0{") && open.contains("\"upgrades\":[]"), "{open}");
    assert_eq!(socket.next().await.as_deref(), Some("40"));
    socket
}

async fn subscribe(socket: &mut Socket, centre: &Centre, events: &[&str]) {
    let token = centre.token().await;
    for event in events {
        socket.send(&format!("42{}", json!(["subscribe", subscription(centre, &token, event)]))).await;
    }
}

async fn event(socket: &mut Socket) -> (String, Value) {
    let frame = socket.next().await.expect("an event");
    serde_json::from_str(frame.strip_prefix("42").expect("an event")).unwrap()
}

async fn ask(centre: &Centre, method: Method, path: &str, body: &str) -> (StatusCode, String) {
    let url = format!("{}{path}", centre.simulator.events_url());
    let answer = centre.http.request(method, url).body(body.to_owned()).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}
