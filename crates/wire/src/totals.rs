//! The headline numbers of a board, from its rows. Server and browser call the same function, so nothing is sent
//! twice and nothing can disagree.

use crate::board::Board;
use crate::rows::{AgentState, CallState, Millis, Share};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Callers in a queue, not yet talking to an agent.
    pub waiting: u32,
    /// Of those, an agent rings for them now.
    pub ringing: u32,
    /// Of those waiting, neither event nor poll has named the queue yet: the queues' own counts leave them out.
    pub unplaced: u32,
    /// When the caller now waiting longest entered, and the queue's id (empty: no queue is known for that call).
    pub oldest: Option<(Millis, String)>,
    pub available: u32,
    pub agents_ringing: u32,
    pub on_call: u32,
    pub wrap_up: u32,
    pub paused: u32,
    pub offline: u32,
    pub unknown: u32,
    /// All agents but those offline.
    pub signed_in: u32,
    /// Service level (SL-2), numerators and denominators summed over queues.
    pub service: Share,
}

impl Totals {
    pub fn of(board: &Board) -> Self {
        let mut totals = Self::default();
        for queue in &board.queues {
            totals.waiting += queue.waiting;
            totals.ringing += queue.ringing;
            totals.service.part += queue.service.part;
            totals.service.of += queue.service.of;
            if let Some(oldest) = queue.oldest
                && totals.oldest.as_ref().is_none_or(|(other, _)| oldest < *other)
            {
                totals.oldest = Some((oldest, queue.id.clone()));
            }
        }
        for call in board.calls.iter().filter(|call| call.unplaced) {
            totals.waiting += 1;
            totals.unplaced += 1;
            totals.ringing += u32::from(call.state == CallState::Ringing);
            if totals.oldest.as_ref().is_none_or(|(other, _)| call.since < *other) {
                totals.oldest = Some((call.since, String::new()));
            }
        }
        for agent in &board.agents {
            let count = match agent.state {
                AgentState::Available => &mut totals.available,
                AgentState::Ringing => &mut totals.agents_ringing,
                AgentState::OnCall => &mut totals.on_call,
                AgentState::WrapUp => &mut totals.wrap_up,
                AgentState::Paused => &mut totals.paused,
                AgentState::Offline => &mut totals.offline,
                AgentState::Unknown => &mut totals.unknown,
            };
            *count += 1;
        }
        totals.signed_in = u32::try_from(board.agents.len()).unwrap_or(u32::MAX) - totals.offline;
        totals
    }

    /// Agents available in one queue.
    pub fn available_in(board: &Board, queue: &str) -> u32 {
        let free = |agent: &&crate::AgentRow| {
            agent.state == AgentState::Available && agent.queues.iter().any(|id| id == queue)
        };
        u32::try_from(board.agents.iter().filter(free).count()).unwrap_or(u32::MAX)
    }
}
