//! What a watching program reads, in Prometheus' own text format.

use ::access::Role;
use simulator::Dialect;

use crate::support::{TestServer, client_of, until};

/// The value of the one line that begins so.
fn value(text: &str, line: &str) -> Option<f64> {
    text.lines().find_map(|read| read.strip_prefix(line)?.trim().parse().ok())
}

#[tokio::test]
async fn a_watching_program_reads_how_the_board_is_and_nothing_of_anybody() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let watcher = client_of(&server.token(Role::Metrics).await.text());
    let scrape = async || {
        let answer = watcher.get(server.url("/metrics")).send().await.expect("it answers");
        assert_eq!(answer.status(), 200);
        assert!(answer.headers()["content-type"].to_str().is_ok_and(|kind| kind.contains("openmetrics")));
        answer.text().await.expect("text")
    };
    let before = scrape().await;
    assert_eq!(value(&before, "callboard_source_fresh{source=\"dashboard\"}"), Some(1.0), "{before}");
    assert_eq!(value(&before, "callboard_queue_waiting{queue=\"Bán hàng\"}"), Some(0.0), "{before}");
    assert_eq!(value(&before, "callboard_live_streams{kind=\"token\"}"), Some(0.0), "{before}");
    assert!(before.ends_with("# EOF\n"), "{before}");

    let viewer = server.viewer("").await;
    server.held_call("Bán hàng", "0912345678").await;
    let after = until("the caller is counted", || async {
        let text = scrape().await;
        (value(&text, "callboard_queue_waiting{queue=\"Bán hàng\"}") == Some(1.0)).then_some(text)
    })
    .await;
    assert_eq!(value(&after, "callboard_calls{state=\"waiting\"}"), Some(1.0), "{after}");
    assert!(after.contains("callboard_repairs_total{cause="), "{after}");
    assert!(!after.contains("912345678"), "no caller's number: {after}");
    drop(viewer);
    server.stop().await;
}
