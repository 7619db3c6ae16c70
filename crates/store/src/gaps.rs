//! What could not be kept.

use kpi::Millis;
use sqlx::Row;

use crate::sqlite::{Connection, Pool};
use crate::{Position, StoreError};

/// A stretch in which the disk took nothing and memory was full too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub lost: Lost,
    /// The journal is whole up to here.
    pub after: Position,
    /// The first and the last that is missing: entries by their own times, others by when they were handed in.
    pub from: Millis,
    pub until: Millis,
    /// So many entries or requests.
    pub count: u64,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// Entries of the journal: a replay must begin anew at a later keyframe.
    Journal,
    /// Keyframes, calls, stints or marks.
    Others,
}

impl Lost {
    fn word(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Others => "others",
        }
    }
}

pub(crate) async fn put(connection: &mut Connection, gap: &Gap, after: Position) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO gaps (what, from_at, until_at, after_position, lost) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (what, from_at, after_position) \
         DO UPDATE SET until_at = excluded.until_at, lost = gaps.lost + excluded.lost",
    )
    .bind(gap.lost.word())
    .bind(gap.from)
    .bind(gap.until)
    .bind(after.0)
    .bind(i64::try_from(gap.count).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(())
}

/// The oldest first.
pub(crate) async fn all(pool: &Pool) -> Result<Vec<Gap>, StoreError> {
    let rows = sqlx::query(
        "SELECT what, from_at, until_at, after_position, lost FROM gaps ORDER BY from_at, after_position, what",
    )
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Gap {
                lost: if row.try_get::<&str, _>(0)? == "journal" { Lost::Journal } else { Lost::Others },
                from: row.try_get(1)?,
                until: row.try_get(2)?,
                after: Position(row.try_get(3)?),
                count: row.try_get::<i64, _>(4)?.unsigned_abs(),
            })
        })
        .collect()
}
