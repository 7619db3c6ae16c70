//! The endpoints that are not about histories or recordings.

use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{Credentials, Load};

use crate::support::{Centre, hash, status_of};

#[tokio::test]
async fn a_wrong_hash_or_account_is_400_with_a_reason() {
    let centre = Centre::quiet().await;
    let Credentials { app_id, app_secret, domain, email, .. } = centre.credentials().clone();
    let query = |app_id: &str, domain: &str, hash: String| {
        [
            ("appId", app_id.to_owned()),
            ("domain", domain.to_owned()),
            ("email", email.clone()),
            ("hash", hash),
        ]
    };
    for path in ["call/dashboard", "queues", "agents"] {
        let good = hash(&[&app_id, &domain, &email, &app_secret]);
        assert_eq!(centre.get(path, &query(&app_id, &domain, good.clone())).await.0, StatusCode::OK);
        for (wrong, reason) in [
            (query(&app_id, &domain, good.to_uppercase()), "invalid hash"),
            (query("1", &domain, hash(&["1", &domain, &email, &app_secret])), "invalid appId"),
            (query(&app_id, "acme", hash(&[&app_id, "acme", &email, &app_secret])), "invalid domain"),
        ] {
            let refused = (StatusCode::BAD_REQUEST, json!({ "error": reason }));
            assert_eq!(centre.get(path, &wrong).await, refused, "{path}");
        }
    }
}

#[tokio::test]
async fn queues_and_agents_belong_together() {
    let centre = Centre::with(|options| options.capital_agent_ids = true).await;
    let (queues, agents) = (centre.company("queues").await, centre.company("agents").await);
    assert_eq!(queues.as_array().unwrap().len(), 5);
    assert_eq!(queues[0]["name"], "Bán hàng");
    assert_eq!(agents.as_array().unwrap().len(), 28);
    assert_eq!(agents[0]["ext"], json!(["1001"]));
    assert_eq!(agents[0]["username"], "nhungnth");
    let id = agents[0]["anttel"]["userId"].as_str().unwrap();
    let members = queues[0]["agents"].as_array().unwrap();
    assert!(members.iter().any(|member| member.as_str().unwrap().eq_ignore_ascii_case(id)));
    let capital = |member: &Value| member.as_str().unwrap().starts_with(|first: char| first.is_uppercase());
    assert!(members.iter().any(capital), "some ids begin with a letter, written as a capital");
}

#[tokio::test]
async fn the_dashboard_has_the_fixtures_keys() {
    let centre = Centre::with(|options| options.load = Load::Demo).await;
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/dashboard_busy.json")).unwrap();
    let dashboard = centre.company("call/dashboard").await;
    for part in ["agent", "queue"] {
        assert_eq!(keys(&dashboard[part]), keys(&fixture[part]));
    }
    let common =
        ["agent_id", "id", "idle_time", "name", "start_idle_time", "status", "timestamp", "unix_timestamp"];
    for row in dashboard["agent"]["status_details"].as_array().unwrap() {
        assert!(common.iter().all(|key| row.get(key).is_some()), "{row}");
        let gap = row["timestamp"].as_i64().unwrap() - row["unix_timestamp"].as_i64().unwrap();
        assert_eq!(gap, 62_167_219_200);
    }
    let handled = &dashboard["queue"]["status_details"][0];
    assert_eq!(keys(handled), keys(&fixture["queue"]["status_details"][0]));
}

#[tokio::test]
async fn people_who_are_not_there_are_absent_and_breaks_have_reasons() {
    let centre = Centre::quiet().await;
    centre.order("agents/nhungnth/status", json!({ "status": "logged_out" })).await;
    let lunch = json!({ "status": "paused", "reason": "Nghỉ trưa", "seconds": 1800 });
    centre.order("agents/1002/status", lunch).await;
    let dashboard = centre.company("call/dashboard").await;
    assert_eq!(status_of(&dashboard, "nhungnth"), None);
    assert_eq!(dashboard["agent"]["logged_out"], 1);
    let details = dashboard["agent"]["status_details"].as_array().unwrap();
    let paused = details.iter().find(|row| row["status"] == "paused").unwrap();
    assert_eq!((&paused["pause_alias"], &paused["pause_time"]), (&json!("Nghỉ trưa"), &json!(1800)));
}

