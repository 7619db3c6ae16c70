//! From what is wanted to SQL that an index answers.

use kpi::Call;
use sqlx::{QueryBuilder, Row};

use super::{CallQuery, When, finding, read, words};
use crate::StoreError;
use crate::sqlite::{Database, Pool};

/// With less there are too many numbers that begin or end so.
const FEWEST_DIGITS: usize = 3;
/// So many keys in one statement.
const KEYS: usize = 500;

type Building = QueryBuilder<Database>;

/// The newest first, by start.
pub(crate) async fn find(pool: &Pool, query: &CallQuery) -> Result<Vec<Call>, StoreError> {
    // One transaction: the children are those of the same moment.
    let mut reading = pool.begin().await?;
    let mut select = Building::new("SELECT ");
    select.push(read::COLUMNS);
    from(&mut select, query);
    select.push(order(query));
    if query.limit > 0 || query.offset > 0 {
        let limit = if query.limit == 0 { i64::MAX } else { whole(query.limit) };
        select.push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(whole(query.offset));
    }
    let rows = select.build().fetch_all(&mut *reading).await?;
    read::whole_calls(&mut reading, &rows).await
}

pub(crate) async fn count(pool: &Pool, query: &CallQuery) -> Result<u64, StoreError> {
    let mut select = Building::new("SELECT COUNT(*)");
    from(&mut select, query);
    let counted: i64 = select.build().fetch_one(pool).await?.try_get(0)?;
    Ok(counted.unsigned_abs())
}

/// In no particular order; a key that is not there is left out.
pub(crate) async fn with_keys(pool: &Pool, keys: &[kpi::Text]) -> Result<Vec<Call>, StoreError> {
    let mut reading = pool.begin().await?;
    let mut rows = Vec::new();
    for some in keys.chunks(KEYS) {
        let mut select = Building::new("SELECT ");
        select.push(read::COLUMNS).push(" FROM calls c WHERE c.key IN (");
        let mut list = select.separated(", ");
        for key in some {
            list.push_bind(&**key);
        }
        select.push(")");
        rows.extend(select.build().fetch_all(&mut *reading).await?);
    }
    read::whole_calls(&mut reading, &rows).await
}

/// One filter drives, through an index that has the start in it, so that a page is read and no more; the others are
/// checked on the way.
fn from(sql: &mut Building, query: &CallQuery) {
    match driver(query) {
        Driver::Agent(agent) => {
            sql.push(" FROM call_agents d JOIN calls c ON c.id = d.call_id WHERE d.agent = ")
                .push_bind(agent);
        }
        Driver::Queue(queue) => {
            sql.push(" FROM call_queues d JOIN calls c ON c.id = d.call_id WHERE d.queue = ")
                .push_bind(queue);
        }
        Driver::Calls => {
            sql.push(" FROM calls c WHERE 1 = 1");
        }
    }
    let started = format!("{}.started", driver(query).table());
    match query.when {
        Some(When::Started(span)) => {
            sql.push(format_args!(" AND {started} >= ")).push_bind(span.from);
            sql.push(format_args!(" AND {started} < ")).push_bind(span.until);
        }
        Some(When::Active(span)) => {
            sql.push(" AND c.id IN (SELECT id FROM calls WHERE is_long = 0 AND first_at >= ")
                .push_bind(span.from.saturating_sub(finding::LONG))
                .push(" AND first_at < ")
                .push_bind(span.until)
                .push(" AND last_at >= ")
                .push_bind(span.from)
                .push(" UNION ALL SELECT id FROM calls WHERE is_long = 1 AND first_at < ")
                .push_bind(span.until)
                .push(" AND (last_at >= ")
                .push_bind(span.from)
                .push(" OR last_at IS NULL))");
        }
        None => {}
    }
    if let (Some(queue), Driver::Agent(_)) = (&query.queue, driver(query)) {
        sql.push(" AND EXISTS (SELECT 1 FROM call_queues q WHERE q.call_id = c.id AND q.queue = ")
            .push_bind(&**queue)
            .push(")");
    }
    if let Some(result) = query.result {
        sql.push(" AND c.result = ").push_bind(words::result_word(result));
    }
    if let Some(direction) = query.direction {
        sql.push(" AND c.direction = ").push_bind(words::direction_word(direction));
    }
    if let Some(number) = &query.number {
        with_number(sql, number);
    }
}

fn order(query: &CallQuery) -> &'static str {
    match driver(query) {
        Driver::Calls => " ORDER BY c.started DESC, c.id DESC",
        Driver::Agent(_) | Driver::Queue(_) => " ORDER BY d.started DESC, d.call_id DESC",
    }
}

enum Driver<'q> {
    Agent(&'q str),
    Queue(&'q str),
    Calls,
}

impl Driver<'_> {
    fn table(&self) -> &'static str {
        match self {
            Self::Calls => "c",
            Self::Agent(_) | Self::Queue(_) => "d",
        }
    }
}

fn driver(query: &CallQuery) -> Driver<'_> {
    match (&query.agent, &query.queue) {
        (Some(agent), _) => Driver::Agent(agent),
        (None, Some(queue)) => Driver::Queue(queue),
        (None, None) => Driver::Calls,
    }
}

fn with_number(sql: &mut Building, typed: &str) {
    let ending = finding::ending(typed);
    if ending.len() < FEWEST_DIGITS {
        sql.push(" AND c.number_digits = ").push_bind(ending);
        return;
    }
    sql.push(" AND c.id IN (");
    for begins in finding::beginnings(typed) {
        sql.push("SELECT id FROM calls WHERE number_digits >= ")
            .push_bind(begins.clone())
            .push(" AND number_digits < ")
            .push_bind(begins + ":")
            .push(" UNION ");
    }
    let backwards = finding::backwards(&ending);
    sql.push("SELECT id FROM calls WHERE number_backwards >= ")
        .push_bind(backwards.clone())
        .push(" AND number_backwards < ")
        // A colon is the sign behind the digit nine.
        .push_bind(backwards + ":")
        .push(")");
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
