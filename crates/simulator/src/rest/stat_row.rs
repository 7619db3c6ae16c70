//! A queue statistics row as AntRing stores it: unix timestamps, keys by state (`protocols.md` §1.3).

use serde_json::{Value, json};

use crate::centre::{CallStat, Centre, Side};
use crate::stamps::Stamps;

/// MongoDB's organisation id, the documented example's.
const ORGANISATION: &str = "org_625e200826e8844fa2cd673c";

pub fn stat_row(centre: &Centre, stamps: &Stamps, stat: &CallStat) -> Value {
    let misses: Vec<Value> = stat
        .misses
        .iter()
        .map(|miss| {
            json!({
                "agent_id": centre.agent(miss.agent).id,
                "reason": miss.reason,
                // Misses keep KAZOO's gregorian time; only the row's own timestamps were converted.
                "timestamp": stamps.of(miss.at).gregorian_seconds(),
            })
        })
        .collect();
    let mut row = json!({
        "_id": stat.id,
        "call_id": stat.call_id,
        "queue_id": centre.queues()[stat.queue].id,
        "__v": 0,
        "org": ORGANISATION,
        "caller_id_number": stat.caller_number,
        "caller_id_name": stat.caller_number,
        "status": stat.status.word(),
        "entered_timestamp": stamps.of(stat.entered).unix_seconds(),
        "misses": misses,
    });
    if let Some(handled) = stat.handled {
        row["handled_timestamp"] = json!(stamps.of(handled).unix_seconds());
    }
    if let Some(agent) = stat.agent.map(|agent| centre.agent(agent)) {
        row["agent_id"] = json!(agent.id);
        row["username"] = json!(agent.username);
    }
    if let Some((at, reason)) = stat.abandoned {
        row["abandoned_timestamp"] = json!(stamps.of(at).unix_seconds());
        row["abandoned_reason"] = json!(reason.word());
    }
    if let Some(seconds) = stat.wait_seconds() {
        row["wait_time"] = json!(seconds);
    }
    if let (Some(processed), Some(seconds)) = (stat.processed, stat.talk_seconds()) {
        row["processed_timestamp"] = json!(stamps.of(processed).unix_seconds());
        row["talk_time"] = json!(seconds);
    }
    if let Some(by) = stat.hung_up_by {
        let (who, reason) = match by {
            Side::Caller => ("member", "member_hungup"),
            Side::Agent => ("agent", "agent_hungup"),
        };
        row["hung_up_by"] = json!(who);
        row["end_call_reason"] = json!(reason);
    }
    row
}
