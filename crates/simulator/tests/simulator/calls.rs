//! A call's way through the centre, as the dashboard shows it.

use serde_json::{Value, json};

use crate::support::{Centre, status_of};

#[tokio::test]
async fn a_call_is_answered_and_counted() {
    let centre = Centre::quiet().await;
    let call = centre.caller("Bán hàng", "0912345678").await;

    let waiting = centre.company("call/dashboard").await;
    assert_eq!(waiting["queue"]["waiting_call_logs"][0]["call_id"], call.as_str());
    assert_eq!(waiting["queue"]["received"], 1);

    centre.drive(&call, "ring", json!({ "agent": "nhungnth" })).await;
    let ringing = centre.company("call/dashboard").await;
    assert_eq!(status_of(&ringing, "nhungnth").as_deref(), Some("connecting"));

    centre.drive(&call, "answer", json!({})).await;
    let talking = centre.company("call/dashboard").await;
    assert_eq!(status_of(&talking, "nhungnth").as_deref(), Some("connected"));
    assert_eq!(talking["queue"]["status_details"][0]["status"], "handled");
    assert_eq!(talking["queue"]["waiting_call_logs"], json!([]));

    centre.drive(&call, "hang-up", json!({ "by": "agent" })).await;
    let done = centre.company("call/dashboard").await;
    assert_eq!(status_of(&done, "nhungnth").as_deref(), Some("wrapup"));
    assert_eq!(done["queue"]["handled"], 1);
    assert_eq!(done["queue"]["abandoned"], 0);
    assert_eq!(centre.state().await["calls"], Value::Array(vec![]));
    centre.simulator.stop().await;
}
