//! Calls agents make: to customers, to each other, and by click to call.

use super::agent::{AgentIndex, Status};
use super::call::{CallKey, Kind, Stage};
use super::history::{CallRecord, Outcome, Party};
use super::identity::{device_call_id, switch_call_id};
use super::leg::{Cause, Direction};
use super::schedule::Step;
use super::state::Centre;
use super::traffic::Traffic;

impl Centre {
    pub(super) fn next_outbound(&mut self, era: u32) {
        if era != self.traffic.era {
            return;
        }
        self.schedule_outbound();
        if !self.traffic.keeps_dialled(self.now, &mut self.chance) {
            return;
        }
        if let Some(agent) = self.any_free_agent() {
            let number = self.customer_number();
            self.dial(agent, number, false);
        }
    }

    pub(super) fn schedule_outbound(&mut self) {
        let gap = self.traffic.gap_seconds(Traffic::outbound_share(), &mut self.chance);
        self.in_seconds(gap, Step::NextOutbound { era: self.traffic.era });
    }

    pub(super) fn next_internal(&mut self, era: u32) {
        if era != self.traffic.era {
            return;
        }
        self.schedule_internal();
        if !self.traffic.keeps_dialled(self.now, &mut self.chance) {
            return;
        }
        let (Some(from), Some(to)) = (self.any_free_agent(), self.any_free_agent()) else { return };
        if from != to {
            self.dial_colleague(from, to, false);
        }
    }

    pub(super) fn schedule_internal(&mut self) {
        let gap = self.traffic.gap_seconds(Traffic::internal_share(), &mut self.chance);
        self.in_seconds(gap, Step::NextInternal { era: self.traffic.era });
    }

    /// An agent dials a customer: the device's A-leg now, the carrier's B-leg two seconds later.
    pub(super) fn dial(&mut self, agent: AgentIndex, number: String, held: bool) -> CallKey {
        let key = self.begin_dialled(Kind::Outbound, agent, number, held);
        if !held {
            self.in_seconds(1.8, Step::RingFarEnd(key));
        }
        key
    }

    pub(super) fn dial_colleague(&mut self, from: AgentIndex, to: AgentIndex, held: bool) -> CallKey {
        let extension = self.agents[to].extension.clone();
        let key = self.begin_dialled(Kind::Internal, from, extension, held);
        if let Some(call) = self.calls.get_mut(&key) {
            call.other_agent = Some(to);
        }
        self.occupy(to, Status::Outbound, key);
        if !held {
            self.in_seconds(0.3, Step::RingFarEnd(key));
        }
        key
    }

    /// Click to call: the agent's own phone rings first; once it is picked up, the number is dialled.
    /// A busy agent's phone refuses.
    pub(super) fn dial_by_click(&mut self, agent: AgentIndex, number: String) -> CallKey {
        let busy = self.agents[agent].status.is_on_a_call();
        let key = self.begin_dialled(Kind::Outbound, agent, number, false);
        if busy {
            self.in_seconds(0.5, Step::FarEndFails { call: key, cause: Cause::UserBusy });
        } else {
            let rings = self.chance.between(2.0, 4.0);
            self.in_seconds(rings, Step::OwnPhoneAnswers { call: key });
        }
        key
    }

    pub(super) fn own_phone_answers(&mut self, key: CallKey) {
        if self.calls.get(&key).is_some_and(|call| call.stage == Stage::Dialling) {
            self.answer_leg(key, 0);
            self.in_seconds(0.8, Step::RingFarEnd(key));
        }
    }

    /// The B-leg: a carrier's for a customer, a device's for a colleague.
    pub(super) fn ring_far_end(&mut self, key: CallKey) {
        let Some(call) =
            self.calls.get(&key).filter(|call| call.stage == Stage::Dialling && call.legs.len() == 1)
        else {
            return;
        };
        let (a_leg_id, dialled, held, kind) =
            (call.id().to_owned(), call.called_number.clone(), call.held, call.kind);
        let (Some(agent), other_agent) = (call.agent, call.other_agent) else { return };
        let id = switch_call_id(&mut self.ids);
        let mut leg = match other_agent {
            Some(other) => {
                let mut leg =
                    self.device_leg(id, Direction::Outbound, other, self.agents[other].sip_user.clone());
                leg.caller_number.clone_from(&self.agents[agent].extension);
                leg
            }
            None => {
                let mut leg = self.device_leg(id, Direction::Outbound, agent, dialled);
                leg.agent = None; // a carrier's leg: it only says who authorised it
                leg.caller_number.clone_from(&self.queues[0].did_number);
                leg.variables.insert("Resource-ID", "9d7f0c".to_owned());
                leg
            }
        };
        leg.variables.insert("Bridge-ID", a_leg_id.clone());
        leg.other_leg = Some(a_leg_id.clone());
        let b_leg_id = leg.id.clone();
        self.add_leg(key, leg);
        if let Some(a_leg) = self.leg_mut(key, 0) {
            a_leg.variables.insert("Bridge-ID", a_leg_id);
            a_leg.other_leg = Some(b_leg_id);
        }
        if !held {
            self.schedule_far_end(key, kind);
        }
    }

