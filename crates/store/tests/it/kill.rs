//! Killed at random moments while it writes: what was acknowledged is there afterwards, and the file is sound.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kpi::Text;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use store::{CallQuery, Found, Position, Store, StoreSettings};

use crate::support::{Directory, call, entry, say, two_days_on};

const ROUNDS: u32 = 200;
/// From the first acknowledgement to the end, at most.
const LIVES: u64 = 60;

#[derive(Default)]
struct Totals {
    entries_acknowledged: i64,
    entries_beyond: i64,
    calls_acknowledged: i64,
    calls_beyond: i64,
    segments_over_all: usize,
    slowest_opening: Duration,
}

#[tokio::test]
async fn killed_two_hundred_times() {
    let directory = Directory::new();
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut totals = Totals::default();
    let (mut checked, mut calls_before) = (0, 0);
    for round in 1..=ROUNDS {
        let (acknowledged, calls) = live_and_be_killed(&directory, random.next_u64() % LIVES);
        let began = Instant::now();
        let (store, opened) = directory.open_at(two_days_on).await;
        totals.slowest_opening = totals.slowest_opening.max(began.elapsed());
        // Opening examines the whole file.
        assert_eq!(opened.found, Found::Sound, "round {round}");

        let end = opened.journal.map_or(0, |(position, _)| position.0);
        assert!(end >= acknowledged, "round {round}: {acknowledged} acknowledged, the journal ends at {end}");
        let new = store.entries(Position(checked), i64::MAX, usize::MAX).await.expect("read");
        assert_eq!(new.len() as i64, end - checked, "round {round}: a position is missing");
        for (stored, number) in new.iter().zip(checked + 1..) {
            assert_eq!((stored.position.0, &stored.body), (number, &entry(number).body), "round {round}");
        }
        let keys: Vec<Text> = (calls_before..calls).map(|number| call(number).key).collect();
        let mut kept = store.calls_by_key(&keys).await.expect("read");
        kept.sort_by_key(|call| call.started);
        let expected: Vec<_> = (calls_before..calls).map(call).collect();
        assert_eq!(kept, expected, "round {round}: acknowledged calls");
        let all = store.count(&CallQuery::default()).await.expect("read").calls as i64;
        assert!(all >= calls, "round {round}: {calls} calls acknowledged, {all} kept");

        if acknowledged > checked {
            totals.entries_acknowledged += acknowledged - checked;
            totals.entries_beyond += end - acknowledged;
        }
        totals.calls_acknowledged += (calls - calls_before).max(0);
        totals.calls_beyond += all - calls.max(calls_before);
        (checked, calls_before) = (end, all);
        if round == ROUNDS {
            let whole = store.entries(Position::START, i64::MAX, usize::MAX).await.expect("read");
            assert!(
                whole
                    .iter()
                    .zip(1..)
                    .all(|(stored, number)| stored.position.0 == number && stored.body == entry(number).body)
            );
            totals.segments_over_all = whole.len();
        }
        store.close().await;
    }
    print(&totals);
    assert!(totals.entries_acknowledged > i64::from(ROUNDS), "the test did something");
}

fn print(totals: &Totals) {
    let lines = [
        format!("forced stops                     {ROUNDS}"),
        format!("entries acknowledged before      {}", totals.entries_acknowledged),
        "  of them missing afterwards     0".to_owned(),
        format!("  written, not yet acknowledged  {}", totals.entries_beyond),
        format!("calls acknowledged before        {}", totals.calls_acknowledged),
        "  of them missing afterwards     0".to_owned(),
        format!("  written, not yet acknowledged  {}", totals.calls_beyond),
        "damaged databases                0".to_owned(),
        format!("entries at the end, all whole    {}", totals.segments_over_all),
        format!("slowest opening                  {} ms", totals.slowest_opening.as_millis()),
    ];
    #[expect(clippy::print_stdout, reason = "the table that this test is asked for")]
    for line in lines {
        println!("{line}");
    }
}

/// Starts the other process, lets it live, kills it; yields the last entry and the number of calls it had acknowledged.
fn live_and_be_killed(directory: &Directory, millis: u64) -> (i64, i64) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "kill::the_one_that_is_killed", "--nocapture"])
        .env("CALLBOARD_STORE_KILLED", directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    let (mut entries, mut calls) = (0, 0);
    let mut take = |line: &str| match line.trim().split_once(' ') {
        Some(("entries", number)) => entries = number.parse().expect("a number"),
        Some(("calls", number)) => calls = number.parse().expect("a number"),
        _ => {}
    };
    let mut line = String::new();
    // It has begun when it says something of its own.
    while !line.starts_with("open") {
        line.clear();
        assert!(lines.read_line(&mut line).expect("it speaks") > 0, "it did not open");
    }
    std::thread::sleep(Duration::from_millis(millis));
    child.kill().expect("it runs");
    child.wait().expect("it ended");
    // What it had said before it was killed is still in the pipe; a line cut off was not said.
    let mut rest = String::new();
    let _ = std::io::Read::read_to_string(&mut lines, &mut rest);
    rest.split_inclusive('\n').filter(|line| line.ends_with('\n')).for_each(&mut take);
    (entries, calls)
}

/// The other process: appends, puts calls and folds as fast as it can, and tells each acknowledgement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_one_that_is_killed() {
    let Some(path) = std::env::var_os("CALLBOARD_STORE_KILLED") else { return };
    let settings = StoreSettings::new("sqlite:callboard.db", &path, two_days_on);
    let (store, opened) = Store::open(&settings).await.expect("it opens");
    say("open");
    let end = opened.journal.map_or(0, |(position, _)| position.0);
    let calls = store.count(&CallQuery::default()).await.expect("read").calls as i64;
    let folding = tokio::spawn({
        let store = store.clone();
        async move {
            loop {
                store.tidy().await.expect("tidied");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
    let putting = tokio::spawn(put_calls(store.clone(), calls));
    let mut number = end;
    loop {
        // Several at once, some of them long, so that commits are shared and pages overflow.
        let batches: Vec<_> = (0..3)
            .map(|_| {
                let batch = (0..1 + number % 7).map(|_| {
                    number += 1;
                    entry(number)
                });
                store.append(batch.collect())
            })
            .collect();
        for batch in batches {
            let position = batch.await.expect("kept");
            say(&format!("entries {position}"));
        }
        assert!(!folding.is_finished() && !putting.is_finished());
    }
}

/// A new call, and the one before once more.
async fn put_calls(store: Store, there: i64) {
    let mut number = there;
    loop {
        let before = (number > 0).then(|| call(number - 1));
        store.put_calls(before.into_iter().chain([call(number)]).collect()).await.expect("kept");
        number += 1;
        say(&format!("calls {number}"));
    }
}
