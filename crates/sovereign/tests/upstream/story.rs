//! A story of assistants and agents, heard over both upstreams.

use std::path::PathBuf;

use simulator::{Load, Options, Simulator, SovereignOptions};
use sovereign::{CallsAsked, ClientSettings, Phase};

use crate::support::{KEY, client, eventually, install_crypto};

#[tokio::test]
async fn a_caller_is_handed_over_as_the_story_tells() {
    install_crypto();
    let mut sovereign = SovereignOptions::default();
    sovereign.credentials.api_key = KEY.to_owned();
    sovereign.requests_per_minute = 0;
    let story = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../simulator/days/handed-over.story");
    let options = Options {
        load: Load::Quiet,
        speed: 20.0,
        story: Some(story),
        sovereign: Some(sovereign),
        ..Options::default()
    };
    let simulator = Simulator::start(options).await.expect("it starts");
    let settings = ClientSettings { requests_per_minute: None, ..ClientSettings::default() };
    let client = client(&simulator.sovereign_url().expect("it was asked for"), settings);

    let calls = eventually(async || {
        let calls = client.calls(&CallsAsked::default(), 100).await.expect("calls").calls;
        let is_told = calls.len() == 3 && calls.iter().all(|call| call.summary.is_some());
        is_told.then_some(calls)
    })
    .await;
    let of = |customer: &str| {
        calls.iter().find(|call| call.customer.as_deref() == Some(customer)).expect("a call")
    };
    let handed = of("+84912345678");
    assert_eq!(
        (handed.line.as_deref(), handed.ended_reason.as_deref()),
        (Some("+842873001001"), Some("transferred"))
    );
    assert_eq!(handed.messages.as_ref().map(Vec::len), Some(3));
    let broken = of("+84987654321");
    assert_eq!(
        (broken.status.phase(), broken.error.as_deref()),
        (Phase::Failed, Some("STT connection failed"))
    );
    assert_eq!(of("+84903111222").ended_reason.as_deref(), Some("customer_hangup"));

    // The agent talks to the very same caller, who came when the assistant's call ended.
    let talking = eventually(async || {
        let state = reqwest::get(format!("{}/control/state", simulator.rest_url())).await.expect("an answer");
        let state: serde_json::Value = state.json().await.expect("JSON");
        state["calls"].as_array()?.iter().find(|call| call["agent"].is_string()).cloned()
    })
    .await;
    assert_eq!(
        (talking["caller"].as_str(), talking["queue"].as_str()),
        (Some("0912345678"), Some("Kỹ thuật"))
    );
    let came: jiff::Timestamp = talking["started"].as_str().expect("a time").parse().expect("ISO");
    let apart = came.as_millisecond() - handed.ended.expect("it ended");
    assert!((-1000..1000).contains(&apart), "{apart} ms apart");
}
