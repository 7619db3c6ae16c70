//! Driving the centre from outside: scripts, tests and click to call.

use super::agent::{AgentIndex, Break, Status, Wish};
use super::call::{CallKey, Kind, Side, Stage};
use super::leg::Cause;
use super::queue::QueueIndex;
use super::schedule::Step;
use super::stat::AbandonReason;
use super::state::Centre;

/// Why a command changed nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CommandError {
    /// The command names somebody or something that is not here.
    #[error("there is no {what} {name:?} here")]
    Unknown { what: &'static str, name: String },
    /// The call or agent is not in a state in which this can happen.
    #[error("{0}")]
    Impossible(String),
}

impl Centre {
    /// A caller dials a queue. A held call is answered and waiting at once, unless `enter` is false; then it only
    /// has its CREATE. Returns the key of the call.
    pub fn call_queue(&mut self, queue: QueueIndex, number: &str, held: bool, enter: bool) -> CallKey {
        let key = self.caller_arrives(queue, number.to_owned(), held);
        if held && enter {
            self.enter_queue(key);
        }
        key
    }

    /// An agent calls a customer. A held call rings the far end when told to.
    pub fn call_customer(
        &mut self,
        agent: AgentIndex,
        number: &str,
        held: bool,
    ) -> Result<CallKey, CommandError> {
        self.must_be_off_the_phone(agent)?;
        Ok(self.dial(agent, number.to_owned(), held))
    }

    /// Click to call: the agent's own phone first. Impossible when that phone is not registered.
    pub fn click_to_call(&mut self, agent: AgentIndex, number: &str) -> Result<CallKey, CommandError> {
        if !self.agents[agent].registered {
            return Err(CommandError::Impossible(format!(
                "{} is not registered",
                self.agents[agent].sip_user
            )));
        }
        self.agents[agent].clicks += 1;
        Ok(self.dial_by_click(agent, number.to_owned()))
    }

    pub fn call_colleague(
        &mut self,
        from: AgentIndex,
        to: AgentIndex,
        held: bool,
    ) -> Result<CallKey, CommandError> {
        self.must_be_off_the_phone(from)?;
        self.must_be_off_the_phone(to)?;
        if from == to {
            return Err(CommandError::Impossible("an agent cannot call themselves".to_owned()));
        }
        Ok(self.dial_colleague(from, to, held))
    }

