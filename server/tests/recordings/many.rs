//! As many listeners as the server takes, of a file that nobody could hold in memory.

use std::time::{Duration, Instant};

use access::Role;
use reqwest::Response;
use serde_json::json;

use crate::HEAP;
use crate::stage::{Stage, by, is_sound, told};
use crate::support::secrets::Secret;
use crate::support::{say, until};

const FILE: usize = 256 * 1024 * 1024;
const USERS: usize = 8;
const OF_ONE: usize = 4;
/// May be more than before, for the server, the storage and 32 clients in this one process: 4 MB for each that plays.
const MOST_MORE: usize = 128 * 1024 * 1024;

/// `CALLBOARD_PLAYED_MB` for longer runs.
fn played_by_each() -> usize {
    let asked = std::env::var("CALLBOARD_PLAYED_MB").ok().and_then(|text| text.parse::<usize>().ok());
    (asked.unwrap_or(24) * 1024 * 1024).min(FILE)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_stays_flat_while_32_play_and_the_33rd_is_told() {
    let stage = Stage::open(|_| {}).await;
    stage.order(json!({ "bytes": FILE, "expire": true })).await;
    let mut users = Vec::new();
    for _ in 0..USERS {
        users.push(stage.server.token(Role::Supervisor).await);
    }
    let late = stage.server.token(Role::Supervisor).await;
    let mut measured = Measured::default();
    measured.take("before anybody plays");

    let mut listeners = Vec::new();
    for user in users.iter().cycle().take(USERS * OF_ONE) {
        listeners.push(Listener::open(&stage, user).await);
    }
    measured.take("32 have begun, and pause");
    // What waits for the paused is bounded: the storage is not read further.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let ahead = stage.asked().await.iter().filter_map(|asked| asked["sent"].as_u64()).max().unwrap_or(0);
    let (all, own) = (told(by(&stage, &late)).await, told(by(&stage, &users[0])).await);
    say(&format!("the 33rd of all: {all}; the 5th of one user: {own}"));
    assert_eq!(all, "503 recording_busy, again in 5 s");
    assert_eq!(own, "429 recording_busy, again in 5 s");
    measured.take("the 33rd and the 5th were refused");

    let (each, began) = (played_by_each(), Instant::now());
    let half = tokio::spawn(play_all(listeners, each / 2));
    let listeners = measured.during("the first half", half).await;
    let whole = tokio::spawn(play_all(listeners, each));
    let mut listeners = measured.during("the second half", whole).await;
    let seconds = began.elapsed().as_secs_f64();
    let megabytes = (listeners.len() * each) as f64 / 1e6;

    // One leaves; the next is let in.
    drop(listeners.pop());
    let next = by(&stage, &late).header("range", "bytes=0-9");
    assert_eq!(told(next).await, format!("206 bytes 0-9/{FILE}, 10 right bytes"));
    drop(listeners);
    until("the storage is left by all", || async {
        stage.asked().await.iter().all(|asked| asked["end"] != "under_way").then_some(())
    })
    .await;
    measured.take("all have left");
    measured.print();
    say(&format!(
        "32 listeners took {megabytes:.0} MB of a file of {} MB in {seconds:.1} s; the storage was at most {:.1} MB ahead of a paused one",
        FILE / 1_000_000,
        ahead as f64 / 1e6
    ));
    let more = measured.peak().saturating_sub(measured.0[0].heap);
    assert!(more < MOST_MORE, "the heap grew by {} MB", more / 1_000_000);
    stage.server.stop().await;
}

struct Listener {
    answer: Response,
    heard: usize,
}

impl Listener {
    async fn open(stage: &Stage, user: &Secret) -> Self {
        let answer = by(stage, user).timeout(Duration::from_secs(600)).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        Self { answer, heard: 0 }
    }

    async fn play(mut self, until: usize) -> Self {
        while self.heard < until {
            let piece = self.answer.chunk().await.expect("it does not break").expect("there is more");
            assert!(is_sound(self.heard, &piece[..piece.len().min(64)]), "the right sound at {}", self.heard);
            self.heard += piece.len();
        }
        self
    }
}

async fn play_all(listeners: Vec<Listener>, until: usize) -> Vec<Listener> {
    let playing: Vec<_> = listeners.into_iter().map(|one| tokio::spawn(one.play(until))).collect();
    let mut played = Vec::new();
    for one in playing {
        played.push(one.await.expect("it plays"));
    }
    played
}

#[derive(Default)]
struct Measured(Vec<Sample>);

struct Sample {
    what: String,
    heap: usize,
    resident: usize,
}

impl Measured {
    fn take(&mut self, what: &str) {
        self.0.push(Sample { what: what.into(), heap: HEAP.current_usage(), resident: resident() });
    }

    /// The highest of both while that goes on.
    async fn during<Done: Send>(&mut self, what: &str, doing: tokio::task::JoinHandle<Done>) -> Done {
        let (mut heap, mut rss) = (0, 0);
        while !doing.is_finished() {
            (heap, rss) = (HEAP.current_usage().max(heap), resident().max(rss));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.0.push(Sample { what: format!("{what}, at most"), heap, resident: rss });
        doing.await.expect("it plays")
    }

    fn peak(&self) -> usize {
        self.0.iter().map(|sample| sample.heap).max().unwrap_or(0)
    }

    fn print(&self) {
        say("\n| when | heap | resident |\n|---|---|---|");
        for Sample { what, heap, resident } in &self.0 {
            say(&format!("| {what} | {:.1} MB | {:.1} MB |", *heap as f64 / 1e6, *resident as f64 / 1e6));
        }
    }
}

/// Bytes of this process in memory.
fn resident() -> usize {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}
