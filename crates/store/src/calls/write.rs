use std::collections::{BTreeSet, HashMap};

use kpi::{Call, Left, Passage, Text};
use sqlx::{QueryBuilder, Row};

use super::{finding, words};
use crate::sqlite::{Connection, Database};

/// Twenty values a row: 2,000 in a statement.
const ROWS: usize = 100;
/// Children have at most ten values a row.
const CHILDREN: usize = 200;

/// Puts calls, each in place of the one with its key; of two with one key the later counts.
pub(crate) async fn put(connection: &mut Connection, calls: &[Call]) -> Result<(), sqlx::Error> {
    for some in calls.chunks(ROWS) {
        // One statement may not touch a row twice (PostgreSQL).
        let newest: HashMap<&str, &Call> = some.iter().map(|call| (&*call.key, call)).collect();
        let once: Vec<&Call> = some
            .iter()
            .filter(|call| newest.get(&*call.key).is_some_and(|last| std::ptr::eq(*last, *call)))
            .collect();
        let bits = queue_bits(connection, &once).await?;
        let ids = put_rows(connection, &once, &bits).await?;
        let calls: Vec<(i64, &Call)> =
            once.into_iter().filter_map(|call| Some((*ids.get(&*call.key)?, call))).collect();
        for table in ["passages", "misses", "call_queues", "call_agents", "call_legs"] {
            forget_children(connection, table, &calls).await?;
        }
        put_passages(connection, &calls).await?;
        put_misses(connection, &calls).await?;
        put_links(connection, "INSERT INTO call_queues (call_id, queue, started) ", &calls, finding::queues)
            .await?;
        put_links(connection, "INSERT INTO call_agents (call_id, agent, started) ", &calls, finding::agents)
            .await?;
        put_legs(connection, &calls).await?;
    }
    Ok(())
}

/// Takes calls away, by key.
pub(crate) async fn remove(connection: &mut Connection, keys: &[Text]) -> Result<u64, sqlx::Error> {
    let mut removed = 0;
    for some in keys.chunks(CHILDREN) {
        let mut delete = QueryBuilder::<Database>::new("DELETE FROM calls WHERE key IN (");
        let mut list = delete.separated(", ");
        for key in some {
            list.push_bind(&**key);
        }
        delete.push(")");
        removed += delete.build().execute(&mut *connection).await?.rows_affected();
    }
    Ok(removed)
}

/// The rows themselves; yields each key's id.
async fn put_rows(
    connection: &mut Connection,
    calls: &[&Call],
    bits: &HashMap<Text, i64>,
) -> Result<HashMap<String, i64>, sqlx::Error> {
    let mut insert = QueryBuilder::<Database>::new(
        "INSERT INTO calls (key, started, ended, direction, number, line, agent, result, talked, recording, legs, \
         joined_by, number_digits, number_backwards, first_at, last_at, is_long, queue_bits, \
         last_wait, last_talk) ",
    );
    insert.push_values(calls, |mut row, call| {
        let digits = call.number.as_deref().map(finding::digits).filter(|digits| !digits.is_empty());
        let (first, last) = finding::activity(call);
        row.push_bind(&*call.key)
            .push_bind(call.started)
            .push_bind(call.ended)
            .push_bind(words::direction_word(call.direction))
            .push_bind(call.number.as_deref())
            .push_bind(call.line.as_deref())
            .push_bind(call.agent.as_deref())
            .push_bind(words::result_word(call.result))
            .push_bind(call.talked)
            .push_bind(call.recording.as_deref())
            .push_bind(words::legs_text(&call.legs))
            .push_bind(words::join_word(call.join))
            .push_bind(digits.clone())
            .push_bind(digits.as_deref().map(finding::backwards))
            .push_bind(first)
            .push_bind(last)
            .push_bind(i64::from(finding::is_long(first, last)))
            .push_bind(finding::queues(call).iter().fold(0, |all, queue| all | bits.get(queue).unwrap_or(&0)))
            .push_bind(call.last_wait())
            .push_bind(call.last_talk());
    });
    insert.push(
        " ON CONFLICT (key) DO UPDATE SET started = excluded.started, ended = excluded.ended, \
         direction = excluded.direction, number = excluded.number, line = excluded.line, agent = excluded.agent, \
         result = excluded.result, talked = excluded.talked, recording = excluded.recording, legs = excluded.legs, \
         joined_by = excluded.joined_by, number_digits = excluded.number_digits, \
         number_backwards = excluded.number_backwards, first_at = excluded.first_at, last_at = excluded.last_at, \
         is_long = excluded.is_long, queue_bits = excluded.queue_bits, last_wait = excluded.last_wait, \
         last_talk = excluded.last_talk RETURNING id, key",
    );
    let rows = insert.build().fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get(1)?, row.try_get(0)?))).collect()
}

