//! Whether the endpoints mean the same people and queues by the same ids.

use std::collections::{BTreeMap, BTreeSet};

use antring::CallRecord;
use antring::raw::{field, rows_named, text, texts};
use floor::{AgentId, QueueId};
use serde_json::Value;

use super::company::Company;
use super::{Patient, Report};

pub(super) fn examine(
    patient: &mut Patient<'_>,
    company: &Company,
    history: Option<&[CallRecord]>,
    report: &mut Report,
) {
    let (Some(agents), Some(queues)) = (&company.agents, &company.queues) else {
        report.guess("ids", "not compared: agents or queues did not answer");
        return;
    };
    let known: BTreeSet<&AgentId> = agents.iter().map(|agent| &agent.id).collect();
    let members: BTreeSet<&AgentId> = queues.iter().flat_map(|queue| &queue.agents).collect();
    let signed_in: BTreeSet<&AgentId> =
        company.dashboard.iter().flat_map(|dashboard| &dashboard.agents).map(|agent| &agent.agent).collect();
    let (strange_members, strange_signed_in) =
        (members.difference(&known).count(), signed_in.difference(&known).count());
    let known_queues: BTreeSet<&QueueId> = queues.iter().map(|queue| &queue.id).collect();
    let of_history: BTreeSet<&QueueId> = history
        .unwrap_or_default()
        .iter()
        .flat_map(|record| &record.queue)
        .filter_map(|stat| stat.queue_id.as_ref())
        .collect();
    let strange_queues = of_history.difference(&known_queues).count();
    let mut seen = format!(
        "{strange_members} of {} agents in queues and {strange_signed_in} of {} in the dashboard are unknown to /agents; \
         {strange_queues} of {} queues in the history are unknown to /queues",
        members.len(),
        signed_in.len(),
        of_history.len()
    );
    let folded = folded(patient);
    if folded > 0 {
        seen.push_str(&format!("; {folded} ids differ in letter case between endpoints, which is folded"));
    }
    if strange_members + strange_signed_in > 0 {
        report.fail(
            "ids",
            seen,
            "these agents show without name or queue: ask AntRing which id /agents gives (anttel.userId is documented)",
        );
    } else if strange_queues > 0 {
        report.warn(
            "ids",
            seen,
            "their calls show under a shortened id instead of a queue's name: ask AntRing",
        );
    } else {
        report.ok("ids", seen);
    }
}

/// Ids that are the same only after folding (`protocols.md` §1.4, 18).
fn folded(patient: &mut Patient<'_>) -> usize {
    let agents =
        patient.answer("/agents").map(|answer| spelled(&answer, &["agents"], &antring::survey::AGENT_ID));
    let queues =
        patient.answer("/queues").map(|answer| spelled(&answer, &["queues"], &["agents", "members"]));
    let by_folded: BTreeMap<String, String> =
        agents.unwrap_or_default().into_iter().map(|id| (id.to_lowercase(), id)).collect();
    let differs = |id: &String| by_folded.get(&id.to_lowercase()).is_some_and(|known| known != id);
    queues.unwrap_or_default().iter().filter(|id| differs(id)).count()
}

/// The ids of a list as upstream writes them.
fn spelled(answer: &Value, own_names: &[&str], names: &[&str]) -> BTreeSet<String> {
    let rows = rows_named(answer, own_names).unwrap_or_default();
    let ids = rows.iter().filter_map(|row| field(row, names)).flat_map(|value| match value {
        Value::Array(_) => texts(value),
        value => text(value).into_iter().collect(),
    });
    ids.map(|id| id.to_string()).collect()
}
