//! What can be made to go wrong, beyond the faults the other tests meet.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::Dialect;

use crate::socket::{Socket, subscription};
use crate::support::{Centre, hash};

#[tokio::test]
async fn a_shuffled_feed_loses_nothing_but_the_order() {
    let centre = gateway().await;
    let mut socket = listening(&centre).await;
    centre.order("faults", json!({ "shuffle_ms": 800 })).await;
    centre.order("burst", json!({ "events": 60 })).await;
    let began = Instant::now();
    let mut names = Vec::new();
    for _ in 0..60 {
        names.push(event(&mut socket).await.0);
    }
    assert!((Duration::from_millis(400)..Duration::from_secs(2)).contains(&began.elapsed()));
    let created = names.iter().filter(|name| *name == "CHANNEL_CREATE").count();
    assert!(
        names.iter().skip(created).any(|name| name == "CHANNEL_CREATE"),
        "the order is not that of the burst"
    );
    assert_eq!(names.iter().filter(|name| *name == "CHANNEL_DESTROY").count(), created);
}

#[tokio::test]
async fn a_skewed_vendor_stamps_everything_wrongly_and_alike() {
    let centre = gateway().await;
    let mut socket = listening(&centre).await;
    centre.order("faults", json!({ "skew_seconds": 600 })).await;
    let off = |seconds: i64, now: i64| (seconds - now - 600).abs() <= 2;
    let now = centre.state().await["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second();
    let call = centre.caller("1", "0912345678").await;
    let stamp = event(&mut socket).await.1["Timestamp"].as_i64().unwrap() - 62_167_219_200;
    assert!(off(stamp, now), "{stamp} {now}");
    centre.drive(&call, "answer", json!({ "agent": "1001" })).await;
    let dashboard = centre.company("call/dashboard").await;
    let row = &dashboard["agent"]["status_details"][0];
    assert!(off(row["unix_timestamp"].as_i64().unwrap(), now), "{row}");
    let entered = dashboard["queue"]["status_details"][0]["entered_timestamp"].as_i64().unwrap();
    assert!(off(entered, now), "{entered} {now}");
    centre.drive(&call, "hang-up", json!({})).await;

    // A client that trusts its own clock does not find the call; one that asks as the vendor counts does.
    assert_eq!(histories(&centre, now - 60, now + 60).await, json!([]));
    let rows = histories(&centre, now + 500, now + 660).await;
    assert!(off(rows[0]["unix_timestamp"].as_i64().unwrap(), now), "{rows}");

    for url in
        [centre.simulator.rest_url().to_owned() + "/oapi/v1/queues", centre.simulator.events_url().to_owned()]
    {
        let answer = centre.http.get(&url).send().await.unwrap();
        let date = answer.headers()["date"].to_str().unwrap().to_owned();
        let date = jiff::fmt::rfc2822::parse(&date.replace("GMT", "+0000")).unwrap().timestamp().as_second();
        assert!(off(date, now), "{url}: {date} {now}");
        assert_eq!(answer.headers().get_all("date").iter().count(), 1);
    }
}

#[tokio::test]
async fn tokens_expire_when_told_to() {
    let centre = gateway().await;
    let mut socket = listening(&centre).await;
    let token = centre.token().await;
    centre.order("faults", json!({ "expire_tokens": true })).await;
    let late = subscription(&centre, &token, "CHANNEL_CREATE");
    socket.send(&format!("42{}", json!(["subscribe", late]))).await;
    assert_eq!(event(&mut socket).await.0, "auth_failure");
    centre.caller("1", "0912345678").await;
    assert_eq!(event(&mut socket).await.0, "CHANNEL_CREATE", "a subscription outlives its token");
    assert!(centre.simulator.token_is_valid(&centre.token().await), "new ones are good");
    centre.order("faults", json!({ "expire_tokens": true, "feed": "drop" })).await;
    while let Ok(Some(_)) = socket.next_within(Duration::from_secs(2)).await {}
    assert_eq!(centre.state().await["feed_clients"], 0, "a gateway's sockets close");
}

#[tokio::test]
async fn answers_are_cut_truncated_slow_and_big() {
    let centre = Centre::quiet().await;
    let url = format!("{}/oapi/v1/queues", centre.simulator.rest_url());
    let simulator::Credentials { app_id, app_secret, domain, email, .. } = centre.credentials().clone();
    let proof = hash(&[&app_id, &domain, &email, &app_secret]);
    let query = [("appId", app_id), ("domain", domain), ("email", email), ("hash", proof)];
    let get = || centre.http.get(&url).query(&query).send();
    let truth = get().await.unwrap().text().await.unwrap();
    let fails = async |kind: &str| {
        centre.order("faults", json!({ "rest_status": kind, "times": 1 })).await;
    };

    fails("cut").await;
    let cut = get().await.unwrap();
    assert_eq!(cut.status(), StatusCode::OK);
    assert!(cut.bytes().await.is_err(), "the body does not come to an end");
    fails("truncated").await;
    let half = get().await.unwrap().text().await.unwrap();
    assert_eq!(half, truth[..truth.len() / 2]);
    fails("slow").await;
    let began = Instant::now();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let slow = client.get(&url).query(&query).send().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(2), "the head comes at once");
    assert_eq!(slow.text().await.unwrap(), truth);
    assert!(began.elapsed() > Duration::from_secs(9), "{:?}", began.elapsed());
    fails("big").await;
    let big = client.get(&url).query(&query).send().await.unwrap().bytes().await.unwrap();
    assert!(big.len() > 64 * 1024 * 1024 && big.ends_with(b"x\"}"));

    centre.order("faults", json!({ "rest_status": 503, "times": 1, "retry_after": 17 })).await;
    let busy = get().await.unwrap();
    assert_eq!((busy.status().as_u16(), &busy.headers()["retry-after"]), (503, &"17".parse().unwrap()));
    let mended = get().await.unwrap();
    assert!(mended.headers().get("retry-after").is_none());
    assert_eq!(mended.text().await.unwrap(), truth);
}