    pub fn put_into_queue(&mut self, key: CallKey) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Arriving | Stage::Menu => self.enter_queue(key),
            Stage::Waiting => {}
            stage => return Err(impossible("enter a queue", stage)),
        }
        Ok(())
    }

    /// Rings an agent (the longest idle one if none is named) with a queue call, or the far end of a dialled call.
    pub fn ring_agent(&mut self, key: CallKey, agent: Option<AgentIndex>) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Dialling => {
                self.ring_far_end(key);
                Ok(())
            }
            Stage::Arriving | Stage::Menu => {
                self.enter_queue(key);
                self.ring_agent(key, agent)
            }
            Stage::Waiting => {
                let chosen = agent.or_else(|| self.longest_idle(self.queue_of(key)?));
                let chosen = chosen.ok_or_else(|| CommandError::Impossible("no agent is free".to_owned()))?;
                let known = &self.agents[chosen];
                if !known.is_free() {
                    let state = if known.registered { known.status.word() } else { "not registered" };
                    return Err(CommandError::Impossible(format!("{} is {state}, not ready", known.name)));
                }
                self.ring(key, chosen);
                Ok(())
            }
            Stage::Transferring => Ok(()),
            stage @ Stage::Talking => Err(impossible("ring", stage)),
        }
    }

    /// Rings several agents at once with a waiting call: those named, else all free ones of its queue. The one who
    /// answers wins; the other phones fall silent with LOSE_RACE.
    pub fn ring_all(&mut self, key: CallKey, agents: &[AgentIndex]) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Arriving | Stage::Menu => self.enter_queue(key),
            Stage::Waiting => {}
            stage => return Err(impossible("ring", stage)),
        }
        for agent in agents {
            self.ring_agent(key, Some(*agent))?;
        }
        let queue = self.queue_of(key).filter(|_| agents.is_empty());
        match queue.map(|queue| self.ring_everybody(key, queue)) {
            Some(0) => Err(CommandError::Impossible("no agent is free".to_owned())),
            _ => Ok(()),
        }
    }

    /// The ringing agent picks up (ringing first, if no phone does), or the far end of a dialled call answers.
    pub fn answer(&mut self, key: CallKey, agent: Option<AgentIndex>) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Talking => Err(impossible("be answered again", Stage::Talking)),
            Stage::Dialling => {
                self.ring_far_end(key);
                self.far_end_answers(key);
                Ok(())
            }
            Stage::Transferring => {
                self.target_answers(key);
                Ok(())
            }
            _ => {
                if self.ringing_leg(key, agent).is_none() {
                    self.ring_agent(key, agent)?;
                }
                if let Some(leg) = self.ringing_leg(key, agent) {
                    self.pick_up(key, leg);
                }
                Ok(())
            }
        }
    }

    /// The ringing agent does not pick up; the far end of a dialled call does not either.
    pub fn leave_unanswered(&mut self, key: CallKey, agent: Option<AgentIndex>) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Dialling => {
                self.far_end_fails(key, Cause::NoAnswer);
                return Ok(());
            }
            Stage::Transferring => {
                self.target_fails(key);
                return Ok(());
            }
            _ => {}
        }
        let leg = self.ringing_leg(key, agent);
        let leg = leg.ok_or_else(|| CommandError::Impossible("no phone rings for this call".to_owned()))?;
        self.miss(key, leg);
        Ok(())
    }

    /// The far end of a dialled call is busy.
    pub fn refuse_busy(&mut self, key: CallKey) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Dialling => self.far_end_fails(key, Cause::UserBusy),
            stage => return Err(impossible("be busy", stage)),
        }
        Ok(())
    }

    /// Somebody hangs up, wherever the call stands.
    pub fn end_call(&mut self, key: CallKey, by: Side) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Talking => self.hang_up(key, by),
            Stage::Waiting => self.abandon(key, AbandonReason::Hangup),
            Stage::Menu => self.end_unanswered(key, Cause::NormalClearing),
            Stage::Transferring => {
                self.stop_ringing(key, Cause::OriginatorCancel, None);
                self.end_unanswered(key, Cause::NormalClearing);
            }
            Stage::Arriving => self.end_unanswered(key, Cause::OriginatorCancel),
            Stage::Dialling => self.dialler_gives_up(key),
        }
        Ok(())
    }

    /// The caller leaves the queue.
    pub fn give_up_waiting(&mut self, key: CallKey, reason: AbandonReason) -> Result<(), CommandError> {
        match self.stage(key)? {
            Stage::Waiting => self.abandon(key, reason),
            stage => return Err(impossible("be abandoned", stage)),
        }
        Ok(())
    }

    /// Ready, paused or logged out; during a call, pause and logout wait for its end (`protocols.md` §3.1).
    pub fn order_status(
        &mut self,
        agent: AgentIndex,
        status: Status,
        pause: Break,
    ) -> Result<(), CommandError> {
        let busy = self.agents[agent].status.is_on_a_call();
        match status {
            Status::Ready if busy => self.agents[agent].wish = None,
            Status::Ready => self.make_ready(agent),
            Status::Paused if busy => self.agents[agent].wish = Some(Wish::Pause(pause)),
            Status::Paused => self.begin_break(agent, pause),
            Status::LoggedOut if busy => self.agents[agent].wish = Some(Wish::LogOut),
            Status::LoggedOut => self.set_status(agent, Status::LoggedOut),
            Status::LoggedIn if !busy => self.log_in(agent),
            Status::Wrapup if !busy => {
                let seconds = pause.seconds.unwrap_or(30);
                self.set_status(agent, Status::Wrapup);
                self.agents[agent].wrapup_seconds = seconds;
                self.in_seconds(seconds as f64, Step::BecomesReady { agent, since: self.now });
            }
            _ => {
                return Err(CommandError::Impossible(format!(
                    "{} is {} and cannot be made {}; calls decide that",
                    self.agents[agent].name,
                    self.agents[agent].status.word(),
                    status.word()
                )));
            }
        }
        Ok(())
    }

    pub fn register_phone(&mut self, agent: AgentIndex, registered: bool) {
        self.agents[agent].registered = registered;
    }

    /// From now on a click rings this phone, and is not answered.
    pub fn hang_clicks(&mut self, agent: AgentIndex, hangs: bool) {
        self.agents[agent].click_hangs = hangs;
    }

    /// At least `events` channel events at this very moment, as whole calls, for benchmarks.
    pub fn burst(&mut self, events: u64) {
        let target = self.events_emitted + events;
        while self.events_emitted < target {
            let queue = self.chance.whole(0, self.queues.len() as u64 - 1) as QueueIndex;
            let number = self.customer_number();
            let key = self.call_queue(queue, &number, true, true);
            match self.longest_idle(queue) {
                Some(agent) => {
                    let leg = self.ring(key, agent);
                    self.pick_up(key, leg);
                    self.hang_up(key, Side::Caller);
                    self.make_ready(agent);
                }
                None => self.abandon(key, AbandonReason::Hangup),
            }
        }
    }

    fn must_be_off_the_phone(&self, agent: AgentIndex) -> Result<(), CommandError> {
        let known = &self.agents[agent];
        if known.status.is_on_a_call() {
            return Err(CommandError::Impossible(format!("{} is on a call", known.name)));
        }
        Ok(())
    }

    fn stage(&self, key: CallKey) -> Result<Stage, CommandError> {
        let ended = || CommandError::Impossible("the call has ended".to_owned());
        self.calls.get(&key).map(|call| call.stage).ok_or_else(ended)
    }

    fn ringing_leg(&self, key: CallKey, agent: Option<AgentIndex>) -> Option<usize> {
        let call = self.calls.get(&key).filter(|call| call.kind == Kind::Inbound)?;
        let fits = |(_, rung): &(usize, AgentIndex)| agent.is_none_or(|agent| agent == *rung);
        call.ringing().into_iter().find(fits).map(|(leg, _)| leg)
    }
}

fn impossible(what: &str, stage: Stage) -> CommandError {
    CommandError::Impossible(format!("a call that is {} cannot {what}", stage.word()))
}
