//! What was on the board can be seen again, and a restart goes on where the server left off.

use std::io::Write as _;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{Dialect, Load, Options};
use wire::{CallState, Frame, NoReplay, Notice};

use crate::support::{CallboardProcess, TestServer, config_for, until};

/// Without what says when and by whom it was sent.
fn normalised(mut frame: Value) -> String {
    let fields = frame.as_object_mut().expect("a frame");
    ["epoch", "seq", "at"].iter().for_each(|field| assert!(fields.remove(*field).is_some()));
    frame.to_string()
}

async fn snapshot(server: &TestServer, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/board/all{query}")).await;
    assert_eq!(answer.status(), StatusCode::OK, "{query}");
    answer.json().await.expect("a snapshot")
}

fn at(frame: &Value) -> String {
    frame["at"].as_str().expect("a time").to_owned()
}

/// A caller who is held in a queue and on the board.
async fn shown_call(server: &TestServer, number: &str) -> String {
    let call = server.held_call("Bán hàng", number).await;
    let waits = || async { server.board().await.calls.iter().any(|row| row.id == call).then_some(()) };
    until("the call is on the board", waits).await;
    call
}

/// Ten moments, a random while apart, of a centre with sixty calls a minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_byte_for_byte_what_was_live() {
    let load = Load::CallsPerMinute(60.0);
    let options = Options { dialect: Dialect::SocketIo4, load, history_delay: 0, ..Options::default() };
    let server = TestServer::start_with(options, |_| {}).await;
    server.ready().await;
    let mut seen = Vec::new();
    for turn in 0..10 {
        tokio::time::sleep(Duration::from_millis(rand::random_range(200..2_500))).await;
        let surface = if turn % 3 == 2 { "wall" } else { "desk" };
        seen.push((surface, snapshot(&server, &format!("?surface={surface}")).await));
    }
    let mut table = std::io::stdout();
    let head =
        "| moment | surface | calls | bytes live | bytes in replay | equal |\n|---|---|---|---|---|---|";
    writeln!(table, "{head}").expect("standard output");
    for (surface, live) in seen {
        let moment = at(&live);
        let again = snapshot(&server, &format!("?surface={surface}&at={moment}")).await;
        assert_eq!(at(&again), moment);
        let rows = again["board"]["calls"].as_array().expect("calls");
        let masked = |row: &Value| row["number"].as_str().is_none_or(|number| number.starts_with('•'));
        assert!(surface == "desk" || rows.iter().all(masked), "a wall's replay has no number");
        let calls = live["board"]["calls"].as_array().expect("calls").len();
        let (live, again) = (normalised(live), normalised(again));
        writeln!(
            table,
            "| {moment} | {surface} | {calls} | {} | {} | {} |",
            live.len(),
            again.len(),
            if live == again { "yes" } else { "NO" }
        )
        .expect("standard output");
        assert_eq!(live, again, "{moment}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_stream_goes_on_to_the_end_of_the_recording() {
    let server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let before = at(&snapshot(&server, "").await);
    let call = shown_call(&server, "0912345678").await;
    server.drive(&call, "abandon", json!({})).await;
    let ended = || async {
        let calls = server.board().await.calls;
        calls.iter().any(|row| row.id == call && row.state == CallState::Ended).then_some(())
    };
    until("it ended", ended).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;

    let mut viewer = server.viewer(&format!("at={before}&speed=4")).await;
    while viewer.next().await {}
    assert_eq!(viewer.closed, Some(wire::close::REPLAY_ENDS));
    let frames: Vec<Frame> = viewer.texts.iter().map(|text| Frame::decode(text).expect("a frame")).collect();
    let Some(Frame::Snapshot { at: first, board, .. }) = frames.first() else { panic!("{frames:?}") };
    assert!(*first >= before && board.calls.is_empty(), "it begins before the call");
    assert!(matches!(frames.last(), Some(Frame::Notice { notice: Notice::RecordingEnds, .. })));
    let shown = viewer.board.as_ref().expect("a board");
    assert!(shown.calls.iter().any(|row| row.id == call && row.state == CallState::Ended));
    let last_delta = frames.iter().rev().find_map(|frame| match frame {
        Frame::Delta { at, .. } => Some(at.clone()),
        Frame::Snapshot { .. } | Frame::Notice { .. } => None,
    });
    let there = snapshot(&server, &format!("?at={}", last_delta.expect("something changed"))).await;
    assert_eq!(there["board"], serde_json::to_value(shown).expect("JSON"), "deltas made the same board");

    // Standing still, it tells its moment each second, so that no browser takes the line for dead.
    let mut still = server.viewer(&format!("at={before}&speed=0")).await;
    for _ in 0..3 {
        assert!(still.next().await);
    }
    let beats = still.texts[1..].iter().filter(|text| text.contains("heartbeat") && text.contains(&before));
    assert_eq!(beats.count(), 2, "{:?}", still.texts);
    let mut wall = server.viewer(&format!("at={before}&speed=60&surface=wall")).await;
    while wall.next().await {}
    assert!(wall.texts.iter().all(|text| !text.contains("0912345678")), "no byte of it");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_that_cannot_be_shown_is_told_in_words() {
    let mut server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let stopped_at = at(&snapshot(&server, "").await);
    server.stop_server().await;
    let while_stopped = server::clock::now() + 50;
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.start_server().await;
    server.ready().await;
    let asked = async |at: &str| {
        let answer = server.get(&format!("/api/v1/board/all?at={at}")).await;
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap_or_default();
        (status, body["error"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(asked("2020-01-01T00:00:00Z").await, (404, "before_recording".into()));
    assert_eq!(asked("2100-01-01T00:00:00%2B07:00").await, (400, "future".into()));
    assert_eq!(asked(&while_stopped.to_string()).await, (404, "not_recorded".into()));
    assert_eq!(asked(&stopped_at).await, (200, String::new()), "what was before the stop is still there");
    assert_eq!(server.get("/api/v1/board/all?at=10:42").await.status(), StatusCode::BAD_REQUEST);

    let mut viewer = server.viewer(&format!("at={while_stopped}&speed=1")).await;
    while viewer.next().await {}
    assert_eq!(viewer.closed, Some(wire::close::REPLAY_ENDS));
    let said = Frame::decode(&viewer.texts[0]).expect("a frame");
    assert!(
        matches!(&said, Frame::Notice { notice: Notice::NoReplay(NoReplay::NotRecorded { .. }), .. }),
        "{said:?}"
    );
    // A replay that comes to the hole says so, and goes on behind it.
    let mut across = server.viewer(&format!("at={stopped_at}&speed=10")).await;
    while across.next().await {}
    assert!(across.texts.iter().any(|text| text.contains("not-recorded")), "{:?}", across.texts);
    assert_eq!(across.snapshots, 2, "one before, one behind");

    let journal: Value = server.get("/api/v1/journal").await.json().await.expect("the journal");
    assert_eq!(journal["holes"].as_array().map(Vec::len), Some(1), "{journal}");
    assert_eq!(
        (&journal["holes"][0]["why"], &journal["health"]["state"]),
        (&json!("stopped"), &json!("kept"))
    );
    assert_eq!(journal["gaps"].as_array().map(Vec::len), Some(1), "nobody listened meanwhile: {journal}");
    server.stop().await;
}

/// With AntRing gone meanwhile, what the board shows after a restart can only come from the journal.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_clean_stop_the_board_goes_on() {
    let mut server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let waiting = server.held_call("Bán hàng", "0912000001").await;
    let talking = server.held_call("Kỹ thuật", "0912000002").await;
    server.drive(&talking, "answer", json!({})).await;
    let mut before = server.viewer("").await;
    before.until_call(&talking, "they talk", |call| call.state == CallState::Talking).await;
    before.until_call(&waiting, "the other waits", |call| call.queue.is_some()).await;
    server.control("/faults", json!({ "feed": "refuse", "rest_status": 500 })).await;
    let last = server.board().await;
    server.stop_server().await;
    server.start_server().await;
    let first = server.board().await;
    assert_eq!(first.calls, last.calls);
    assert_eq!(first.agents, last.agents);
    assert_eq!((first.queues.len(), first.today), (last.queues.len(), last.today));
    assert_eq!(first.gaps.last().map(|gap| gap.until), Some(None), "nobody listens, and that is said");

    server.control_delete("/faults").await;
    until("the gap is closed and filled", || async {
        let gaps = server.board().await.gaps;
        gaps.last().filter(|gap| gap.until.is_some() && gap.filled).map(|_| ())
    })
    .await;
    assert_eq!(server.board().await.calls.len(), 2, "the same calls, once each");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_the_board_goes_on() {
    let options =
        Options { dialect: Dialect::SocketIo4, load: Load::Quiet, history_delay: 0, ..Options::default() };
    let site = simulator::Simulator::start(options).await.expect("the simulator starts");
    let config = config_for(&site, Dialect::SocketIo4);
    let client = crate::support::client();
    let mut server = CallboardProcess::start(&site, &config).await;
    until("everybody is known", || async {
        let board = server.board().await?;
        (!board.agents.is_empty() && !board.queues.is_empty()).then_some(())
    })
    .await;
    let body = json!({ "queue": "Bán hàng", "caller": "0912000001", "hold": true });
    let call = crate::support::order(&site, &client, "/calls", body).await["call_id"].clone();
    let call = call.as_str().expect("a call id");
    let waits = async |server: &CallboardProcess| {
        let board = server.board().await?;
        board.calls.iter().any(|row| row.id == call && row.queue.is_some()).then_some(board)
    };
    until("the caller waits", || waits(&server)).await;
    // What is seen is on the disk a moment later.
    tokio::time::sleep(Duration::from_millis(600)).await;
    let last = waits(&server).await.expect("the caller still waits");
    let refuse = json!({ "feed": "refuse", "rest_status": 500 });
    crate::support::order(&site, &client, "/faults", refuse).await;
    server.kill();
    let mut server = CallboardProcess::start(&site, &config).await;
    let first = until("it answers", || server.board()).await;
    assert_eq!((first.calls, first.agents), (last.calls, last.agents));
    server.kill();
    site.stop().await;
    crate::support::remove(&config.server.data_dir);
}

/// The page's own HTML shows the moment, not the present.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_rendered_as_of_its_moment() {
    let server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let before = at(&snapshot(&server, "").await);
    shown_call(&server, "0912345678").await;
    let page = async |path: &str| server.get(path).await.text().await.expect("a page");
    assert!(page("/").await.contains("0912345678"));
    assert!(!page(&format!("/?at={before}&speed=0")).await.contains("0912345678"));
    server.stop().await;
}
