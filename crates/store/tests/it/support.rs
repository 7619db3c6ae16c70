//! A directory of its own for each test, and facts to keep.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use kpi::{Call, CallResult, Direction, Join, Left, Millis, Miss, Passage};
use store::{Entry, Opened, Store, StoreSettings};

/// 2026-11-20 00:00 UTC
pub const T0: Millis = 1_795_132_800_000;

pub fn now() -> Millis {
    T0
}

/// Two days on: whatever was kept at about `T0` is old enough to be folded.
pub fn two_days_on() -> Millis {
    T0 + 2 * 24 * 3_600_000
}

/// Removed with all that is in it.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("callboard-store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("callboard.db")
    }

    pub fn settings(&self, now: fn() -> Millis) -> StoreSettings {
        StoreSettings::new("sqlite:callboard.db", &self.0, now)
    }

    pub async fn open(&self) -> (Store, Opened) {
        self.open_at(now).await
    }

    pub async fn open_at(&self, now: fn() -> Millis) -> (Store, Opened) {
        Store::open(&self.settings(now)).await.expect("it opens")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An entry whose body tells its number.
pub fn entry(number: i64) -> Entry {
    Entry { at: T0 + number * 1000, body: number.to_string().into_bytes() }
}

/// An answered call through one queue, with a miss.
pub fn call(number: i64) -> Call {
    let started = T0 + number * 1000;
    Call {
        key: format!("call-{number}@192.0.2.1").into(),
        started,
        ended: Some(started + 90_000),
        direction: Direction::Inbound,
        number: Some(format!("09{number:08}").into()),
        line: Some("1900".into()),
        agent: Some("an".into()),
        result: CallResult::Answered,
        talked: Some(60_000),
        recording: None,
        legs: vec![format!("call-{number}@192.0.2.1").into(), format!("leg-{number}@192.0.2.1").into()],
        passages: vec![Passage {
            queue: Some("sales".into()),
            entered: started + 5_000,
            entered_is_call_start: false,
            transferred_in: false,
            left: Some(Left::Answered {
                at: started + 30_000,
                agent: Some("an".into()),
                talked: Some(60_000),
            }),
        }],
        misses: vec![Miss { agent: "binh".into(), at: started + 20_000, queue: Some("sales".into()) }],
        join: Join::ByQueue,
    }
}

/// Puts a store with something in each of its tables, and closes it.
pub async fn filled(directory: &Directory) {
    let (store, _) = directory.open().await;
    store.append((1..=300).map(entry).collect()).await.expect("kept");
    store.put_calls((0..200).map(call).collect()).await.expect("kept");
    store.set_mark("back-fill", "2026-11-01").await.expect("kept");
    store.close().await;
}

/// For the process that started this one: at once and whole.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush()).expect("somebody listens");
}
