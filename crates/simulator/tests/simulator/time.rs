//! Time that runs faster, or begins elsewhere.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use simulator::Load;

use crate::socket::Socket;
use crate::support::Centre;

#[tokio::test]
async fn everything_runs_faster() {
    let centre = Centre::with(|options| {
        options.speed = 60.0;
        options.load = Load::CallsPerMinute(20.0);
    })
    .await;
    let opened = seconds(&centre.state().await["now"]);
    let began = Instant::now();
    let answer = centre.http.get(format!("{}/socket.io/1/", centre.simulator.events_url())).send().await;
    let body = answer.unwrap().text().await.unwrap();
    let path = format!("/socket.io/1/websocket/{}", body.split(':').next().unwrap());
    let mut socket = Socket::open(&centre, &path).await.unwrap();
    assert_eq!(socket.next().await.as_deref(), Some("1::"));
    for _ in 0..10 {
        assert_eq!(socket.next().await.as_deref(), Some("2::"), "ten beats of five seconds each");
    }
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    tokio::time::sleep(Duration::from_secs(4).saturating_sub(began.elapsed())).await;
    let state = centre.state().await;
    let passed = seconds(&state["now"]) - opened;
    let expected = (began.elapsed().as_secs_f64() * 60.0) as i64;
    assert!((passed - expected).abs() < 15, "{passed} s passed instead of {expected}");
    assert!(state["counters"]["handled"].as_u64().unwrap() > 15, "{}", state["counters"]);
}

#[tokio::test]
async fn the_clock_begins_where_it_is_told_to() {
    let centre = Centre::with(|options| options.opens_at = Some(1_770_397_190_000)).await; // 23:59:50 in Vietnam
    let now = centre.state().await["now"].as_str().unwrap().to_owned();
    assert!(now.starts_with("2026-02-06T16:59:5"), "{now}");
    centre.caller("1", "0912345678").await;
    let counted = centre.company("call/dashboard").await;
    assert_eq!(counted["queue"]["received"], json!(1));
}

fn seconds(instant: &Value) -> i64 {
    instant.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second()
}
