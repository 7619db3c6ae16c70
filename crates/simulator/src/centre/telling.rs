//! Playing the lines of a story.

use super::agent::{AgentIndex, Break, Status};
use super::call::CallKey;
use super::commands::CommandError;
use super::stat::AbandonReason;
use super::state::{Centre, Effect};
use crate::story::{AssistantOrder, Target, Verb};

impl Centre {
    /// Plays a line. One that cannot happen is reported and changes nothing.
    pub(super) fn story_line(&mut self, index: usize) {
        let Some(line) = self.story.get(index).cloned() else { return };
        if let Err(error) = self.play(line.verb) {
            self.effects.push(Effect::Mishap(format!("line {} of the story: {error}", line.number)));
        }
    }

    fn play(&mut self, verb: Verb) -> Result<(), CommandError> {
        match verb {
            Verb::Arrive { call, from, queue } => self.story_caller(call, &from, &queue, false),
            Verb::Call { call, from, queue } => self.story_caller(call, &from, &queue, true),
            Verb::Enter { call } => self.put_into_queue(self.story_call(&call)?),
            Verb::Ring { call, agent } => {
                let agent = self.story_agent(agent)?;
                self.ring_agent(self.story_call(&call)?, agent)
            }
            Verb::Answer { call, agent } => {
                let agent = self.story_agent(agent)?;
                self.answer(self.story_call(&call)?, agent)
            }
            Verb::Miss { call, agent } => {
                let agent = self.story_agent(agent)?;
                self.leave_unanswered(self.story_call(&call)?, agent)
            }
            Verb::RingAll { call, agents } => {
                let agents: Result<Vec<AgentIndex>, CommandError> =
                    agents.iter().map(|agent| self.find_agent(agent)).collect();
                self.ring_all(self.story_call(&call)?, &agents?)
            }
            Verb::Transfer { call, to: Target::Agent(agent) } => {
                self.transfer_to_agent(self.story_call(&call)?, self.find_agent(&agent)?)
            }
            Verb::Transfer { call, to: Target::Queue(queue) } => {
                self.transfer_to_queue(self.story_call(&call)?, self.find_queue(&queue)?)
            }
            Verb::Consult { call, of, with } => {
                let key = self.consult(self.story_call(&of)?, self.find_agent(&with)?)?;
                self.name_call(call, key)
            }
            Verb::Complete { call } => self.complete_transfer(self.story_call(&call)?),
            Verb::NewDay => {
                self.begin_new_day();
                Ok(())
            }
            Verb::Busy { call } => self.refuse_busy(self.story_call(&call)?),
            Verb::HangUp { call, by } => self.end_call(self.story_call(&call)?, by),
            Verb::Abandon { call } => self.give_up_waiting(self.story_call(&call)?, AbandonReason::Hangup),
            Verb::Outbound { call, agent, number } => {
                let key = self.call_customer(self.find_agent(&agent)?, &number, true)?;
                self.name_call(call, key)
            }
            Verb::Internal { call, from, to } => {
                let key = self.call_colleague(self.find_agent(&from)?, self.find_agent(&to)?, true)?;
                self.name_call(call, key)
            }
            Verb::Pause { agent, reason, seconds } => {
                self.order_status(self.find_agent(&agent)?, Status::Paused, Break { reason, seconds })
            }
            Verb::Ready { agent } => self.story_status(&agent, Status::Ready),
            Verb::Login { agent } => self.story_status(&agent, Status::LoggedIn),
            Verb::Logout { agent } => self.story_status(&agent, Status::LoggedOut),
            Verb::Register { agent, registered } => {
                let agent = self.find_agent(&agent)?;
                self.register_phone(agent, registered);
                Ok(())
            }
            Verb::Load { calls_per_minute } => {
                self.set_load(calls_per_minute);
                Ok(())
            }
            Verb::Fault(order) => {
                self.effects.push(Effect::Fault(order));
                Ok(())
            }
            Verb::Assistant { call, order } => {
                if let AssistantOrder::Begin { from, .. } = &order {
                    self.story_callers.insert(call.clone(), from.clone());
                }
                self.effects.push(Effect::Assistant { call, order });
                Ok(())
            }
            Verb::HandToQueue { call, queue, as_call } => self.story_hand_over(call, &queue, as_call),
        }
    }

    fn story_caller(
        &mut self,
        name: String,
        from: &str,
        queue: &str,
        enter: bool,
    ) -> Result<(), CommandError> {
        let queue = self.find_queue(queue)?;
        let key = self.call_queue(queue, from, true, enter);
        self.name_call(name, key)
    }

    /// The assistant's call ends as handed to the queue's number, and its caller waits there.
    fn story_hand_over(&mut self, call: String, queue: &str, as_call: String) -> Result<(), CommandError> {
        let unknown = || CommandError::Unknown { what: "assistant's call", name: call.clone() };
        let from = self.story_callers.get(&call).cloned().ok_or_else(unknown)?;
        let number = self.queues[self.find_queue(queue)?].did_number.clone();
        self.story_caller(as_call, &from, queue, true)?;
        self.effects.push(Effect::Assistant { call, order: AssistantOrder::HandedTo(number) });
        Ok(())
    }

    fn story_status(&mut self, agent: &str, status: Status) -> Result<(), CommandError> {
        self.order_status(self.find_agent(agent)?, status, Break { reason: None, seconds: None })
    }

    fn story_agent(&self, name: Option<String>) -> Result<Option<AgentIndex>, CommandError> {
        name.map(|name| self.find_agent(&name)).transpose()
    }

    fn story_call(&self, name: &str) -> Result<CallKey, CommandError> {
        let unknown = || CommandError::Unknown { what: "call", name: name.to_owned() };
        self.story_calls.get(name).copied().ok_or_else(unknown)
    }

    fn name_call(&mut self, name: String, key: CallKey) -> Result<(), CommandError> {
        self.story_calls.insert(name, key);
        Ok(())
    }
}
