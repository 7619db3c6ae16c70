//! Entries of the journal into a compressed segment: the twentieth of the room, and read back as they were.

use kpi::Millis;
use sqlx::Row as _;

use crate::journal::segment;
use crate::sqlite::{Connection, Pool};
use crate::{Entry, Position, StoreError};

/// Younger entries are read often, by restarts and by who looks a minute back.
const FRESH: Millis = 5 * 60_000;
/// A segment holds about so much time …
const LASTS: Millis = 5 * 60_000;
/// … or so many bytes: whoever reads one entry unpacks them all.
const BYTES: i64 = 1024 * 1024;
/// Looked at at once.
const ROWS: i64 = 20_000;

#[derive(Debug)]
pub(crate) struct Segment {
    first: Position,
    last: Position,
    /// The earliest and the latest time in it.
    first_at: Millis,
    last_at: Millis,
    entries: i64,
    plain_bytes: i64,
    pub(crate) body: Vec<u8>,
}

/// The oldest entries that make a segment, packed; `None` when there are not enough.
pub(crate) async fn next(pool: &Pool, now: Millis) -> Result<Option<Segment>, StoreError> {
    let Some((first, last)) = stretch(pool, now).await? else { return Ok(None) };
    let rows =
        sqlx::query("SELECT at, body FROM journal WHERE position >= $1 AND position <= $2 ORDER BY position")
            .bind(first.0)
            .bind(last.0)
            .fetch_all(pool)
            .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        entries.push(Entry { at: row.try_get(0)?, body: row.try_get(1)? });
    }
    let times = || entries.iter().map(|entry| entry.at);
    let (Some(first_at), Some(last_at)) = (times().min(), times().max()) else { return Ok(None) };
    let count = entries.len() as i64;
    if count != last.0 - first.0 + 1 {
        return Err(StoreError::Read("the journal's positions do not follow one another".into()));
    }
    let packed = tokio::task::spawn_blocking(move || segment::pack(&entries)).await;
    let (plain_bytes, body) = packed
        .map_err(|error| StoreError::Read(error.into()))?
        .map_err(|error| StoreError::Read(error.into()))?;
    let plain_bytes = i64::try_from(plain_bytes).unwrap_or(i64::MAX);
    Ok(Some(Segment { first, last, first_at, last_at, entries: count, plain_bytes, body }))
}

/// From which to which position the next segment reaches.
async fn stretch(pool: &Pool, now: Millis) -> Result<Option<(Position, Position)>, StoreError> {
    let rows = sqlx::query("SELECT position, at, LENGTH(body) FROM journal ORDER BY position LIMIT $1")
        .bind(ROWS)
        .fetch_all(pool)
        .await?;
    let mut reached: Option<(Position, Position)> = None;
    let (mut began, mut bytes) = (0, 0);
    for row in &rows {
        let (position, at, length): (i64, Millis, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let Some((first, _)) = reached else {
            if at > now - FRESH {
                return Ok(None);
            }
            (began, bytes) = (at, length);
            reached = Some((Position(position), Position(position)));
            continue;
        };
        let full = bytes + length > BYTES || (at - began).abs() >= LASTS;
        if full {
            return Ok(reached);
        }
        if at > now - FRESH {
            break;
        }
        bytes += length;
        reached = Some((first, Position(position)));
    }
    // Not full; but when nothing comes any more, it will not become so.
    let old_enough = began <= now - FRESH - LASTS;
    Ok(reached.filter(|_| old_enough || rows.len() as i64 == ROWS))
}

/// Puts the segment in the place of its entries.
pub(crate) async fn write(connection: &mut Connection, segment: &Segment) -> Result<(), sqlx::Error> {
    let removed = sqlx::query("DELETE FROM journal WHERE position >= $1 AND position <= $2")
        .bind(segment.first.0)
        .bind(segment.last.0)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    if i64::try_from(removed) != Ok(segment.entries) {
        return Err(sqlx::Error::RowNotFound);
    }
    sqlx::query(
        "INSERT INTO journal_segments (first_position, last_position, first_at, last_at, entries, plain_bytes, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(segment.first.0)
    .bind(segment.last.0)
    .bind(segment.first_at)
    .bind(segment.last_at)
    .bind(segment.entries)
    .bind(segment.plain_bytes)
    .bind(segment.body.as_slice())
    .execute(connection)
    .await?;
    Ok(())
}
