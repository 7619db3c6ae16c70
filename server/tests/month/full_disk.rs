//! A disk that is full: the board goes on, says that history is not being kept, and keeps it again when there is room.
//!
//! The disk is real: a small tmpfs, mounted in a namespace of the server's own, so that nothing else can be harmed.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use simulator::{Load, Options, Simulator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use wire::{Freshness, Problem, SourceKind};

use crate::child::{Server, Settings};
use crate::kept::Kept;
use crate::say;
use crate::scratch::Scratch;
use crate::support::Viewer;

const CALLS_PER_MINUTE: f64 = 120.0;
const DISK: &str = "24m";
/// Without room, the board must go on for so long.
const WITHOUT_ROOM: Duration = Duration::from_secs(20);
/// What is known of the store must be on the board within so long.
const SAID_WITHIN: Duration = Duration::from_secs(30);
const KEPT_AGAIN_WITHIN: Duration = Duration::from_secs(20);

/// Becomes the server, on a disk of its own, with the accounts that lay there: `sh -c SCRIPT callboard DIRECTORY serve`.
const ON_ITS_OWN_DISK: &str = r#"cp -a "$1" "$1.before" && mount -t tmpfs -o size="$2" callboard "$1" &&
    cp -a "$1.before/." "$1" && shift 2 && exec "$0" "$@""#;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_nothing_and_is_said() {
    if !namespaces_are_allowed() {
        return;
    }
    let simulator = busy_centre().await;
    let directory = Scratch::new("full-disk");
    let settings = settings(&directory, &simulator).await;
    let server = on_its_own_disk(&settings).await;
    let mut disk = Disk::of(&server);
    disk.fill();
    let went = without_room(&server, Problem::DiskFull, async || disk.make_room()).await;
    let journal = server.get("/api/v1/journal").await.expect("the journal is told of");
    assert_eq!(journal["holes"].as_array().map(Vec::len), Some(0), "memory held all of it: {journal}");
    let log = std::fs::read_to_string(&settings.log).expect("a log");
    assert!(log.contains("history is not being kept: the disk is full"), "{}", server.last_words());
    assert!(log.contains("history is being kept again"), "{}", server.last_words());
    server.stop().await;
    print("a full disk", &went, "nothing lost: memory held it");
    simulator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_memory_cannot_hold_is_a_hole_that_is_marked() {
    if !namespaces_are_allowed() {
        return;
    }
    let simulator = busy_centre().await;
    let directory = Scratch::new("full-memory");
    let mut settings = settings(&directory, &simulator).await;
    settings.set("STORE__HELD_KB", "64");
    let server = on_its_own_disk(&settings).await;
    let mut disk = Disk::of(&server);
    disk.fill();
    let went = without_room(&server, Problem::DiskFull, async || disk.make_room()).await;
    let journal = server.get("/api/v1/journal").await.expect("the journal is told of");
    let holes = journal["holes"].as_array().expect("a list").clone();
    // A few entries may find room in memory between two holes.
    let of_the_disk: Vec<_> = holes.iter().filter(|hole| hole["why"] == "disk").collect();
    let (Some(first), Some(last)) = (of_the_disk.first(), of_the_disk.last()) else {
        panic!("the hole is marked: {journal}");
    };
    let at = |value: &serde_json::Value| {
        value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok()).expect("a time")
    };
    let lasted = at(&last["until"]).duration_since(at(&first["from"]));
    let expected = jiff::SignedDuration::from_secs(10)..jiff::SignedDuration::from_secs(60);
    assert!(expected.contains(&lasted), "memory filled soon, and was emptied when there was room: {journal}");
    server.stop().await;
    let hole = format!("{} holes from {} until {}", of_the_disk.len(), first["from"], last["until"]);
    print("a full disk and full memory", &went, &hole);
    simulator.stop().await;
}

