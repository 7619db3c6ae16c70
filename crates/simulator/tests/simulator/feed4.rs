//! Socket.IO 4, frame by frame on a bare websocket (`protocols.md` §2.2).

use serde_json::{Value, json};
use simulator::Dialect;

use crate::socket::{Socket, subscription};
use crate::support::Centre;

#[tokio::test]
async fn a_subscriber_hears_flat_events_and_success_is_silent() {
    let centre = Centre::with(|options| options.dialect = Dialect::SocketIo4).await;
    let mut socket = connected(&centre).await;
    let token = centre.token().await;
    for event in ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"] {
        subscribe(&mut socket, subscription(&centre, &token, event)).await;
    }
    assert_eq!(heard(&mut socket).await, None);
    assert_eq!(centre.state().await["feed_clients"], 1);

    let call = centre.caller("Kỹ thuật", "0912345678").await;
    let (name, create) = event(&mut socket).await;
    assert_eq!((name.as_str(), &create["call_id"]), ("CHANNEL_CREATE", &json!(call)));
    assert_eq!(event(&mut socket).await.0, "CHANNEL_ANSWER");
    centre.drive(&call, "abandon", json!({})).await;
    let (name, destroy) = event(&mut socket).await;
    assert_eq!((name.as_str(), &destroy["hangup_cause"]), ("CHANNEL_DESTROY", &json!("NORMAL_CLEARING")));
}

#[tokio::test]
async fn a_bad_token_is_told_so() {
    let centre = Centre::with(|options| options.dialect = Dialect::SocketIo4).await;
    let mut socket = connected(&centre).await;
    subscribe(&mut socket, subscription(&centre, "stale", "CHANNEL_CREATE")).await;
    let (name, payload) = event(&mut socket).await;
    assert_eq!(name, "auth_failure");
    assert_eq!(payload, json!({ "message": "invalid auth token", "cause": "stale" }));
}

#[tokio::test]
async fn it_refuses_older_clients_in_nodes_words_and_stops() {
    let centre = Centre::with(|options| options.dialect = Dialect::SocketIo4).await;
    for (path, refusal) in [
        ("/socket.io/1/?t=1", json!({ "code": 0, "message": "Transport unknown" })),
        (
            "/socket.io/?EIO=3&transport=polling&b64=1",
            json!({ "code": 5, "message": "Unsupported protocol version" }),
        ),
        (
            "/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAHs",
            json!({ "code": 1, "message": "Session ID unknown" }),
        ),
    ] {
        let url = format!("{}{path}", centre.simulator.events_url());
        let answer = centre.http.get(url).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.json::<Value>().await.unwrap()),
            (400, refusal),
            "{path}"
        );
    }
    let old = Socket::open(&centre, "/socket.io/?EIO=3&transport=websocket").await.err().unwrap();
    assert!(old.to_string().contains("400"), "{old}");
    let url = format!("{}/socket.io/?EIO=4&transport=polling&b64=1", centre.simulator.events_url());
    let open = centre.http.get(url).send().await.unwrap().text().await.unwrap();
    assert!(open.starts_with("0{"), "{open}");
    let mut socket = connected(&centre).await;
    centre.simulator.stop().await;
    assert_eq!(heard(&mut socket).await, None);
}

async fn connected(centre: &Centre) -> Socket {
    let mut socket = Socket::open(centre, "/socket.io/?EIO=4&transport=websocket").await.unwrap();
    let open = socket.next().await.unwrap();
    assert!(open.starts_with("0{"), "{open}");
    socket.send("40").await;
    let joined = heard(&mut socket).await.unwrap();
    assert!(joined.starts_with("40{"), "{joined}");
    socket
}

async fn subscribe(socket: &mut Socket, request: Value) {
    socket.send(&format!("42{}", json!(["subscribe", request]))).await;
}

async fn event(socket: &mut Socket) -> (String, Value) {
    let frame = heard(socket).await.expect("an event");
    let event: (String, Value) = serde_json::from_str(frame.strip_prefix("42").unwrap()).unwrap();
    event
}

/// The next frame that is not Engine.IO's ping, which is answered.
async fn heard(socket: &mut Socket) -> Option<String> {
    loop {
        match socket.next().await {
            Some(ping) if ping == "2" => socket.send("3").await,
            frame => return frame,
        }
    }
}