/// The bits of these calls' queues; a queue that is new gets its number here.
async fn queue_bits(connection: &mut Connection, calls: &[&Call]) -> Result<HashMap<Text, i64>, sqlx::Error> {
    let queues: BTreeSet<Text> = calls.iter().flat_map(|call| finding::queues(call)).collect();
    let mut bits = HashMap::new();
    for queue in queues {
        // Most are known, and then nothing is written.
        let known = sqlx::query("SELECT no FROM queue_numbers WHERE queue = $1").bind(&*queue);
        let row = match known.fetch_optional(&mut *connection).await? {
            Some(row) => row,
            None => {
                let insert = sqlx::query("INSERT INTO queue_numbers (queue) VALUES ($1) RETURNING no");
                insert.bind(&*queue).fetch_one(&mut *connection).await?
            }
        };
        bits.insert(queue.clone(), finding::queue_bit(row.try_get(0)?));
    }
    Ok(bits)
}

async fn forget_children(
    connection: &mut Connection,
    table: &'static str,
    calls: &[(i64, &Call)],
) -> Result<(), sqlx::Error> {
    let mut delete = QueryBuilder::<Database>::new("DELETE FROM ");
    delete.push(table).push(" WHERE call_id IN (");
    let mut list = delete.separated(", ");
    for (id, _) in calls {
        list.push_bind(*id);
    }
    delete.push(")");
    delete.build().execute(connection).await?;
    Ok(())
}

async fn put_passages(connection: &mut Connection, calls: &[(i64, &Call)]) -> Result<(), sqlx::Error> {
    let all: Vec<(i64, i64, &Passage)> = calls
        .iter()
        .flat_map(|(id, call)| call.passages.iter().zip(0..).map(|(passage, place)| (*id, place, passage)))
        .collect();
    for some in all.chunks(CHILDREN) {
        let mut insert = QueryBuilder::<Database>::new(
            "INSERT INTO passages (call_id, place, queue, entered, entered_is_call_start, transferred_in, outcome, \
             left_at, agent, talked) ",
        );
        insert.push_values(some, |mut row, (id, place, passage)| {
            let (outcome, agent, talked) = match &passage.left {
                None => (None, None, None),
                Some(Left::Answered { agent, talked, .. }) => (Some("answered"), agent.as_deref(), *talked),
                Some(Left::Abandoned { .. }) => (Some("abandoned"), None, None),
                Some(Left::FlowedOut { .. }) => (Some("flowed-out"), None, None),
                Some(Left::Unknown { .. }) => (Some("unknown"), None, None),
            };
            row.push_bind(*id)
                .push_bind(*place)
                .push_bind(passage.queue.as_deref())
                .push_bind(passage.entered)
                .push_bind(i64::from(passage.entered_is_call_start))
                .push_bind(i64::from(passage.transferred_in))
                .push_bind(outcome)
                .push_bind(passage.left.as_ref().map(Left::at))
                .push_bind(agent)
                .push_bind(talked);
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

async fn put_misses(connection: &mut Connection, calls: &[(i64, &Call)]) -> Result<(), sqlx::Error> {
    let all: Vec<_> = calls
        .iter()
        .flat_map(|(id, call)| call.misses.iter().zip(0_i64..).map(|(miss, place)| (*id, place, miss)))
        .collect();
    for some in all.chunks(CHILDREN) {
        let mut insert =
            QueryBuilder::<Database>::new("INSERT INTO misses (call_id, place, agent, at, queue) ");
        insert.push_values(some, |mut row, (id, place, miss)| {
            row.push_bind(*id)
                .push_bind(*place)
                .push_bind(&*miss.agent)
                .push_bind(miss.at)
                .push_bind(miss.queue.as_deref());
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

async fn put_links(
    connection: &mut Connection,
    insert: &'static str,
    calls: &[(i64, &Call)],
    names: fn(&Call) -> BTreeSet<Text>,
) -> Result<(), sqlx::Error> {
    let all: Vec<(i64, Text, i64)> = calls
        .iter()
        .flat_map(|(id, call)| names(call).into_iter().map(|name| (*id, name, call.started)))
        .collect();
    for some in all.chunks(CHILDREN) {
        let mut insert = QueryBuilder::<Database>::new(insert);
        insert.push_values(some, |mut row, (id, name, started)| {
            row.push_bind(*id).push_bind(&**name).push_bind(*started);
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

async fn put_legs(connection: &mut Connection, calls: &[(i64, &Call)]) -> Result<(), sqlx::Error> {
    let all: Vec<(i64, String)> = calls
        .iter()
        .flat_map(|(id, call)| finding::other_legs(call).into_iter().map(|begins| (*id, begins)))
        .collect();
    for some in all.chunks(CHILDREN) {
        let mut insert = QueryBuilder::<Database>::new("INSERT INTO call_legs (call_id, begins) ");
        insert.push_values(some, |mut row, (id, begins)| {
            row.push_bind(*id).push_bind(begins.as_str());
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}
