//! Which rows of `calls c` are wanted, one by one.

use kpi::Text;

use super::plan::{Building, Plan, Source, Way, between, ending, list, push_ids, started};
use super::question::{CallQuery, SortBy};
use super::{finding, words};

/// `WHERE` and all that follows it, up to the order.
pub(super) fn push(sql: &mut Building, query: &CallQuery, plan: &Plan) {
    sql.push(" WHERE ");
    match plan.way {
        Way::Rows(source) => {
            sql.push("c.id IN (");
            push_ids(sql, source, query);
            sql.push(")");
        }
        Way::Links(_) | Way::Walk => {
            sql.push("1 = 1");
        }
    }
    // A column behind a plus is looked at, not looked up: only one index may lead, and it is chosen here.
    let plus = if plan.way != Way::Walk || query.sort.by != SortBy::Started { "+" } else { "" };
    started(sql, &format!("{plus}c.started"), query);
    if let Some(result) = query.result {
        sql.push(format_args!(" AND {plus}c.result = ")).push_bind(words::result_word(result));
    }
    if let Some(direction) = query.direction {
        sql.push(format_args!(" AND {plus}c.direction = ")).push_bind(words::direction_word(direction));
    }
    if let Some(queue) = &query.queue {
        through(sql, plan, [queue]);
    }
    if let Some(among) = &query.among {
        through(sql, plan, among);
    }
    if query.agent.is_some() && !plan.is_by(Source::Agent) {
        sql.push(" AND +c.id IN (");
        push_ids(sql, Source::Agent, query);
        sql.push(")");
    }
    if query.about.is_some() && !plan.is_by(Source::About) {
        sql.push(" AND +c.id IN (");
        push_ids(sql, Source::About, query);
        sql.push(")");
    }
    if let Some(key) = &query.key {
        let line = format!("\n{}", words::legs_text(std::slice::from_ref(key)));
        sql.push(" AND (+c.key = ").push_bind(key.to_string());
        sql.push(" OR instr(char(10) || c.legs, ").push_bind(line).push(") > 0)");
    }
    if let Some(number) = query.number.as_deref().filter(|_| !plan.is_by(Source::Number)) {
        sql.push(" AND (");
        alike(sql, number);
        sql.push(")");
    }
    if matches!(query.when, Some(super::When::Active(_))) && !plan.is_by(Source::Active) {
        sql.push(" AND +c.id IN (");
        push_ids(sql, Source::Active, query);
        sql.push(")");
    }
}

/// Not EXISTS: SQLite 3.51 makes a join of it, and for rows that OFFSET passes over forgets to stop at the first, so that
/// a call comes twice.
fn through<'a>(sql: &mut Building, plan: &Plan, queues: impl IntoIterator<Item = &'a Text> + Clone) {
    sql.push(" AND ((c.queue_bits & ").push_bind(plan.queues.bits(queues.clone())).push(") <> 0");
    if plan.queues.are_shared() {
        sql.push(" AND (SELECT 1 FROM call_queues q WHERE q.call_id = c.id AND q.queue IN ");
        list(sql, queues);
        sql.push(" LIMIT 1) IS NOT NULL");
    }
    sql.push(")");
}

/// The number begins or ends so.
fn alike(sql: &mut Building, typed: &str) {
    let Some(ending) = ending(typed) else {
        sql.push("+c.number_digits = ").push_bind(finding::digits(typed));
        return;
    };
    for begins in finding::beginnings(typed) {
        between(sql, "+c.number_digits", begins);
        sql.push(" OR ");
    }
    // Digits mean nothing special to LIKE.
    sql.push("c.number_digits LIKE ").push_bind(format!("%{ending}"));
}
