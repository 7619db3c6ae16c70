//! Calls that go on to somebody else: blind transfers, and consultations that may become attended ones.
//!
//! Which legs end with which cause, and that `Replaced-By` and `Transfer-History` exist, is known (`protocols.md`
//! §1.5, §1.6, §3.5). What the two contain is inferred from FreeSWITCH: the leg that goes on in the ended one's
//! stead, and `<unix seconds>:<leg>:bl_xfer|att_xfer:<destination>`.

use super::agent::{AgentIndex, Status};
use super::call::{CallKey, Kind, Side, Stage};
use super::commands::CommandError;
use super::identity::switch_call_id;
use super::leg::{Cause, Direction};
use super::queue::QueueIndex;
use super::schedule::Step;
use super::state::Centre;

impl Centre {
    /// The agent who talks hands the caller to a colleague unseen: the agent's leg ends with BLIND_TRANSFER, and the
    /// colleague's phone rings, as with any call that comes from no queue.
    pub fn transfer_to_agent(&mut self, key: CallKey, to: AgentIndex) -> Result<(), CommandError> {
        self.may_be_handed_on(key)?;
        self.must_be_reachable(to)?;
        let extension = self.agents[to].extension.clone();
        self.hand_on(key, &extension);
        let (a_leg_id, caller) = {
            let call = &self.calls[&key];
            (call.id().to_owned(), call.caller_number.clone())
        };
        let id = switch_call_id(&mut self.ids);
        let mut leg = self.device_leg(id.clone(), Direction::Outbound, to, self.agents[to].sip_user.clone());
        leg.caller_number = caller;
        leg.variables.insert("Bridge-ID", a_leg_id.clone());
        leg.other_leg = Some(a_leg_id);
        leg.transfer_history = self.calls[&key].legs[0].transfer_history.clone();
        if let Some(call) = self.calls.get_mut(&key) {
            call.stage = Stage::Transferring;
            call.legs[0].other_leg = Some(id);
        }
        self.add_leg(key, leg);
        self.occupy(to, Status::Outbound, key);
        if !self.calls[&key].held {
            let rings = self.chance.between(3.0, 9.0);
            let step =
                if self.chance.happens(0.85) { Step::TargetAnswers(key) } else { Step::TargetFails(key) };
            self.in_seconds(rings, step);
        }
        Ok(())
    }

    /// The agent who talks puts the caller into another queue (or the same one again).
    pub fn transfer_to_queue(&mut self, key: CallKey, queue: QueueIndex) -> Result<(), CommandError> {
        self.may_be_handed_on(key)?;
        let did_number = self.queues[queue].did_number.clone();
        self.hand_on(key, &did_number);
        if let Some(call) = self.calls.get_mut(&key) {
            call.queue = Some(queue);
            call.stage = Stage::Menu;
        }
        self.enter_queue(key);
        Ok(())
    }

    /// The colleague a call was handed to picks up.
    pub(super) fn target_answers(&mut self, key: CallKey) {
        let now = self.now;
        let Some((leg, agent)) = self.ringing_target(key) else { return };
        let extension = self.agents[agent].extension.clone();
        let Some(call) = self.calls.get_mut(&key) else { return };
        call.legs[leg].callee_number = Some(extension);
        call.stage = Stage::Talking;
        call.agent = Some(agent);
        call.talk_began = Some(now);
        self.answer_leg(key, leg);
        self.schedule_the_rest(key);
    }

    /// The colleague does not pick up. Where the caller goes then is the dialplan's; here the call ends.
    pub(super) fn target_fails(&mut self, key: CallKey) {
        let Some((leg, agent)) = self.ringing_target(key) else { return };
        self.end_leg(key, leg, Cause::NoAnswer);
        self.release(agent, 0);
        self.end_unanswered(key, Cause::NormalClearing);
    }

    /// The agent who talks calls a colleague while the caller listens to music: a second A-leg from the agent's phone
    /// and a leg to the colleague's, a call of its own so far. Returns its key.
    pub fn consult(&mut self, key: CallKey, with: AgentIndex) -> Result<CallKey, CommandError> {
        let agent = self.may_be_handed_on(key)?;
        self.must_be_reachable(with)?;
        let held = self.calls[&key].held;
        let consultation = self.dial_colleague(agent, with, held);
        if let Some(call) = self.calls.get_mut(&key) {
            call.consultation = Some(consultation);
        }
        if let Some(call) = self.calls.get_mut(&consultation) {
            call.consulted_for = Some(key);
        }
        Ok(consultation)
    }

    /// The agent hands the caller to the colleague consulted: both of the agent's legs end with ATTENDED_TRANSFER, and
    /// the caller's leg and the colleague's go on as one call.
    pub fn complete_transfer(&mut self, key: CallKey) -> Result<(), CommandError> {
        let nothing = || CommandError::Impossible("no colleague is on the line to take the call".to_owned());
        let talking = |call: &&super::call::Call| call.stage == Stage::Talking;
        let consultation = self.calls.get(&key).and_then(|call| call.consultation).ok_or_else(nothing)?;
        let consulted = self.calls.get(&consultation).filter(talking).ok_or_else(nothing)?;
        let colleague = consulted.other_agent.ok_or_else(nothing)?;
        let (consult_leg, colleague_leg) = (consulted.legs[0].id.clone(), consulted.legs[1].id.clone());
        let a_leg = self.calls.get(&key).filter(talking).ok_or_else(nothing)?.id().to_owned();

        let extension = self.agents[colleague].extension.clone();
        let agent_leg = self.talking_leg(key);
        if let Some(leg) = self.leg_mut(key, agent_leg) {
            leg.replaced_by = Some(colleague_leg.clone());
        }
        if let Some(leg) = self.leg_mut(consultation, 0) {
            leg.replaced_by = Some(a_leg.clone());
        }
        self.end_leg(consultation, 0, Cause::AttendedTransfer);
        self.let_go(key, Cause::AttendedTransfer);
        let history = self.history_entry(&consult_leg, "att_xfer", &extension);
        let now = self.now;
        let Some(mut consulted) = self.calls.remove(&consultation) else { return Ok(()) };
        consulted.legs[1].other_leg = Some(a_leg);
        let Some(call) = self.calls.get_mut(&key) else { return Ok(()) };
        call.legs[0].other_leg = Some(colleague_leg);
        call.legs[0].transfer_history = Some(history);
        call.legs.append(&mut consulted.legs);
        call.consultation = None;
        call.agent = Some(colleague);
        call.talk_began = Some(now);
        self.agents[colleague].call = Some(key);
        self.schedule_the_rest(key);
        Ok(())
    }

