//! One number everywhere: the board's tile, the API, the CSV and the calls behind it.

use jiff::SignedDuration;
use serde_json::{Value, json};
use server::config::Config;
use simulator::{Dialect, Load, Options};

use crate::support::{TestServer, until};

/// A quiet centre whose history is looked at each second.
async fn watched() -> TestServer {
    let options = Options { load: Load::Quiet, history_delay: 0, ..Options::default() };
    TestServer::start_with(options, often).await
}

fn often(config: &mut Config) {
    config.store.history_every = SignedDuration::from_secs(1);
}

async fn get(server: &TestServer, path: &str) -> Value {
    let answer = server.get(path).await;
    let status = answer.status();
    let text = answer.text().await.expect("an answer");
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).expect("JSON")
}

async fn number(server: &TestServer, kpi: &str, window: &str) -> (i64, i64) {
    let drill = get(server, &format!("/api/v1/kpis/{kpi}?window={window}")).await;
    (drill["part"].as_i64().expect("a part"), drill["of"].as_i64().expect("a whole"))
}

async fn until_number(server: &TestServer, kpi: &str, wanted: (i64, i64)) {
    let what = format!("{kpi} is {wanted:?}");
    until(&what, || async { (number(server, kpi, "day").await == wanted).then_some(()) }).await;
}

/// Three callers: one is answered, one gives up, one is sent on by the queue's time-out; the feed takes the last two
/// for the same.
async fn three_callers(server: &TestServer) {
    server.ready().await;
    let (agent, _) = server.agent_of("Bán hàng").await;
    let answered = server.held_call("Bán hàng", "0912000001").await;
    server.drive(&answered, "ring", json!({ "agent": agent })).await;
    server.drive(&answered, "answer", json!({ "agent": agent })).await;
    let gives_up = server.held_call("Bán hàng", "0912000002").await;
    let sent_on = server.held_call("Bán hàng", "0912000003").await;
    until_number(server, "offered", (3, 0)).await;
    server.drive(&gives_up, "abandon", json!({ "reason": "hangup" })).await;
    server.drive(&sent_on, "abandon", json!({ "reason": "timeout" })).await;
    server.drive(&answered, "hang-up", json!({ "by": "caller" })).await;
}

