//! Two witnesses of one call: what the feed saw, and AntRing's record. The record decides what became of the caller;
//! the feed, which stamps milliseconds by our own clock, decides when.

use kpi::{Call, CallResult, Caller, Direction, Join, Left, Millis, Miss, Passage, caller};

use super::history::NAMELESS;

/// Records are stamped to the second, by upstream's clock: times this close are the same moment.
pub const SAME_MOMENT: Millis = 5_000;

/// The record of a call that the feed saw as well. Joining the same record once more changes nothing.
pub fn join(feed: &Call, record: &Call, how: Join) -> Call {
    let agent = || feed.agent.clone().or_else(|| record.agent.clone());
    let told_nothing = record.passages.is_empty();
    let passages = if told_nothing { feed.passages.clone() } else { passages(feed, record) };
    let answered_by = passages.iter().rev().find_map(Passage::answered_by).cloned();
    Call {
        key: feed.key.clone(),
        started: feed.started,
        // An end that polls guessed is corrected.
        ended: if feed.result == CallResult::Unknown { record.ended } else { feed.ended.or(record.ended) },
        direction: if feed.direction == Direction::Unknown { record.direction } else { feed.direction },
        number: feed.number.clone().or_else(|| record.number.clone()),
        line: feed.line.clone().or_else(|| record.line.clone()),
        agent: answered_by.or_else(agent),
        result: result(feed, record, told_nothing),
        talked: record.talked.or(feed.talked),
        recording: record.recording.clone().or_else(|| feed.recording.clone()),
        legs: legs(feed, record),
        misses: misses(feed, record),
        join: if feed.join == Join::FeedOnly { how } else { feed.join },
        passages,
    }
}

/// A record without queues' rows does not know that the caller was in one: its "IVR" is no news then.
fn result(feed: &Call, record: &Call, told_nothing: bool) -> CallResult {
    let knows_better = told_nothing && !feed.passages.is_empty() && record.result != CallResult::Answered;
    let guessed = matches!(feed.result, CallResult::Unknown | CallResult::Live);
    if knows_better && !guessed { feed.result } else { record.result }
}

fn legs(feed: &Call, record: &Call) -> Vec<kpi::Text> {
    let mut legs = feed.legs.clone();
    let more = record.legs.iter().chain([&record.key]).filter(|leg| !feed.legs.contains(leg));
    legs.extend(more.cloned());
    legs.dedup();
    legs
}

fn passages(feed: &Call, record: &Call) -> Vec<Passage> {
    let mut seen: Vec<&Passage> = feed.passages.iter().collect();
    let sharpened = |told: &Passage| {
        let same = |seen: &&Passage| {
            let same_queue = seen.queue.is_none() || told.queue.is_none() || seen.queue == told.queue;
            same_queue && near(seen.entered, told.entered)
        };
        let Some(place) = seen.iter().position(same) else { return told.clone() };
        sharpen(told, seen.remove(place))
    };
    record.passages.iter().map(sharpened).collect()
}

fn sharpen(told: &Passage, seen: &Passage) -> Passage {
    let left = match (&told.left, &seen.left) {
        (None, seen) => seen.clone(),
        (Some(told), None) => Some(told.clone()),
        (Some(told), Some(seen)) => Some(sharpen_end(told, seen)),
    };
    Passage {
        queue: told.queue.clone().or_else(|| seen.queue.clone()),
        entered: seen.entered,
        entered_is_call_start: seen.entered_is_call_start && told.entered_is_call_start,
        transferred_in: told.transferred_in || seen.transferred_in,
        left,
    }
}

fn sharpen_end(told: &Left, seen: &Left) -> Left {
    let is_near = near(told.at(), seen.at());
    let at = if is_near { seen.at() } else { told.at() };
    match told {
        Left::Answered { agent, talked, .. } => {
            let (seen_agent, seen_talked) = match seen {
                Left::Answered { agent, talked, .. } => (agent.clone(), *talked),
                _ => (None, None),
            };
            Left::Answered { at, agent: agent.clone().or(seen_agent), talked: talked.or(seen_talked) }
        }
        Left::Abandoned { .. } => Left::Abandoned { at },
        Left::FlowedOut { .. } => Left::FlowedOut { at },
        // The record does not know; whatever was seen is more.
        Left::Unknown { .. } => seen.clone(),
    }
}

/// Offers not taken, of both witnesses: each knows some that the other does not.
fn misses(feed: &Call, record: &Call) -> Vec<Miss> {
    let mut misses = feed.misses.clone();
    let known = |miss: &Miss| {
        feed.misses.iter().any(|seen| {
            let at_start = miss.at == record.started;
            seen.agent == miss.agent && (near(seen.at, miss.at) || at_start)
        })
    };
    misses.extend(record.misses.iter().filter(|miss| !known(miss)).cloned());
    misses
}

/// A record that names no leg may be this call's: same number, same direction, begun within seconds of it.
pub fn may_be(feed: &Call, record: &Call) -> bool {
    let same_way = feed.direction == record.direction
        || feed.direction == Direction::Unknown
        || record.direction == Direction::Unknown;
    feed.join == Join::FeedOnly
        && same_way
        && near(feed.started, record.started)
        && same_number(feed.number.as_deref(), record.number.as_deref())
}

/// Callers without a number are never taken for one another.
fn same_number(one: Option<&str>, other: Option<&str>) -> bool {
    match (caller(one), caller(other)) {
        (Caller::Known(one), Caller::Known(other)) => one == other,
        // User names of colleagues.
        _ => one.is_some_and(|one| one.chars().any(char::is_alphabetic) && Some(one) == other),
    }
}

fn near(one: Millis, other: Millis) -> bool {
    (one - other).abs() <= SAME_MOMENT
}

/// A leg's id that upstream gave, not one that stands for a record without.
pub fn is_real(leg: &str) -> bool {
    !leg.starts_with(NAMELESS)
}
