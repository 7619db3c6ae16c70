//! An hour of a busy day: nothing hangs, nothing is unmatched, and memory stays flat.
//!
//! The hour runs in a process of its own, started from this very binary, so that its memory is its own and its centre's.
//! Both keep something of calls that ended, and all of it has a limit: the server the explanations of the last thousand
//! calls and the facts of its day, the centre a row of history for each. The heap may grow by that much for each call,
//! and by nothing else. What is resident is printed beside it: the store's pages and the allocator's spare room make it
//! wander by megabytes.

use std::process::Command;

use serde_json::Value;

use crate::HEAP;
use crate::figures::say;
use crate::pace;
use crate::site::Site;

const CALLS_PER_MINUTE: f64 = 16.0;
/// Simulated minutes; more with `CALLBOARD_BUSY_MINUTES`.
const MINUTES: usize = 60;
/// Calls and queues take so long to come to rest at the end, in simulated seconds.
const LAST_CALLS: u64 = 1_500;
/// What server and centre together keep of a call that ended, in bytes, up to their limits: its legs with some ten
/// facts each, what counts of it today, and its row of history.
const KEPT_OF_A_CALL: u64 = 8_192;
/// Set in the process that plays the hour.
const ALONE: &str = "CALLBOARD_BUSY_HOUR_ALONE";

#[test]
fn a_busy_hour_leaves_nothing_behind() {
    if std::env::var_os(ALONE).is_none() {
        let own = std::env::current_exe().expect("this binary has a path");
        let mut alone = Command::new(own);
        alone
            .args(["--exact", "busy_hour::a_busy_hour_leaves_nothing_behind", "--nocapture"])
            .env(ALONE, "1");
        let ended = alone.status().expect("it can be started again");
        assert!(ended.success(), "see above");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(busy_hour());
}

/// One look each simulated minute.
struct Look {
    /// What this process has allocated and not given back, in KiB; SQLite's own pages are not in it.
    heap: u64,
    /// What of it is resident, in KiB.
    resident: u64,
    live_calls: usize,
    /// Rows of the board, ended calls included.
    rows: usize,
    /// Of the board as JSON, in bytes.
    board: usize,
}

async fn busy_hour() {
    let minutes = std::env::var("CALLBOARD_BUSY_MINUTES").ok().and_then(|text| text.parse().ok());
    let minutes: usize = minutes.unwrap_or(MINUTES);
    let site = Site::open(CALLS_PER_MINUTE, |_| {}, |_| {}).await;
    let mut looks = Vec::with_capacity(minutes);
    for _ in 0..minutes {
        pace::pass(60).await;
        looks.push(look(&site).await);
    }
    site.come_to_rest().await;
    let mut waited = 0;
    while site.truth().await.calls() > 0 && waited < LAST_CALLS {
        pace::pass(10).await;
        waited += 10;
    }
    // The last ends are told by events; two polls make sure of the rest.
    let polls = site.polls();
    while site.polls() < polls + 2 {
        pace::pass(1).await;
    }
    let end = look(&site).await;
    let truth = site.truth().await.calls();
    let left = site.compare(true).await;
    let figures = site.figures().await;
    let state = site.server.control_state().await;
    let calls = state["history_rows"].as_u64().unwrap_or_default();
    let third = (looks.len() / 3).max(1);
    let mean =
        |looks: &[Look], value: fn(&Look) -> u64| looks.iter().map(value).sum::<u64>() / looks.len() as u64;
    let (first, last) = (&looks[..third], &looks[looks.len() - third..]);
    // Buffers fill in the first minutes, whatever the number of calls; what grows after that is calls.
    let middle = &looks[third..looks.len() - third];
    let heap = (mean(middle, |look| look.heap), mean(last, |look| look.heap));
    let resident = (mean(middle, |look| look.resident), mean(last, |look| look.resident));
    let rows = (mean(first, |look| look.rows as u64), mean(last, |look| look.rows as u64));
    let board = (mean(first, |look| look.board as u64), mean(last, |look| look.board as u64));
    say(&format!(
        "\n{minutes} simulated minutes at {}×: {calls} calls, {} events, {} heard, {} polls, {} REST calls, {} \
         connections to the feed\n  heap: {} KiB after a minute, {} in the middle third, {} in the last; resident: {} \
         KiB, {}, {}\n  calls on the board: {} in the first third, {} in the last; {} bytes and \
         {} bytes of JSON\n  at the end: {truth} calls in truth, {} live on the board, {} differences, {} unmatched, \
         {} repairs {:?}, gaps {:?}",
        pace::TIMES,
        figures.emitted,
        figures.heard,
        figures.polls,
        figures.rest,
        figures.connections,
        looks[0].heap,
        heap.0,
        heap.1,
        looks[0].resident,
        resident.0,
        resident.1,
        rows.0,
        rows.1,
        board.0,
        board.1,
        end.live_calls,
        left.differences.len(),
        figures.trust.unmatched,
        figures.trust.repairs(),
        figures.trust.repaired,
        figures.trust.gaps,
    ));
    assert_eq!((truth, end.live_calls), (0, 0), "no call hangs");
    assert!(left.differences.is_empty(), "{:#?}", left.differences);
    assert_eq!((figures.trust.unmatched, figures.trust.repairs()), (0, 0), "{:?}", figures.trust);
    assert_eq!(figures.heard, figures.emitted, "a healthy feed loses nothing");
    assert!(rows.1 < rows.0 * 3 / 2, "calls pile up on the board");
    // From the middle of the middle third to the middle of the last, a third of the calls ended.
    let grown = heap.1.saturating_sub(heap.0) * 1024 * 3 / calls.max(1);
    say(&format!("  grown by {grown} bytes for each call that ended"));
    assert!(grown < KEPT_OF_A_CALL, "memory grows by {grown} bytes a call");
    site.close().await;
}

async fn look(site: &Site) -> Look {
    let frame: Value = site.server.get("/api/v1/board/all").await.json().await.expect("a snapshot");
    let calls = frame["board"]["calls"].as_array().cloned().unwrap_or_default();
    Look {
        heap: (HEAP.current_usage() / 1024) as u64,
        resident: resident(),
        live_calls: calls.iter().filter(|call| call["state"] != "ended").count(),
        rows: calls.len(),
        board: frame.to_string().len(),
    }
}

/// Resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it is listed");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
