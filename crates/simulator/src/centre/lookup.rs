//! Finding people, queues and calls by whatever a script calls them.

use super::agent::AgentIndex;
use super::call::CallKey;
use super::commands::CommandError;
use super::folding::ascii_folded;
use super::queue::QueueIndex;
use super::state::Centre;

impl Centre {
    /// By id, user name, extension, SIP user, full name, or a part of the name only one agent has; marks and
    /// letter case do not matter.
    pub fn find_agent(&self, text: &str) -> Result<AgentIndex, CommandError> {
        let wanted = ascii_folded(text.trim());
        let exactly = self.agents.iter().position(|agent| {
            [&agent.id, &agent.username, &agent.extension, &agent.sip_user].contains(&&wanted)
                || ascii_folded(&agent.name) == wanted
        });
        let by_part = || {
            let mut named = self
                .agents
                .iter()
                .enumerate()
                .filter(|(_, agent)| ascii_folded(&agent.name).contains(&wanted));
            named.next().filter(|_| named.next().is_none() && !wanted.is_empty()).map(|(index, _)| index)
        };
        exactly.or_else(by_part).ok_or_else(|| unknown("agent", text))
    }

    /// By id, name or position ("1" is the first queue).
    pub fn find_queue(&self, text: &str) -> Result<QueueIndex, CommandError> {
        let wanted = ascii_folded(text.trim());
        let by_position =
            || wanted.parse::<usize>().ok().filter(|number| (1..=self.queues.len()).contains(number));
        let named =
            self.queues.iter().position(|queue| queue.id == wanted || ascii_folded(&queue.name) == wanted);
        named.or_else(|| by_position().map(|number| number - 1)).ok_or_else(|| unknown("queue", text))
    }

    /// By the Call-ID of any of its legs.
    pub fn find_call(&self, id: &str) -> Result<CallKey, CommandError> {
        let holds = |call: &&super::call::Call| call.legs.iter().any(|leg| leg.id == id);
        self.calls.values().find(holds).map(|call| call.key).ok_or_else(|| unknown("live call", id))
    }
}

fn unknown(what: &'static str, name: &str) -> CommandError {
    CommandError::Unknown { what, name: name.to_owned() }
}
