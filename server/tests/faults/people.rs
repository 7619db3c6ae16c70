//! What people do besides taking calls: they go on breaks, sign out and come back.

use serde_json::json;

use crate::pace;
use crate::support::client;

/// Every quarter of a minute somebody changes, until the task is dropped. Who is on a call does so after it.
pub async fn live(rest_url: String, usernames: Vec<String>) {
    let client = client();
    let away_for = 4;
    for turn in 0.. {
        let order = |agent: usize, body: serde_json::Value| {
            let username = &usernames[agent % usernames.len()];
            client.post(format!("{rest_url}/control/agents/{username}/status")).json(&body).send()
        };
        let leaves = if turn % 3 == 0 {
            json!({ "status": "logged_out" })
        } else {
            json!({ "status": "paused", "reason": "Nghỉ giải lao" })
        };
        // The simulator may be closing.
        if order(turn * 5, leaves).await.is_err() {
            return;
        }
        if turn >= away_for && order((turn - away_for) * 5, json!({ "status": "ready" })).await.is_err() {
            return;
        }
        pace::pass(15).await;
    }
}
