//! AntRing's records as the rows of `/calls`, with names from the board instead of ids.

use antring::{CallDirection, CallRecord, CallResult as Result, Party};
use app::{CallResult, CallsPage, CallsQuery, PastCall};
use wire::{Board, Direction, Millis};

const MOST_ROWS: u32 = 500;

pub fn page(records: &[CallRecord], board: &Board, query: CallsQuery, from: Millis, to: Millis) -> CallsPage {
    let limit = query.limit.clamp(1, MOST_ROWS) as usize;
    let skip = (query.page.max(1) as usize - 1).saturating_mul(limit);
    let newest_first = records.iter().rev().filter(|record| (from..=to).contains(&record.started));
    let total = newest_first.clone().count();
    let rows = newest_first.skip(skip).take(limit).map(|record| row(record, board)).collect();
    CallsPage { rows, from, to, total: u32::try_from(total).unwrap_or(u32::MAX) }
}

fn row(record: &CallRecord, board: &Board) -> PastCall {
    // A caller may have passed through several queues; the last one decided.
    let stat = record.queue.last();
    let ours = match record.direction {
        CallDirection::Inbound => &record.callee,
        _ => &record.caller,
    };
    let far = match record.direction {
        CallDirection::Inbound => &record.caller,
        _ => &record.callee,
    };
    let queue = stat.and_then(|stat| stat.queue_id.as_ref()).map(|id| name_of_queue(board, id.as_str()));
    let agent = stat.and_then(|stat| stat.agent_id.as_ref()).map(|id| name_of_agent(board, id.as_str()));
    PastCall {
        id: record.call_id.as_ref().map(ToString::to_string),
        started: record.started,
        direction: match record.direction {
            CallDirection::Inbound => Direction::Inbound,
            CallDirection::Outbound => Direction::Outbound,
            CallDirection::Internal => Direction::Internal,
            CallDirection::Unknown => Direction::Unknown,
        },
        number: far.number.as_ref().map(ToString::to_string),
        name: far.username.as_ref().and_then(|username| by_username(board, username)),
        queue,
        agent: agent.or_else(|| person(board, ours)),
        waited: stat.and_then(|stat| stat.wait_seconds),
        talked: stat.and_then(|stat| stat.talk_seconds).or(record.billed_seconds),
        result: match record.result() {
            Result::Answered => CallResult::Answered,
            Result::Abandoned => CallResult::Abandoned,
            Result::Busy => CallResult::Busy,
            Result::Cancelled => CallResult::Cancelled,
            Result::Ivr => CallResult::Ivr,
            Result::Failed => CallResult::Failed,
        },
        has_recording: record.recording.is_some(),
    }
}

fn name_of_queue(board: &Board, id: &str) -> String {
    let queue = board.queues.iter().find(|queue| queue.id == id);
    queue.map_or_else(|| id.chars().take(8).collect(), |queue| queue.name.clone())
}

fn name_of_agent(board: &Board, id: &str) -> String {
    let agent = board.agents.iter().find(|agent| agent.id == id);
    agent.map_or_else(|| id.chars().take(8).collect(), |agent| agent.name.clone())
}

fn person(board: &Board, party: &Party) -> Option<String> {
    let known = party.username.as_deref().and_then(|username| by_username(board, username));
    known.or_else(|| party.username.as_ref().map(ToString::to_string))
}

fn by_username(board: &Board, username: &str) -> Option<String> {
    let agent = board.agents.iter().find(|agent| agent.username.as_deref() == Some(username))?;
    Some(agent.name.clone())
}