/// Room is made inside the file, as retention makes it: the file may not grow, but what was deleted is used again.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_at_its_size_stops_nothing_and_is_said() {
    let simulator = busy_centre().await;
    let directory = Scratch::new("full-store");
    let mut settings = settings(&directory, &simulator).await;
    settings.set("STORE__MAX_SIZE_MB", "8");
    let mut server = Server::start(&settings);
    server.answers().await;
    until_said(&server, None, SAID_WITHIN).await;
    let options = SqliteConnectOptions::new().filename(settings.data_dir.join("callboard.db"));
    let beside = SqlitePool::connect_with(options).await.expect("the database opens");
    for statement in [
        "CREATE TABLE ballast (body BLOB NOT NULL)",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) INSERT INTO ballast SELECT randomblob(100000) FROM n",
    ] {
        sqlx::query(statement).execute(&beside).await.expect("it has no limit");
    }
    let make_room = async || {
        sqlx::query("DELETE FROM ballast").execute(&beside).await.expect("room is made");
        beside.close().await;
    };
    let went = without_room(&server, Problem::SizeReached, make_room).await;
    server.stop().await;
    let (kept, complaints) = Kept::read(&settings.data_dir, directory.path()).await;
    assert!(complaints.is_empty(), "{complaints:?}");
    assert!(kept.position > went.on.position);
    print("a store at its size", &went, "nothing lost: memory held it");
    simulator.stop().await;
}

async fn busy_centre() -> Simulator {
    let options = Options {
        load: Load::CallsPerMinute(CALLS_PER_MINUTE),
        agents: 20,
        requests_per_second: 0,
        ..Options::default()
    };
    Simulator::start(options).await.expect("the simulator starts")
}

async fn settings(directory: &Scratch, simulator: &Simulator) -> Settings {
    let (rest, events) = (simulator.rest_url(), simulator.events_url());
    Settings::new(directory.path(), rest, events, simulator.credentials()).await
}

