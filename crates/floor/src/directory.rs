//! Who works here and which queues there are, as the directory lists them.

use crate::agent::Agent;
use crate::explain::{KnownBy, What};
use crate::settle::{ensure_agent, ensure_queue};
use crate::{AgentEntry, AgentId, Changes, Floor, Queue, QueueEntry, QueueId};
use std::collections::{BTreeMap, BTreeSet};

impl Floor {
    pub(crate) fn directory_of_agents(&mut self, entries: Vec<AgentEntry>) -> Changes {
        let mut changes = Changes::default();
        // A company without anyone is an answer that went wrong, not a company.
        if entries.is_empty() {
            return changes;
        }
        let listed: BTreeSet<AgentId> = entries.iter().map(|entry| entry.id.clone()).collect();
        self.who.clear();
        for entry in entries {
            for word in entry.extensions.iter().chain(&entry.username) {
                self.who.insert(word.clone(), entry.id.clone());
            }
            let agent = ensure_agent(&mut self.agents, &entry.id, Some(&entry.name));
            agent.name = entry.name;
            agent.username = entry.username;
            agent.extensions = entry.extensions;
            changes.agents.insert(entry.id);
        }
        self.recognise_phones(&mut changes);
        // Who has left the company leaves the board, once off the phone and signed out.
        let left =
            |agent: &&Agent| !listed.contains(&agent.id) && agent.legs.is_empty() && agent.is_offline();
        let left: Vec<AgentId> = self.agents.values().filter(left).map(|agent| agent.id.clone()).collect();
        for id in left {
            self.agents.remove(&id);
            changes.agents.insert(id);
        }
        changes
    }

    /// Legs whose agent nobody knew may be theirs whom the directory names now.
    fn recognise_phones(&mut self, changes: &mut Changes) {
        let now = self.now;
        let mut known = Vec::new();
        for call in self.calls.values_mut().filter(|call| call.is_live()) {
            let before = known.len();
            for leg in call.legs.iter_mut().filter(|leg| leg.is_live()) {
                let Some(agent) = leg.phone().and_then(|word| self.who.get(word)).cloned() else { continue };
                leg.agent = Some(agent.clone());
                let what = What::AgentKnown { agent, by: KnownBy::Directory };
                call.facts.note(now, now, Some(&leg.id), what);
                known.push(call.id.clone());
            }
            known.truncate(known.len().min(before + 1));
        }
        for call in known {
            self.settle(&call, now, changes);
        }
    }

    pub(crate) fn directory_of_queues(&mut self, entries: Vec<QueueEntry>) -> Changes {
        let mut changes = Changes::default();
        if entries.is_empty() {
            return changes;
        }
        let listed: BTreeSet<QueueId> = entries.iter().map(|entry| entry.id.clone()).collect();
        for entry in entries {
            let queue = ensure_queue(&mut self.queues, &entry.id);
            queue.name = entry.name;
            let agents = entry.agents.into_iter().collect();
            // Whoever joined or left has another list of queues now.
            changes.agents.extend(queue.agents.symmetric_difference(&agents).cloned());
            queue.agents = agents;
            changes.queues.insert(entry.id);
        }
        let in_use: BTreeSet<&QueueId> = self.calls.values().filter_map(|call| call.queue.as_ref()).collect();
        let closed =
            |queue: &&Queue| !listed.contains(&queue.id) && !in_use.contains(&queue.id) && queue.is_quiet();
        let closed: Vec<QueueId> =
            self.queues.values().filter(closed).map(|queue| queue.id.clone()).collect();
        for id in closed {
            if let Some(queue) = self.queues.remove(&id) {
                changes.agents.extend(queue.agents);
            }
            changes.queues.insert(id);
        }
        self.memberships = memberships(&self.queues);
        changes
    }
}

fn memberships(queues: &BTreeMap<QueueId, Queue>) -> BTreeMap<AgentId, Vec<QueueId>> {
    let mut memberships: BTreeMap<AgentId, Vec<QueueId>> = BTreeMap::new();
    for queue in queues.values() {
        for agent in &queue.agents {
            memberships.entry(agent.clone()).or_default().push(queue.id.clone());
        }
    }
    memberships
}
