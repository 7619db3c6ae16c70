//! A copy taken while it is written is a whole store.

use std::fs;

use store::{BackupError, CallQuery, Found, Position, Store, StoreSettings};

use crate::support::{Directory, call, entry, now};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_writing_goes_on() {
    let directory = Directory::new();
    let (store, _) = directory.open().await;
    store.append((1..=2000).map(entry).collect()).await.expect("kept");
    store.put_calls((0..500).map(call).collect()).await.expect("kept");
    let before = store.end_of_journal().await.expect("read").expect("something").0;

    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            for number in 2001..=2300 {
                store.append(vec![entry(number)]).await.expect("kept");
            }
        }
    });
    let copies = Directory::new();
    // As the command does it: apart from the handle of the server.
    let backup = store::backup(&directory.settings(now), &copies.file()).await.expect("copied");
    let at_most = store.end_of_journal().await.expect("read").expect("something").0;
    writing.await.expect("it writes on");
    assert_eq!(backup.bytes, fs::metadata(copies.file()).expect("it is there").len());

    let (copy, opened) = copies.open().await;
    assert_eq!(opened.found, Found::Sound);
    let end = copy.end_of_journal().await.expect("read").expect("something").0;
    assert!(before <= end && end <= at_most, "{before} ≤ {end} ≤ {at_most}");
    let entries = copy.entries(Position::START, i64::MAX, 10_000).await.expect("read");
    assert_eq!(entries.len() as i64, end.0);
    assert_eq!(copy.count(&CallQuery::default()).await.expect("read").calls, 500);
}

#[tokio::test]
async fn it_overwrites_nothing_and_leaves_no_half() {
    let directory = Directory::new();
    let (store, _) = directory.open().await;
    let there = directory.path().join("precious");
    for content in ["", "precious"] {
        fs::write(&there, content).expect("written");
        let error = store.backup(&there).await.expect_err("refused");
        assert!(matches!(error, BackupError::Exists(_)), "{error}");
        assert_eq!(fs::read_to_string(&there).expect("it is there"), content);
    }
    let nowhere = directory.path().join("no/such/place");
    let error = store.backup(&nowhere).await.expect_err("refused");
    assert!(error.to_string().contains("no/such/place"), "{error}");
    let parts = fs::read_dir(directory.path()).expect("it is there").flatten();
    assert!(!parts.into_iter().any(|file| file.file_name().to_string_lossy().ends_with(".part")));
}

#[tokio::test]
async fn of_no_store_there_is_none() {
    let directory = Directory::new();
    let settings = StoreSettings::new("sqlite:callboard.db", directory.path(), now);
    let error = store::backup(&settings, &directory.path().join("copy.db")).await.expect_err("refused");
    assert!(matches!(error, BackupError::Nothing(_)), "{error}");
    assert!(!directory.file().exists(), "it makes none either");
    let _ = Store::open(&settings).await.expect("it opens");
}
