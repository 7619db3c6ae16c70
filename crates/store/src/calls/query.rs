//! From what is wanted to SQL that an index answers.

use kpi::Call;
use sqlx::{QueryBuilder, Row};

use super::{Bookmark, CallQuery, Counted, Sort, SortBy, When, finding, read, words};
use crate::StoreError;
use crate::sqlite::{Connection, Database, Pool};

/// With less there are too many numbers that begin or end so.
const FEWEST_DIGITS: usize = 3;
/// A beginning of so few digits may be that of most numbers.
const COMMON_DIGITS: usize = 3;
/// So many are walked through before the index of numbers is asked.
const NEWEST: i64 = 20_000;
/// So many keys in one statement.
const KEYS: usize = 500;

type Building = QueryBuilder<Database>;

/// [`kpi::Call::last_wait`] and [`kpi::Call::last_talk`].
const WAITED: &str =
    "(SELECT MAX(left_at - entered, 0) FROM passages WHERE call_id = c.id ORDER BY place DESC LIMIT 1)";
const TALKED: &str = "COALESCE((SELECT talked FROM passages WHERE call_id = c.id AND place = (SELECT MAX(place) \
                      FROM passages WHERE call_id = c.id)), c.talked)";

/// In the order asked for.
pub(crate) async fn find(pool: &Pool, query: &CallQuery) -> Result<Vec<Call>, StoreError> {
    // One transaction: the children are those of the same moment.
    let mut reading = pool.begin().await?;
    let newest = match query.sort {
        Sort { by: SortBy::Started, ascending: false } => where_newest_may_do(&mut reading, query).await?,
        _ => None,
    };
    if let Some(since) = newest {
        let rows = page(query, Numbers::Walked { since }).build().fetch_all(&mut *reading).await?;
        if rows.len() == query.limit {
            return read::whole_calls(&mut reading, &rows).await;
        }
    }
    let rows = page(query, Numbers::Indexed).build().fetch_all(&mut *reading).await?;
    read::whole_calls(&mut reading, &rows).await
}

/// So many behind the bookmark.
pub(crate) async fn go_on(
    pool: &Pool,
    query: &CallQuery,
    bookmark: Option<Bookmark>,
) -> Result<(Vec<Call>, Option<Bookmark>), StoreError> {
    let mut reading = pool.begin().await?;
    let mut select = Building::new("SELECT ");
    select.push(read::COLUMNS).push(", ").push(sorted_by(query.sort));
    from(&mut select, query, true);
    restrict(&mut select, query, Numbers::Indexed);
    if let Some(bookmark) = bookmark {
        behind(&mut select, query.sort, bookmark);
    }
    in_order(&mut select, query.sort);
    let limit = if query.limit == 0 { i64::MAX } else { whole(query.limit) };
    select.push(" LIMIT ").push_bind(limit);
    let rows = select.build().fetch_all(&mut *reading).await?;
    let next = match rows.last().filter(|_| rows.len() == query.limit) {
        Some(row) => Some(Bookmark {
            value: row.try_get("sorted_by")?,
            started: row.try_get("started")?,
            id: row.try_get("id")?,
        }),
        None => None,
    };
    Ok((read::whole_calls(&mut reading, &rows).await?, next))
}

pub(crate) async fn count(pool: &Pool, query: &CallQuery) -> Result<Counted, StoreError> {
    let mut select = Building::new("SELECT COUNT(*)");
    from(&mut select, query, needs_calls(query));
    restrict(&mut select, query, Numbers::Indexed);
    let counted: i64 = select.build().fetch_one(pool).await?.try_get(0)?;
    Ok(Counted { calls: counted.unsigned_abs(), is_exact: true })
}

/// How a number is looked for.
#[derive(Clone, Copy)]
enum Numbers {
    /// By the index of numbers: good for few matches.
    Indexed,
    /// From the newest call on back to this start: good for many matches.
    Walked { since: kpi::Millis },
}

/// Where half of all numbers begin as typed, the newest that match are soon found by walking; so the newest few are
/// tried first. Yields the start of the last of these.
async fn where_newest_may_do(
    connection: &mut Connection,
    query: &CallQuery,
) -> Result<Option<kpi::Millis>, StoreError> {
    let Some(number) = query.number.as_deref().filter(|_| query.limit > 0) else { return Ok(None) };
    let shortest = finding::beginnings(number).iter().map(String::len).min();
    if shortest.is_none_or(|digits| digits > COMMON_DIGITS) || finding::ending(number).len() < FEWEST_DIGITS {
        return Ok(None);
    }
    let row = sqlx::query("SELECT started FROM calls ORDER BY started DESC LIMIT 1 OFFSET $1")
        .bind(NEWEST)
        .fetch_optional(connection)
        .await?;
    // Fewer there are not.
    Ok(Some(row.map_or(Ok(kpi::Millis::MIN), |row| row.try_get(0))?))
}

fn page(query: &CallQuery, numbers: Numbers) -> Building {
    let mut select = Building::new("SELECT ");
    select.push(read::COLUMNS).push(", ").push(sorted_by(query.sort));
    from(&mut select, query, true);
    restrict(&mut select, query, numbers);
    in_order(&mut select, query.sort);
    if query.limit > 0 || query.offset > 0 {
        let limit = if query.limit == 0 { i64::MAX } else { whole(query.limit) };
        select.push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(whole(query.offset));
    }
    select
}

fn sorted_by(sort: Sort) -> String {
    let value = match sort.by {
        SortBy::Started => "NULL",
        SortBy::Waited => WAITED,
        SortBy::Talked => TALKED,
    };
    format!("{value} AS sorted_by")
}

