//! Older entries are folded into segments, and nobody who reads can tell.

use store::{Entry, Position, Stored};

use crate::support::{Directory, T0, two_days_on};

/// A poll that resembles the one before, each five seconds: about 5 kB.
fn poll(number: i64) -> Entry {
    let agents: String = (0..60)
        .map(|agent| {
            let since = T0 + (number / (agent + 3)) * 1000;
            format!(r#"{{"id":"{agent:024x}","state":"on-call","since":{since},"number":"09{agent:08}"}},"#)
        })
        .collect();
    Entry { at: T0 + number * 5000, body: agents.into_bytes() }
}

#[tokio::test]
async fn what_is_read_back_is_what_was_kept() {
    let directory = Directory::new();
    let (store, _) = directory.open_at(two_days_on).await;
    let entries: Vec<Entry> = (1..=1000).map(poll).collect();
    for some in entries.chunks(100) {
        store.append(some.to_vec()).await.expect("kept");
    }
    let all: Vec<Stored> = entries
        .into_iter()
        .zip(1..)
        .map(|(entry, position)| Stored { position: Position(position), at: entry.at, body: entry.body })
        .collect();

    let (segments, _) = store.tidy().await.expect("tidied");
    assert_eq!(segments, 17, "1,000 polls of 5 s are 17 times 5 minutes");
    let read = |after: i64, until, limit| store.entries(Position(after), until, limit);
    assert_eq!(read(0, i64::MAX, 5000).await.expect("read"), all);
    // Every page of 77, over the seams of segments.
    for after in (0..1000).step_by(77) {
        let expected: Vec<Stored> = all.iter().skip(after).take(77).cloned().collect();
        assert_eq!(read(after as i64, i64::MAX, 77).await.expect("read"), expected, "after {after}");
    }
    assert_eq!(read(500, all[549].at, 5000).await.expect("read"), all[500..550]);
    assert_eq!(store.end_of_journal().await.expect("read"), Some((Position(1000), all[999].at)));
    let span = store.journal_span().await.expect("read").expect("something");
    assert_eq!(
        (span.first, span.from, span.last, span.until),
        (Position(1), all[0].at, Position(1000), all[999].at)
    );
    assert_eq!(store.tidy().await.expect("tidied"), (0, 0), "there is nothing left to do");

    store.close().await;
    drop(store);
    let (store, opened) = directory.open_at(two_days_on).await;
    assert_eq!(opened.journal, Some((Position(1000), all[999].at)));
    assert_eq!(store.append(vec![poll(1001)]).await.expect("kept"), Position(1001), "positions go on");
}

#[tokio::test]
async fn the_last_minutes_stay_as_they_are() {
    fn now() -> i64 {
        T0 + 1000 * 5000
    }
    let directory = Directory::new();
    let (store, _) = directory.open_at(now).await;
    store.append((1..=1000).map(poll).collect()).await.expect("kept");
    assert_eq!(
        store.tidy().await.expect("tidied").0,
        15,
        "not the last five minutes, nor an unfinished segment"
    );
    assert_eq!(store.entries(Position::START, i64::MAX, 5000).await.expect("read").len(), 1000);
}

/// Reading while entries are folded: each is seen once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_sees_a_half_folded_journal() {
    let directory = Directory::new();
    let (store, _) = directory.open_at(two_days_on).await;
    store.append((1..=3000).map(poll).collect()).await.expect("kept");
    let folding = tokio::spawn({
        let store = store.clone();
        async move { store.tidy().await.expect("tidied") }
    });
    let mut rounds = 0;
    while !folding.is_finished() || rounds == 0 {
        let read = store.entries(Position(1000), i64::MAX, 1000).await.expect("read");
        let positions: Vec<i64> = read.iter().map(|entry| entry.position.0).collect();
        assert_eq!(positions, (1001..=2000).collect::<Vec<_>>());
        rounds += 1;
    }
    assert_eq!(folding.await.expect("it ended").0, 50);
}
