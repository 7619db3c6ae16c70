//! Who may open what: versions, other programs' files, a second server, rights.

use std::fs;
use std::process::{Command, Stdio};

use kpi::State;
use sqlx::{Connection as _, SqliteConnection};
use store::{CallQuery, Found, OpenError, Position, Sort, SortBy, Span, Store};

use crate::support::{Directory, T0, entry, filled, now};

#[tokio::test]
async fn a_store_of_version_1_is_brought_up_to_date_with_all_that_is_in_it() {
    let directory = Directory::new();
    let fixture = include_bytes!("../fixtures/version-1.db.zst");
    fs::write(directory.file(), zstd::decode_all(&fixture[..]).expect("sound")).expect("written");
    let (store, opened) = directory.open().await;
    assert!(matches!(opened.found, Found::Older { from: 1, to } if to > 1), "{opened}");
    assert_eq!(opened.journal, Some((Position(50), T0 + 49_000)));

    let entries = store.entries(Position::START, i64::MAX, 100).await.expect("read");
    assert_eq!(entries.len(), 50);
    assert_eq!(entries[49].body, b"entry 49");
    let calls = store.calls(&CallQuery::default()).await.expect("read");
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].legs.len(), calls[0].passages.len(), calls[0].misses.len()), (2, 1, 1));
    // What calls are found and sorted by has been filled in.
    let leg = CallQuery { key: calls[0].legs.last().cloned(), ..CallQuery::default() };
    assert_eq!(store.calls(&leg).await.expect("read"), calls);
    let by_wait = Sort { by: SortBy::Waited, ascending: false };
    let queue = calls[0].passages[0].queue.clone();
    let sorted = CallQuery {
        among: queue.map(|queue| [queue].into()),
        sort: by_wait,
        limit: 1,
        ..CallQuery::default()
    };
    let (found, next) = store.calls_behind(&sorted, None).await.expect("read");
    assert_eq!(found, calls);
    let put_again = CallQuery { limit: 1, ..sorted };
    store.put_calls(calls.clone()).await.expect("kept");
    assert_eq!(
        store.calls_behind(&put_again, None).await.expect("read"),
        (found, next),
        "as it is derived today"
    );
    let keyframe = store.newest_keyframe(T0 + 60_000, 1).await.expect("read").expect("it is there");
    assert_eq!((keyframe.position, &*keyframe.body), (Position(20), &b"the floor"[..]));
    let stints = store.stints(Span { from: T0, until: T0 + 60_000 }).await.expect("read");
    assert_eq!(stints[0].state, State::OnCall);
    assert_eq!(store.get_mark("back-fill").await.expect("read").as_deref(), Some("2026-11-01"));
    assert_eq!(store.append(vec![entry(51)]).await.expect("kept"), Position(51), "positions go on");
    store.close().await;
    drop(store);
    assert_eq!(directory.open().await.1.found, Found::Sound);
}

async fn sql(directory: &Directory, statement: &'static str) {
    let url = format!("sqlite:{}?mode=rwc", directory.file().display());
    let mut connection = SqliteConnection::connect(&url).await.expect("it opens");
    sqlx::raw_sql(statement).execute(&mut connection).await.expect("done");
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn a_newer_store_is_refused_and_untouched() {
    let directory = Directory::new();
    filled(&directory).await;
    sql(
        &directory,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (4711, 'from the future', 1, x'00', 1)",
    )
    .await;
    let before = fs::read(directory.file()).expect("it is there");
    let error = Store::open(&directory.settings(now)).await.err().expect("refused");
    assert!(matches!(error, OpenError::Newer { found: 4711, .. }), "{error}");
    assert!(error.to_string().contains("newer Callboard"), "{error}");
    assert_eq!(fs::read(directory.file()).expect("it is there"), before);
}

#[tokio::test]
async fn another_programs_database_is_refused_and_untouched() {
    let directory = Directory::new();
    sql(&directory, "CREATE TABLE recipes (name TEXT)").await;
    let before = fs::read(directory.file()).expect("it is there");
    let error = Store::open(&directory.settings(now)).await.err().expect("refused");
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
    assert_eq!(fs::read(directory.file()).expect("it is there"), before);
}

#[tokio::test]
async fn a_second_server_on_one_directory_is_told_so() {
    let directory = Directory::new();
    let mut first = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "opening::held_by_another_process", "--nocapture"])
        .env("CALLBOARD_STORE_HELD", directory.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    while !directory.path().join("held").exists() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let refused = Store::open(&directory.settings(now)).await.err();
    first.kill().expect("it runs");
    first.wait().expect("it ended");
    let error = refused.expect("refused");
    assert!(matches!(error, OpenError::InUse { .. }), "{error}");
    assert!(error.to_string().contains("in use by another Callboard"), "{error}");
    // Killed, it holds nothing any more.
    let (_, opened) = directory.open().await;
    assert_eq!(opened.found, Found::Sound);
}

/// The other process of the test above.
#[tokio::test]
async fn held_by_another_process() {
    let Some(path) = std::env::var_os("CALLBOARD_STORE_HELD") else { return };
    let (store, _) =
        Store::open(&store::StoreSettings::new("sqlite:callboard.db", &path, now)).await.expect("it opens");
    fs::write(std::path::Path::new(&path).join("held"), "").expect("written");
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    store.close().await;
}

#[tokio::test]
async fn a_closed_store_can_be_opened_again_and_the_old_handle_says_closed() {
    let directory = Directory::new();
    let (store, _) = directory.open().await;
    store.append(vec![entry(1)]).await.expect("kept");
    store.close().await;
    assert!(matches!(store.append(vec![entry(2)]).await, Err(store::StoreError::Closed)));
    let (again, opened) = directory.open().await;
    assert_eq!(opened.journal, Some((Position(1), T0 + 1000)));
    again.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn files_with_customers_numbers_are_their_owners_only() {
    use std::os::unix::fs::PermissionsExt;

    let directory = Directory::new();
    let inner = directory.path().join("data");
    let settings = store::StoreSettings::new("sqlite:callboard.db", &inner, now);
    let (store, _) = Store::open(&settings).await.expect("it opens");
    store.append(vec![entry(1)]).await.expect("kept");
    store.backup(&inner.join("copy.db")).await.expect("copied");
    let rights =
        |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(rights(&inner), 0o700);
    for file in ["callboard.db", "callboard.db-wal", "callboard.db-shm", "callboard.db.lock", "copy.db"] {
        assert_eq!(rights(&inner.join(file)), 0o600, "{file}");
    }
}
