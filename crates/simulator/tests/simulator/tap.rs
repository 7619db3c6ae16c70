//! The tap that feeds other servers.

use serde_json::json;

use crate::support::Centre;

#[tokio::test]
async fn a_tap_hears_everything_before_faults_and_tokens_can_be_checked() {
    let centre = Centre::quiet().await;
    let mut events = centre.simulator.events();
    centre.order("faults", json!({ "feed": "silent", "duplicate": 1.0 })).await;
    let call = centre.caller("1", "0912345678").await;
    let (create, answer) = (events.recv().await.unwrap(), events.recv().await.unwrap());
    assert_eq!((create.name, answer.name), ("CHANNEL_CREATE", "CHANNEL_ANSWER"));
    assert_eq!((&create.call_id, &create.payload["Call-ID"]), (&call, &json!(call)));
    assert!(events.try_recv().is_err(), "each event comes once");

    let token = centre.token().await;
    assert!(centre.simulator.token_is_valid(&token) && !centre.simulator.token_is_valid("stale"));
    centre.order("faults", json!({ "clear": true, "auth_failure": true })).await;
    assert!(!centre.simulator.token_is_valid(&token));
    centre.simulator.stop().await;
}
