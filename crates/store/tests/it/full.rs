//! A store that takes nothing more: nobody waits, what fits is held, what does not is counted, and it recovers by itself.

use std::time::Duration;

use sqlx::{Connection as _, SqliteConnection};
use store::{CallQuery, Entry, Health, Hold, Lost, Position, Store, StoreError, StoreSettings, Trouble};

use crate::support::{Directory, T0, call, now};

const MB: u64 = 1024 * 1024;
/// What a test waits for takes a tenth of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Noise, so that it takes the room it says: 10 kB.
fn large(number: i64) -> Entry {
    let mut noise = number.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let body = (0..10_000).map(|_| {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        noise as u8
    });
    Entry { at: T0 + number * 1000, body: body.collect() }
}

fn settings(directory: &Directory, hold: Hold) -> StoreSettings {
    let mut settings = directory.settings(now);
    settings.max_size = Some(2 * MB);
    settings.hold = hold;
    settings
}

fn hold(bytes: usize) -> Hold {
    Hold { requests: 1000, bytes, retry_every: Duration::from_millis(50) }
}

/// Appends until the store takes no more; yields how many it acknowledged.
async fn fill(store: &Store) -> i64 {
    for number in 1..1000 {
        match store.append(vec![large(number)]).await {
            Ok(position) => assert_eq!(position, Position(number)),
            Err(StoreError::Held(Trouble::MaxSize(size))) => {
                assert_eq!(size, 2 * MB);
                return number - 1;
            }
            Err(error) => panic!("{number}: {error}"),
        }
    }
    panic!("2 MB take 10 MB");
}

/// As a person would who makes room on the disk: from outside.
async fn make_room(directory: &Directory) {
    let url = format!("sqlite:{}", directory.file().display());
    let mut connection = SqliteConnection::connect(&url).await.expect("it opens");
    sqlx::raw_sql("PRAGMA busy_timeout = 5000; DELETE FROM journal WHERE position <= 100")
        .execute(&mut connection)
        .await
        .expect("there is room");
    connection.close().await.expect("closed");
}

async fn until_kept(store: &Store) {
    let mut health = store.health();
    tokio::time::timeout(PATIENCE, health.wait_for(|health| *health == Health::Kept))
        .await
        .expect("it recovers by itself")
        .expect("it is open");
}

#[tokio::test]
async fn what_is_held_is_written_when_there_is_room_again() {
    let directory = Directory::new();
    let (store, _) = Store::open(&settings(&directory, hold(10 * MB as usize))).await.expect("it opens");
    assert_eq!(*store.health().borrow(), Health::Kept);
    let acknowledged = fill(&store).await;
    let told = store.health().borrow().clone();
    assert_eq!(told, Health::NotKept { since: T0, why: Trouble::MaxSize(2 * MB) });

    // The one that met the wall is held too. Nobody waits for any of them.
    for number in acknowledged + 2..=acknowledged + 20 {
        let began = std::time::Instant::now();
        let error = store.append(vec![large(number)]).await.expect_err("there is no room");
        assert!(matches!(error, StoreError::Held(_)), "{error}");
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }
    let error = store.put_calls((0..20).map(call).collect()).await.expect_err("there is no room");
    assert!(matches!(error, StoreError::Held(_)), "{error}");
    assert_eq!(store.end_of_journal().await.expect("reading goes on").expect("something").0.0, acknowledged);

    make_room(&directory).await;
    until_kept(&store).await;
    let kept = store.entries(Position(100), i64::MAX, 1000).await.expect("read");
    let numbers: Vec<i64> = kept.iter().map(|entry| entry.position.0).collect();
    assert_eq!(numbers, (101..=acknowledged + 20).collect::<Vec<_>>());
    assert!(kept.iter().all(|entry| entry.body == large(entry.position.0).body), "in their order");
    assert_eq!(store.count(&CallQuery::default()).await.expect("read").calls, 20);
    assert_eq!(store.gaps().await.expect("read"), [], "nothing was lost");
    let next = store.append(vec![large(1)]).await.expect("kept");
    assert_eq!(next, Position(acknowledged + 21));
}

#[tokio::test]
async fn what_finds_no_room_in_memory_leaves_a_gap_that_is_told() {
    let directory = Directory::new();
    let (store, _) = Store::open(&settings(&directory, hold(100_000))).await.expect("it opens");
    let acknowledged = fill(&store).await;
    // Three quarters of 100,000 bytes hold seven of ten thousand; one is in hand already.
    let mut lost = Vec::new();
    for number in acknowledged + 2..=acknowledged + 30 {
        match store.append(vec![large(number)]).await {
            Err(StoreError::Held(_)) if lost.is_empty() => {}
            Err(StoreError::Lost) => lost.push(number),
            other => panic!("{number}: {other:?}"),
        }
    }
    let held = 29 - lost.len() as i64;
    assert_eq!(held, 6);
    // A small one would have room; but the journal has one gap, not a sieve.
    let small = Entry { at: T0 + 1_000_000, body: vec![1] };
    assert!(matches!(store.append(vec![small]).await, Err(StoreError::Lost)));
    // Calls have a quarter for themselves.
    let error = store.put_calls(vec![call(1)]).await.expect_err("there is no room");
    assert!(matches!(error, StoreError::Held(_)), "{error}");

    make_room(&directory).await;
    until_kept(&store).await;
    let gaps = store.gaps().await.expect("read");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0].lost, Lost::Journal);
    assert_eq!(gaps[0].after, Position(acknowledged + 1 + held));
    assert_eq!((gaps[0].from, gaps[0].until), (T0 + lost[0] * 1000, T0 + 1_000_000));
    assert_eq!(gaps[0].count, lost.len() as u64 + 1);
    assert_eq!(store.append(vec![large(1)]).await.expect("kept"), Position(acknowledged + 2 + held));
    assert_eq!(store.count(&CallQuery::default()).await.expect("read").calls, 1);
}

