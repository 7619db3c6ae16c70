//! The one writer: every event goes through [`Floor::apply`], and everything shown is read from here.

use std::collections::{BTreeMap, BTreeSet};

use crate::agent::LiveLeg;
use crate::counters::Step;
use crate::explain::Left;
use crate::gap::Gaps;
use crate::legs::Departed;
use crate::links::Link;
use crate::listening::Listening;
use crate::lookup::Lookup;
use crate::mismatch::Differences;
use crate::polls::Trust;
use crate::recent::Recent;
use crate::source::Sources;
use crate::upstream_clock::UpstreamClock;
use crate::{
    Agent, AgentId, Call, Cause, Changes, Counters, Doing, Event, Gap, Happening, LegId, LegSide, Millis,
    Mismatch, Queue, QueueId, QueueNow, Settings, Source, SourceState, Text, Today,
};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Floor {
    pub(crate) settings: Settings,
    pub(crate) now: Millis,
    /// Numbers that only time changes are as of here, so that no other event changes them unsaid.
    pub(crate) ticked_at: Millis,
    pub(crate) agents: BTreeMap<AgentId, Agent>,
    pub(crate) queues: BTreeMap<QueueId, Queue>,
    pub(crate) memberships: BTreeMap<AgentId, Vec<QueueId>>,
    /// Live calls, and ended ones while they linger on the board.
    pub(crate) calls: BTreeMap<LegId, Call>,
    /// Looked up and never iterated, like the links.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::sorted::map"))]
    pub(crate) call_of_leg: Lookup<LegId, LegId>,
    /// A leg that is, or named, each link: what else names it belongs to the same call.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::sorted::map"))]
    pub(crate) leg_of_link: Lookup<Link, LegId>,
    /// Legs whose end came before any other word of them.
    pub(crate) departed: BTreeMap<LegId, Departed>,
    /// Who the dashboard reports on the call of each leg.
    pub(crate) reporting: BTreeMap<LegId, BTreeSet<AgentId>>,
    /// Extensions and user names.
    pub(crate) who: BTreeMap<Text, AgentId>,
    pub(crate) upstream_clock: UpstreamClock,
    pub(crate) trust: Trust,
    /// The last poll listed no agent.
    pub(crate) nobody_listed: bool,
    pub(crate) sources: Sources,
    pub(crate) listening: Listening,
    pub(crate) gaps: Gaps,
    pub(crate) today: Today,
    /// How each of the day's counters has kept in step with events.
    pub(crate) steps: [Step; 3],
    pub(crate) differences: Differences,
    /// Messages of the feed that were taken in lately.
    pub(crate) recent: Recent,
    /// What explains the calls that left the board.
    pub(crate) left: Left,
    refused: u64,
}

impl Floor {
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Goes on by other settings, as a floor that was kept does under a server that was set up anew. Numbers that
    /// rest on them follow with the next tick.
    pub fn adopt(&mut self, settings: Settings) {
        self.settings = settings;
    }

    /// Applies one event and says what it touched. Never fails: what does not fit is refused and counted.
    pub fn apply(&mut self, event: Event) -> Changes {
        // A clock that was set back stands still until it has caught up.
        self.now = self.now.max(event.at);
        let at = self.now;
        let mut changes = match event.what {
            Happening::Leg(leg) => self.leg(at, *leg),
            Happening::Dashboard(dashboard) => self.dashboard(at, *dashboard),
            Happening::Agents(entries) => self.directory_of_agents(entries),
            Happening::Queues(entries) => self.directory_of_queues(entries),
            Happening::Records(records) => self.records(at, *records),
            Happening::Source(source, report) => self.source_report(source, report, at),
            Happening::Tick => self.tick(at),
        };
        changes.sources |= self.sources.age(at, &self.settings.periods);
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
        let mut doing = agent.doing(self.live_leg(agent));
        // The dashboard names any leg of a call; the board names the call by its first.
        doing.call = doing.call.and_then(|leg| Some(self.call_of(&leg)?.id.clone()));
        doing
    }

    pub fn queues(&self) -> impl Iterator<Item = &Queue> {
        self.queues.values()
    }

    pub fn queue(&self, id: &QueueId) -> Option<&Queue> {
        self.queues.get(id)
    }

    /// The queues an agent works for, in the order of their ids.
    pub fn queues_of(&self, agent: &AgentId) -> &[QueueId] {
        self.memberships.get(agent).map_or(&[], Vec::as_slice)
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
            if self.ticked_at - since > self.settings.service_target {
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

    /// Stretches that nobody listened to, oldest first.
    pub fn gaps(&self) -> impl Iterator<Item = &Gap> {
        self.gaps.iter()
    }

    /// Where the last dashboard and the floor differ.
    pub fn unmatched(&self) -> impl Iterator<Item = &Mismatch> {
        self.differences.unmatched()
    }

    /// How often the polls' or a record's word had to be adopted, by cause, since the start.
    pub fn repairs(&self) -> &BTreeMap<Cause, u64> {
        self.differences.repairs()
    }

    /// All repairs since the start.
    pub fn repaired(&self) -> u64 {
        self.differences.repaired()
    }

    /// When the day's counters were last seen to begin anew.
    pub fn today_began_at(&self) -> Option<Millis> {
        self.today.began_at
    }

    /// The leg that decides what an agent is doing: one that talks, else one that rings.
    fn live_leg(&self, agent: &Agent) -> Option<LiveLeg<'_>> {
        let mut best: Option<LiveLeg<'_>> = None;
        for (call_id, leg_id) in &agent.legs {
            let Some(call) = self.calls.get(call_id) else { continue };
            let Some(leg) = call.leg(leg_id).filter(|leg| leg.is_live()) else { continue };
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
}
