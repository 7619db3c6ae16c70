use serde_json::json;
use simulator::{Dialect, Load, Options};
use wire::{AgentState, CallState, Problem, SourceKind};

use crate::support::TestServer;

async fn problem_of(server: &TestServer, source: SourceKind, expected: Problem) {
    let mut viewer = server.viewer("").await;
    let is_so = |row: &&wire::SourceRow| row.source == source && row.problem == Some(expected);
    viewer.until("the board says what is wrong", |board| board.sources.iter().find(is_so).cloned()).await;
}

fn quiet() -> Options {
    Options { load: Load::Quiet, ..Options::default() }
}

#[tokio::test]
async fn a_wrong_secret_is_said_at_the_source() {
    let server = TestServer::start_with(quiet(), |config| config.antring.app_secret = "wrong".into()).await;
    problem_of(&server, SourceKind::Dashboard, Problem::Rejected).await;
    problem_of(&server, SourceKind::Events, Problem::Rejected).await;
    assert_eq!(server.get("/readyz").await.status(), 503);
    assert_eq!(server.get("/healthz").await.status(), 200);
    server.stop().await;
}

#[tokio::test]
async fn a_wrong_host_is_said_at_the_source() {
    let server = TestServer::start_with(quiet(), |config| {
        config.antring.base_url = "http://no-such-host.invalid".parse().expect("an address");
    });
    let server = server.await;
    problem_of(&server, SourceKind::Dashboard, Problem::HostNotFound).await;
    server.stop().await;
}

#[tokio::test]
async fn a_refused_feed_leaves_the_polled_numbers_alive() {
    let server = TestServer::start_with(quiet(), |config| {
        config.antring.events_url = "http://127.0.0.1:9".parse().expect("an address");
    });
    let server = server.await;
    problem_of(&server, SourceKind::Events, Problem::Refused).await;
    let (agent, username) = server.agent_of("Kỹ thuật").await;
    server
        .control(&format!("/agents/{username}/status"), json!({ "status": "paused", "reason": "Nghỉ trưa" }))
        .await;
    let mut viewer = server.viewer("").await;
    let paused = |board: &wire::Board| {
        let row = board.agents.iter().find(|row| row.id == agent && row.state == AgentState::Paused)?;
        Some(row.reason.clone())
    };
    assert_eq!(viewer.until("the poll shows the break", paused).await.as_deref(), Some("Nghỉ trưa"));
    server.stop().await;
}

#[tokio::test]
async fn a_dead_dashboard_changes_nothing_for_live_events() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let expected = [
        (json!("garbage"), Problem::Garbled),
        (json!("html"), Problem::Garbled),
        (json!(500), Problem::UpstreamFault),
        (json!(503), Problem::Quota),
    ];
    for (fault, problem) in expected {
        server.control("/faults", json!({ "rest_status": fault, "path": "/oapi/v1/call/dashboard" })).await;
        problem_of(&server, SourceKind::Dashboard, problem).await;
    }
    let mut viewer = server.viewer("").await;
    let call = server.held_call("Bán hàng", "0912345678").await;
    viewer.until_call(&call, "the call comes all the same", |call| call.state == CallState::Waiting).await;
    server.stop().await;
}

#[tokio::test]
async fn a_dropped_feed_comes_back_and_the_board_is_right_again() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let gone = server.held_call("Bán hàng", "0912000001").await;
    viewer
        .until_call(&gone, "it waits", |call| call.state == CallState::Waiting && call.queue.is_some())
        .await;
    server.control("/faults", json!({ "feed": "refuse" })).await;
    problem_of(&server, SourceKind::Events, Problem::Refused).await;
    // Both happen while nobody listens.
    server.drive(&gone, "abandon", json!({})).await;
    let new = server.held_call("Bán hàng", "0912000002").await;
    let mended = server.control_delete("/faults");
    mended.await;
    viewer.until_call(&new, "the poll brings the new one", |call| call.state == CallState::Waiting).await;
    viewer.until_call(&gone, "and ends the old one", |call| call.state == CallState::Ended).await;
    viewer
        .until("the feed is heard again", |board| {
            board
                .sources
                .iter()
                .find(|row| row.source == SourceKind::Events && row.problem.is_none())
                .map(|_| ())
        })
        .await;
    server.stop().await;
}

#[tokio::test]
async fn a_restarted_server_knows_the_calls_that_were_under_way() {
    let mut server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let waiting = server.held_call("Bán hàng", "0912000001").await;
    let talking = server.held_call("Kỹ thuật", "0912000002").await;
    server.drive(&talking, "answer", json!({})).await;
    let mut before = server.viewer("").await;
    before.until_call(&talking, "they talk", |call| call.state == CallState::Talking).await;
    let known = before.position.clone().expect("a position");
    server.restart().await;
    let mut after = server.viewer(&format!("epoch={}&seq={}", known.epoch, known.seq)).await;
    let waits = |call: &wire::CallRow| call.state == CallState::Waiting && call.queue.is_some();
    after.until_call(&waiting, "the caller still waits", waits).await;
    let talks = |call: &wire::CallRow| call.state == CallState::Talking && call.agent.is_some();
    after.until_call(&talking, "the others still talk", talks).await;
    assert_ne!(after.position.expect("a position").epoch, known.epoch, "a new process is a new epoch");
    server.stop().await;
}
