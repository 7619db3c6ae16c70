//! The floor's words into rows. The only file that knows both vocabularies; what a sight hides is left out here.

use floor::{AgentId, Floor, LegId, Periods, QueueId, QueueNow, Source, Trouble};
use kpi::Kpi;
use wire::{
    AgentRow, Board, CallRow, Change, Drift, Figure, Gap, Outcome, Problem, QueueRow, Share, SourceKind,
    SourceRow, Today, Window,
};

use super::sight::{Names, Sight};
use super::stage::Stage;
use crate::ledger::QueueFigures;

/// Gaps on the wire; the floor keeps more.
const GAPS_SHOWN: usize = 20;

pub fn agent(floor: &Floor, id: &AgentId, sight: &Sight) -> Option<AgentRow> {
    let agent = floor.agent(id)?;
    let scope = &sight.scope;
    let serves = floor.queues_of(id);
    if !scope.has_any(serves.iter().map(|queue| queue.as_str())) {
        return None;
    }
    let doing = floor.doing(agent);
    let in_scope = scope.has(doing.queue.as_ref().map(|queue| queue.as_str()));
    let full = sight.names == Names::Full;
    Some(AgentRow {
        id: id.to_string(),
        name: sight.name(&agent.name),
        username: agent.username.as_ref().filter(|_| full).map(ToString::to_string),
        extensions: agent.extensions.iter().filter(|_| full).map(ToString::to_string).collect(),
        queues: serves.iter().filter(|id| scope.has(Some(id.as_str()))).map(ToString::to_string).collect(),
        state: agent_state(doing.state),
        since: doing.since,
        reason: doing.reason.as_ref().map(ToString::to_string),
        call: doing.call.as_ref().filter(|_| in_scope).map(ToString::to_string),
        queue: doing.queue.as_ref().filter(|_| in_scope).map(ToString::to_string),
        missed: u32::try_from(agent.missed()).unwrap_or(u32::MAX),
    })
}

/// The whole board, as its stage has it.
pub fn board(stage: &Stage, sight: &Sight) -> Board {
    let Stage { meta, floor, .. } = stage;
    let numbers = floor.queue_numbers();
    let mut board = Board {
        utc_offset_seconds: stage.utc_offset_seconds,
        targets: meta.targets,
        today: today(floor, sight),
        sources: sources(floor, meta.periods),
        drift: drift(floor),
        gaps: gaps(floor),
        queues: numbers.iter().filter_map(|(id, now)| queue(stage, id, now, sight)).collect(),
        agents: floor.agents().filter_map(|row| agent(floor, &row.id, sight)).collect(),
        calls: floor.calls().filter_map(|row| call(floor, &row.id, sight)).collect(),
        ..Board::empty("all", &meta.name)
    };
    board.apply(&Change::Figures(figures(stage, sight)));
    board.sort();
    board
}

pub fn queue(stage: &Stage, id: &QueueId, now: &QueueNow, sight: &Sight) -> Option<QueueRow> {
    let queue = stage.floor.queue(id).filter(|_| sight.scope.has(Some(id.as_str())))?;
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

/// The numbers of all queues together; of a narrower sight those that are the sum of its queues' own.
pub fn figures(stage: &Stage, sight: &Sight) -> Vec<Figure> {
    let Stage { figures, .. } = stage;
    let Some(queues) = sight.scope.queues() else { return figures.all.clone() };
    let own: Vec<&QueueFigures> = queues.iter().filter_map(|queue| figures.queues.get(queue)).collect();
    let sum = |kpi: Kpi, share: fn(&QueueFigures) -> Share| Figure {
        kpi: kpi.id().to_owned(),
        window: Window::HalfHour,
        part: own.iter().map(|figures| i64::from(share(figures).part)).sum(),
        of: own.iter().map(|figures| i64::from(share(figures).of)).sum(),
        // As far as is known: who among all has another target is not.
        mixed_targets: own.len() > 1
            && figures.all.iter().any(|figure| figure.kpi == kpi.id() && figure.mixed_targets),
    };
    if own.is_empty() {
        return Vec::new();
    }
    vec![
        sum(Kpi::ServiceLevel, |figures| figures.service),
        sum(Kpi::AbandonRate, |figures| figures.abandoned),
    ]
}

pub fn call(floor: &Floor, id: &LegId, sight: &Sight) -> Option<CallRow> {
    let call = floor.call(id)?;
    if !sight.scope.has(call.queue.as_ref().map(|queue| queue.as_str())) {
        return None;
    }
    let agent = call.agent();
    let shown = |number: &str| sight.number(number, agent.as_ref().map(|agent| agent.as_str()));
    Some(CallRow {
        id: id.to_string(),
        legs: call.legs.iter().map(|leg| leg.id.to_string()).collect(),
        direction: match call.direction {
            floor::Direction::Inbound => wire::Direction::Inbound,
            floor::Direction::Outbound => wire::Direction::Outbound,
            floor::Direction::Internal => wire::Direction::Internal,
            floor::Direction::Unknown => wire::Direction::Unknown,
        },
        number: call.number().map(|number| shown(number)),
        line: call.line().map(|number| shown(number)),
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
        agent: agent.as_ref().map(ToString::to_string),
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

/// AntRing counts all queues together: a narrower sight learns nothing of it.
pub fn today(floor: &Floor, sight: &Sight) -> Today {
    if sight.scope.queues().is_some() {
        return Today::default();
    }
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
