//! What may be wrong says so: gaps, differences, and how a call came to be what it is.

use serde_json::{Value, json};
use simulator::Dialect;
use wire::{CallState, Freshness, Outcome, SourceKind};

use crate::support::{TestServer, until};

#[tokio::test]
async fn what_came_and_went_while_the_feed_was_down_is_filled_in_from_the_history() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let heard = server.held_call("Bán hàng", "0912345678").await;
    viewer.until_call(&heard, "the feed tells of it", |call| call.queue.is_some()).await;

    server.control("/faults", json!({ "feed": "refuse" })).await;
    viewer.until("a gap begins", |board| board.gaps.last().filter(|gap| gap.until.is_none()).copied()).await;
    let unheard = server.held_call("Kỹ thuật", "0987654321").await;
    server.drive(&unheard, "abandon", json!({})).await;
    server.drive(&heard, "abandon", json!({})).await;
    server.control_delete("/faults").await;

    let gap = viewer
        .until("the gap is closed and filled", |board| {
            board.gaps.last().filter(|gap| gap.until.is_some() && gap.filled).copied()
        })
        .await;
    assert!(gap.until > Some(gap.from));
    for call in [&heard, &unheard] {
        let ended =
            viewer.until_call(call, "its record tells how it ended", |call| call.outcome.is_some()).await;
        assert_eq!(ended.outcome, Some(Outcome::Abandoned), "{call}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_call_can_be_explained_by_any_of_its_legs() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let (agent, username) = server.agent_of("Kỹ thuật").await;
    let call = server.held_call("Kỹ thuật", "0912345678").await;
    server.drive(&call, "ring", json!({ "agent": username })).await;
    server.drive(&call, "answer", json!({})).await;
    let mut viewer = server.viewer("").await;
    viewer.until_call(&call, "they talk", |call| call.state == CallState::Talking).await;
    let phone = explained(&server, &call).await["legs"][1].as_str().expect("the agent's leg").to_owned();

    let explained = explained(&server, &phone).await;
    assert_eq!(explained["call_id"], call.as_str());
    let facts = explained["facts"].as_array().expect("facts");
    let first = &facts[0];
    assert_eq!((&first["fact"], &first["leg"]), (&json!("created"), &json!(call)));
    let joined = facts.iter().find(|fact| fact["fact"] == "joined").expect("the legs were joined by a rule");
    assert_eq!((&joined["leg"], &joined["to"]), (&json!(phone), &json!(call)));
    assert!(joined["rule"].as_u64().is_some_and(|rule| (1..=4).contains(&rule)), "{joined}");
    let known = facts.iter().find(|fact| fact["fact"] == "agent-known").expect("whose phone it is");
    assert_eq!((&known["agent"], &known["by"]), (&json!(agent), &json!("event")));
    let order: Vec<&str> = facts.iter().filter_map(|fact| fact["at"].as_str()).collect();
    assert!(order.is_sorted());

    let unknown = server.get("/api/v1/calls/nobody/explain").await;
    assert_eq!(unknown.status(), 404);
    server.stop().await;
}

#[tokio::test]
async fn a_lost_end_is_repaired_counted_and_explained() {
    let server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let call = server.held_call("Bán hàng", "0912345678").await;
    viewer.until_call(&call, "it waits in its queue", |call| call.queue.is_some()).await;
    assert_eq!(server.board().await.drift, wire::Drift::default(), "all agrees");

    server.control("/faults", json!({ "lose": ["CHANNEL_DESTROY"] })).await;
    server.drive(&call, "abandon", json!({})).await;
    viewer.until("the difference is seen", |board| (board.drift.unmatched > 0).then_some(())).await;
    viewer.until_call(&call, "two polls end it", |call| call.state == CallState::Ended).await;
    let settled =
        |board: &wire::Board| (board.drift.unmatched == 0 && board.drift.repaired > 0).then_some(());
    viewer.until("it is counted, and nothing differs", settled).await;
    let repairs: Value = server.get("/api/v1/board/all/repairs").await.json().await.expect("an account");
    assert_eq!(repairs["repaired"]["call-not-listed"], 1, "{repairs}");
    let facts = explained(&server, &call).await["facts"].clone();
    let repaired = facts.as_array().expect("facts").iter().any(|fact| fact["fact"] == "repaired");
    assert!(repaired, "{facts}");
    server.stop().await;
}

#[tokio::test]
async fn a_source_that_falls_silent_grows_old_in_the_frames() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let state = |board: &wire::Board, freshness| {
        let row = board.sources.iter().find(|row| row.source == SourceKind::Dashboard);
        row.filter(|row| row.state == freshness).map(|_| ())
    };
    viewer.until("it is live", |board| state(board, Freshness::Live)).await;
    server.control("/faults", json!({ "rest_status": 500 })).await;
    viewer.until("it is late", |board| state(board, Freshness::Late)).await;
    viewer.until("it is stale", |board| state(board, Freshness::Stale)).await;
    server.control_delete("/faults").await;
    viewer.until("it lives again", |board| state(board, Freshness::Live)).await;
    server.stop().await;
}

async fn explained(server: &TestServer, leg: &str) -> Value {
    let path = format!("/api/v1/calls/{}/explain", leg.replace('@', "%40"));
    until("it can be explained", || async {
        let answer = server.get(&path).await;
        answer.status().is_success().then_some(answer)
    })
    .await
    .json()
    .await
    .expect("an account")
}
