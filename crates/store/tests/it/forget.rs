//! What is older than the settings keep goes, and nothing else; positions go on.

use std::sync::atomic::{AtomicI64, Ordering};

use kpi::{Millis, Stint};
use store::{CallQuery, Keyframe, Position, Retention, Span, Store};

use crate::support::{Directory, T0, call, entry};

const DAY: Millis = 24 * 3_600_000;
static NOW: AtomicI64 = AtomicI64::new(T0);

fn now() -> Millis {
    NOW.load(Ordering::Relaxed)
}

#[tokio::test]
async fn journal_and_calls_each_after_their_days() {
    let directory = Directory::new();
    let mut settings = directory.settings(now);
    settings.retention = Retention { journal_days: 2, calls_days: 5 };
    let (store, _) = Store::open(&settings).await.expect("it opens");
    let mut number = 0;
    for day in 0..8 {
        NOW.store(T0 + day * DAY + DAY / 2, Ordering::Relaxed);
        let entries = (0..10).map(|_| entry(0)).map(|mut entry| {
            number += 1;
            entry.at = now() + number * 1000;
            entry.body = number.to_string().into_bytes();
            entry
        });
        let end = store.append(entries.collect()).await.expect("kept");
        store.keyframe(Keyframe { position: end, at: now(), format: 1, body: vec![1] }).await.expect("kept");
        let calls = (0..250).map(|some| call((day * DAY) / 1000 + some)).collect();
        store.put_calls(calls).await.expect("kept");
        let stint =
            Stint { agent: "an".into(), state: kpi::State::Paused, from: now(), until: Some(now() + 1000) };
        store.put_stints(vec![stint]).await.expect("kept");
    }
    let (folded, removed) = store.tidy().await.expect("tidied");
    assert_eq!(folded, 7, "a segment a day, and today's is too fresh");
    // 5 segments (of days 0–4 … the 2.5 days before now begin on day 5), 5 keyframes, 3 days of calls and stints.
    assert_eq!(removed, 5 + 5 + 3 * 250 + 2, "what the tables say");
    let first = store.entries(Position::START, i64::MAX, 1000).await.expect("read")[0].position;
    assert_eq!(first, Position(51));
    let left = store.calls(&CallQuery::default()).await.expect("read");
    assert_eq!(left.len(), 5 * 250);
    assert!(left.iter().all(|call| call.started >= now() - 5 * DAY && !call.passages.is_empty()));
    assert_eq!(store.stints(Span { from: 0, until: i64::MAX }).await.expect("read").len(), 6);
    assert_eq!(store.tidy().await.expect("tidied"), (0, 0));

    // A month without anybody: all is too old, and still the journal goes on where it was.
    NOW.store(T0 + 40 * DAY, Ordering::Relaxed);
    store.tidy().await.expect("tidied");
    assert_eq!(store.count(&CallQuery::default()).await.expect("read").calls, 0);
    assert_eq!(store.end_of_journal().await.expect("read").expect("it stays").0, Position(80));
    assert!(store.newest_keyframe(i64::MAX, 1).await.expect("read").is_some(), "one to begin from stays");
    assert_eq!(store.append(vec![entry(1)]).await.expect("kept"), Position(81));
}