/// Says so where they are not.
fn namespaces_are_allowed() -> bool {
    let mut tried = Command::new("unshare");
    tried.args(["-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "callboard", "/mnt"]);
    let allowed = tried.output().is_ok_and(|answer| answer.status.success());
    if !allowed {
        say(
            "\nSKIPPED: this kernel lets nobody mount a disk of their own (unshare -rm); nothing was proved here",
        );
    }
    allowed
}

async fn on_its_own_disk(settings: &Settings) -> Server {
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", ON_ITS_OWN_DISK, env!("CARGO_BIN_EXE_callboard")]);
    command.arg(&settings.data_dir).arg(DISK);
    let mut server = Server::start_by(settings, command);
    server.answers().await;
    until_said(&server, None, SAID_WITHIN).await;
    server
}

/// The server's disk, seen through its process.
struct Disk {
    ballast: PathBuf,
}

impl Disk {
    fn of(server: &Server) -> Self {
        let inside = server.settings.data_dir.strip_prefix("/").expect("an absolute path");
        let root = Path::new("/proc").join(server.process_id().to_string()).join("root");
        Self { ballast: root.join(inside).join("ballast") }
    }

    fn fill(&mut self) {
        let mut file = File::create(&self.ballast).expect("the disk has room at first");
        for size in [65_536, 512, 1] {
            let chunk = vec![0; size];
            while file.write_all(&chunk).is_ok() {}
        }
    }

    fn make_room(&mut self) {
        std::fs::remove_file(&self.ballast).expect("the ballast is there");
    }
}

/// How a time without room went.
struct Went {
    /// From the fill to the board's word of it.
    said: Duration,
    on: GoesOn,
    /// From the room to the board's word of that.
    again: Duration,
}

/// There is no room any more: the board says why and goes on; when there is room again, all is kept again.
async fn without_room(server: &Server, why: Problem, make_room: impl AsyncFnOnce()) -> Went {
    let filled = Instant::now();
    until_said(server, Some(why), SAID_WITHIN).await;
    let said = filled.elapsed();
    let on = go_on_without_room(server).await;
    make_room().await;
    let room = Instant::now();
    until_said(server, None, KEPT_AGAIN_WITHIN).await;
    let again = room.elapsed();
    until_position_passes(server, on.position).await;
    Went { said, on, again }
}

/// Until the board's row of the history shows this problem, or none.
async fn until_said(server: &Server, problem: Option<Problem>, within: Duration) {
    let began = Instant::now();
    loop {
        let board = server.board().await.expect("a snapshot");
        let row = board.sources.into_iter().find(|row| row.source == SourceKind::History);
        if row.as_ref().is_some_and(|row| row.problem == problem) {
            return;
        }
        assert!(began.elapsed() < within, "it is not said: {row:?}\n{}", server.last_words());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What a board without room did.
struct GoesOn {
    frames: u64,
    /// The longest time between two frames.
    pause: Duration,
    calls_ended: usize,
    /// Where the journal stood all the while.
    position: i64,
}

/// Frames flow, ages are fresh, the server is ready, and says that it keeps nothing; the journal stands still.
async fn go_on_without_room(server: &Server) -> GoesOn {
    let position = position(server).await;
    let mut viewer = Viewer::open(server.settings.address, "", &server.bearer(), None).await;
    assert!(viewer.next().await, "a snapshot comes");
    let (began, mut last, mut looked) = (Instant::now(), Instant::now(), Instant::now());
    let mut seen = GoesOn { frames: 0, pause: Duration::ZERO, calls_ended: 0, position };
    let mut ended = std::collections::BTreeSet::new();
    while began.elapsed() < WITHOUT_ROOM {
        assert!(viewer.next().await, "the stream goes on");
        seen.frames += 1;
        seen.pause = seen.pause.max(last.elapsed());
        last = Instant::now();
        let board = viewer.board.as_ref().expect("a board");
        let over = board.calls.iter().filter(|call| call.state == wire::CallState::Ended);
        ended.extend(over.map(|call| call.id.clone()));
        if looked.elapsed() > Duration::from_secs(1) {
            looked = Instant::now();
            look(server).await;
        }
    }
    seen.calls_ended = ended.len();
    assert_eq!(self::position(server).await, position, "nothing is acknowledged that cannot be kept");
    assert!(
        seen.frames > 50 && seen.pause < Duration::from_secs(3),
        "{} frames, {:?}",
        seen.frames,
        seen.pause
    );
    assert!(seen.calls_ended > 10, "calls come and go");
    seen
}

async fn look(server: &Server) {
    let board = server.board().await.expect("a snapshot");
    let now = crate::pace::now();
    for row in board.sources.iter().filter(|row| row.source != SourceKind::History) {
        assert_eq!(row.freshness(now), Freshness::Live, "{row:?}");
    }
    let ready = server.get("/readyz").await.expect("an answer");
    assert_eq!((&ready["ready"], &ready["history_kept"]), (&true.into(), &false.into()), "{ready}");
    let journal = server.get("/api/v1/journal").await.expect("the journal is told of");
    assert_eq!(journal["health"]["state"], "not-kept", "{journal}");
}

async fn position(server: &Server) -> i64 {
    let journal = server.get("/api/v1/journal").await.expect("the journal is told of");
    journal["position"].as_i64().unwrap_or_else(|| panic!("a position: {journal}"))
}

async fn until_position_passes(server: &Server, before: i64) {
    let began = Instant::now();
    while position(server).await <= before {
        assert!(
            began.elapsed() < KEPT_AGAIN_WITHIN,
            "the journal stands at {before}\n{}",
            server.last_words()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn print(what: &str, went: &Went, lost: &str) {
    let Went { said, on, again } = went;
    say(&format!(
        "\n{what}: said after {:.1} s; {} frames and {} ended calls in {} s without room, {:.1} s between frames at most; \
         kept again {:.1} s after room was made; {lost}",
        said.as_secs_f64(),
        on.frames,
        on.calls_ended,
        WITHOUT_ROOM.as_secs(),
        on.pause.as_secs_f64(),
        again.as_secs_f64(),
    ));
}
