//! The one writer: every event goes through [`Floor::apply`], and everything shown is read from here.

use std::collections::BTreeMap;

use crate::agent::LiveLeg;
use crate::feed_clock::FeedClock;
use crate::polls::Trust;
use crate::source::Sources;
use crate::today::Tally;
use crate::{
    Agent, AgentEntry, AgentId, Call, Changes, Counters, Digest, Doing, Event, Happening, LegId, LegSide,
    Millis, Outcome, Queue, QueueEntry, QueueId, QueueNow, Source, SourceState, Text, Today,
};

/// What numbers are held against; all times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Callers answered within this time meet the service level.
    pub service_target: Millis,
    /// Callers who leave sooner are not counted as abandoned.
    pub short_abandon: Millis,
}

impl Default for Settings {
    fn default() -> Self {
        Self { service_target: 20_000, short_abandon: 5_000 }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Floor {
    settings: Settings,
    now: Millis,
    pub(crate) agents: BTreeMap<AgentId, Agent>,
    pub(crate) queues: BTreeMap<QueueId, Queue>,
    /// Live calls, and ended ones while they linger on the board.
    pub(crate) calls: BTreeMap<LegId, Call>,
    pub(crate) call_of_leg: BTreeMap<LegId, LegId>,
    pub(crate) leg_of_digest: BTreeMap<Digest, LegId>,
    pub(crate) call_of_interaction: BTreeMap<Text, LegId>,
    /// Calls that are an agent's leg alone, by the digest of the caller's leg that is still to come.
    pub(crate) awaited: BTreeMap<Digest, LegId>,
    /// Extensions and user names.
    pub(crate) who: BTreeMap<Text, AgentId>,
    pub(crate) feed_clock: FeedClock,
    pub(crate) trust: Trust,
    pub(crate) sources: Sources,
    pub(crate) today: Today,
    refused: u64,
    pub(crate) repaired: u64,
}

/// An ended call stays visible for this long, so that nobody wonders where it went.
const LINGER: Millis = 60_000;
/// Without any word for this long a leg is taken for dead: its end was lost (`protocols.md` §1.6).
const LOST_AFTER: Millis = 4 * 3_600_000;

impl Floor {
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Applies one event and says what it touched. Never fails: what does not fit is refused and counted.
    pub fn apply(&mut self, event: Event) -> Changes {
        self.now = self.now.max(event.at);
        let at = event.at;
        let changes = match event.what {
            Happening::Leg(leg) => self.leg(at, *leg),
            Happening::Dashboard(dashboard) => self.dashboard(at, *dashboard),
            Happening::Agents(entries) => self.directory_of_agents(entries),
            Happening::Queues(entries) => self.directory_of_queues(entries),
            Happening::Source(source, report) => {
                self.sources.report(source, report, at);
                Changes { sources: true, ..Changes::default() }
            }
            Happening::Tick => self.tick(at),
        };
        self.refused += u64::from(changes.refused.is_some());
        changes
    }

    // --- reading ---------------------------------------------------------------------------------------------

    pub fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.agents.values()
    }

    pub fn agent(&self, id: &AgentId) -> Option<&Agent> {
        self.agents.get(id)
    }

    /// What an agent is doing, from live legs first and the dashboard second.
    pub fn doing(&self, agent: &Agent) -> Doing {
        agent.doing(self.live_leg(agent))
    }

    pub fn queues(&self) -> impl Iterator<Item = &Queue> {
        self.queues.values()
    }

    pub fn queue(&self, id: &QueueId) -> Option<&Queue> {
        self.queues.get(id)
    }

    /// The numbers of all queues at this moment, in one pass over the calls.
    pub fn queue_numbers(&self) -> BTreeMap<QueueId, QueueNow> {
        let mut numbers: BTreeMap<QueueId, QueueNow> = BTreeMap::new();
        let mut past_target: BTreeMap<&QueueId, u32> = BTreeMap::new();
        for call in self.calls.values().filter(|call| call.is_live() && call.is_waiting()) {
            let (Some(id), Some(since)) = (&call.queue, call.waits_since()) else { continue };
            let now = numbers.entry(id.clone()).or_default();
            now.waiting += 1;
            now.ringing += u32::from(call.agent().is_some());
            if now.oldest.is_none_or(|oldest| since < oldest) {
                now.oldest = Some(since);
                now.oldest_from_call_start = !call.queue_entry_known();
            }
            if self.now - since > self.settings.service_target {
                *past_target.entry(id).or_default() += 1;
            }
        }
        for queue in self.queues.values() {
            let late = past_target.get(&queue.id).copied().unwrap_or_default();
            let now = numbers.entry(queue.id.clone()).or_default();
            now.service = queue.service(self.settings.service_target, self.settings.short_abandon, late);
            now.abandoned = queue.abandoned(self.settings.short_abandon);
        }
        numbers
    }

    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.values()
    }

