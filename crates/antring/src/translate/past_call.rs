//! A row of the call history into what the floor can learn from it.

use floor::{Direction, Outcome, PastCall, PastMiss};

use crate::{CallDirection, CallRecord, CallResult};

/// `None` for a record that names no leg: it cannot be told from another call (`protocols.md` §1.6).
pub fn past_call(record: &CallRecord) -> Option<PastCall> {
    let legs = record.legs();
    if legs.is_empty() {
        return None;
    }
    // The last queue is the one that the call ended in.
    let last = record.queue.iter().max_by_key(|stat| stat.entered);
    let handled = record.queue.iter().filter(|stat| stat.handled.is_some()).min_by_key(|stat| stat.handled);
    let direction = match record.direction {
        CallDirection::Inbound => Direction::Inbound,
        CallDirection::Outbound => Direction::Outbound,
        CallDirection::Internal => Direction::Internal,
        CallDirection::Unknown if last.is_some() => Direction::Inbound,
        CallDirection::Unknown => Direction::Unknown,
    };
    let outcome = outcome(record.result());
    let misses = record.queue.iter().flat_map(|stat| &stat.misses);
    Some(PastCall {
        legs,
        direction,
        caller_number: record.caller.number.clone(),
        callee_number: record.callee.number.clone(),
        line: record.did_number.clone(),
        queue: last.and_then(|stat| stat.queue_id.clone()),
        started_at: record.started,
        entered_at: record.queue.iter().filter_map(|stat| stat.entered).min(),
        handled_at: handled.and_then(|stat| stat.handled),
        ended_at: record.ended_at(),
        agent: handled.and_then(|stat| stat.agent_id.clone()),
        outcome,
        misses: misses.map(|miss| PastMiss { agent: miss.agent_id.clone(), at: miss.at }).collect(),
    })
}

fn outcome(result: CallResult) -> Outcome {
    match result {
        CallResult::Answered => Outcome::Answered,
        CallResult::Abandoned => Outcome::Abandoned,
        CallResult::Busy => Outcome::Busy,
        CallResult::Cancelled => Outcome::NoAnswer,
        CallResult::Ivr => Outcome::LeftEarly,
        CallResult::Failed => Outcome::Failed,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::translate::call_record;

    fn read(row: &Value) -> Option<PastCall> {
        past_call(&call_record(row).expect("it has a time"))
    }

    #[test]
    fn a_queue_call_is_known_by_its_queues_row_and_by_its_recording() {
        let past = read(&json!({
            "unix_timestamp": 1_770_352_873, "direction": "to_ab", "status_detail": "SUCCESS",
            "caller": {"number": "0987654321"}, "did_number": "02873019555", "duration_seconds": 60,
            "recording": "call_recording_agents-leg%40host.mp3",
            "queue_stat": [{"call_id": "callers-leg@host", "queue_id": "Q1", "status": "processed",
                "agent_id": "EAB4", "entered_timestamp": 1_770_352_875, "handled_timestamp": 1_770_352_885,
                "processed_timestamp": 1_770_352_930, "misses": [{"agent_id": "DA80", "timestamp": 1_770_352_880}]}]
        }))
        .expect("it names its legs");
        assert_eq!(past.legs, ["callers-leg@host".into(), "agents-leg@host".into()]);
        assert_eq!((past.outcome, past.direction), (Outcome::Answered, Direction::Inbound));
        assert_eq!(past.queue, Some("q1".into()));
        assert_eq!(past.agent, Some("eab4".into()));
        assert_eq!(past.handled_at, Some(1_770_352_885_000));
        assert_eq!(past.ended_at, Some(1_770_352_933_000));
        assert_eq!(past.misses, [PastMiss { agent: "da80".into(), at: Some(1_770_352_880_000) }]);
    }

    #[test]
    fn a_call_that_goes_on_has_no_end_and_one_without_a_leg_is_nobody() {
        let going_on = json!({"unix_timestamp": 1, "queue_stat": [{"call_id": "a", "status": "handled",
            "entered_timestamp": 1, "handled_timestamp": 5}]});
        assert_eq!(read(&going_on).and_then(|past| past.ended_at), None);
        assert_eq!(read(&json!({"unix_timestamp": 1, "duration_seconds": 9, "queue_stat": []})), None);
    }
}
