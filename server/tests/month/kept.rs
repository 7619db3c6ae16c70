//! What lies on the disk after a kill, read from a copy by plain SQL: the file itself is left to the next server.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

const FILE: &str = "callboard.db";
/// Minutes of a busy centre: no call of these tests lasts longer.
const NEWEST: usize = 10_000;

/// Everything that must not get lost, as far as it lies there.
#[derive(Debug, Default)]
pub struct Kept {
    /// The journal's last position; 0 without any.
    pub position: i64,
    /// Each single entry of the journal, by its position: what it says, in short.
    entries: BTreeMap<i64, u64>,
    /// Positions in compressed segments: from and to.
    segments: Vec<(i64, i64)>,
    /// First legs of calls that have ended.
    ended: BTreeSet<String>,
    /// Legs of all calls.
    known: BTreeSet<String>,
    pub calls: usize,
    /// What the newest entries say, the newest last: what the next server can know of.
    texts: Vec<String>,
}

impl Kept {
    /// Copies what lies in `data_dir` and reads it. Complaints are sentences; none means it is sound.
    pub async fn read(data_dir: &Path, scratch: &Path) -> (Self, Vec<String>) {
        let copy = scratch.join("copy");
        std::fs::create_dir_all(&copy).expect("a directory");
        for suffix in ["", "-wal"] {
            let name = format!("{FILE}{suffix}");
            let (from, to) = (data_dir.join(&name), copy.join(&name));
            let _ = std::fs::remove_file(&to);
            if from.exists() {
                std::fs::copy(&from, &to).expect("a copy");
            }
        }
        let _ = std::fs::remove_file(copy.join(format!("{FILE}-shm")));
        let options = SqliteConnectOptions::new().filename(copy.join(FILE));
        let pool = SqlitePool::connect_with(options).await.expect("a database opens after a kill");
        let mut complaints = Vec::new();
        let sound: Vec<(String,)> =
            sqlx::query_as("PRAGMA integrity_check").fetch_all(&pool).await.expect("it can be examined");
        complaints.extend(sound.into_iter().map(|(word,)| word).filter(|word| word != "ok"));
        let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(&pool).await.expect("a check");
        complaints
            .extend((!orphans.is_empty()).then(|| format!("{} rows without their call", orphans.len())));
        let kept = Self::from(&pool, &mut complaints).await;
        pool.close().await;
        (kept, complaints)
    }

    async fn from(pool: &SqlitePool, complaints: &mut Vec<String>) -> Self {
        let mut kept = Self::default();
        let rows =
            sqlx::query("SELECT position, at, body FROM journal ORDER BY position").fetch_all(pool).await;
        for row in rows.expect("the journal") {
            let (position, at, body): (i64, i64, Vec<u8>) = (row.get(0), row.get(1), row.get(2));
            let mut hash = DefaultHasher::new();
            (at, &body).hash(&mut hash);
            kept.entries.insert(position, hash.finish());
            kept.texts.push(String::from_utf8_lossy(&body).into_owned());
        }
        let segments = sqlx::query_as(
            "SELECT first_position, last_position FROM journal_segments ORDER BY first_position",
        );
        kept.segments = segments.fetch_all(pool).await.expect("the journal's older part");
        let singles = kept.entries.keys().map(|position| (*position, *position));
        let mut end = None;
        for (first, last) in kept.segments.iter().copied().chain(singles) {
            if end.is_some_and(|end| first != end + 1) {
                complaints.push(format!("the journal leaps from {end:?} to {first}"));
            }
            end = Some(last);
        }
        kept.position = end.unwrap_or_default();
        let calls = sqlx::query("SELECT legs, ended IS NOT NULL FROM calls").fetch_all(pool).await;
        for row in calls.expect("the calls") {
            let (legs, ended): (&str, bool) = (row.get(0), row.get(1));
            kept.known.extend(legs.lines().map(str::to_owned));
            if ended {
                kept.ended.extend(legs.lines().next().map(str::to_owned));
                kept.calls += 1;
            }
        }
        kept
    }

    /// What lay there once and does so no more, or has changed.
    pub fn lacks(&self, before: &Self) -> Vec<String> {
        let mut lacking = Vec::new();
        for (position, entry) in &before.entries {
            let folded = || self.segments.iter().any(|(first, last)| (first..=last).contains(&position));
            match self.entries.get(position) {
                Some(now) if now == entry => {}
                Some(_) => lacking.push(format!("entry {position} says something else")),
                None if folded() => {}
                None => lacking.push(format!("entry {position} is gone")),
            }
        }
        // A row may be joined with another, but its legs stay.
        lacking
            .extend(before.ended.difference(&self.known).map(|leg| format!("the call of leg {leg} is gone")));
        lacking
    }

    /// Calls that had ended and are said to be live: the journal may end a moment before what the ledger had kept. They
    /// must end again when the board knows.
    pub fn live_again(&self, before: &Self) -> Vec<String> {
        before.ended.difference(&self.ended).cloned().collect()
    }

    /// Their first legs.
    pub fn ended_calls(&self) -> impl Iterator<Item = String> {
        self.ended.iter().cloned()
    }

    /// Whether the journal tells of this leg.
    pub fn tells_of(&self, leg: &str) -> bool {
        self.texts.iter().rev().take(NEWEST).any(|text| text.contains(leg))
    }
}
