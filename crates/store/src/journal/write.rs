use sqlx::QueryBuilder;

use super::{Entry, Keyframe, Position};
use crate::sqlite::{Connection, Database};

/// Three values a row; SQLite takes 32,766 in one statement, PostgreSQL 65,535.
const ROWS: usize = 200;
/// Keyframes are few and large.
const KEYFRAME_LEVEL: i32 = 6;

/// Writes entries behind `end`, and says where the journal ends then.
pub(crate) async fn append(
    connection: &mut Connection,
    end: Position,
    entries: &[Entry],
) -> Result<Position, sqlx::Error> {
    let mut end = end;
    for some in entries.chunks(ROWS) {
        let mut insert = QueryBuilder::<Database>::new("INSERT INTO journal (position, at, body) ");
        insert.push_values(some, |mut row, entry| {
            end.0 += 1;
            row.push_bind(end.0).push_bind(entry.at).push_bind(entry.body.as_slice());
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(end)
}

pub(crate) async fn put_keyframe(
    connection: &mut Connection,
    keyframe: &Keyframe,
) -> Result<(), sqlx::Error> {
    let body = zstd::bulk::compress(&keyframe.body, KEYFRAME_LEVEL).map_err(sqlx::Error::Io)?;
    sqlx::query(
        "INSERT INTO keyframes (position, format, at, body) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (position, format) DO UPDATE SET at = excluded.at, body = excluded.body",
    )
    .bind(keyframe.position.0)
    .bind(i64::from(keyframe.format))
    .bind(keyframe.at)
    .bind(body)
    .execute(connection)
    .await?;
    Ok(())
}