#[tokio::test]
async fn click_to_call_rings_a_registered_phone_and_no_other() {
    let centre = Centre::quiet().await;
    let Credentials { sip_user, sip_password, .. } = centre.credentials().clone();
    let account = json!({ "sipUser": sip_user, "sipPassword": sip_password });
    assert_eq!(dial(&centre, "0909000111", &account).await, StatusCode::OK);
    let state = centre.state().await;
    assert_eq!(state["calls"][0]["called"], "0909000111");
    assert_eq!(state["calls"][0]["agent"], "nhungnth");

    centre.order(&format!("phones/{sip_user}"), json!({ "registered": false })).await;
    assert_eq!(dial(&centre, "0909000111", &account).await, StatusCode::BAD_REQUEST);
    centre.order(&format!("phones/{sip_user}"), json!({ "registered": true })).await;
    let wrong = json!({ "sipUser": sip_user, "sipPassword": "guess" });
    assert_eq!(dial(&centre, "0909000111", &wrong).await, StatusCode::BAD_REQUEST);
    assert_eq!(dial(&centre, "not-a-number", &account).await, StatusCode::BAD_REQUEST);
    let state = centre.state().await;
    assert_eq!((state["calls"].as_array().unwrap().len(), &state["agents"][0]["clicks"]), (1, &json!(1)));
}

#[tokio::test]
async fn a_phone_whose_clicks_hang_rings_without_an_answer() {
    let centre = Centre::quiet().await;
    let Credentials { sip_user, sip_password, .. } = centre.credentials().clone();
    let account = json!({ "sipUser": sip_user, "sipPassword": sip_password });
    centre.order(&format!("phones/{sip_user}"), json!({ "hangs": true })).await;
    let waited = std::time::Duration::from_millis(500);
    let answer = tokio::time::timeout(waited, dial(&centre, "0909000111", &account)).await;
    assert!(answer.is_err(), "{answer:?}");
    assert_eq!(centre.state().await["agents"][0]["clicks"], 1);
    centre.order(&format!("phones/{sip_user}"), json!({ "hangs": false })).await;
    assert_eq!(dial(&centre, "0909000111", &account).await, StatusCode::OK);
}

#[tokio::test]
async fn requests_over_budget_are_503() {
    let centre = Centre::with(|options| options.requests_per_second = 2).await;
    let mut refused = 0;
    for _ in 0..8 {
        let (status, _) = centre.get("queues", &[]).await;
        refused += u32::from(status == StatusCode::SERVICE_UNAVAILABLE);
    }
    assert!(refused >= 3, "{refused}");
}

#[tokio::test]
async fn rest_fails_as_told() {
    let centre = Centre::quiet().await;
    centre.order("faults", json!({ "rest_status": 503, "times": 1 })).await;
    assert_eq!(centre.get("queues", &[]).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(centre.get("queues", &[]).await.0, StatusCode::BAD_REQUEST);
    for (kind, body) in [("garbage", "{\"agent\""), ("html", "<!DOCTYPE html>"), ("empty", "")] {
        centre.order("faults", json!({ "rest_status": kind })).await;
        let url = format!("{}/oapi/v1/queues", centre.simulator.rest_url());
        let text = centre.http.get(url).send().await.unwrap().text().await.unwrap();
        assert!(text.starts_with(body), "{kind}: {text}");
    }
    centre.control(reqwest::Method::DELETE, "faults", Value::Null).await;
    centre.company("queues").await;
}

async fn dial(centre: &Centre, number: &str, account: &Value) -> StatusCode {
    let Credentials { app_id, app_secret, .. } = centre.credentials();
    let url = format!("{}/oapi/v1/call/click-to-call/{number}", centre.simulator.rest_url());
    let request = centre.http.post(url).header("x-auth-app-id", app_id);
    let request = request.header("x-auth-app-hash", hash(&[app_id, app_secret])).json(account);
    request.send().await.unwrap().status()
}

fn keys(object: &Value) -> Vec<&String> {
    object.as_object().unwrap().keys().collect()
}
