//! The floor's words into rows. The only file that knows both vocabularies; masking happens here.

use floor::{AgentId, Floor, LegId, Periods, QueueId, QueueNow, Source, Trouble};
use wire::{
    AgentRow, Board, CallRow, Change, Drift, Gap, Outcome, Problem, QueueRow, Share, SourceKind, SourceRow,
    Today,
};

use super::stage::Stage;

/// Gaps on the wire; the floor keeps more.
const GAPS_SHOWN: usize = 20;

/// Who may see what. Applied before anything is encoded, so that a masked surface never receives what it hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Supervisors: numbers in full.
    Full,
    /// A screen on the wall: no number but its last three digits.
    Masked,
}

pub fn agent(floor: &Floor, id: &AgentId) -> Option<AgentRow> {
    let agent = floor.agent(id)?;
    let doing = floor.doing(agent);
    Some(AgentRow {
        id: id.to_string(),
        name: agent.name.to_string(),
        username: agent.username.as_ref().map(ToString::to_string),
        extensions: agent.extensions.iter().map(ToString::to_string).collect(),
        queues: floor.queues_of(id).iter().map(ToString::to_string).collect(),
        state: agent_state(doing.state),
        since: doing.since,
        reason: doing.reason.as_ref().map(ToString::to_string),
        call: doing.call.as_ref().map(ToString::to_string),
        queue: doing.queue.as_ref().map(ToString::to_string),
        missed: u32::try_from(agent.missed()).unwrap_or(u32::MAX),
    })
}

/// The whole board, as its stage has it.
pub fn board(stage: &Stage, privacy: Privacy) -> Board {
    let Stage { meta, floor, .. } = stage;
    let numbers = floor.queue_numbers();
    let mut board = Board {
        utc_offset_seconds: stage.utc_offset_seconds,
        targets: meta.targets,
        today: today(floor),
        sources: sources(floor, meta.periods),
        drift: drift(floor),
        gaps: gaps(floor),
        queues: numbers.iter().filter_map(|(id, now)| queue(stage, id, now)).collect(),
        agents: floor.agents().filter_map(|row| agent(floor, &row.id)).collect(),
        calls: floor.calls().filter_map(|row| call(floor, &row.id, privacy)).collect(),
        ..Board::empty("all", &meta.name)
    };
    board.apply(&Change::Figures(stage.figures.all.clone()));
    board.sort();
    board
}

pub fn queue(stage: &Stage, id: &QueueId, now: &QueueNow) -> Option<QueueRow> {
    let queue = stage.floor.queue(id)?;
    let figures = stage.figures.queues.get(id.as_str());
    Some(QueueRow {
        id: id.to_string(),
        name: queue.name.to_string(),
        waiting: now.waiting,
        ringing: now.ringing,
        oldest: now.oldest,
        oldest_from_call_start: now.oldest_from_call_start,
        service: figures.map_or(share(now.service), |figures| figures.service),
        abandoned: figures.map_or(share(now.abandoned), |figures| figures.abandoned),
    })
}

pub fn call(floor: &Floor, id: &LegId, privacy: Privacy) -> Option<CallRow> {
    let call = floor.call(id)?;
    Some(CallRow {
        id: id.to_string(),
        legs: call.legs.iter().map(|leg| leg.id.to_string()).collect(),
        direction: match call.direction {
            floor::Direction::Inbound => wire::Direction::Inbound,
            floor::Direction::Outbound => wire::Direction::Outbound,
            floor::Direction::Internal => wire::Direction::Internal,
            floor::Direction::Unknown => wire::Direction::Unknown,
        },
        number: call.number().map(|number| shown(number, privacy)),
        line: call.line().map(|number| shown(number, privacy)),
        started: call.started_at(),
        state: match call.state() {
            floor::CallState::Arriving => wire::CallState::Arriving,
            floor::CallState::Waiting => wire::CallState::Waiting,
            floor::CallState::Ringing => wire::CallState::Ringing,
            floor::CallState::Talking => wire::CallState::Talking,
            floor::CallState::Ended => wire::CallState::Ended,
        },
        since: call.since(),
        queue: call.queue.as_ref().map(ToString::to_string),
        unplaced: call.queue.is_none() && call.is_waiting(),
        agent: call.agent().as_ref().map(ToString::to_string),
        outcome: call.outcome.map(|outcome| match outcome {
            floor::Outcome::Answered => Outcome::Answered,
            floor::Outcome::Abandoned => Outcome::Abandoned,
            floor::Outcome::LeftEarly => Outcome::LeftEarly,
            floor::Outcome::Busy => Outcome::Busy,
            floor::Outcome::NoAnswer => Outcome::NoAnswer,
            floor::Outcome::Failed => Outcome::Failed,
            floor::Outcome::Unknown => Outcome::Unknown,
        }),
        waited: call.waited(),
        talked: call.talked(),
        missed: u32::try_from(call.misses().count()).unwrap_or(u32::MAX),
    })
}

