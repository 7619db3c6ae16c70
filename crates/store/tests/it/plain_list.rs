//! What the store must answer, found by looking at every call.

use std::collections::BTreeSet;

use kpi::{Call, Left, Millis, Text};
use store::{CallQuery, SortBy, Span, When};

/// The calls are in the order in which their keys first came: ties of time are broken by it.
pub fn answer(calls: &[Call], query: &CallQuery) -> (Vec<Call>, u64) {
    let mut wanted: Vec<(usize, &Call)> =
        calls.iter().enumerate().filter(|(_, call)| fits(call, query)).collect();
    wanted.sort_by_key(|(place, call)| {
        let value = match query.sort.by {
            SortBy::Started => Some(0),
            SortBy::Waited => waited(call),
            SortBy::Talked => talked(call),
        };
        let signed = |number: Millis| if query.sort.ascending { number } else { -number };
        (value.is_none(), value.map(signed), signed(call.started), signed(*place as Millis))
    });
    let limit = if query.limit == 0 { usize::MAX } else { query.limit };
    let counted = wanted.len() as u64;
    (wanted.into_iter().skip(query.offset).take(limit).map(|(_, call)| call.clone()).collect(), counted)
}

fn waited(call: &Call) -> Option<Millis> {
    let last = call.passages.last()?;
    let left = last.left.as_ref()?.at();
    Some(if left < last.entered { 0 } else { left - last.entered })
}

fn talked(call: &Call) -> Option<Millis> {
    match call.passages.last().and_then(|last| last.left.as_ref()) {
        Some(Left::Answered { talked: Some(talked), .. }) => Some(*talked),
        _ => call.talked,
    }
}

fn fits(call: &Call, query: &CallQuery) -> bool {
    let when = match query.when {
        None => true,
        Some(When::Started(span)) => call.started >= span.from && call.started < span.until,
        Some(When::Active(span)) => active(call, span),
    };
    let queue = query
        .queue
        .as_ref()
        .is_none_or(|queue| call.passages.iter().any(|passage| passage.queue.as_ref() == Some(queue)));
    let went_through = |among: &BTreeSet<Text>| {
        call.passages.iter().any(|passage| passage.queue.as_ref().is_some_and(|queue| among.contains(queue)))
    };
    let talked_on = |agent: &Text| {
        let picked_up = call.passages.iter().any(
            |passage| matches!(&passage.left, Some(Left::Answered { agent: Some(by), .. }) if by == agent),
        );
        picked_up || call.agent.as_ref() == Some(agent)
    };
    let about = query
        .about
        .as_ref()
        .is_none_or(|about| about.agents.iter().any(talked_on) || went_through(&about.queues));
    let key = query.key.as_ref().is_none_or(|key| call.key == *key || call.legs.contains(key));
    when && queue
        && query.among.as_ref().is_none_or(went_through)
        && query.agent.as_ref().is_none_or(talked_on)
        && about
        && key
        && query.result.is_none_or(|result| call.result == result)
        && query.direction.is_none_or(|direction| call.direction == direction)
        && query.number.as_ref().is_none_or(|typed| has_number(call, typed))
}

/// From the first to the last moment of anything in it; what has no end goes on.
fn active(call: &Call, span: Span) -> bool {
    let mut first = call.started;
    let mut last = call.ended.unwrap_or(Millis::MAX);
    for passage in &call.passages {
        first = first.min(passage.entered);
        last = last.max(passage.left.as_ref().map_or(Millis::MAX, Left::at)).max(passage.entered);
    }
    for miss in &call.misses {
        first = first.min(miss.at);
        last = last.max(miss.at);
    }
    first < span.until && last >= span.from
}

/// The rule as a table, for the few numbers there are.
fn has_number(call: &Call, typed: &str) -> bool {
    let Some(number) = &call.number else { return false };
    let expected: &[&str] = match typed {
        "0901" | "84901" => &["0901234567", "+84901234567", "84901234000"],
        "+84901234567" => &["0901234567", "+84901234567"],
        "567" => &["0901234567", "+84901234567"],
        "5678" => &["02812345678"],
        "101" => &["101"],
        "19001234" => &["19001234"],
        "0100" => &["+1 212 555 0100"],
        "2812" => &["02812345678"],
        _ => &[],
    };
    expected.contains(&&**number)
}