#[tokio::test]
async fn tile_api_csv_and_drill_list_agree_and_history_corrects_the_feed() {
    let server = watched().await;
    three_callers(&server).await;
    // The feed alone cannot tell a time-out from a caller who gave up: the history can.
    until_number(&server, "flowed-out", (1, 0)).await;
    until_number(&server, "abandoned", (1, 0)).await;
    until_number(&server, "answered", (1, 0)).await;
    let page = get(&server, "/api/v1/calls?limit=10").await;
    assert_eq!(page["total"], 3, "nobody is doubled: {page}");

    let kpis = get(&server, "/api/v1/kpis").await;
    let ids: Vec<String> = kpis["kpis"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|kpi| kpi["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!(ids.len() >= 20, "{ids:?}");
    for id in &ids {
        for window in ["30m", "day"] {
            agree(&server, id, window).await;
        }
    }
    let balance = get(&server, "/api/v1/board/all/repairs").await["balance"].clone();
    let expected = json!({ "offered": 3, "answered": 1, "abandoned": 1, "flowed_out": 1, "waiting_at_start": 0,
                           "waiting_at_end": 0, "remainder": 0 });
    assert_eq!(balance, expected);
    server.stop().await;
}

/// Board, API, CSV and list of one number, to the unit.
async fn agree(server: &TestServer, id: &str, window: &str) {
    let drill = get(server, &format!("/api/v1/kpis/{id}/calls?window={window}&limit=1000")).await;
    let pair = (drill["part"].as_i64(), drill["of"].as_i64());
    assert_eq!(
        (drill["recount"]["part"].as_i64(), drill["recount"]["of"].as_i64()),
        pair,
        "{id} {window}: {drill}"
    );
    let rows = drill["rows"].as_array().expect("rows");
    assert_eq!(drill["total"].as_u64(), Some(rows.len() as u64), "{id} {window}");

    let csv = server.get(drill["csv"].as_str().expect("a path")).await;
    assert!(csv.headers()["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/csv")));
    let csv = csv.text().await.expect("a file");
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().skip(1).collect();
    assert_eq!(lines.len(), rows.len(), "{id} {window}: {csv}");
    let version = drill["definition"]["version"].as_i64().expect("a version");
    assert!(lines.iter().all(|line| line.starts_with(&format!("{id},{version},"))), "{csv}");

    if id == "longest-wait" || id == "occupancy" {
        // One ticks in the browser, the other moves with time: the tile is never a moment behind by right.
        return;
    }
    // A record that corrects a call is on the board with the next second's figures.
    let what = format!("the tile of {id}, {window} is {pair:?}");
    until(&what, || async {
        let figures = serde_json::to_value(server.board().await.figures).expect("figures");
        let mut figures = figures.as_array()?.clone().into_iter();
        let tile = figures.find(|figure| figure["kpi"] == id && figure["window"] == window)?;
        ((tile["part"].as_i64(), tile["of"].as_i64()) == pair).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_restart_keeps_todays_numbers() {
    let mut server = watched().await;
    three_callers(&server).await;
    until_number(&server, "flowed-out", (1, 0)).await;
    let waiting = server.held_call("Bán hàng", "0912000004").await;
    until_number(&server, "offered", (4, 0)).await;
    let numbers = ["service-level", "asa", "abandon-rate", "answered", "flowed-out", "calls", "talk"];
    let mut before = Vec::new();
    for kpi in numbers {
        before.push(number(&server, kpi, "day").await);
    }
    server.restart().await;
    server.ready().await;
    for (kpi, before) in numbers.into_iter().zip(before) {
        assert_eq!(number(&server, kpi, "day").await, before, "{kpi}");
    }
    until_number(&server, "waiting", (1, 0)).await;
    server.drive(&waiting, "abandon", json!({})).await;
    until_number(&server, "abandoned", (2, 0)).await;
    until_number(&server, "offered", (4, 0)).await;
    server.stop().await;
}

#[tokio::test]
async fn without_rest_figures_go_on_from_the_feed() {
    let server = watched().await;
    server.ready().await;
    let (agent, _) = server.agent_of("Bán hàng").await;
    server.control("/faults", json!({ "rest_status": 500 })).await;
    let call = server.held_call("Bán hàng", "0912000001").await;
    server.drive(&call, "ring", json!({ "agent": agent })).await;
    server.drive(&call, "answer", json!({ "agent": agent })).await;
    until_number(&server, "service-level", (1, 1)).await;
    server.drive(&call, "hang-up", json!({ "by": "caller" })).await;
    until("the talk is counted", || async { (number(&server, "talk", "day").await.1 == 1).then_some(()) })
        .await;
    server.stop().await;
}

#[tokio::test]
async fn the_back_fill_goes_on_where_it_was_stopped_and_counts_as_the_centre_does() {
    let options = Options {
        load: Load::Quiet,
        dialect: Dialect::SocketIo09,
        past_days: 6,
        past_calls_per_day: 300.0,
        ..Options::default()
    };
    let days = |config: &mut Config| {
        often(config);
        config.store.backfill_days = 6;
        config.antring.requests_per_second = 8.0;
    };
    let mut server = TestServer::start_with(options, days).await;
    let progress = || async { get(&server, "/api/v1/history/progress").await };
    let halfway = until("some days are read", || async {
        let progress = progress().await;
        (progress["days_done"].as_u64()? >= 2).then_some(progress)
    });
    let halfway = halfway.await;
    assert_eq!(
        (halfway["days"].as_u64(), halfway["state"].as_str()),
        (Some(6), Some("reading")),
        "{halfway}"
    );
    server.restart().await;
    let first = until("it goes on", || async {
        let progress = get(&server, "/api/v1/history/progress").await;
        progress["read_from"].is_i64().then_some(progress)
    });
    assert!(
        first.await["days_done"].as_u64() >= halfway["days_done"].as_u64(),
        "what was read is not read again"
    );
    until("all is read", || async {
        let progress = get(&server, "/api/v1/history/progress").await;
        (progress["state"] == "following").then_some(())
    })
    .await;

    let truth = server.control_get("/past").await;
    let spans = truth["spans"].as_array().expect("days").clone();
    let (first, last) = (&spans[0], &spans[spans.len() - 1]);
    let date = |span: &Value| span["begins"].as_str().expect("a time").to_owned();
    let report =
        get(&server, &format!("/api/v1/report?from={}&to={}", vietnam(&date(first)), vietnam(&date(last))))
            .await;
    let days = report["days"].as_array().expect("days");
    assert_eq!(days.len(), spans.len());
    for (day, span) in days.iter().zip(&spans) {
        for (ours, theirs) in [("offered", "offered"), ("answered", "answered"), ("abandoned", "abandoned")] {
            assert_eq!(
                day["balance"][ours], span["all"][theirs],
                "{ours} of {}: {}",
                day["date"], span["all"]
            );
        }
        assert_eq!(day["balance"]["remainder"], 0, "{day}");
    }
    server.stop().await;
}

/// The date in Vietnam at which that moment is midnight.
fn vietnam(begins: &str) -> String {
    let begins: jiff::Timestamp = begins.parse().expect("a time");
    begins.in_tz("Asia/Ho_Chi_Minh").expect("a zone").date().to_string()
}
