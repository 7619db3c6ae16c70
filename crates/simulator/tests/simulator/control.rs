//! The control API's own manners, and several simulators side by side.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::{Options, Simulator, StartError};

use crate::support::Centre;

#[tokio::test]
async fn mistakes_are_named() {
    let centre = Centre::quiet().await;
    let post = |path: &'static str, body: Value| centre.control(Method::POST, path, body);
    let (status, answer) = post("calls", json!({ "queue": "Nhà bếp" })).await;
    assert_eq!(
        (status, &answer["error"]),
        (StatusCode::NOT_FOUND, &json!("there is no queue \"Nhà bếp\" here"))
    );
    assert_eq!(post("calls/nothing/answer", Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        post("agents/nhungnth/status", json!({ "status": "dancing" })).await.0,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(post("load", json!({})).await.0, StatusCode::BAD_REQUEST);

    let call = centre.caller("1", "0912345678").await;
    let (status, answer) = centre.control(Method::POST, &format!("calls/{call}/miss"), Value::Null).await;
    assert_eq!((status, &answer["error"]), (StatusCode::CONFLICT, &json!("no phone rings for this call")));
    centre.drive(&call, "ring", json!({ "agent": "1001" })).await;
    let other = centre.caller("1", "0912345679").await;
    let body = json!({ "agent": "1001" });
    let (status, answer) = centre.control(Method::POST, &format!("calls/{other}/ring"), body).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
}

#[tokio::test]
async fn a_call_can_be_stopped_before_the_menu_answers() {
    let centre = Centre::quiet().await;
    let body = json!({ "queue": "1", "caller": "0912345678", "hold": true, "enter": false });
    let call = centre.order("calls", body).await;
    assert_eq!((&call["state"], &call["legs"][0]["answered"]), (&json!("arriving"), &Value::Null));
    let id = call["call_id"].as_str().unwrap();
    assert_eq!(centre.drive(id, "enter-queue", json!({})).await["state"], "waiting");
}

#[tokio::test]
async fn a_call_that_is_not_held_lives_by_itself() {
    let centre = Centre::quiet().await;
    centre.order("calls", json!({ "queue": "1" })).await;
    tokio::time::sleep(std::time::Duration::from_millis(4000)).await;
    let state = centre.state().await;
    assert!(state["events_emitted"].as_u64().unwrap() >= 3, "{}", state["calls"]);
}

#[tokio::test]
async fn a_story_is_played() {
    let centre = Centre::quiet().await;
    let url = format!("{}/control/story", centre.simulator.rest_url());
    let story =
        "00:00 call A from 0912345678 to \"Bán hàng\"\n00:00.2 answer A 1001\n00:00.3 fault rest 500\n";
    let answer = centre.http.post(&url).body(story).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "lines": 3 }));
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let state = centre.state().await;
    assert_eq!(
        (&state["calls"][0]["state"], &state["calls"][0]["agent"]),
        (&json!("talking"), &json!("nhungnth"))
    );
    assert_eq!(state["faults"]["rest_status"], 500);
    let wrong = centre.http.post(&url).body("00:00 dance").send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_story_can_be_given_at_the_start() {
    let days = concat!(env!("CARGO_MANIFEST_DIR"), "/days/");
    let centre = Centre::with(|options| options.story = Some(format!("{days}abandoned.story").into())).await;
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    assert_eq!(centre.state().await["calls"][0]["caller"], "0933555666");

    let missing = Options { story: Some(format!("{days}no-such.story").into()), ..Options::default() };
    let refused = Simulator::start(missing).await.err().unwrap().to_string();
    assert!(refused.starts_with("the story ") && refused.contains("cannot be read"), "{refused}");
}

#[tokio::test]
async fn load_makes_calls_come() {
    let centre = Centre::quiet().await;
    centre.order("load", json!({ "events_per_second": 40.0 })).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let stopped = centre.order("load", json!({ "stop": true })).await;
    assert_eq!(stopped["calls_per_minute"], 0.0);
    assert!(centre.state().await["events_emitted"].as_u64().unwrap() > 15);
}

#[tokio::test]
async fn two_simulators_share_a_process_but_not_a_port() {
    let (one, other) = (Centre::quiet().await, Centre::quiet().await);
    one.caller("1", "0912345678").await;
    assert_eq!(other.state().await["calls"], json!([]));

    let taken = one.simulator.rest_url().trim_start_matches("http://").parse().unwrap();
    let refused = Simulator::start(Options { rest: taken, ..Options::default() }).await;
    assert!(matches!(refused, Err(StartError::Listen { address, .. }) if address == taken));

    one.simulator.stop().await;
    let again = Simulator::start(Options { rest: taken, ..Options::default() }).await.unwrap();
    again.stop().await;
}
