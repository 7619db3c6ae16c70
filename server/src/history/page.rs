//! AntRing's records as the rows of `/calls`, with names from the board instead of ids.

use antring::{CallDirection, CallRecord, CallResult as Result, Party};
use app::{CallResult, CallsPage, CallsQuery, PastCall};
use wire::{AgentRow, Board, Direction, Millis};

use crate::live::Sight;

const MOST_ROWS: u32 = 500;

/// `board` has all names and queues; what goes out is what this sight has.
pub fn page(
    records: &[CallRecord],
    board: &Board,
    sight: &Sight,
    query: CallsQuery,
    (from, to): (Millis, Millis),
) -> CallsPage {
    let limit = query.limit.clamp(1, MOST_ROWS) as usize;
    let skip = (query.page.max(1) as usize - 1).saturating_mul(limit);
    let newest_first =
        records.iter().rev().filter(|record| (from..=to).contains(&record.started) && reaches(sight, record));
    let total = newest_first.clone().count();
    let rows = newest_first.skip(skip).take(limit).map(|record| row(record, board, sight)).collect();
    CallsPage { rows, from, to, total: u32::try_from(total).unwrap_or(u32::MAX), total_is_exact: true }
}

pub fn reaches(sight: &Sight, record: &CallRecord) -> bool {
    sight.scope.has_any(record.queue.iter().filter_map(|stat| stat.queue_id.as_ref()).map(|id| id.as_str()))
}

/// Whether the sight's own agent talked on it.
pub fn is_whole(sight: &Sight, record: &CallRecord, board: &Board) -> bool {
    let username = ours(record).username.as_deref();
    let person = username.and_then(|username| by_username(board, username)).map(|agent| agent.id.as_str());
    let picked_up = record.queue.iter().filter_map(|stat| stat.agent_id.as_ref()).map(|id| id.as_str());
    let mut agents = picked_up.chain(person);
    sight.is_whole(None) || agents.any(|agent| sight.is_whole(Some(agent)))
}

fn ours(record: &CallRecord) -> &Party {
    match record.direction {
        CallDirection::Inbound => &record.callee,
        _ => &record.caller,
    }
}

fn row(record: &CallRecord, board: &Board, sight: &Sight) -> PastCall {
    // A caller may have passed through several queues; the last one decided.
    let stat = record.queue.last();
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
        number: far.number.as_ref().map(|number| match is_whole(sight, record, board) {
            true => number.to_string(),
            false => sight.number(number, None),
        }),
        name: far
            .username
            .as_ref()
            .and_then(|username| by_username(board, username))
            .map(|agent| sight.name(&agent.name)),
        queue,
        agent: agent.or_else(|| person(board, ours(record))).map(|name| sight.name(&name)),
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
    known.map(|agent| agent.name.clone()).or_else(|| party.username.as_ref().map(ToString::to_string))
}

fn by_username<'a>(board: &'a Board, username: &str) -> Option<&'a AgentRow> {
    board.agents.iter().find(|agent| agent.username.as_deref() == Some(username))
}
