use kpi::Millis;
use sqlx::Row;

use super::{JournalSpan, Keyframe, Position, Stored, segment};
use crate::StoreError;
use crate::sqlite::{Connection, Pool};

/// A keyframe is some 100 kB; this guards memory against a damaged row.
const LARGEST_KEYFRAME: usize = 512 * 1024 * 1024;

/// Where the journal ends: the last entry's position and time.
pub(crate) async fn end(connection: &mut Connection) -> Result<Option<(Position, Millis)>, sqlx::Error> {
    let row = sqlx::query("SELECT position, at FROM journal ORDER BY position DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = row {
        return Ok(Some((Position(row.try_get(0)?), row.try_get(1)?)));
    }
    let row = sqlx::query(
        "SELECT first_position, plain_bytes, body FROM journal_segments ORDER BY last_position DESC LIMIT 1",
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(unpacked(&row)?.pop().map(|last| (last.position, last.at)))
}

pub(crate) async fn span(pool: &Pool) -> Result<Option<JournalSpan>, StoreError> {
    let mut reading = pool.begin().await?;
    let Some((last, until)) = end(&mut reading).await? else { return Ok(None) };
    let first = entries(&mut reading, Position::START, Millis::MAX, 1).await?;
    Ok(first.first().map(|first| JournalSpan { first: first.position, from: first.at, last, until }))
}

/// Up to `limit` entries behind `after` that are not later than `until`, in order of position.
pub(crate) async fn entries(
    connection: &mut Connection,
    after: Position,
    until: Millis,
    limit: usize,
) -> Result<Vec<Stored>, sqlx::Error> {
    let mut found: Vec<Stored> = Vec::new();
    // Segments hold what is older than any single row.
    let mut reached = after;
    while found.len() < limit {
        let row = sqlx::query(
            "SELECT first_position, plain_bytes, body, last_position FROM journal_segments \
             WHERE last_position > $1 AND first_at <= $2 ORDER BY last_position LIMIT 1",
        )
        .bind(reached.0)
        .bind(until)
        .fetch_optional(&mut *connection)
        .await?;
        let Some(row) = row else { break };
        reached = Position(row.try_get(3)?);
        found.extend(unpacked(&row)?.into_iter().filter(|entry| entry.position > after && entry.at <= until));
    }
    found.truncate(limit);
    let wanted = i64::try_from(limit - found.len()).unwrap_or(i64::MAX);
    if wanted > 0 {
        let rows = sqlx::query(
            "SELECT position, at, body FROM journal WHERE position > $1 AND at <= $2 ORDER BY position LIMIT $3",
        )
        .bind(reached.0)
        .bind(until)
        .bind(wanted)
        .fetch_all(connection)
        .await?;
        for row in rows {
            found.push(Stored {
                position: Position(row.try_get(0)?),
                at: row.try_get(1)?,
                body: row.try_get(2)?,
            });
        }
    }
    Ok(found)
}

pub(crate) async fn newest_keyframe(
    pool: &Pool,
    before: Millis,
    format: u32,
) -> Result<Option<Keyframe>, StoreError> {
    let row = sqlx::query(
        "SELECT position, at, body FROM keyframes WHERE format = $1 AND at <= $2 \
         ORDER BY at DESC, position DESC LIMIT 1",
    )
    .bind(i64::from(format))
    .bind(before)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let packed: &[u8] = row.try_get(2)?;
    let mut plain = Vec::new();
    let mut reader = std::io::Read::take(
        zstd::stream::read::Decoder::new(packed).map_err(sqlx::Error::Io)?,
        LARGEST_KEYFRAME as u64,
    );
    std::io::Read::read_to_end(&mut reader, &mut plain).map_err(sqlx::Error::Io)?;
    Ok(Some(Keyframe { position: Position(row.try_get(0)?), at: row.try_get(1)?, format, body: plain }))
}

/// Of `first_position, plain_bytes, body`.
fn unpacked(row: &crate::sqlite::Row) -> Result<Vec<Stored>, sqlx::Error> {
    let plain_bytes: i64 = row.try_get(1)?;
    let body: &[u8] = row.try_get(2)?;
    segment::unpack(Position(row.try_get(0)?), usize::try_from(plain_bytes).unwrap_or(usize::MAX), body)
        .map_err(sqlx::Error::Io)
}