    pub(super) fn far_end_answers(&mut self, key: CallKey) {
        let now = self.now;
        let extension = |agent: AgentIndex| self.agents[agent].extension.clone();
        let Some(call) =
            self.calls.get(&key).filter(|call| call.stage == Stage::Dialling && call.legs.len() > 1)
        else {
            return;
        };
        let callee = call.other_agent.map_or_else(|| call.called_number.clone(), extension);
        let (held, a_leg_answered) = (call.held, call.legs[0].answered.is_some());
        if let Some(call) = self.calls.get_mut(&key) {
            call.stage = Stage::Talking;
            call.talk_began = Some(now);
            call.legs[1].callee_number = Some(callee);
        }
        self.answer_leg(key, 1);
        if !a_leg_answered {
            self.answer_leg(key, 0);
        }
        if !held {
            let talk = self.traffic.talk_seconds(&mut self.chance) * 0.7;
            self.in_seconds(talk, Step::TalkEnds { call: key, by: super::call::Side::Agent });
            if let Some(consulted_for) = self.calls.get(&key).and_then(|call| call.consulted_for) {
                let asks = self.chance.between(3.0, 12.0);
                self.in_seconds(asks, Step::CompleteTransfer(consulted_for));
            }
        }
    }

    pub(super) fn far_end_fails(&mut self, key: CallKey, cause: Cause) {
        if self.calls.get(&key).is_some_and(|call| call.stage == Stage::Dialling) {
            self.end_dialled(key, cause);
        }
    }

    pub(super) fn dialler_gives_up(&mut self, key: CallKey) {
        self.far_end_fails(key, Cause::OriginatorCancel);
    }

    /// Ends a call an agent made: far end first, then the agent's own leg.
    pub(super) fn end_dialled(&mut self, key: CallKey, cause: Cause) {
        let now = self.now;
        let legs = self.calls.get(&key).map_or(0, |call| call.legs.len());
        for leg in (0..legs).rev() {
            self.end_leg(key, leg, cause);
        }
        let Some(call) = self.calls.remove(&key) else { return };
        if let Some(consulted_for) = call.consulted_for.and_then(|key| self.calls.get_mut(&key)) {
            consulted_for.consultation = None;
        }
        let Some(agent) = call.agent else { return };
        for involved in [Some(agent), call.other_agent].into_iter().flatten() {
            // A phone that refused because it was busy stays with the call that keeps it busy.
            if self.agents[involved].call == Some(key) {
                self.release(involved, 0);
            }
        }
        let dialler = self.agents[agent].username.clone();
        let callee = match call.other_agent {
            Some(other) => Party::Agent { agent: other, number: self.agents[other].extension.clone() },
            None => Party::Number(call.called_number.clone()),
        };
        let outcome = match (call.talk_began, cause) {
            (Some(_), _) => Outcome::Success,
            (None, Cause::UserBusy) => Outcome::Busy,
            (None, Cause::OriginatorCancel) => Outcome::Cancelled,
            (None, _) => Outcome::Unsuccess,
        };
        self.remember(CallRecord {
            call_id: call.id().to_owned(),
            caller: Party::Agent { agent, number: dialler },
            callee,
            internal: call.kind == Kind::Internal,
            did_number: None,
            inbound: false,
            outcome,
            started: call.started,
            ended: now,
            billing_seconds: call.talk_began.map_or(0, |began| now.seconds_since(began)),
            recorded: call.talk_began.is_some(),
            earlier_stats: Vec::new(),
            stat: None,
        });
    }

    fn begin_dialled(&mut self, kind: Kind, agent: AgentIndex, number: String, held: bool) -> CallKey {
        let id = device_call_id(&mut self.ids);
        let leg = self.device_leg(id, Direction::Inbound, agent, number);
        let key = self.begin_call(kind, held, leg);
        if let Some(call) = self.calls.get_mut(&key) {
            call.stage = Stage::Dialling;
        }
        if !self.agents[agent].status.is_on_a_call() {
            self.occupy(agent, Status::Outbound, key);
        }
        key
    }

    fn schedule_far_end(&mut self, call: CallKey, kind: Kind) {
        let ringing = self.chance.between(4.0, 14.0);
        let lot = self.chance.between(0.0, 1.0);
        let step = match kind {
            Kind::Internal if lot < 0.85 => Step::FarEndAnswers(call),
            Kind::Internal => Step::DiallerGivesUp(call),
            _ if lot < 0.66 => Step::FarEndAnswers(call),
            _ if lot < 0.78 => Step::FarEndFails { call, cause: Cause::UserBusy },
            _ if lot < 0.90 => Step::DiallerGivesUp(call),
            _ if lot < 0.98 => Step::FarEndFails { call, cause: Cause::NoAnswer },
            _ => Step::FarEndFails { call, cause: Cause::UnallocatedNumber },
        };
        let seconds =
            if matches!(step, Step::FarEndFails { cause: Cause::NoAnswer, .. }) { 35.0 } else { ringing };
        self.in_seconds(seconds, step);
    }

    pub(super) fn any_free_agent(&mut self) -> Option<AgentIndex> {
        let free: Vec<AgentIndex> = self
            .agents
            .iter()
            .enumerate()
            .filter(|(_, agent)| agent.is_free())
            .map(|(index, _)| index)
            .collect();
        (!free.is_empty()).then(|| *self.chance.pick(&free))
    }
}
