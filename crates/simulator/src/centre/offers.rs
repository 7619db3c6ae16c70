//! Offering waiting calls to free agents: who rings, who misses, who picks up.

use super::agent::{AgentIndex, Status};
use super::call::{CallKey, Kind, Side, Stage};
use super::identity::agent_leg_id;
use super::leg::{Cause, Direction};
use super::queue::QueueIndex;
use super::schedule::Step;
use super::stat::{Miss, StatStatus};
use super::state::Centre;

/// How long a phone rings before the offer counts as missed, in seconds (`agent_ring_timeout`).
const RING_TIMEOUT: f64 = 15.0;
/// Part of the offers agents miss.
const MISS_PROBABILITY: f64 = 0.07;
/// Part of the conversations the agent ends.
const AGENT_HANGS_UP: f64 = 0.35;
/// On a busy day, part of the offers that ring everybody, and of the conversations that are handed on.
const RING_ALL_SHARE: f64 = 0.04;
const HANDED_ON_SHARE: f64 = 0.05;
/// ACDC logs an agent out after this many failed connects in a row (`max_connect_failures`).
const MISSES_BEFORE_LOGOUT: u32 = 3;

impl Centre {
    /// Gives each waiting call, in the order of arrival, the agent who has been idle longest.
    pub(super) fn offer_waiting_calls(&mut self) {
        let waiting: Vec<CallKey> =
            self.calls.values().filter(|call| call.wants_an_agent()).map(|call| call.key).collect();
        for call in waiting {
            let queue = self.queue_of(call);
            let Some(queue) = queue else { continue };
            if self.traffic.varied && self.chance.happens(RING_ALL_SHARE) {
                self.ring_everybody(call, queue);
            } else if let Some(agent) = self.longest_idle(queue) {
                self.ring(call, agent);
            }
        }
    }

    /// The free agent of a queue who became ready first.
    pub(super) fn longest_idle(&self, queue: QueueIndex) -> Option<AgentIndex> {
        let free = self
            .agents
            .iter()
            .enumerate()
            .filter(|(_, agent)| agent.is_free() && agent.queues.contains(&queue));
        free.min_by_key(|(index, agent)| (agent.since, *index)).map(|(index, _)| index)
    }

    /// Rings all free agents of a queue at once (ACDC's `ring_all` strategy); says how many.
    pub(super) fn ring_everybody(&mut self, key: CallKey, queue: QueueIndex) -> usize {
        let serves =
            |agent: &AgentIndex| self.agents[*agent].is_free() && self.agents[*agent].queues.contains(&queue);
        let free: Vec<AgentIndex> = (0..self.agents.len()).filter(serves).collect();
        for agent in &free {
            self.ring(key, *agent);
        }
        free.len()
    }

    /// Rings an agent's phone with a waiting call.
    pub(super) fn ring(&mut self, key: CallKey, agent: AgentIndex) -> usize {
        let member_call_id = self.calls[&key].id().to_owned();
        let caller_number = self.calls[&key].caller_number.clone();
        let id = agent_leg_id(&member_call_id, &self.agents[agent].id, &mut self.ids);
        let request_id = self.ids.hex(12);
        let owner = &self.agents[agent];
        let mut leg = self.new_leg(id, Direction::Outbound, caller_number, owner.sip_user.clone());
        leg.agent = Some(agent);
        leg.member_call_id = Some(member_call_id);
        leg.variables.extend([
            ("Agent-ID", owner.id.clone()),
            ("Owner-ID", owner.id.clone()),
            ("Retain-CID", "true".to_owned()),
            ("Authorizing-Type", "device".to_owned()),
            ("Authorizing-ID", owner.device_id.clone()),
            ("Request-ID", request_id),
        ]);
        let index = self.add_leg(key, leg);
        self.occupy(agent, Status::Connecting, key);
        self.count_offer(key);
        if !self.calls[&key].held {
            self.schedule_reaction(key, index);
        }
        index
    }

