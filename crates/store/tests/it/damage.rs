//! A damaged file is moved aside as it is, a new one begun, and the operator told.

use std::fs;

use store::{Found, Store};

use crate::support::{Directory, entry, filled, now};

const PAGE: usize = 4096;

/// Opens the store over these bytes; yields why they were thought damaged. Panics unless they are kept as they are.
async fn moved_aside(kind: &str, bytes: &[u8]) -> String {
    let directory = Directory::new();
    fs::write(directory.file(), bytes).expect("written");
    let (store, opened) =
        Store::open(&directory.settings(now)).await.unwrap_or_else(|error| panic!("{kind}: {error}"));
    let sentence = opened.to_string();
    let Found::Damaged { moved_to, why } = opened.found else { panic!("{kind}: {sentence}") };
    assert!(sentence.contains(&*moved_to.to_string_lossy()), "{kind}: {sentence}");
    assert!(moved_to.to_string_lossy().ends_with(".damaged-20261120T000000Z"), "{kind}: {sentence}");
    assert_eq!(fs::read(&moved_to).expect("it is kept"), bytes, "{kind}: it is changed");
    assert_eq!(store.append(vec![entry(1)]).await.expect("the new one works").0, 1, "{kind}");
    store.close().await;
    drop(store);
    let (_, again) = directory.open().await;
    assert_eq!(again.found, Found::Sound, "{kind}");
    why
}

async fn sound_bytes() -> Vec<u8> {
    let directory = Directory::new();
    filled(&directory).await;
    fs::read(directory.file()).expect("it is there")
}

#[tokio::test]
async fn every_kind_of_damage() {
    let sound = sound_bytes().await;
    let pages = sound.len() / PAGE;
    assert!(pages > 20, "{pages}");
    let mut garbage_header = sound.clone();
    garbage_header[..100].fill(0xA5);
    let cut = |length: usize| sound[..length].to_vec();
    for (kind, bytes) in [
        ("no database at all", b"dear operator, this is a text\n".repeat(300)),
        ("a garbage header", garbage_header),
        ("half of it", cut(pages / 2 * PAGE)),
        ("the last page missing", cut((pages - 1) * PAGE)),
        ("cut within a page", cut(PAGE * 3 + 100)),
        ("cut within the header", cut(60)),
    ] {
        let why = moved_aside(kind, &bytes).await;
        assert!(!why.is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn a_page_of_zeros_wherever_it_is() {
    let sound = sound_bytes().await;
    for page in 0..sound.len() / PAGE {
        let mut bytes = sound.clone();
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
        moved_aside(&format!("page {page} zero"), &bytes).await;
    }
}

/// Two in one second, as when a server restarts at once.
#[tokio::test]
async fn one_that_was_moved_aside_is_never_overwritten() {
    let directory = Directory::new();
    for round in 1..=3_u8 {
        fs::write(directory.file(), [round; 9000]).expect("written");
        let (store, opened) = directory.open().await;
        assert!(matches!(opened.found, Found::Damaged { .. }), "{opened}");
        store.close().await;
    }
    let kept = fs::read_dir(directory.path()).expect("it is there");
    let damaged = kept.flatten().filter(|file| file.file_name().to_string_lossy().contains(".damaged-"));
    let mut first_bytes: Vec<u8> =
        damaged.map(|file| fs::read(file.path()).expect("it is kept")[0]).collect();
    first_bytes.sort_unstable();
    assert_eq!(first_bytes, [1, 2, 3]);
}

/// The log of a damaged database goes with it: over a new one it would be nonsense.
#[tokio::test]
async fn its_log_is_moved_with_it() {
    let directory = Directory::new();
    fs::write(directory.file(), [9; 9000]).expect("written");
    fs::write(directory.path().join("callboard.db-wal"), b"a log").expect("written");
    let (store, opened) = directory.open().await;
    let Found::Damaged { moved_to, .. } = &opened.found else { panic!("{opened}") };
    let log = format!("{}-wal", moved_to.display());
    assert_eq!(fs::read(log).expect("it is kept"), b"a log");
    store.append(vec![entry(1)]).await.expect("the new one works");
}
