//! Who works here, and which queues there are.

use floor::{AgentEntry, QueueEntry};
use serde_json::Value;

use super::identity::{agent_id, queue_id, queue_id_from_name};
use crate::raw::{field, rows_named, text, texts};

/// Where an agent's id stands (`protocols.md` §1.4, 19).
pub const AGENT_ID: [&str; 6] = ["anttel.userId", "userId", "agent_id", "agentId", "_id", "id"];

/// Where a queue's id stands; the documents name none (§1.4, 21).
const QUEUE_ID: [&str; 4] = ["id", "_id", "queue_id", "queueId"];

/// The whole directory. `None` when the answer holds no list; rows without an id are left out.
/// An agent without a name goes by the user name, else by the id.
pub fn agents(answer: &Value) -> Option<Vec<AgentEntry>> {
    let rows = rows_named(answer, &["agents"])?;
    Some(rows.iter().filter_map(agent).collect())
}

/// All queues, with a stand-in id made from the name where there is no id. `None` when the answer holds no list;
/// rows with neither id nor name are left out.
pub fn queues(answer: &Value) -> Option<Vec<QueueEntry>> {
    let rows = rows_named(answer, &["queues"])?;
    Some(rows.iter().filter_map(queue).collect())
}

fn agent(row: &Value) -> Option<AgentEntry> {
    let id = agent_id(&text(field(row, &AGENT_ID)?)?);
    let username = field(row, &["username", "user_name"]).and_then(text);
    let name = field(row, &["name", "displayName", "display_name"]).and_then(text);
    Some(AgentEntry {
        name: name.or_else(|| username.clone()).unwrap_or_else(|| id.as_str().into()),
        username,
        extensions: field(row, &["ext", "exts", "extension", "extensions"]).map(texts).unwrap_or_default(),
        id,
    })
}

fn queue(row: &Value) -> Option<QueueEntry> {
    let id = field(row, &QUEUE_ID).and_then(text).map(|id| queue_id(&id));
    let name = field(row, &["name", "queue_name"]).and_then(text);
    let members = field(row, &["agents", "members"]).and_then(Value::as_array);
    Some(QueueEntry {
        id: id.clone().or_else(|| name.as_deref().map(queue_id_from_name))?,
        name: name.or_else(|| id.map(|id| short(id.as_str()).into()))?,
        agents: members.into_iter().flatten().filter_map(member).collect(),
    })
}

fn member(member: &Value) -> Option<floor::AgentId> {
    text(member).or_else(|| text(field(member, &AGENT_ID)?)).map(|id| agent_id(&id))
}

/// A queue without a name shows the first eight characters of its id (§1.4, 21).
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_agent_with_nothing_but_an_id() {
        let read = agents(&json!([{"id": "ABC", "ext": null}, {"name": "nobody"}, "x"])).expect("a list");
        let only = AgentEntry { id: "abc".into(), username: None, name: "abc".into(), extensions: vec![] };
        assert_eq!(read, [only]);
    }

    #[test]
    fn queue_members_as_ids_or_objects_are_case_folded() {
        let read = queues(&json!({"queues": [{"queueId": "Q1", "agents": ["Eab4", {"id": "dA80"}, null]}]}));
        let read = read.expect("a list");
        assert_eq!(read[0].agents, ["eab4".into(), "da80".into()]);
        assert_eq!((read[0].id.as_str(), &*read[0].name), ("q1", "q1"));
    }

    #[test]
    fn no_list_is_not_an_empty_company() {
        assert_eq!(agents(&json!({"error": "invalid hash"})), None);
        assert_eq!(agents(&json!([])), Some(vec![]));
    }
}