    /// The agent did not pick up. KAZOO calls it a miss and leaves the agent ready.
    pub(super) fn miss(&mut self, key: CallKey, leg: usize) {
        let Some(agent) = self.ringing_agent(key, leg) else { return };
        self.end_leg(key, leg, Cause::NoAnswer);
        let now = self.now;
        let Some(call) = self.calls.get_mut(&key) else { return };
        if let Some(stat) = call.stat.as_mut() {
            stat.misses.push(Miss { agent, reason: "timeout", at: now });
        }
        let held = call.held;
        self.agents[agent].misses_in_a_row += 1;
        self.release(agent, 0);
        if !held && self.lively && self.agents[agent].misses_in_a_row >= MISSES_BEFORE_LOGOUT {
            self.log_out_for_a_while(agent, 180.0, 600.0);
        }
        if !held {
            self.in_seconds(1.0, Step::Offer);
        }
    }

    /// The agent picks up: this, and not the A-leg's ANSWER, is the answer people mean.
    pub(super) fn pick_up(&mut self, key: CallKey, leg: usize) {
        let Some(agent) = self.ringing_agent(key, leg) else { return };
        let now = self.now;
        self.stop_ringing(key, Cause::LoseRace, Some(leg));
        let extension = self.agents[agent].extension.clone();
        let Some(call) = self.calls.get_mut(&key) else { return };
        let (a_leg_id, b_leg_id) = (call.legs[0].id.clone(), call.legs[leg].id.clone());
        call.legs[0].other_leg = Some(b_leg_id);
        call.legs[leg].other_leg = Some(a_leg_id);
        call.legs[leg].callee_number = Some(extension);
        call.stage = Stage::Talking;
        call.agent = Some(agent);
        call.talk_began = Some(now);
        let held = call.held;
        if let Some(stat) = call.stat.as_mut() {
            stat.status = StatStatus::Handled;
            stat.handled = Some(now);
            stat.agent = Some(agent);
            let waited = stat.wait_seconds().unwrap_or_default();
            let counters = self.day.at(now);
            counters.handled += 1;
            counters.waited_seconds += waited;
            counters.longest_wait_seconds = counters.longest_wait_seconds.max(waited);
        }
        self.answer_leg(key, leg);
        self.agents[agent].misses_in_a_row = 0;
        self.set_status(agent, Status::Connected);
        if !held {
            let talk = self.traffic.talk_seconds(&mut self.chance);
            let by = if self.chance.happens(AGENT_HANGS_UP) { Side::Agent } else { Side::Caller };
            self.in_seconds(talk, Step::TalkEnds { call: key, by });
            if self.traffic.varied && self.chance.happens(HANDED_ON_SHARE) {
                self.in_seconds(talk * 0.5, Step::HandOn(key));
            }
        }
    }

    /// Ends a call that is talking, whatever kind it is.
    pub(super) fn hang_up(&mut self, key: CallKey, by: Side) {
        match self.calls.get(&key).filter(|call| call.stage == Stage::Talking).map(|call| call.kind) {
            Some(Kind::Inbound) => self.end_conversation(key, by),
            Some(Kind::Outbound | Kind::Internal) => self.end_dialled(key, Cause::NormalClearing),
            None => {}
        }
    }

    /// Silences every phone that rings for a call, except one.
    pub(super) fn stop_ringing(&mut self, key: CallKey, cause: Cause, except: Option<usize>) {
        let ringing = self.calls.get(&key).map(|call| call.ringing()).unwrap_or_default();
        for (leg, agent) in ringing.into_iter().filter(|(leg, _)| Some(*leg) != except) {
            self.end_leg(key, leg, cause);
            self.release(agent, 0);
        }
    }

    fn ringing_agent(&self, key: CallKey, leg: usize) -> Option<AgentIndex> {
        let call = self.calls.get(&key).filter(|call| call.stage == Stage::Waiting)?;
        call.ringing().into_iter().find(|(index, _)| *index == leg).map(|(_, agent)| agent)
    }

    fn count_offer(&mut self, key: CallKey) {
        let stat = self.calls.get_mut(&key).and_then(|call| call.stat.as_mut());
        if let Some(stat) = stat.filter(|stat| !stat.offered) {
            stat.offered = true;
            self.day.at(self.now).offered += 1;
        }
    }

    fn schedule_reaction(&mut self, call: CallKey, leg: usize) {
        if self.chance.happens(MISS_PROBABILITY) {
            self.in_seconds(RING_TIMEOUT, Step::Miss { call, leg });
        } else {
            let rings = self.chance.log_normal(4.0, 0.4).clamp(1.5, RING_TIMEOUT - 1.0);
            self.in_seconds(rings, Step::Pickup { call, leg });
        }
    }
}
