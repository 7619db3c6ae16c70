//! KAZOO 4's Blackhole on a bare websocket (`protocols.md` §2.2).

use serde_json::{Value, json};
use simulator::{Dialect, KeyStyle, Options, WrongAccount};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::socket::Socket;
use crate::support::Centre;

const FOREIGN: &str = "00000000000000000000000000000000";

#[tokio::test]
async fn a_subscriber_is_answered_and_hears_events_in_the_envelope() {
    let centre = blackhole(|_| {}).await;
    let mut socket = Socket::open(&centre, "/").await.unwrap();
    let token = centre.token().await;
    let account = centre.credentials().account_id.clone();
    let about = json!({ "account_id": account, "binding": "call.CHANNEL_CREATE.*" });
    let reply = ask(&mut socket, "subscribe", "r1", &token, about).await;
    let told = json!({ "subscribed": ["call.CHANNEL_CREATE.*"] });
    assert_eq!(reply, json!({ "action": "reply", "request_id": "r1", "status": "success", "data": told }));
    let several = ["call.CHANNEL_ANSWER.*", "call.CHANNEL_DESTROY.*"];
    let about = json!({ "account_id": account, "bindings": several });
    assert_eq!(
        ask(&mut socket, "subscribe", "r2", &token, about).await["data"]["subscribed"],
        json!(several)
    );
    let pong = ask(&mut socket, "ping", "p1", &token, json!({})).await;
    assert_eq!(pong["data"], json!({ "response": "pong" }));

    let call = centre.caller("1", "0912345678").await;
    let create = heard(&mut socket).await;
    assert_eq!((&create["action"], &create["name"]), (&json!("event"), &json!("CHANNEL_CREATE")));
    assert_eq!(create["subscribed_key"], "call.CHANNEL_CREATE.*");
    assert_eq!(create["subscription_key"], format!("call.{account}.CHANNEL_CREATE.*"));
    let escaped = call.replace('.', "%2E");
    assert_eq!(create["routing_key"], format!("call.{account}.CHANNEL_CREATE.{escaped}"));
    assert_eq!(create["data"]["call_id"], call.as_str(), "the envelope is there once");
    assert_eq!(heard(&mut socket).await["name"], "CHANNEL_ANSWER");

    let about = json!({ "account_id": account, "binding": "call.CHANNEL_DESTROY.*" });
    assert_eq!(ask(&mut socket, "unsubscribe", "r3", &token, about).await["status"], "success");
    centre.drive(&call, "abandon", json!({})).await;
    assert_eq!(socket.next().await, None);
}

#[tokio::test]
async fn mistakes_are_named_in_the_documented_words() {
    let centre = blackhole(|_| {}).await;
    let mut socket = Socket::open(&centre, "/").await.unwrap();
    let token = centre.token().await;
    let account = centre.credentials().account_id.clone();
    let about = |account: &str, binding: &str| json!({ "account_id": account, "binding": binding });
    for (token, about, words) in [
        ("stale", about(&account, "call.*.*"), "failed to authenticate token stale"),
        ("", about(&account, "call.*.*"), "authentication token required"),
        (token.as_str(), about(FOREIGN, "call.*.*"), "unauthorized account id"),
        (token.as_str(), json!({ "account_id": account }), "missing required keys binding"),
        (token.as_str(), about(&account, "doc_edited.*"), "event doc_edited.* not supported"),
    ] {
        let reply = ask(&mut socket, "subscribe", "r9", token, about).await;
        assert_eq!((&reply["status"], &reply["request_id"]), (&json!("error"), &json!("r9")));
        assert_eq!(reply["data"], json!({ "errors": [words] }));
    }
    socket.send("no JSON").await;
    assert_eq!(heard(&mut socket).await["status"], "error");
    assert_eq!(ask(&mut socket, "dance", "r1", &token, json!({})).await["status"], "error");
}

#[tokio::test]
async fn a_foreign_account_can_be_met_with_silence() {
    let centre = blackhole(|options| options.wrong_account = WrongAccount::Silent).await;
    let mut socket = Socket::open(&centre, "/").await.unwrap();
    let about = json!({ "account_id": FOREIGN, "binding": "call.*.*" });
    let reply = ask(&mut socket, "subscribe", "r1", &centre.token().await, about).await;
    assert_eq!(reply["status"], "success");
    centre.caller("1", "0912345678").await;
    assert_eq!(socket.next().await, None);
}

#[tokio::test]
async fn a_sub_protocol_is_refused_and_nothing_else_lives_here() {
    let centre = blackhole(|_| {}).await;
    let url = centre.simulator.events_url().replace("http://", "ws://");
    let mut request = url.into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", "kazoo".parse().unwrap());
    let refused = tokio_tungstenite::connect_async(request).await.err().unwrap();
    assert!(refused.to_string().contains("400"), "{refused}");
    for path in
        ["/socket.io/1/?t=1", "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=3&transport=polling"]
    {
        let answer =
            centre.http.get(format!("{}{path}", centre.simulator.events_url())).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn keys_are_spelled_as_chosen() {
    for (keys, pointer) in [(KeyStyle::Flat, "/data/call_id"), (KeyStyle::Kazoo3, "/data/Call-ID")] {
        let centre = blackhole(|options| options.keys = Some(keys)).await;
        let mut socket = Socket::open(&centre, "/").await.unwrap();
        let about =
            json!({ "account_id": centre.credentials().account_id, "binding": "call.CHANNEL_CREATE.*" });
        ask(&mut socket, "subscribe", "r1", &centre.token().await, about).await;
        let call = centre.caller("1", "0912345678").await;
        assert_eq!(heard(&mut socket).await.pointer(pointer), Some(&json!(call)), "{keys:?}");
    }
}

async fn blackhole(change: impl FnOnce(&mut Options)) -> Centre {
    Centre::with(|options| {
        options.dialect = Dialect::Blackhole;
        change(options);
    })
    .await
}

async fn ask(socket: &mut Socket, action: &str, id: &str, token: &str, about: Value) -> Value {
    let message = json!({ "action": action, "auth_token": token, "request_id": id, "data": about });
    socket.send(&message.to_string()).await;
    heard(socket).await
}

async fn heard(socket: &mut Socket) -> Value {
    serde_json::from_str(&socket.next().await.expect("a message")).unwrap()
}