fn in_order(sql: &mut Building, sort: Sort) {
    let way = if sort.ascending { "ASC" } else { "DESC" };
    sql.push(" ORDER BY ");
    if sort.by != SortBy::Started {
        sql.push(format_args!("sorted_by {way} NULLS LAST, "));
    }
    sql.push(format_args!("c.started {way}, c.id {way}"));
}

/// Only what comes later in that order.
fn behind(sql: &mut Building, sort: Sort, Bookmark { value, started, id }: Bookmark) {
    let sign = if sort.ascending { ">" } else { "<" };
    let column = match sort.by {
        SortBy::Started => None,
        SortBy::Waited => Some(WAITED),
        SortBy::Talked => Some(TALKED),
    };
    sql.push(" AND (");
    match (column, value) {
        (None, _) => {}
        (Some(column), Some(value)) => {
            sql.push(format_args!("{column} {sign} ")).push_bind(value);
            sql.push(format_args!(" OR {column} IS NULL OR {column} = ")).push_bind(value).push(" AND ");
        }
        (Some(column), None) => {
            sql.push(format_args!("{column} IS NULL AND "));
        }
    }
    sql.push(format_args!("(c.started, c.id) {sign} ("))
        .push_bind(started)
        .push(", ")
        .push_bind(id)
        .push("))");
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
fn from(sql: &mut Building, query: &CallQuery, with_calls: bool) {
    let calls = if with_calls { " JOIN calls c ON c.id = d.call_id" } else { "" };
    match driver(query) {
        Driver::Agent(agent) => {
            sql.push(format_args!(" FROM call_agents d{calls} WHERE d.agent = ")).push_bind(agent);
        }
        Driver::Queue(queue) => {
            sql.push(format_args!(" FROM call_queues d{calls} WHERE d.queue = ")).push_bind(queue);
        }
        Driver::Calls => {
            sql.push(" FROM calls c WHERE 1 = 1");
        }
    }
}

/// Whether the driver's own table is not enough.
fn needs_calls(query: &CallQuery) -> bool {
    query.result.is_some()
        || query.direction.is_some()
        || query.number.is_some()
        || query.key.is_some()
        || matches!(driver(query), Driver::Calls)
}

fn restrict(sql: &mut Building, query: &CallQuery, numbers: Numbers) {
    let (started, id) = match driver(query) {
        Driver::Calls => ("c.started", "c.id"),
        Driver::Agent(_) | Driver::Queue(_) => ("d.started", "d.call_id"),
    };
    match query.when {
        Some(When::Started(span)) => {
            sql.push(format_args!(" AND {started} >= ")).push_bind(span.from);
            sql.push(format_args!(" AND {started} < ")).push_bind(span.until);
        }
        Some(When::Active(span)) => {
            sql.push(format_args!(" AND {id} IN (SELECT id FROM calls WHERE is_long = 0 AND first_at >= "))
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
        sql.push(format_args!(" AND (SELECT 1 FROM call_queues q WHERE q.call_id = {id} AND q.queue = "))
            .push_bind(&**queue)
            .push(") IS NOT NULL");
    }
    if let Some(among) = &query.among {
        // Not EXISTS: SQLite 3.51 makes a join of it and forgets, for rows that OFFSET passes over, to stop at the first.
        sql.push(format_args!(" AND (SELECT 1 FROM call_queues q WHERE q.call_id = {id} AND q.queue IN ("));
        let mut list = sql.separated(", ");
        for queue in among {
            list.push_bind(&**queue);
        }
        sql.push(") LIMIT 1) IS NOT NULL");
    }
    if let Some(about) = &query.about {
        sql.push(format_args!(" AND ({id} IN (SELECT call_id FROM call_agents WHERE agent IN ("));
        let mut list = sql.separated(", ");
        for agent in &about.agents {
            list.push_bind(&**agent);
        }
        sql.push(format_args!(")) OR {id} IN (SELECT call_id FROM call_queues WHERE queue IN ("));
        let mut list = sql.separated(", ");
        for queue in &about.queues {
            list.push_bind(&**queue);
        }
        sql.push(")))");
    }
    if let Some(key) = &query.key {
        sql.push(" AND (c.key = ").push_bind(&**key);
        sql.push(" OR instr(char(10) || c.legs, ")
            .push_bind(format!("\n{}", words::legs_text(std::slice::from_ref(key))));
        sql.push(") > 0)");
    }
    if let Some(result) = query.result {
        sql.push(" AND c.result = ").push_bind(words::result_word(result));
    }
    if let Some(direction) = query.direction {
        sql.push(" AND c.direction = ").push_bind(words::direction_word(direction));
    }
    match (&query.number, numbers) {
        (Some(number), Numbers::Indexed) => with_number(sql, number),
        (Some(number), Numbers::Walked { since }) => {
            sql.push(format_args!(" AND {started} >= ")).push_bind(since);
            alike(sql, number);
        }
        (None, _) => {}
    }
}

enum Driver<'q> {
    Agent(&'q str),
    Queue(&'q str),
    Calls,
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

/// The same, row by row. Digits mean nothing special to LIKE.
fn alike(sql: &mut Building, typed: &str) {
    sql.push(" AND (");
    for begins in finding::beginnings(typed) {
        sql.push("c.number_digits LIKE ").push_bind(begins + "%").push(" OR ");
    }
    let backwards = finding::backwards(&finding::ending(typed));
    sql.push("c.number_backwards LIKE ").push_bind(backwards + "%").push(")");
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