    /// Hangs up a consultation when its call ends, or when nothing comes of it.
    pub(super) fn end_consultation(&mut self, key: CallKey) {
        let consultation = self.calls.get_mut(&key).and_then(|call| call.consultation.take());
        match consultation.and_then(|key| self.calls.get(&key)).map(|call| (call.key, call.stage)) {
            Some((key, Stage::Talking)) => self.end_dialled(key, Cause::NormalClearing),
            Some((key, _)) => self.end_dialled(key, Cause::OriginatorCancel),
            None => {}
        }
    }

    /// Some agents of a busy day cannot help, and find somebody who can.
    pub(super) fn agent_hands_on(&mut self, key: CallKey) {
        let Some(agent) = self.calls.get(&key).and_then(|call| call.agent) else { return };
        let lot = self.chance.between(0.0, 1.0);
        let queue = self.chance.whole(0, self.queues.len() as u64 - 1) as QueueIndex;
        let colleague = self.any_free_agent().filter(|colleague| *colleague != agent);
        // One who has hung up or found nobody by now goes on without.
        match colleague {
            _ if lot < 0.3 => drop(self.transfer_to_queue(key, queue)),
            Some(colleague) if lot < 0.6 => drop(self.transfer_to_agent(key, colleague)),
            Some(colleague) => drop(self.consult(key, colleague)),
            None => {}
        }
    }

    /// What a blind transfer does to the call, whoever gets it.
    fn hand_on(&mut self, key: CallKey, destination: &str) {
        let agent_leg = self.calls[&key].legs[self.talking_leg(key)].id.clone();
        let history = self.history_entry(&agent_leg, "bl_xfer", destination);
        self.let_go(key, Cause::BlindTransfer);
        if let Some(a_leg) = self.leg_mut(key, 0) {
            a_leg.transfer_history = Some(history);
        }
    }

    /// The agent's leg ends, and with it what the queue counts; the caller's leg stays.
    fn let_go(&mut self, key: CallKey, cause: Cause) {
        let leg = self.talking_leg(key);
        self.end_leg(key, leg, cause);
        self.finish_stat(key, Side::Agent);
        let Some(call) = self.calls.get_mut(&key) else { return };
        call.earlier_stats.extend(call.stat.take());
        call.first_talk_began = call.first_talk_began.or(call.talk_began);
        call.talk_began = None;
        if let Some(agent) = call.agent.take() {
            let wrapup = self.wrapup_after(agent, key);
            self.release(agent, wrapup);
        }
    }

    /// The leg of the agent who talks: the last that lives.
    fn talking_leg(&self, key: CallKey) -> usize {
        self.calls
            .get(&key)
            .and_then(|call| call.legs.iter().rposition(super::leg::Leg::is_live))
            .unwrap_or(0)
    }

    fn ringing_target(&self, key: CallKey) -> Option<(usize, AgentIndex)> {
        let call = self.calls.get(&key).filter(|call| call.stage == Stage::Transferring)?;
        call.ringing().first().copied()
    }

    /// The rest of a conversation that lives by itself.
    fn schedule_the_rest(&mut self, key: CallKey) {
        if self.calls.get(&key).is_some_and(|call| !call.held) {
            let talk = self.traffic.talk_seconds(&mut self.chance) * 0.6;
            self.in_seconds(talk, Step::TalkEnds { call: key, by: Side::Caller });
        }
    }

    fn history_entry(&self, leg: &str, kind: &str, destination: &str) -> String {
        format!("{}:{leg}:{kind}:{destination}/{}/XML", self.now.unix_seconds(), self.realm)
    }

    /// The agent who may hand this call on: somebody talks to a caller from outside, and consults nobody.
    fn may_be_handed_on(&self, key: CallKey) -> Result<AgentIndex, CommandError> {
        let impossible = |reason: String| Err(CommandError::Impossible(reason));
        let Some(call) = self.calls.get(&key) else { return impossible("the call has ended".to_owned()) };
        match (call.kind, call.stage, call.consultation, call.agent) {
            (Kind::Inbound, Stage::Talking, None, Some(agent)) => Ok(agent),
            (Kind::Inbound, Stage::Talking, ..) => {
                impossible("the agent consults a colleague already".to_owned())
            }
            (kind, stage, ..) => {
                impossible(format!("an {} call that is {} cannot be handed on", kind.word(), stage.word()))
            }
        }
    }

    fn must_be_reachable(&self, agent: AgentIndex) -> Result<(), CommandError> {
        let known = &self.agents[agent];
        if known.status.is_on_a_call() || !known.registered {
            let state = if known.registered { "on a call" } else { "not registered" };
            return Err(CommandError::Impossible(format!("{} is {state}", known.name)));
        }
        Ok(())
    }
}
