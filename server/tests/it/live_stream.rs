use serde_json::json;
use simulator::Dialect;
use wire::{AgentState, CallState, Outcome};

use crate::support::{TestServer, Viewer, until};

/// A call from outside, from the first ring to its end, as a viewer sees it.
async fn a_call_goes_through_its_life(dialect: Dialect) {
    let server = TestServer::start(dialect).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let (agent, username) = server.agent_of("Kỹ thuật").await;

    let call = server.held_call("Kỹ thuật", "0912345678").await;
    let waits = |call: &wire::CallRow| call.state == CallState::Waiting && call.queue.is_some();
    let waiting = viewer.until_call(&call, "it waits in its queue", waits).await;
    assert_eq!(waiting.number.as_deref(), Some("0912345678"));
    assert_eq!(waiting.legs.first(), Some(&call), "a call carries its first leg's id");
    let queue = waiting.queue.expect("it is known");
    let counted = viewer.until("the queue counts it", |board| {
        board
            .queues
            .iter()
            .find(|row| row.id == queue && row.waiting == 1 && row.oldest.is_some())
            .map(|_| ())
    });
    counted.await;

    server.drive(&call, "ring", json!({ "agent": username })).await;
    let ringing =
        viewer.until_call(&call, "an agent's phone rings", |call| call.state == CallState::Ringing).await;
    assert_eq!(ringing.agent.as_deref(), Some(agent.as_str()));
    assert_eq!(ringing.since, waiting.since, "the caller's wait goes on while a phone rings");
    viewer.until("the agent rings", |board| state_is(board, &agent, AgentState::Ringing)).await;

    server.drive(&call, "answer", json!({})).await;
    let talking = viewer.until_call(&call, "they talk", |call| call.state == CallState::Talking).await;
    assert!(talking.since >= ringing.since);
    viewer.until("the agent is on the call", |board| state_is(board, &agent, AgentState::OnCall)).await;

    server.drive(&call, "hang-up", json!({})).await;
    let ended = viewer.until_call(&call, "it ends", |call| call.state == CallState::Ended).await;
    assert_eq!(ended.outcome, Some(Outcome::Answered));
    assert!(ended.waited.is_some() && ended.talked.is_some());
    server.stop().await;
}

#[tokio::test]
async fn a_call_goes_through_its_life_over_socketio_09() {
    a_call_goes_through_its_life(Dialect::SocketIo09).await;
}

#[tokio::test]
async fn a_call_goes_through_its_life_over_socketio_4() {
    a_call_goes_through_its_life(Dialect::SocketIo4).await;
}

#[tokio::test]
async fn a_caller_who_leaves_is_abandoned_and_counted_once() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    let before = viewer.until("a board", |board| Some(board.today.abandoned)).await.unwrap_or_default();
    let call = server.held_call("Bán hàng", "0987654321").await;
    viewer
        .until_call(&call, "it waits", |call| call.state == CallState::Waiting && call.queue.is_some())
        .await;
    server.drive(&call, "abandon", json!({})).await;
    let ended = viewer.until_call(&call, "it ends", |call| call.state == CallState::Ended).await;
    assert_eq!(ended.outcome, Some(Outcome::Abandoned));
    viewer.until("it is counted", |board| (board.today.abandoned == Some(before + 1)).then_some(())).await;
    // Two polls later the counter is AntRing's own, and still says one.
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
    assert_eq!(server.board().await.today.abandoned, Some(before + 1));
    server.stop().await;
}

#[tokio::test]
async fn a_viewer_who_comes_back_gets_what_it_missed_and_nothing_else() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    viewer.until("a board", |_| Some(())).await;
    let known = (viewer.board.clone().expect("a board"), viewer.position.clone().expect("a position"));
    drop(viewer);

    let call = server.held_call("Bán hàng", "0912000111").await;
    until("the call is on the board", || async { on_board(&server, &call).await }).await;
    let query = format!("epoch={}&seq={}", known.1.epoch, known.1.seq);
    let mut back = Viewer::connect(&server, &query, Some(known)).await;
    back.until_call(&call, "the missed call comes", |_| true).await;
    assert_eq!(back.snapshots, 0, "deltas sufficed");

    let mut stranger = server.viewer("epoch=another&seq=3").await;
    stranger.until_call(&call, "the whole board comes", |_| true).await;
    assert_eq!(stranger.snapshots, 1, "another epoch means a snapshot");
    server.stop().await;
}

#[tokio::test]
async fn every_viewer_ends_with_the_same_board() {
    let server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let mut early = server.viewer("").await;
    for number in 0..20 {
        let call = server.held_call("Bán hàng", &format!("09120001{number:02}")).await;
        if number % 2 == 0 {
            server.drive(&call, "abandon", json!({})).await;
        }
    }
    let last = server.held_call("Thanh toán", "0999999999").await;
    early.until_call(&last, "the last call comes", |call| call.queue.is_some()).await;
    let mut late = server.viewer("").await;
    late.until_call(&last, "the last call is there", |_| true).await;
    while seq(&early) != seq(&late) {
        let behind = if seq(&early) < seq(&late) { &mut early } else { &mut late };
        assert!(behind.next().await);
    }
    assert_eq!(early.board, late.board);
    server.stop().await;
}

#[tokio::test]
async fn a_wall_never_receives_a_number() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut wall = server.viewer("surface=wall").await;
    let call = server.held_call("Bán hàng", "0912345678").await;
    let row = wall.until_call(&call, "it waits", |call| call.state == CallState::Waiting).await;
    assert_eq!(row.number.as_deref(), Some("•••• 678"));
    assert!(wall.texts.iter().all(|text| !text.contains("0912345678")), "no byte of it");
    server.stop().await;
}

#[tokio::test]
async fn another_sites_page_cannot_listen() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    let upgrade = server
        .client()
        .get(server.url("/live"))
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==")
        .header("origin", "https://evil.example");
    assert_eq!(upgrade.send().await.expect("an answer").status(), 403);
    let rebound = server.client().get(server.url("/api/v1/board/all")).header("host", "evil.example");
    assert_eq!(
        rebound.send().await.expect("an answer").status(),
        421,
        "nor by a name of its own for this machine"
    );
    server.stop().await;
}

#[tokio::test]
async fn a_stop_tells_every_viewer_to_come_back() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut viewer = server.viewer("").await;
    viewer.until("a board", |_| Some(())).await;
    let address = server.address;
    let stopping = tokio::spawn(server.stop());
    while viewer.next().await {}
    assert_eq!(viewer.closed, Some(wire::close::RESTART));
    assert!(viewer.texts.last().expect("a last word").contains("come-back"));
    stopping.await.expect("it stopped");
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn an_unknown_board_is_refused_for_good() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    let mut viewer = server.viewer("board=nowhere").await;
    while viewer.next().await {}
    assert_eq!(viewer.closed, Some(wire::close::NO_SUCH_BOARD));
    assert_eq!(server.get("/api/v1/board/nowhere").await.status(), 404);
    server.stop().await;
}

fn seq(viewer: &Viewer) -> u64 {
    viewer.position.as_ref().map_or(0, |position| position.seq)
}

fn state_is(board: &wire::Board, agent: &str, state: AgentState) -> Option<()> {
    board.agents.iter().find(|row| row.id == agent && row.state == state).map(|_| ())
}

async fn on_board(server: &TestServer, call: &str) -> Option<()> {
    server.board().await.calls.iter().find(|row| row.id == call && row.queue.is_some()).map(|_| ())
}
