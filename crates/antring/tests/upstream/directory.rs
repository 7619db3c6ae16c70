//! Agents, queues and tokens (`protocols.md` §1.3, §1.4).

use antring::translate::{agents, queues};
use floor::AgentId;

use crate::support::json;

#[test]
fn agents_with_nested_ids() {
    let read = agents(&json("agents.json")).expect("a list");
    let told: Vec<(&str, Option<&str>, Vec<&str>)> = read
        .iter()
        .map(|agent| {
            (&*agent.name, agent.username.as_deref(), agent.extensions.iter().map(|text| &**text).collect())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Nguyễn Văn A", Some("nguyenvana"), vec!["8000", "8001"]),
            ("User Staging 2", Some("userstaging2"), vec!["8002"]),
            ("Trần Thị B", Some("tranthib"), vec!["8003"]),
            ("Lê Văn C", Some("levanc"), vec!["8004"]),
        ]
    );
    assert_eq!(read[0].id.as_str(), "df67983ccdeee7d834e8f5d345db1fe5");
}

#[test]
fn agents_with_dotted_keys() {
    let read = agents(&json("variants/agents_dotted_key.json")).expect("a list");
    assert_eq!(read[0].id.as_str(), "eab4ebf976c53d22d393e94f3ed085dc");
}

#[test]
fn queues_and_their_agents_in_one_letter_case() {
    let read = queues(&json("queues.json")).expect("a list");
    assert_eq!(read.iter().map(|queue| &*queue.name).collect::<Vec<_>>(), ["Staging Queue", "Sales Queue"]);
    assert_eq!(read[0].id.as_str(), "11d7ae6f1d0b4e52b8f7aa0c5f3f9a01");
    assert_eq!(read[0].agents[0], AgentId::from("eab4ebf976c53d22d393e94f3ed085dc"));
    assert_eq!(read[1].agents.len(), 3);
}

#[test]
fn a_queue_without_an_id_in_an_envelope() {
    let read = queues(&json("variants/queues_no_id_enveloped.json")).expect("a list");
    assert_eq!(read.len(), 1);
    assert_eq!((&*read[0].name, read[0].agents.len()), ("Staging Queue", 2));
    assert!(read[0].id.as_str().starts_with("name-"));
}