/// The journal of a full store is folded, which makes room: then it goes on without anybody.
#[tokio::test]
async fn folding_makes_room_in_a_full_store() {
    let directory = Directory::new();
    let mut settings = settings(&directory, hold(10 * MB as usize));
    settings.now = crate::support::two_days_on;
    let (store, _) = Store::open(&settings).await.expect("it opens");
    let same = |number: i64| Entry { at: T0 + number * 1000, body: vec![7; 10_000] };
    let mut number = 0;
    loop {
        number += 1;
        if store.append(vec![same(number)]).await.is_err() {
            break;
        }
    }
    assert!(matches!(*store.health().borrow(), Health::NotKept { .. }));
    let tidied =
        tokio::time::timeout(PATIENCE, store.tidy()).await.expect("it goes before what finds no room");
    assert!(tidied.expect("tidied").0 > 0);
    until_kept(&store).await;
    assert_eq!(store.append(vec![same(number + 1)]).await.expect("kept"), Position(number + 1));
    assert_eq!(store.entries(Position::START, i64::MAX, 5000).await.expect("read").len() as i64, number + 1);
}

/// It ends although the disk takes nothing.
#[tokio::test]
async fn a_full_store_can_be_closed() {
    let directory = Directory::new();
    let (store, _) = Store::open(&settings(&directory, hold(10 * MB as usize))).await.expect("it opens");
    let acknowledged = fill(&store).await;
    tokio::time::timeout(PATIENCE, store.close()).await.expect("it closes");
    drop(store);
    let (store, opened) = directory.open().await;
    assert_eq!(opened.journal.expect("something").0, Position(acknowledged));
    drop(store);
}

/// The system itself refuses to let files grow (`ulimit -f`), and later no more: as a full disk, but for one process.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_refuses_and_takes_again() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let directory = Directory::new();
    let program = std::env::current_exe().expect("this program");
    // 1,024 blocks of 512 bytes. Without the trap the signal would end the process, as it would not on a full disk.
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -S -f 1024; exec \"$0\" --exact full::on_that_disk --nocapture"])
        .arg(program)
        .env("CALLBOARD_STORE_REFUSED", directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut said = |word: &str| -> i64 {
        let line = lines.by_ref().map(|line| line.expect("it speaks")).find(|line| line.starts_with(word));
        let line = line.unwrap_or_else(|| panic!("it ended without saying “{word}”"));
        line[word.len()..].trim().parse().expect("a number")
    };
    let acknowledged = said("refused after");
    assert!(acknowledged > 5, "{acknowledged}");
    let raised =
        Command::new("prlimit").args(["--pid", &child.id().to_string(), "--fsize=unlimited"]).status();
    assert!(raised.expect("util-linux is there").success());
    let all = said("kept again");
    child.kill().expect("it runs");
    child.wait().expect("it ended");

    assert_eq!(all, acknowledged + 30);
    let (store, _) = directory.open().await;
    let kept = store.entries(Position::START, i64::MAX, 1000).await.expect("read");
    assert_eq!(kept.len() as i64, all);
    assert!(kept.iter().zip(1..).all(|(entry, number)| entry.body == large(number).body));
    assert_eq!(store.gaps().await.expect("read"), []);
}

/// The other process of the test above.
#[tokio::test]
async fn on_that_disk() {
    let Some(path) = std::env::var_os("CALLBOARD_STORE_REFUSED") else { return };
    let mut settings = StoreSettings::new("sqlite:callboard.db", path, now);
    settings.hold = hold(10 * MB as usize);
    let (store, _) = Store::open(&settings).await.expect("it opens");
    let mut number = 0;
    let refused = loop {
        number += 1;
        if let Err(error) = store.append(vec![large(number)]).await {
            break error;
        }
    };
    assert!(matches!(refused, StoreError::Held(Trouble::Failing(_) | Trouble::DiskFull)), "{refused}");
    for more in 1..=28 {
        assert!(matches!(store.append(vec![large(number + more)]).await, Err(StoreError::Held(_))));
    }
    crate::support::say(&format!("refused after {}", number - 1));
    until_kept(&store).await;
    let end = store.append(vec![large(number + 29)]).await.expect("kept");
    crate::support::say(&format!("kept again {end}"));
    tokio::time::sleep(PATIENCE).await;
}
