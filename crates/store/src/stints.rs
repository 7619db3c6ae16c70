//! Stretches in which an agent was in one state.

use kpi::Stint;
use sqlx::{QueryBuilder, Row};

use crate::calls::{LONG, state, state_word};
use crate::sqlite::{Connection, Database, Pool};
use crate::{Span, StoreError};

/// Five values a row.
const ROWS: usize = 200;

/// Puts stints, each in place of the one of the same agent that began at the same time.
pub(crate) async fn put(connection: &mut Connection, stints: &[Stint]) -> Result<(), sqlx::Error> {
    // One statement may not touch a row twice (PostgreSQL); the later counts.
    let newest: std::collections::BTreeMap<(&str, i64), &Stint> =
        stints.iter().map(|stint| ((&*stint.agent, stint.from), stint)).collect();
    let once: Vec<&Stint> = newest.into_values().collect();
    for some in once.chunks(ROWS) {
        let mut insert =
            QueryBuilder::<Database>::new("INSERT INTO stints (agent, started, ended, state, is_long) ");
        insert.push_values(some, |mut row, stint| {
            let is_long = stint.until.is_none_or(|until| until - stint.from > LONG);
            row.push_bind(&*stint.agent)
                .push_bind(stint.from)
                .push_bind(stint.until)
                .push_bind(state_word(stint.state))
                .push_bind(i64::from(is_long));
        });
        insert.push(
            " ON CONFLICT (agent, started) DO UPDATE SET ended = excluded.ended, state = excluded.state, \
             is_long = excluded.is_long",
        );
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Those that touch the span, by agent and time.
pub(crate) async fn touching(pool: &Pool, span: Span) -> Result<Vec<Stint>, StoreError> {
    let rows = sqlx::query(
        "SELECT agent, started, ended, state FROM stints \
         WHERE is_long = 0 AND started >= $1 AND started < $2 AND ended >= $3 \
         UNION ALL SELECT agent, started, ended, state FROM stints \
         WHERE is_long = 1 AND started < $2 AND (ended >= $3 OR ended IS NULL) ORDER BY agent, started",
    )
    .bind(span.from.saturating_sub(LONG))
    .bind(span.until)
    .bind(span.from)
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Stint {
                agent: row.try_get::<&str, _>(0)?.into(),
                from: row.try_get(1)?,
                until: row.try_get(2)?,
                state: state(row.try_get(3)?).map_err(|error| StoreError::Read(error.into()))?,
            })
        })
        .collect()
}
