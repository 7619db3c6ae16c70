//! Who is who: ids to names for people, and what call records name people by to ids.

use std::collections::{BTreeMap, HashMap};

use kpi::Text;

use super::seen::SeenAgent;

#[derive(Debug, Clone, Default)]
pub struct Names {
    agents: BTreeMap<Text, Text>,
    queues: BTreeMap<Text, Text>,
    /// User names and extensions. Looked up, never iterated.
    agent_of: HashMap<Text, Text>,
}

impl Names {
    pub fn learn_agent(&mut self, seen: &SeenAgent) {
        self.agents.insert(seen.id.clone(), seen.name.clone());
        for name in seen.username.iter().chain(&seen.extensions) {
            self.agent_of.insert(name.clone(), seen.id.clone());
        }
    }

    /// True when it has another name than before.
    pub fn learn_queue(&mut self, id: &Text, name: &Text) -> bool {
        self.queues.insert(id.clone(), name.clone()).as_ref() != Some(name)
    }

    /// What a record calls somebody by is kept as it stands while nobody knows who that is.
    pub fn agent_called(&self, username: &Text) -> Text {
        self.agent_of.get(username).unwrap_or(username).clone()
    }

    /// By an extension or a user name, if it is known.
    pub fn agent_with(&self, name: &str) -> Option<&Text> {
        self.agent_of.get(name)
    }

    /// Without a name: the first eight characters of the id, as on the board.
    pub fn agent(&self, id: &str) -> Text {
        self.agents.get(id).cloned().unwrap_or_else(|| short(id))
    }

    pub fn queue(&self, id: &str) -> Text {
        self.queues.get(id).cloned().unwrap_or_else(|| short(id))
    }

    pub fn queues(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.queues.iter()
    }

    pub fn agents(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.agents.iter()
    }

    pub fn knows_agent(&self, id: &str) -> bool {
        self.agents.contains_key(id)
    }

    /// A queue's id by its id or its name, whatever its letters' case.
    pub fn queue_called(&self, id_or_name: &str) -> Option<&Text> {
        let called = |(id, name): &(&Text, &Text)| {
            id.eq_ignore_ascii_case(id_or_name) || name.to_lowercase() == id_or_name.to_lowercase()
        };
        self.queues.iter().find(called).map(|(id, _)| id)
    }
}

fn short(id: &str) -> Text {
    id.chars().take(8).collect::<String>().into()
}
