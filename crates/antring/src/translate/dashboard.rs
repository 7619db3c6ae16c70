//! The dashboard's aggregate (`protocols.md` §1.3, §3.2–3.4).

use std::collections::BTreeMap;

use floor::{AgentStatus, Counters, Dashboard, LegId, Millis, QueuedCall};
use serde_json::Value;

use super::directory::AGENT_ID;
use super::identity::{agent_id, digest, queue_id};
use super::status;
use crate::raw::{count, field, number, text};
use crate::time::instant;

/// One answer of the dashboard; `asked_at` is when the question was sent.
/// `None` when it holds neither `agent` nor `queue`. Rows without an identity are left out.
pub fn dashboard(answer: &Value, asked_at: Millis) -> Option<Dashboard> {
    let answer = field(answer, &["data", "dashboard"]).filter(|inner| inner.is_object()).unwrap_or(answer);
    let agent = field(answer, &["agent", "agents"]);
    // One object, or in the defensive case one of each queue.
    let queues: Vec<&Value> = match field(answer, &["queue", "queues"]) {
        Some(Value::Array(queues)) => queues.iter().collect(),
        Some(queue) => vec![queue],
        None if agent.is_none() => return None,
        None => vec![],
    };
    let (waiting, talking) = calls(&queues);
    Some(Dashboard {
        asked_at,
        agents: agent.map(agents).unwrap_or_default(),
        counters: counters(&queues),
        waiting,
        talking,
    })
}

/// The newest row of each agent, in the answer's order: a status record outlives the next one upstream.
fn agents(agent: &Value) -> Vec<AgentStatus> {
    let mut agents: Vec<AgentStatus> = Vec::new();
    for status in rows(agent, "status_details").filter_map(agent_status) {
        match agents.iter_mut().find(|known| known.agent == status.agent) {
            Some(known) if known.since > status.since => {}
            Some(known) => *known = status,
            None => agents.push(status),
        }
    }
    agents
}

fn agent_status(row: &Value) -> Option<AgentStatus> {
    // Never from `id`, whose prefix is another one in the documents' own example (§1.4, 16).
    let own_names = AGENT_ID.iter().filter(|name| !matches!(**name, "id" | "_id")).copied();
    let names: Vec<&str> = std::iter::once("agent_id").chain(own_names).collect();
    let words = |names: &[&str]| field(row, names).and_then(text);
    Some(AgentStatus {
        agent: agent_id(&text(field(row, &names)?)?),
        username: words(&["username"]),
        name: words(&["name"]),
        status: status(&words(&["status"])?),
        since: field(row, &["timestamp"])
            .and_then(instant)
            .or_else(|| field(row, &["unix_timestamp"]).and_then(instant)),
        pause_reason: words(&["pause_alias", "pause_reason"]),
        call: words(&["call_id"]).map(LegId::new),
        caller_number: words(&["caller_id_number"]),
        queue: words(&["queue_id"]).map(|queue| queue_id(&queue)),
    })
}

/// Both lists by the rows' own status where they have one, by the list they stand in where not.
fn calls(queues: &[&Value]) -> (Vec<QueuedCall>, Vec<QueuedCall>) {
    let (mut waiting, mut talking) = (BTreeMap::new(), BTreeMap::new());
    for queue in queues {
        for (list, otherwise) in [("waiting_call_logs", "waiting"), ("status_details", "handled")] {
            for row in rows(queue, list) {
                let Some(call) = queued_call(row, queue) else { continue };
                let word = field(row, &["status"]).and_then(text).unwrap_or_else(|| otherwise.into());
                match word.to_lowercase().as_str() {
                    "waiting" => waiting.insert(call.call.clone(), QueuedCall { agent: None, ..call }),
                    "handled" => talking.insert(call.call.clone(), call),
                    _ => None,
                };
            }
        }
    }
    // A call that an agent took is not waiting any more, whichever list was read first upstream.
    waiting.retain(|call, _| !talking.contains_key(call));
    let by_entry = |calls: BTreeMap<LegId, QueuedCall>| {
        let mut calls: Vec<QueuedCall> = calls.into_values().collect();
        calls.sort_by_key(|call| call.entered_at);
        calls
    };
    (by_entry(waiting), by_entry(talking))
}

fn queued_call(row: &Value, queue: &Value) -> Option<QueuedCall> {
    let words = |names: &[&str]| field(row, names).and_then(text);
    // ACDC's own id of a call stat is `<call_id>::<queue_id>` (§3.3).
    let composed = words(&["id", "_id"]).filter(|id| id.contains("::"));
    let mut parts = composed.as_deref().unwrap_or_default().split("::");
    let (composed_call, composed_queue) = (parts.next().filter(|call| !call.is_empty()), parts.next());
    let call = words(&["call_id"]).or_else(|| composed_call.map(Into::into))?;
    let queue = words(&["queue_id"])
        .or_else(|| composed_queue.map(Into::into))
        .or_else(|| field(queue, &["queue_id", "queueId", "id", "_id"]).and_then(text));
    Some(QueuedCall {
        digest: digest(&call),
        queue: queue.map(|queue| queue_id(&queue)),
        caller_number: words(&["caller_id_number"]),
        entered_at: field(row, &["entered_timestamp"]).and_then(instant),
        agent: words(&["agent_id"]).map(|agent| agent_id(&agent)),
        handled_at: field(row, &["handled_timestamp"]).and_then(instant),
        call: LegId::new(call),
    })
}