    pub fn call(&self, id: &LegId) -> Option<&Call> {
        self.calls.get(id)
    }

    /// The call a leg belongs to.
    pub fn call_of(&self, leg: &LegId) -> Option<&Call> {
        self.calls.get(self.call_of_leg.get(leg)?)
    }

    pub fn today(&self) -> Counters {
        self.today.counters()
    }

    pub fn source(&self, source: Source) -> SourceState {
        self.sources.get(source)
    }

    /// Events that did not fit, since the start.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// What the polls had to mend of what events had told, since the start.
    pub fn repaired(&self) -> u64 {
        self.repaired
    }

    // --- the directory ---------------------------------------------------------------------------------------

    fn directory_of_agents(&mut self, entries: Vec<AgentEntry>) -> Changes {
        let mut changes = Changes::default();
        self.who.clear();
        for entry in entries {
            for word in entry.extensions.iter().chain(&entry.username) {
                self.who.insert(word.clone(), entry.id.clone());
            }
            let agent = self.agents.entry(entry.id.clone());
            let agent = agent.or_insert_with(|| Agent::new(entry.id.clone(), entry.name.clone()));
            agent.name = entry.name;
            agent.username = entry.username;
            agent.extensions = entry.extensions;
            changes.agents.insert(entry.id);
        }
        changes
    }

    fn directory_of_queues(&mut self, entries: Vec<QueueEntry>) -> Changes {
        let mut changes = Changes::default();
        for entry in entries {
            let queue = self.queues.entry(entry.id.clone());
            let queue = queue.or_insert_with(|| Queue::new(entry.id.clone(), entry.name.clone()));
            queue.name = entry.name;
            let agents = entry.agents.into_iter().collect();
            // Whoever joined or left has another list of queues now.
            changes.agents.extend(queue.agents.symmetric_difference(&agents).cloned());
            queue.agents = agents;
            changes.queues.insert(entry.id);
        }
        changes
    }

    // --- what both hands use ---------------------------------------------------------------------------------

    /// Someone or something named for the first time gets a row under the only name known.
    pub(crate) fn ensure_agent(&mut self, id: &AgentId, name: Option<&Text>) -> &mut Agent {
        self.agents.entry(id.clone()).or_insert_with(|| {
            let name = name.cloned().unwrap_or_else(|| short(id.as_str()));
            Agent::new(id.clone(), name)
        })
    }

    pub(crate) fn ensure_queue(&mut self, id: &QueueId) -> &mut Queue {
        self.queues.entry(id.clone()).or_insert_with(|| Queue::new(id.clone(), short(id.as_str())))
    }

