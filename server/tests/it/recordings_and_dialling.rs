use reqwest::StatusCode;
use serde_json::Value;
use server::config::Config;
use simulator::{Load, Options};

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
