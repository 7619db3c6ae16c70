//! By what calls are looked for: by an agent's or a queue's own index, if nothing else is asked for; by the one filter
//! that leaves few, whose rows are then looked at one by one and sorted; or, if none leaves few, by walking an index in
//! the order asked for, in which what is filtered by lies too.

use kpi::Text;
use sqlx::Row as _;

use super::question::{CallQuery, SortBy, When};
use super::{finding, words};
use crate::sqlite::{Connection, Database};
use crate::{Effort, StoreError};

pub(super) type Building = sqlx::QueryBuilder<Database>;

/// With less there are too many numbers that begin or end so.
const FEWEST_DIGITS: usize = 3;

/// A filter that an index answers with ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Key,
    Number,
    Agent,
    About,
    Queue,
    Result,
    Direction,
    Started,
    Active,
}

#[derive(Debug)]
pub(super) struct Plan {
    pub way: Way,
    /// However it is done, no more than [`Effort::few`] are looked at, or what nothing else is asked for.
    pub is_short: bool,
    pub queues: QueueNumbers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Its index alone has it all, in order of start.
    Links(Source),
    /// The rows of these are looked at, and sorted.
    Rows(Source),
    /// The order's index is walked.
    Walk,
}

impl Plan {
    pub(super) async fn of(
        connection: &mut Connection,
        effort: &Effort,
        query: &CallQuery,
    ) -> Result<Self, StoreError> {
        let few = i64::from(effort.few);
        if let Some(source) = linked(query) {
            let queues = QueueNumbers::default();
            return Ok(Self { way: Way::Links(source), is_short: true, queues });
        }
        let queues = QueueNumbers::read(connection, query).await?;
        let mut fewest = None;
        for source in sources(query) {
            let ids = up_to(connection, source, query, few + 1).await?;
            // What touches a span is in no order's index.
            let is_few = ids <= few || source == Source::Active;
            if is_few && fewest.is_none_or(|(least, _)| ids < least) {
                fewest = Some((ids, source));
            }
        }
        let way = match fewest {
            None => Way::Walk,
            // A short stretch of an index that is in order already.
            Some((_, Source::Result | Source::Direction | Source::Started))
                if query.sort.by == SortBy::Started =>
            {
                Way::Walk
            }
            Some((_, source)) => Way::Rows(source),
        };
        Ok(Self { way, is_short: fewest.is_some(), queues })
    }

    /// Whether it is by this that calls are looked for.
    pub(super) fn is_by(&self, source: Source) -> bool {
        self.way == Way::Rows(source)
    }
}

/// How many ids the filter lets through; of more than `most` only that.
pub(super) async fn up_to(
    connection: &mut Connection,
    source: Source,
    query: &CallQuery,
    most: i64,
) -> Result<i64, StoreError> {
    let mut probe = Building::new("SELECT COUNT(*) FROM (");
    push_ids(&mut probe, source, query);
    probe.push(" LIMIT ").push_bind(most).push(") some");
    Ok(probe.build().fetch_one(connection).await?.try_get(0)?)
}

/// Nothing else is asked for but a span of starts.
fn linked(query: &CallQuery) -> Option<Source> {
    let CallQuery { when, queue, among, agent, about, key, result, direction, number, sort, .. } = query;
    let others =
        among.is_some() || key.is_some() || result.is_some() || direction.is_some() || number.is_some();
    if others || matches!(when, Some(When::Active(_))) || sort.by != SortBy::Started {
        return None;
    }
    match (agent, queue, about) {
        (Some(_), None, None) => Some(Source::Agent),
        (None, Some(_), None) => Some(Source::Queue),
        (None, None, Some(_)) => Some(Source::About),
        _ => None,
    }
}

/// Of [`Way::Links`]: each call once, with its start.
pub(super) fn push_links(sql: &mut Building, source: Source, query: &CallQuery) {
    match (source, query) {
        (Source::About, CallQuery { about: Some(about), .. }) => {
            sql.push("SELECT call_id, started FROM call_agents WHERE agent IN ");
            list(sql, &about.agents);
            started(sql, "started", query);
            sql.push(" UNION SELECT call_id, started FROM call_queues WHERE queue IN ");
            list(sql, &about.queues);
            started(sql, "started", query);
        }
        (Source::Queue, CallQuery { queue: Some(queue), .. }) => {
            sql.push("SELECT call_id, started FROM call_queues WHERE queue = ").push_bind(queue.to_string());
            started(sql, "started", query);
        }
        (_, query) => {
            let agent = query.agent.as_deref().unwrap_or_default();
            sql.push("SELECT call_id, started FROM call_agents WHERE agent = ").push_bind(agent.to_owned());
            started(sql, "started", query);
        }
    }
}

fn sources(query: &CallQuery) -> impl Iterator<Item = Source> {
    let started = matches!(query.when, Some(When::Started(_)));
    let active = matches!(query.when, Some(When::Active(_)));
    [
        query.key.as_ref().map(|_| Source::Key),
        query.number.as_ref().map(|_| Source::Number),
        query.agent.as_ref().map(|_| Source::Agent),
        query.about.as_ref().map(|_| Source::About),
        query.queue.as_ref().map(|_| Source::Queue),
        query.result.map(|_| Source::Result),
        query.direction.map(|_| Source::Direction),
        started.then_some(Source::Started),
        active.then_some(Source::Active),
    ]
    .into_iter()
    .flatten()
}

