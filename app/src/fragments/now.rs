//! The lists of numbers that are of this moment: who waits, who is free. They are counted from the board itself, so
//! tile and list are the same rows.

use wire::{AgentState, Board, CallState, Direction, Frame, Millis, Totals};

use super::words::ExplainedWords;
use crate::explained::{Definition, Drill, DrillRow, Recount, Role, RoleCount, Spoken, Unit, Why};
use crate::visit::Lang;

/// The list of `waiting`, `longest-wait` or `available`, from the board at `now`; `None` for any other number.
pub fn drill(kpi: &str, frame: &Frame, now: Millis, known: &[Definition]) -> Option<Drill> {
    let Frame::Snapshot { board, .. } = frame else { return None };
    let definition = |unit, names: fn(&ExplainedWords) -> (&'static str, &'static str)| {
        known.iter().find(|definition| definition.id == kpi).cloned().unwrap_or_else(|| own(kpi, unit, names))
    };
    let totals = Totals::of(board);
    Some(match kpi {
        "waiting" => {
            let definition =
                definition(Unit::Count, |words| (words.drill.waiting_name, words.drill.waiting_formula));
            let rows = waiting(board, now);
            let part = i64::from(totals.waiting);
            // The dashboard's count may know of callers whom no event has named.
            let unmatched = part - count(rows.len());
            Drill { part, unmatched, ..of(definition, now, rows) }
        }
        "longest-wait" => {
            let definition =
                definition(Unit::Longest, |words| (words.drill.longest_name, words.drill.longest_formula));
            let rows = waiting(board, now);
            let again = rows.iter().filter_map(|row| row.waited).max().unwrap_or(0);
            let recount = Recount { part: again, of: count(rows.len()) };
            let part = totals.oldest.map_or(0, |(entered, _)| (now - entered).max(0));
            Drill { part, of: recount.of, recount, ..of(definition, now, rows) }
        }
        "available" => {
            let definition =
                definition(Unit::Count, |words| (words.drill.available_name, words.drill.available_formula));
            let rows = agents(board, now);
            Drill {
                part: i64::from(totals.available),
                of: i64::from(totals.signed_in),
                recount: Recount {
                    part: count(rows.iter().filter(|row| row.role == Role::Counted).count()),
                    of: count(rows.iter().filter(|row| row.role != Role::LeftOut).count()),
                },
                ..of(definition, now, rows)
            }
        }
        _ => return None,
    })
}

fn waiting(board: &Board, now: Millis) -> Vec<DrillRow> {
    let queue = |id: &Option<String>| {
        let found = id.as_ref().and_then(|id| board.queues.iter().find(|queue| queue.id == *id));
        found.map(|queue| queue.name.clone())
    };
    let waits = |state, direction| match state {
        CallState::Waiting => true,
        CallState::Ringing => direction == Direction::Inbound,
        _ => false,
    };
    let calls = board.calls.iter().filter(|call| waits(call.state, call.direction));
    let rows = calls.filter(|call| call.queue.is_some() || call.unplaced).map(|call| DrillRow {
        key: Some(call.id.clone()),
        at: call.since,
        queue: queue(&call.queue),
        number: call.number.clone(),
        agent: None,
        waited: Some((now - call.since).max(0)),
        talked: None,
        role: Role::Counted,
        why: Why::Counted,
    });
    let mut rows: Vec<DrillRow> = rows.collect();
    rows.sort_by_key(|row| row.at);
    rows
}

fn agents(board: &Board, now: Millis) -> Vec<DrillRow> {
    let rows = board.agents.iter().map(|agent| DrillRow {
        key: None,
        at: agent.since.unwrap_or(now),
        queue: None,
        number: None,
        agent: Some(agent.name.clone()),
        waited: None,
        talked: agent.since.map(|since| (now - since).max(0)),
        role: match agent.state {
            AgentState::Available => Role::Counted,
            AgentState::Offline => Role::LeftOut,
            _ => Role::Against,
        },
        why: match agent.state {
            AgentState::Available => Why::Available,
            AgentState::Ringing => Why::Ringing,
            AgentState::OnCall => Why::OnCall,
            AgentState::WrapUp => Why::WrapUp,
            AgentState::Paused => Why::Paused,
            AgentState::Offline => Why::NotSignedIn,
            AgentState::Unknown => Why::Other,
        },
    });
    let mut rows: Vec<DrillRow> = rows.collect();
    rows.sort_by_key(|row| (row.role, row.why, row.at));
    rows
}

fn of(definition: Definition, now: Millis, rows: Vec<DrillRow>) -> Drill {
    let mut counts: Vec<RoleCount> = Vec::new();
    for row in &rows {
        match counts.iter_mut().find(|count| (count.role, count.why) == (row.role, row.why)) {
            Some(count) => count.count += 1,
            None => counts.push(RoleCount { role: row.role, why: row.why, count: 1 }),
        }
    }
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    Drill {
        definition,
        window: None,
        from: now,
        until: now,
        as_of: now,
        part: count(rows.len()),
        of: 0,
        mixed_targets: false,
        recount: Recount { part: count(rows.len()), of: 0 },
        counts,
        total,
        rows,
        unmatched: 0,
        csv: None,
    }
}

fn own(kpi: &str, unit: Unit, of: fn(&ExplainedWords) -> (&'static str, &'static str)) -> Definition {
    let (vi, en) = (of(Lang::Vi.explained()), of(Lang::En.explained()));
    let spoken = |vi: &str, en: &str| Spoken { vi: vi.to_owned(), en: en.to_owned() };
    Definition { id: kpi.to_owned(), version: 1, name: spoken(vi.0, en.0), formula: spoken(vi.1, en.1), unit }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
