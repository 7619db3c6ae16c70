//! A call's way through the centre, as the dashboard shows it.

use reqwest::Method;
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

#[tokio::test]
async fn a_call_handed_on_is_told_alike_by_the_dashboard_the_state_and_the_history() {
    let centre = Centre::quiet().await;
    let call = centre.caller("Bán hàng", "0912345678").await;
    centre.drive(&call, "ring-all", json!({ "agents": ["1001", "1006"] })).await;
    let ringing = &centre.state().await["calls"][0];
    assert_eq!((&ringing["state"], ringing["ringing_ids"].as_array().unwrap().len()), (&json!("ringing"), 2));
    centre.drive(&call, "answer", json!({ "agent": "1001" })).await;
    let consultation = centre.drive(&call, "consult", json!({ "agent": "1002" })).await;
    let asked = consultation["call_id"].as_str().unwrap();
    assert_eq!((&consultation["kind"], &consultation["consulted_for"]), (&json!("internal"), &json!(call)));
    let dashboard = centre.company("call/dashboard").await;
    let state = centre.state().await;
    let busy = state["agents"][1]["username"].as_str().unwrap();
    assert_eq!(status_of(&dashboard, busy).as_deref(), Some("outbound"));
    assert_eq!(status_of(&dashboard, "nhungnth").as_deref(), Some("connected"));
    let path = format!("calls/{call}/complete");
    assert_eq!(centre.control(Method::POST, &path, Value::Null).await.0, 409, "she has not answered");

    centre.drive(asked, "answer", json!({})).await;
    let handed_on = centre.drive(&call, "complete", json!({})).await;
    assert_eq!((&handed_on["state"], &handed_on["agent"]), (&json!("talking"), &json!(busy)));
    assert_eq!(handed_on["agent_id"], state["agents"][1]["id"]);
    assert_eq!(handed_on["legs"].as_array().unwrap().len(), 5);
    let dashboard = centre.company("call/dashboard").await;
    assert_eq!(status_of(&dashboard, "nhungnth").as_deref(), Some("wrapup"));
    assert_eq!(dashboard["queue"]["status_details"], json!([]), "the queue's part is over");

    centre.order("new-day", Value::Null).await;
    assert_eq!(centre.company("call/dashboard").await["queue"]["received"], 0);
}