/// Sums over queues; averages are weighted by the calls handled.
fn counters(queues: &[&Value]) -> Counters {
    let sum = |of: &dyn Fn(&Value) -> Option<u32>| {
        queues.iter().filter_map(|queue| of(queue)).reduce(u32::saturating_add)
    };
    let named = |name: &'static str| move |queue: &Value| field(queue, &[name]).and_then(count);
    Counters {
        received: sum(&named("received")),
        offered: sum(&named("offered")),
        handled: sum(&named("handled")),
        abandoned: sum(&abandoned),
        average_wait: average(queues, "avg_waiting"),
        longest_wait: queues.iter().filter_map(|queue| field(queue, &["max_waiting"]).and_then(count)).max(),
        average_talk: average(queues, "avg_talking"),
    }
}

/// `abandoned_calls` first; `abandoned` may be a percentage, which a fraction or a `%` gives away; the details
/// count by reason, or list the calls by queue (§3.4).
fn abandoned(queue: &Value) -> Option<u32> {
    let whole = |name: &str| {
        field(queue, &[name])
            .and_then(|value| number(value).filter(|number| number.fract() == 0.0).and(count(value)))
    };
    whole("abandoned_calls").or_else(|| whole("abandoned")).or_else(|| {
        let details = field(queue, &["abandoned_detail"])?.as_object()?;
        details
            .values()
            .map(|detail| detail.as_array().map(|calls| calls.len() as u32).or_else(|| count(detail)))
            .sum()
    })
}

fn average(queues: &[&Value], name: &str) -> Option<u32> {
    let averages: Vec<(f64, f64)> = queues
        .iter()
        .filter_map(|queue| {
            let average = number(field(queue, &[name])?).filter(|average| *average >= 0.0)?;
            Some((average, field(queue, &["handled"]).and_then(number).unwrap_or(0.0).max(0.0)))
        })
        .collect();
    match averages.as_slice() {
        [] => None,
        [(only, _)] => Some(only.round() as u32),
        many => {
            let calls: f64 = many.iter().map(|(_, handled)| handled).sum();
            let total: f64 = many.iter().map(|(average, handled)| average * handled).sum();
            (calls > 0.0).then(|| (total / calls).round() as u32)
        }
    }
}

/// The rows of a list that may be an array, null, or an object of lists by queue.
fn rows<'a>(object: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let rows: Vec<&Value> = match field(object, &[name]) {
        Some(Value::Array(rows)) => rows.iter().collect(),
        Some(Value::Object(groups)) => groups.values().filter_map(Value::as_array).flatten().collect(),
        _ => vec![],
    };
    rows.into_iter()
}

#[cfg(test)]
mod tests {
    use floor::Status;
    use serde_json::json;

    use super::*;

    #[test]
    fn nulls_and_absences_are_not_zeros() {
        let read = dashboard(&json!({"agent": null, "queue": {"received": null, "abandoned_detail": []}}), 7);
        assert_eq!(read, Some(Dashboard { asked_at: 7, ..Dashboard::default() }));
        assert_eq!(dashboard(&json!({"error": "invalid hash"}), 7), None);
        assert_eq!(dashboard(&json!([]), 7), None);
    }

    #[test]
    fn a_percentage_is_not_a_count() {
        for (queue, expected) in [
            (json!({"abandoned": 16.67, "abandoned_calls": 3}), Some(3)),
            (json!({"abandoned": 16.67}), None),
            (json!({"abandoned": "16.67%"}), None),
            (json!({"abandoned": 3.0}), Some(3)),
            (json!({"abandoned": 16.67, "abandoned_detail": {"q1": ["a", "b"], "q2": ["c"]}}), Some(3)),
            (json!({"abandoned_detail": {"member_hangup": 1, "member_timeout": "2"}}), Some(3)),
            (json!({"abandoned_detail": []}), None),
        ] {
            assert_eq!(abandoned(&queue), expected, "{queue}");
        }
    }

    #[test]
    fn queues_add_up_and_averages_are_weighted() {
        let read = dashboard(
            &json!({"queue": [{"handled": 1, "avg_waiting": 10, "max_waiting": 20, "queue_id": "Q1",
                               "waiting_call_logs": [{"call_id": "c"}]},
                              {"handled": 3, "avg_waiting": 30, "max_waiting": 90}]}),
            0,
        )
        .expect("a dashboard");
        let counters = read.counters;
        assert_eq!(
            (counters.handled, counters.average_wait, counters.longest_wait),
            (Some(4), Some(25), Some(90))
        );
        assert_eq!(read.waiting[0].queue, Some("q1".into()));
    }

    #[test]
    fn the_newest_record_of_an_agent_counts() {
        let row = |at: i64, status: &str| json!({"agent_id": "A", "timestamp": at, "status": status});
        let answer = json!({"agent": {"status_details": [row(63_937_572_070, "connecting"), row(63_937_571_593, "paused")]}});
        let agents = dashboard(&answer, 0).expect("a dashboard").agents;
        assert_eq!(agents.len(), 1);
        assert_eq!((agents[0].agent.as_str(), &agents[0].status), ("a", &Status::Ringing));
    }

    #[test]
    fn a_call_is_listed_once_and_by_its_own_status() {
        let answer = json!({"queue": {
            "waiting_call_logs": [{"call_id": "a", "status": "waiting"}, {"call_id": "b", "status": "handled"}],
            "status_details": [{"id": "b::Q2", "status": "handled", "agent_id": "X"}, {"call_id": "a"},
                               {"call_id": "d", "status": "processed"}]}});
        let read = dashboard(&answer, 0).expect("a dashboard");
        assert!(read.waiting.is_empty());
        let talking: Vec<&str> = read.talking.iter().map(|call| call.call.as_str()).collect();
        assert_eq!(talking, ["a", "b"]);
        assert_eq!(read.talking[1].queue, Some("q2".into()));
    }
}