    /// The leg that decides what an agent is doing: one that talks, else one that rings.
    fn live_leg(&self, agent: &Agent) -> Option<LiveLeg<'_>> {
        let mut best: Option<LiveLeg<'_>> = None;
        for (call_id, leg_id) in &agent.legs {
            let Some(call) = self.calls.get(call_id) else { continue };
            let Some(leg) = call.legs.iter().find(|leg| leg.id == *leg_id && leg.is_live()) else { continue };
            // A phone that dials is busy from the first digit; a phone that is rung is so once answered.
            let dials = leg.side == Some(LegSide::Inbound);
            let talking = dials || leg.answered_at.is_some();
            let since = if dials { leg.created_at } else { leg.answered_at.unwrap_or(leg.created_at) };
            if best.as_ref().is_none_or(|best| talking && !best.talking) {
                best = Some(LiveLeg { call: &call.id, queue: call.queue.as_ref(), since, talking });
            }
        }
        best
    }

    /// Ends a call: judges it, counts it, frees its agents. Legs still open end with it.
    pub(crate) fn end_call(
        &mut self,
        id: &LegId,
        at: Millis,
        outcome: Option<Outcome>,
        changes: &mut Changes,
    ) {
        let Some(call) = self.calls.get_mut(id) else { return };
        if !call.is_live() {
            return;
        }
        let left_open: Vec<LegId> =
            call.legs.iter().filter(|leg| leg.is_live()).map(|leg| leg.id.clone()).collect();
        call.ended_at = Some(at);
        call.outcome = Some(outcome.unwrap_or_else(|| call.judge()));
        let abandoned = call.outcome == Some(Outcome::Abandoned);
        let (queue, waited) = (call.queue.clone(), call.waited());
        for leg in left_open {
            self.end_leg(id, &leg, at, crate::HangupCause::OriginatorCancelled, changes);
        }
        if abandoned {
            self.today.tally(at, Tally::Abandoned);
            changes.today = true;
            if let (Some(queue), Some(waited)) = (&queue, waited) {
                self.ensure_queue(queue).record(at, waited, false);
            }
        }
        changes.queues.extend(queue);
        changes.calls.insert(id.clone());
    }

    pub(crate) fn end_leg(
        &mut self,
        call_id: &LegId,
        leg_id: &LegId,
        at: Millis,
        cause: crate::HangupCause,
        changes: &mut Changes,
    ) {
        let Some(call) = self.calls.get_mut(call_id) else { return };
        let through_queue = call.queue.is_some() || call.in_queue == crate::call::InQueue::Confirmed;
        let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == *leg_id) else { return };
        if leg.ended.is_none() {
            leg.ended = Some((at, cause));
        }
        if let Some(agent_id) = &leg.agent
            && let Some(agent) = self.agents.get_mut(agent_id)
        {
            let wraps_up = through_queue && leg.answered_at.is_some() && leg.side == Some(LegSide::Outbound);
            agent.legs.retain(|(_, other)| other != leg_id);
            agent.freed = Some(crate::agent::Freed { at: self.now, wraps_up });
            changes.agents.insert(agent_id.clone());
        }
    }

    // --- time --------------------------------------------------------------------------------------------------

    fn tick(&mut self, at: Millis) -> Changes {
        let mut changes = Changes::default();
        for queue in self.queues.values_mut() {
            queue.tick(at);
            changes.queues.insert(queue.id.clone());
        }
        let lost =
            |call: &&Call| call.is_live() && call.legs.iter().all(|leg| at - leg.heard_at > LOST_AFTER);
        let lost: Vec<LegId> = self.calls.values().filter(lost).map(|call| call.id.clone()).collect();
        for id in lost {
            self.repaired += 1;
            self.end_call(&id, at, Some(Outcome::Unknown), &mut changes);
        }
        let over = |call: &&Call| call.ended_at.is_some_and(|ended_at| at - ended_at > LINGER);
        let over: Vec<LegId> = self.calls.values().filter(over).map(|call| call.id.clone()).collect();
        for id in over {
            self.forget(&id);
            changes.calls.insert(id);
        }
        changes
    }

    fn forget(&mut self, id: &LegId) {
        let Some(call) = self.calls.remove(id) else { return };
        for leg in &call.legs {
            self.call_of_leg.remove(&leg.id);
            self.leg_of_digest.remove(&leg.digest);
        }
        self.call_of_interaction.retain(|_, call| call != id);
        self.awaited.retain(|_, call| call != id);
    }
}

/// A name for what nobody has named: the first eight characters of its id (`protocols.md` §1.4, 21).
fn short(id: &str) -> Text {
    id.chars().take(8).collect::<String>().into()
}