/// One row a source. History has one once anything is known of it: some servers keep none.
pub fn sources(floor: &Floor, periods: Periods) -> Vec<SourceRow> {
    let row = |source, kind, every: wire::Millis| {
        let state = floor.source(source);
        let problem = state.trouble.map(problem);
        SourceRow {
            source: kind,
            // To the second: a busy feed would otherwise change this row with every event.
            heard: state.heard_at.map(|at| at - at.rem_euclid(1000)),
            every: u32::try_from(every).unwrap_or(u32::MAX),
            state: freshness(state.freshness),
            problem: problem.or(state.heard_at.is_none().then_some(Problem::Starting)),
        }
    };
    let mut rows = vec![
        row(Source::Dashboard, SourceKind::Dashboard, periods.dashboard),
        row(Source::Events, SourceKind::Events, periods.events),
        row(Source::Directory, SourceKind::Directory, periods.directory),
    ];
    let history = floor.source(Source::History);
    if history.heard_at.is_some() || history.trouble.is_some() {
        rows.push(row(Source::History, SourceKind::History, periods.history));
    }
    rows
}

/// Where events and polls differ, and how often a poll had the last word.
pub fn drift(floor: &Floor) -> Drift {
    Drift {
        unmatched: u32::try_from(floor.unmatched().count()).unwrap_or(u32::MAX),
        repaired: floor.repaired(),
    }
}

/// The latest times without events, oldest first.
pub fn gaps(floor: &Floor) -> Vec<Gap> {
    let gap = |gap: &floor::Gap| Gap { from: gap.from, until: gap.until, filled: gap.filled };
    let gaps: Vec<Gap> = floor.gaps().map(gap).collect();
    gaps.into_iter().rev().take(GAPS_SHOWN).rev().collect()
}

pub fn today(floor: &Floor) -> Today {
    let counters = floor.today();
    Today {
        received: counters.received,
        offered: counters.offered,
        handled: counters.handled,
        abandoned: counters.abandoned,
        average_wait: counters.average_wait,
        longest_wait: counters.longest_wait,
        average_talk: counters.average_talk,
    }
}

fn freshness(freshness: floor::Freshness) -> wire::Freshness {
    match freshness {
        floor::Freshness::Live => wire::Freshness::Live,
        floor::Freshness::Late => wire::Freshness::Late,
        floor::Freshness::Stale => wire::Freshness::Stale,
        floor::Freshness::Unknown => wire::Freshness::Unknown,
    }
}

fn agent_state(state: floor::AgentState) -> wire::AgentState {
    match state {
        floor::AgentState::Available => wire::AgentState::Available,
        floor::AgentState::Ringing => wire::AgentState::Ringing,
        floor::AgentState::OnCall => wire::AgentState::OnCall,
        floor::AgentState::WrapUp => wire::AgentState::WrapUp,
        floor::AgentState::Paused => wire::AgentState::Paused,
        floor::AgentState::Offline => wire::AgentState::Offline,
        floor::AgentState::Unknown => wire::AgentState::Unknown,
    }
}

fn problem(trouble: Trouble) -> Problem {
    match trouble {
        Trouble::HostNotFound => Problem::HostNotFound,
        Trouble::Refused => Problem::Refused,
        Trouble::TimedOut => Problem::TimedOut,
        Trouble::Rejected => Problem::Rejected,
        Trouble::TokenRefused => Problem::TokenRefused,
        Trouble::Quota => Problem::Quota,
        Trouble::UpstreamFault => Problem::UpstreamFault,
        Trouble::Garbled => Problem::Garbled,
        Trouble::Untrusted => Problem::Untrusted,
        Trouble::Lost => Problem::Lost,
        Trouble::Silent => Problem::Silent,
        Trouble::DiskFull => Problem::DiskFull,
        Trouble::SizeReached => Problem::SizeReached,
        Trouble::CannotWrite => Problem::CannotWrite,
    }
}

fn share(share: floor::Share) -> Share {
    Share { part: share.part, of: share.of }
}

fn shown(number: &str, privacy: Privacy) -> String {
    match privacy {
        Privacy::Full => number.to_owned(),
        Privacy::Masked => masked(number),
    }
}

/// All but the last three characters are hidden; what is too short to hide anything is hidden whole.
fn masked(number: &str) -> String {
    let characters = number.chars().count();
    if characters <= 5 {
        return "••••".to_owned();
    }
    let last: String = number.chars().skip(characters - 3).collect();
    format!("•••• {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_keeps_three_digits() {
        assert_eq!(masked("0901234678"), "•••• 678");
        assert_eq!(masked("1016"), "••••");
        assert_eq!(masked("anonymous"), "•••• ous");
    }
}