#[tokio::test]
async fn sockets_are_cut_again_and_again() {
    let centre = gateway().await;
    centre.order("faults", json!({ "drop_every_seconds": 1.0 })).await;
    for _ in 0..3 {
        let mut socket = listening(&centre).await;
        let began = Instant::now();
        assert_eq!(socket.next_within(Duration::from_secs(3)).await, Ok(None));
        assert!(began.elapsed() < Duration::from_millis(1300), "{:?}", began.elapsed());
    }
    centre.control(Method::DELETE, "faults", Value::Null).await;
    let mut socket = listening(&centre).await;
    assert!(socket.next_within(Duration::from_millis(1500)).await.is_err(), "it stays");
}

#[tokio::test]
async fn an_account_can_turn_foreign() {
    let centre = gateway().await;
    let mut socket = listening(&centre).await;
    centre.order("faults", json!({ "account": true })).await;
    centre.caller("1", "0912345678").await;
    assert_eq!(socket.next().await, None);
    centre.control(Method::DELETE, "faults", Value::Null).await;
    centre.caller("1", "0912345679").await;
    assert_eq!(event(&mut socket).await.0, "CHANNEL_CREATE");
}

/// A quiet centre behind Socket.IO 2, the dialect with the plainest frames.
async fn gateway() -> Centre {
    Centre::with(|options| options.dialect = Dialect::SocketIo2).await
}

/// A socket that has subscribed to all events.
async fn listening(centre: &Centre) -> Socket {
    let mut socket = Socket::open(centre, "/socket.io/?EIO=3&transport=websocket").await.unwrap();
    assert!(socket.next().await.unwrap().starts_with('0'));
    assert_eq!(socket.next().await.as_deref(), Some("40"));
    let request = subscription(centre, &centre.token().await, "*");
    socket.send(&format!("42{}", json!(["subscribe", request]))).await;
    // Success is silent, so a pong is what tells that the server has come this far.
    socket.send("2").await;
    assert_eq!(socket.next().await.as_deref(), Some("3"));
    socket
}

async fn event(socket: &mut Socket) -> (String, Value) {
    let frame = socket.next().await.expect("an event");
    serde_json::from_str(frame.strip_prefix("42").expect("an event")).unwrap()
}

async fn histories(centre: &Centre, from: i64, to: i64) -> Value {
    let simulator::Credentials { app_id, app_secret, .. } = centre.credentials();
    let written = |second| {
        let at = jiff::Timestamp::from_second(second).unwrap();
        at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
    };
    let (from, to) = (written(from), written(to));
    let proof = hash(&[app_id, &from, &to, app_secret]);
    let query = [("appId", app_id.clone()), ("created_from", from), ("created_to", to), ("hash", proof)];
    let (status, rows) = centre.get("call/histories", &query).await;
    assert_eq!(status, StatusCode::OK, "{rows}");
    rows
}
