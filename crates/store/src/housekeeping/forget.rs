//! What is removed when it is older than the settings keep. The journal's end stays, however old: positions go on from it.

use kpi::Millis;

use crate::Retention;
use crate::sqlite::Connection;

const DAY: Millis = 24 * 60 * 60 * 1000;

/// A few rows that are too old: what happened before this time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Forget {
    Segments(Millis),
    Keyframes(Millis),
    Gaps(Millis),
    Calls(Millis),
    LongCalls(Millis),
    Stints(Millis),
    LongStints(Millis),
}

/// Everything that may be too old, in words and as it is asked for.
pub(super) fn all(retention: Retention, now: Millis) -> [(&'static str, Forget); 7] {
    let before = |days: u32| now - Millis::from(days) * DAY;
    let (journal, calls) = (before(retention.journal_days), before(retention.calls_days));
    [
        ("segments of the journal", Forget::Segments(journal)),
        ("keyframes", Forget::Keyframes(journal)),
        ("gaps", Forget::Gaps(journal)),
        ("calls", Forget::Calls(calls)),
        ("long calls", Forget::LongCalls(calls)),
        ("stints", Forget::Stints(calls)),
        ("long stints", Forget::LongStints(calls)),
    ]
}

/// Removes a few; yields how many. None are left when it is 0.
pub(crate) async fn forget(connection: &mut Connection, what: Forget) -> Result<u64, sqlx::Error> {
    // A batch is a few milliseconds' work.
    let (statement, before) = match what {
        Forget::Segments(before) => (
            "DELETE FROM journal_segments WHERE first_position IN (SELECT first_position FROM journal_segments \
             WHERE last_at < $1 AND last_position < (SELECT MAX(last_position) FROM journal_segments) \
             ORDER BY first_position LIMIT 20)",
            before,
        ),
        Forget::Keyframes(before) => (
            "DELETE FROM keyframes WHERE (position, format) IN (SELECT position, format FROM keyframes \
             WHERE at < $1 AND position < (SELECT MAX(position) FROM keyframes) ORDER BY position LIMIT 20)",
            before,
        ),
        Forget::Gaps(before) => ("DELETE FROM gaps WHERE until_at < $1", before),
        Forget::Calls(before) => (
            "DELETE FROM calls WHERE id IN (SELECT id FROM calls WHERE is_long = 0 AND first_at < $1 LIMIT 100)",
            before,
        ),
        Forget::LongCalls(before) => (
            "DELETE FROM calls WHERE id IN (SELECT id FROM calls WHERE is_long = 1 AND first_at < $1 \
             AND (last_at < $1 OR last_at IS NULL) LIMIT 100)",
            before,
        ),
        Forget::Stints(before) => (
            "DELETE FROM stints WHERE (agent, started) IN (SELECT agent, started FROM stints \
             WHERE is_long = 0 AND started < $1 LIMIT 500)",
            before,
        ),
        Forget::LongStints(before) => (
            "DELETE FROM stints WHERE (agent, started) IN (SELECT agent, started FROM stints \
             WHERE is_long = 1 AND started < $1 AND (ended < $1 OR ended IS NULL) LIMIT 500)",
            before,
        ),
    };
    Ok(sqlx::query(statement).bind(before).execute(connection).await?.rows_affected())
}
