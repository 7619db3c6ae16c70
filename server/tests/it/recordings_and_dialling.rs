use reqwest::StatusCode;
use serde_json::{Value, json};
use server::config::Config;
use simulator::{Dialect, Load, Options};

use crate::support::{TestServer, until};

/// A centre with a day behind it, and the id of a call with a recording.
async fn with_history(change: impl FnOnce(&mut Config)) -> (TestServer, String) {
    let options = Options { load: Load::Demo, ..Options::default() };
    let server = TestServer::start_with(options, change).await;
    let id = until("a recorded call", || async {
        let page: Value = server.get("/api/v1/calls?limit=200").await.json().await.ok()?;
        let rows = page["rows"].as_array()?.clone();
        rows.iter()
            .find(|row| row["has_recording"] == true)
            .and_then(|row| Some(row["id"].as_str()?.to_owned()))
    });
    let id = id.await;
    (server, id)
}

#[tokio::test]
async fn a_recording_streams_with_ranges_and_without_the_presigned_link() {
    let (server, id) = with_history(|_| {}).await;
    let url = server.url(&format!("/recordings/{}", id.replace('@', "%40")));
    let whole = server.client().get(&url).send().await.expect("an answer");
    assert_eq!(whole.status(), StatusCode::OK);
    assert_eq!(whole.headers()["content-type"], "audio/mpeg");
    assert_eq!(whole.headers()["cache-control"], "private, no-store");
    assert!(
        whole
            .headers()
            .values()
            .all(|value| !String::from_utf8_lossy(value.as_bytes()).contains("Signature"))
    );
    let bytes = whole.bytes().await.expect("audio");

    let part = server.client().get(&url).header("range", "bytes=100-199").send().await.expect("an answer");
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()["content-range"], format!("bytes 100-199/{}", bytes.len()).as_str());
    assert_eq!(part.bytes().await.expect("audio"), bytes.slice(100..200));

    let beyond =
        server.client().get(&url).header("range", "bytes=99999999-").send().await.expect("an answer");
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);

    let head = server.client().head(&url).send().await.expect("an answer");
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(head.headers()["content-length"], bytes.len().to_string().as_str());
    assert_eq!(head.headers()["accept-ranges"], "bytes");
    server.stop().await;
}

#[tokio::test]
async fn a_call_without_a_recording_and_an_unlisted_host_say_so() {
    let (server, _) = with_history(|_| {}).await;
    let error = |answer: Value| answer["error"].as_str().expect("a code").to_owned();
    let unknown = server.get("/recordings/nobody").await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    assert_eq!(error(unknown.json().await.expect("JSON")), "recording_gone");
    server.stop().await;

    let (strict, id) = with_history(|config| config.antring.media_hosts = vec!["media.example".into()]).await;
    let refused = strict.get(&format!("/recordings/{}", id.replace('@', "%40"))).await;
    assert_eq!(refused.status(), StatusCode::BAD_GATEWAY);
    strict.stop().await;
}

#[tokio::test]
async fn click_to_call_rings_once_and_shows_on_the_board() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let call = || {
        server.client().post(server.url("/api/v1/calls")).json(&json!({ "number": "0901 234 567" })).send()
    };
    let (first, second) = tokio::join!(call(), call());
    assert_eq!(first.expect("an answer").status(), StatusCode::ACCEPTED);
    assert_eq!(second.expect("an answer").status(), StatusCode::ACCEPTED);
    let dialled = |board: &wire::Board| {
        let ours = |call: &&wire::CallRow| call.number.as_deref() == Some("0901234567");
        board.calls.iter().find(ours).map(|call| call.direction)
    };
    assert_eq!(viewer.until("the call is on the board", dialled).await, wire::Direction::Outbound);
    let calls = server.control_state().await["calls"].as_array().expect("calls").len();
    assert_eq!(calls, 1, "a double click is one call");
    server.stop().await;
}

#[tokio::test]
async fn an_offline_phone_and_a_missing_one_say_so() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let sip_user = server.simulator.credentials().sip_user.clone();
    server.control(&format!("/phones/{sip_user}"), json!({ "registered": false })).await;
    let call = |server: &TestServer, number: &str| {
        server.client().post(server.url("/api/v1/calls")).json(&json!({ "number": number })).send()
    };
    let offline = call(&server, "0901234567").await.expect("an answer");
    assert_eq!(offline.status(), StatusCode::CONFLICT);
    assert_eq!(call(&server, "Lan").await.expect("an answer").status(), StatusCode::BAD_REQUEST);
    server.stop().await;

    let options = Options { load: Load::Quiet, ..Options::default() };
    let server = TestServer::start_with(options, |config| config.dial.sip_user.clear()).await;
    assert_eq!(
        call(&server, "0901234567").await.expect("an answer").status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    server.stop().await;
}