/// The ids of all calls that the filter lets through; some may come twice.
pub(super) fn push_ids(sql: &mut Building, source: Source, query: &CallQuery) {
    match (source, query) {
        (Source::Key, CallQuery { key: Some(key), .. }) => {
            sql.push("SELECT id FROM calls WHERE key = ").push_bind(key.to_string());
            sql.push(" UNION ALL SELECT call_id FROM call_legs WHERE begins = ")
                .push_bind(finding::beginning(key));
        }
        (Source::Number, CallQuery { number: Some(number), .. }) => with_number(sql, number),
        (Source::Agent, CallQuery { agent: Some(agent), .. }) => {
            sql.push("SELECT call_id FROM call_agents WHERE agent = ").push_bind(agent.to_string());
            started(sql, "started", query);
        }
        (Source::About, CallQuery { about: Some(about), .. }) => {
            sql.push("SELECT call_id FROM call_agents WHERE agent IN ");
            list(sql, &about.agents);
            started(sql, "started", query);
            sql.push(" UNION ALL SELECT call_id FROM call_queues WHERE queue IN ");
            list(sql, &about.queues);
            started(sql, "started", query);
        }
        (Source::Queue, CallQuery { queue: Some(queue), .. }) => {
            sql.push("SELECT call_id FROM call_queues WHERE queue = ").push_bind(queue.to_string());
            started(sql, "started", query);
        }
        (Source::Result, CallQuery { result: Some(result), .. }) => {
            sql.push("SELECT id FROM calls WHERE result = ").push_bind(words::result_word(*result));
            started(sql, "started", query);
        }
        (Source::Direction, CallQuery { direction: Some(direction), .. }) => {
            sql.push("SELECT id FROM calls WHERE direction = ").push_bind(words::direction_word(*direction));
            started(sql, "started", query);
        }
        (Source::Active, CallQuery { when: Some(When::Active(span)), .. }) => {
            sql.push("SELECT id FROM calls WHERE is_long = 0 AND first_at >= ")
                .push_bind(span.from.saturating_sub(finding::LONG))
                .push(" AND first_at < ")
                .push_bind(span.until)
                .push(" AND last_at >= ")
                .push_bind(span.from)
                .push(" UNION ALL SELECT id FROM calls WHERE is_long = 1 AND first_at < ")
                .push_bind(span.until)
                .push(" AND (last_at >= ")
                .push_bind(span.from)
                .push(" OR last_at IS NULL)");
        }
        _ => {
            sql.push("SELECT id FROM calls WHERE 1 = 1");
            started(sql, "started", query);
        }
    }
}

/// The span, if it is the start that must lie in it.
pub(super) fn started(sql: &mut Building, column: &str, query: &CallQuery) {
    if let Some(When::Started(span)) = query.when {
        sql.push(format_args!(" AND {column} >= ")).push_bind(span.from);
        sql.push(format_args!(" AND {column} < ")).push_bind(span.until);
    }
}

fn with_number(sql: &mut Building, typed: &str) {
    let Some(ending) = ending(typed) else {
        sql.push("SELECT id FROM calls WHERE number_digits = ").push_bind(finding::digits(typed));
        return;
    };
    for begins in finding::beginnings(typed) {
        sql.push("SELECT id FROM calls WHERE ");
        between(sql, "number_digits", begins);
        sql.push(" UNION ALL ");
    }
    sql.push("SELECT id FROM calls WHERE ");
    between(sql, "number_backwards", finding::backwards(&ending));
}

/// How a number may end, if so much of it was typed that it may be a part.
pub(super) fn ending(typed: &str) -> Option<String> {
    Some(finding::ending(typed)).filter(|ending| ending.len() >= FEWEST_DIGITS)
}

/// The column begins with these digits.
pub(super) fn between(sql: &mut Building, column: &str, digits: String) {
    sql.push(format_args!("{column} >= ")).push_bind(digits.clone());
    // A colon is the sign behind the digit nine.
    sql.push(format_args!(" AND {column} < ")).push_bind(digits + ":");
}

pub(super) fn list<'a>(sql: &mut Building, words: impl IntoIterator<Item = &'a Text>) {
    sql.push("(");
    let mut list = sql.separated(", ");
    for word in words {
        list.push_bind(word.to_string());
    }
    sql.push(")");
}

/// Which bit of `calls.queue_bits` is whose.
#[derive(Debug, Default)]
pub(super) struct QueueNumbers {
    numbers: Vec<(Text, i64)>,
}

impl QueueNumbers {
    /// Not at all where no queue is asked for.
    async fn read(connection: &mut Connection, query: &CallQuery) -> Result<Self, StoreError> {
        if query.queue.is_none() && query.among.is_none() && query.about.is_none() {
            return Ok(Self::default());
        }
        let rows = sqlx::query("SELECT queue, no FROM queue_numbers").fetch_all(connection).await?;
        let number = |row: &crate::sqlite::Row| Ok((row.try_get::<&str, _>(0)?.into(), row.try_get(1)?));
        Ok(Self { numbers: rows.iter().map(number).collect::<Result<_, sqlx::Error>>()? })
    }

    /// The bits of these; a queue that no call went through has none.
    pub(super) fn bits<'a>(&self, queues: impl IntoIterator<Item = &'a Text>) -> i64 {
        let number = |queue| self.numbers.iter().find(|(known, _)| known == queue);
        queues.into_iter().filter_map(number).fold(0, |bits, (_, no)| bits | finding::queue_bit(*no))
    }

    /// Several queues have one bit: what has the bit must be looked at.
    pub(super) fn are_shared(&self) -> bool {
        self.numbers.iter().any(|(_, no)| *no > finding::QUEUE_BITS)
    }
}
