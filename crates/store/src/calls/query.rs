//! From what is wanted to SQL that an index answers: ids first, which are found without reading a row, then their rows.

use std::collections::HashMap;

use kpi::Call;
use sqlx::Row as _;

use super::order::Columns;
use super::plan::{self, Building, Plan, Source, Way, push_links};
use super::question::{Bookmark, CallQuery, Counted, Sort, SortBy};
use super::{conditions, read};
use crate::sqlite::{Connection, Pool};
use crate::{Effort, StoreError};

/// So many keys or ids in one statement.
const KEYS: usize = 500;

/// In the order asked for.
pub(crate) async fn find(pool: &Pool, effort: &Effort, query: &CallQuery) -> Result<Vec<Call>, StoreError> {
    // One transaction: rows and children are those of the same moment.
    let mut reading = pool.begin().await?;
    let plan = Plan::of(&mut reading, effort, query).await?;
    let found = ids(&mut reading, query, &plan, &Part { from: From::Offset, limit: query.limit }).await?;
    with_ids(&mut reading, &found).await
}

/// So many behind the bookmark, and where it goes on.
pub(crate) async fn go_on(
    pool: &Pool,
    effort: &Effort,
    query: &CallQuery,
    bookmark: Option<Bookmark>,
) -> Result<(Vec<Call>, Option<Bookmark>), StoreError> {
    let mut reading = pool.begin().await?;
    let plan = Plan::of(&mut reading, effort, query).await?;
    let from = bookmark.map_or(From::Start, From::Behind);
    let mut found = ids(&mut reading, query, &plan, &Part { from, limit: query.limit }).await?;
    // What has no value comes behind all that have one, and is another stretch of the index.
    let is_among_valued =
        query.sort.by != SortBy::Started && bookmark.is_some_and(|last| last.value.is_some());
    let missing = query.limit.saturating_sub(found.len());
    if is_among_valued && (missing > 0 || query.limit == 0) {
        found.extend(ids(&mut reading, query, &plan, &Part { from: From::Valueless, limit: missing }).await?);
    }
    let is_last = query.limit == 0 || found.len() < query.limit;
    let next = found.last().copied().filter(|_| !is_last);
    Ok((with_ids(&mut reading, &found).await?, next))
}

/// However many, up to [`Effort::counted`]; more where that is quick.
pub(crate) async fn count(pool: &Pool, effort: &Effort, query: &CallQuery) -> Result<Counted, StoreError> {
    let mut reading = pool.begin().await?;
    // The order does not matter.
    let query = &CallQuery { sort: Sort::default(), ..query.clone() };
    let plan = Plan::of(&mut reading, effort, query).await?;
    let is_quick = plan.is_short || is_one_stretch(&mut reading, effort, query).await?;
    let mut select = Building::new("SELECT COUNT(*) FROM (");
    match plan.way {
        Way::Links(source) => push_links(&mut select, source, query),
        Way::Rows(_) | Way::Walk => {
            select.push("SELECT 1 FROM calls c");
            conditions::push(&mut select, query, &plan);
        }
    }
    if !is_quick {
        select.push(" LIMIT ").push_bind(i64::from(effort.counted) + 1);
    }
    select.push(") counted");
    let counted: i64 = select.build().fetch_one(&mut *reading).await?.try_get(0)?;
    let calls = counted.unsigned_abs();
    let is_exact = is_quick || calls <= u64::from(effort.counted);
    Ok(Counted { calls: if is_exact { calls } else { effort.counted.into() }, is_exact })
}

/// What is walked ends where the wanted calls do, or is not too long.
async fn is_one_stretch(
    connection: &mut Connection,
    effort: &Effort,
    query: &CallQuery,
) -> Result<bool, StoreError> {
    let CallQuery { queue, among, agent, about, key, number, .. } = query;
    if agent.is_some() || about.is_some() || key.is_some() || number.is_some() {
        return Ok(false);
    }
    if queue.is_none() && among.is_none() {
        return Ok(true);
    }
    let walked = if query.result.is_some() { Source::Result } else { Source::Started };
    let most = i64::from(effort.walked);
    Ok(plan::up_to(connection, walked, query, most + 1).await? <= most)
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

/// Which part of a list.
struct Part {
    from: From,
    /// 0 means all.
    limit: usize,
}

enum From {
    Start,
    /// Behind so many as the query says.
    Offset,
    /// Up to the last that has a value, if the bookmark's call has one.
    Behind(Bookmark),
    /// Those that have no value.
    Valueless,
}

/// Places in the order asked for.
async fn ids(
    connection: &mut Connection,
    query: &CallQuery,
    plan: &Plan,
    part: &Part,
) -> Result<Vec<Bookmark>, StoreError> {
    let columns = Columns::of(query.sort, plan);
    let mut select = Building::new("SELECT ");
    select.push(format_args!(
        "{}, {}, {} FROM ",
        columns.id,
        columns.started,
        columns.value.as_deref().unwrap_or("NULL")
    ));
    match plan.way {
        Way::Links(source) => {
            select.push("(");
            push_links(&mut select, source, query);
            select.push(") d WHERE 1 = 1");
        }
        Way::Rows(_) | Way::Walk => {
            select.push("calls c");
            conditions::push(&mut select, query, plan);
        }
    }
    match &part.from {
        From::Start | From::Offset => {}
        From::Behind(bookmark) => columns.behind(&mut select, query.sort, *bookmark),
        From::Valueless => {
            select.push(format_args!(" AND {} IS NULL", columns.value.as_deref().unwrap_or("NULL")));
        }
    }
    columns.in_order(&mut select, query.sort);
    let offset = if matches!(part.from, From::Offset) { query.offset } else { 0 };
    if part.limit > 0 || offset > 0 {
        let limit = if part.limit == 0 { i64::MAX } else { whole(part.limit) };
        select.push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(whole(offset));
    }
    let rows = select.build().fetch_all(connection).await?;
    let place = |row: &crate::sqlite::Row| {
        Ok(Bookmark { id: row.try_get(0)?, started: row.try_get(1)?, value: row.try_get(2)? })
    };
    rows.iter().map(place).collect()
}

/// The calls at these places, in this order.
async fn with_ids(connection: &mut Connection, places: &[Bookmark]) -> Result<Vec<Call>, StoreError> {
    let mut rows = HashMap::with_capacity(places.len());
    for some in places.chunks(KEYS) {
        let mut select = Building::new("SELECT ");
        select.push(read::COLUMNS).push(" FROM calls c WHERE c.id IN (");
        let mut list = select.separated(", ");
        for place in some {
            list.push_bind(place.id);
        }
        select.push(")");
        for row in select.build().fetch_all(&mut *connection).await? {
            rows.insert(row.try_get::<i64, _>(0)?, row);
        }
    }
    let in_order: Vec<_> = places.iter().filter_map(|place| rows.remove(&place.id)).collect();
    read::whole_calls(connection, &in_order).await
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
