use std::collections::HashMap;

use kpi::{Call, Left, Miss, Passage, Text};
use sqlx::{QueryBuilder, Row};

use super::words;
use crate::StoreError;
use crate::sqlite::{Connection, Database, Row as DatabaseRow};

pub(super) const COLUMNS: &str = "c.id, c.key, c.started, c.ended, c.direction, c.number, c.line, c.agent, c.result, \
                                  c.talked, c.recording, c.legs, c.joined_by";
/// So many ids in one statement.
const IDS: usize = 500;

/// Rows of [`COLUMNS`] with their passages and misses, in the order of the rows.
pub(super) async fn whole_calls(
    connection: &mut Connection,
    rows: &[DatabaseRow],
) -> Result<Vec<Call>, StoreError> {
    let mut calls = Vec::with_capacity(rows.len());
    let mut place = HashMap::with_capacity(rows.len());
    for row in rows {
        place.insert(row.try_get::<i64, _>(0)?, calls.len());
        calls.push(call(row)?);
    }
    let mut ids: Vec<i64> = place.keys().copied().collect();
    ids.sort_unstable();
    for some in ids.chunks(IDS) {
        let passages = children(
            connection,
            "SELECT call_id, queue, entered, entered_is_call_start, transferred_in, outcome, left_at, agent, talked \
             FROM passages WHERE ",
            some,
        );
        for row in passages.await? {
            if let Some(call) = place.get(&row.try_get(0)?).and_then(|place| calls.get_mut(*place)) {
                call.passages.push(passage(&row)?);
            }
        }
        let misses = children(connection, "SELECT call_id, agent, at, queue FROM misses WHERE ", some);
        for row in misses.await? {
            if let Some(call) = place.get(&row.try_get(0)?).and_then(|place| calls.get_mut(*place)) {
                call.misses.push(Miss {
                    agent: row.try_get::<&str, _>(1)?.into(),
                    at: row.try_get(2)?,
                    queue: text(&row, 3)?,
                });
            }
        }
    }
    Ok(calls)
}

/// The rows of these ids, which are in order; and of some between them, if they lie so close that this is quicker.
async fn children(
    connection: &mut Connection,
    select: &'static str,
    ids: &[i64],
) -> Result<Vec<DatabaseRow>, sqlx::Error> {
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return Ok(Vec::new()) };
    let mut sql = QueryBuilder::<Database>::new(select);
    if last - first < 2 * ids.len() as i64 {
        sql.push("call_id >= ").push_bind(*first).push(" AND call_id <= ").push_bind(*last);
    } else {
        sql.push("call_id IN (");
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(")");
    }
    sql.push(" ORDER BY call_id, place");
    sql.build().fetch_all(connection).await
}

fn call(row: &DatabaseRow) -> Result<Call, StoreError> {
    Ok(Call {
        key: row.try_get::<&str, _>(1)?.into(),
        started: row.try_get(2)?,
        ended: row.try_get(3)?,
        direction: words::direction(row.try_get(4)?).map_err(unreadable)?,
        number: text(row, 5)?,
        line: text(row, 6)?,
        agent: text(row, 7)?,
        result: words::result(row.try_get(8)?).map_err(unreadable)?,
        talked: row.try_get(9)?,
        recording: text(row, 10)?,
        legs: words::legs(row.try_get(11)?),
        passages: Vec::new(),
        misses: Vec::new(),
        join: words::join(row.try_get(12)?).map_err(unreadable)?,
    })
}

fn passage(row: &DatabaseRow) -> Result<Passage, StoreError> {
    let outcome: Option<&str> = row.try_get(5)?;
    let left = match outcome {
        None => None,
        Some(outcome) => {
            let at = row.try_get(6)?;
            Some(match outcome {
                "answered" => Left::Answered { at, agent: text(row, 7)?, talked: row.try_get(8)? },
                "abandoned" => Left::Abandoned { at },
                "flowed-out" => Left::FlowedOut { at },
                _ => Left::Unknown { at },
            })
        }
    };
    Ok(Passage {
        queue: text(row, 1)?,
        entered: row.try_get(2)?,
        entered_is_call_start: row.try_get::<i64, _>(3)? != 0,
        transferred_in: row.try_get::<i64, _>(4)? != 0,
        left,
    })
}

fn text(row: &DatabaseRow, column: usize) -> Result<Option<Text>, sqlx::Error> {
    Ok(row.try_get::<Option<&str>, _>(column)?.map(Text::from))
}

fn unreadable(error: words::UnknownWord) -> StoreError {
    StoreError::Read(error.into())
}
