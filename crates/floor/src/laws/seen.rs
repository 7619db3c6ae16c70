//! The floor as viewers see it, to find what changed without being said.

use std::collections::BTreeMap;

use crate::{
    AgentId, CallState, Changes, Counters, Direction, Doing, Floor, Gap, LegId, Millis, Mismatch, Outcome,
    QueueId, QueueNow, Source, SourceState, Text,
};

#[derive(Debug, Clone, PartialEq)]
struct Call {
    legs: Vec<LegId>,
    direction: Direction,
    number: Option<Text>,
    line: Option<Text>,
    started_at: Millis,
    state: CallState,
    since: Millis,
    agent: Option<AgentId>,
    queue: Option<QueueId>,
    outcome: Option<Outcome>,
    waited: Option<Millis>,
    talked: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq)]
struct Agent {
    name: Text,
    extensions: Vec<Text>,
    queues: Vec<QueueId>,
    doing: Doing,
    missed: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Queue {
    name: Text,
    now: QueueNow,
}

#[derive(Debug, Clone)]
pub struct Seen {
    calls: BTreeMap<LegId, Call>,
    agents: BTreeMap<AgentId, Agent>,
    queues: BTreeMap<QueueId, Queue>,
    sources: [SourceState; 4],
    gaps: Vec<Gap>,
    unmatched: Vec<Mismatch>,
    repaired: u64,
    began_at: Option<Millis>,
    pub today: Counters,
}

impl Seen {
    pub fn of(floor: &Floor) -> Self {
        let numbers = floor.queue_numbers();
        let queues = floor.queues();
        Self {
            calls: floor.calls().map(|call| (call.id.clone(), Call::of(call))).collect(),
            agents: floor.agents().map(|agent| (agent.id.clone(), Agent::of(floor, agent))).collect(),
            queues: queues
                .map(|queue| {
                    let now = numbers.get(&queue.id).cloned().unwrap_or_default();
                    (queue.id.clone(), Queue { name: queue.name.clone(), now })
                })
                .collect(),
            sources: [Source::Dashboard, Source::Events, Source::Directory, Source::History]
                .map(|source| floor.source(source)),
            gaps: floor.gaps().copied().collect(),
            unmatched: floor.unmatched().cloned().collect(),
            repaired: floor.repaired(),
            began_at: floor.today_began_at(),
            today: floor.today(),
        }
    }

    /// What differs from `before` though `changes` does not name it.
    pub fn untold(&self, before: &Self, changes: &Changes) -> Vec<String> {
        let mut untold = differences(&before.calls, &self.calls, |id| changes.calls.contains(id));
        untold.extend(differences(&before.agents, &self.agents, |id| changes.agents.contains(id)));
        untold.extend(differences(&before.queues, &self.queues, |id| changes.queues.contains(id)));
        if before.sources != self.sources && !changes.sources {
            untold.push("sources".to_owned());
        }
        if before.gaps != self.gaps && !changes.gaps {
            untold.push(format!("gaps: {:?}", self.gaps));
        }
        if (&before.unmatched, before.repaired) != (&self.unmatched, self.repaired) && !changes.drift {
            untold.push(format!("drift: {:?}", self.unmatched));
        }
        if self.repaired - before.repaired != changes.repairs.len() as u64 {
            untold.push(format!("repairs: {:?}", changes.repairs));
        }
        if (before.today, before.began_at) != (self.today, self.began_at) && !changes.today {
            untold.push(format!("today: {:?}", self.today));
        }
        untold
    }
}

fn differences<Id: Ord + std::fmt::Debug, Row: PartialEq + std::fmt::Debug>(
    before: &BTreeMap<Id, Row>,
    after: &BTreeMap<Id, Row>,
    told: impl Fn(&Id) -> bool,
) -> Vec<String> {
    let ids = before.keys().chain(after.keys().filter(|id| !before.contains_key(id)));
    ids.filter(|id| before.get(id) != after.get(id) && !told(id))
        .map(|id| format!("{id:?}: {:?} became {:?}", before.get(id), after.get(id)))
        .collect()
}

impl Call {
    fn of(call: &crate::Call) -> Self {
        Self {
            legs: call.legs.iter().map(|leg| leg.id.clone()).collect(),
            direction: call.direction,
            number: call.number().cloned(),
            line: call.line().cloned(),
            started_at: call.started_at(),
            state: call.state(),
            since: call.since(),
            agent: call.agent(),
            queue: call.queue.clone(),
            outcome: call.outcome,
            waited: call.waited(),
            talked: call.talked(),
        }
    }
}

impl Agent {
    fn of(floor: &Floor, agent: &crate::Agent) -> Self {
        let queues = floor.queues().filter(|queue| queue.agents.contains(&agent.id));
        Self {
            name: agent.name.clone(),
            extensions: agent.extensions.clone(),
            queues: queues.map(|queue| queue.id.clone()).collect(),
            doing: floor.doing(agent),
            missed: agent.missed(),
        }
    }
}
