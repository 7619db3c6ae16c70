//! A row of `/call/histories` into a [`CallRecord`].

use floor::{LegId, Text};
use serde_json::Value;

use super::identity::{agent_id, call_id_of_recording, queue_id};
use crate::raw::{count, field, text};
use crate::time::instant;
use crate::{CallDirection, CallRecord, Miss, Party, QueueStat, QueueStatStatus, StatusDetail};

/// `None` when the row says nowhere when the call took place.
pub fn call_record(row: &Value) -> Option<CallRecord> {
    let queue: Vec<QueueStat> = match field(row, &["queue_stat", "queue_stats"]) {
        Some(Value::Array(stats)) => stats.iter().filter(|stat| stat.is_object()).map(queue_stat).collect(),
        Some(stat @ Value::Object(_)) => vec![queue_stat(stat)],
        _ => vec![],
    };
    let started = field(row, &["unix_timestamp", "timestamp"])
        .and_then(instant)
        .or_else(|| queue.iter().filter_map(|stat| stat.entered).min())?;
    let recording = words(row, &["recording"]);
    let call_id = words(row, &["call_id"])
        .map(LegId::new)
        .or_else(|| queue.iter().find_map(|stat| stat.call_id.clone()))
        .or_else(|| recording.as_deref().and_then(call_id_of_recording).map(LegId::new));
    Some(CallRecord {
        started,
        direction: direction(row),
        caller: party(row, "caller"),
        callee: party(row, "callee"),
        did_number: words(row, &["did_number"]),
        status: status_detail(words(row, &["status_detail", "status"])),
        duration_seconds: field(row, &["duration_seconds", "duration"]).and_then(count),
        billed_seconds: field(row, &["billing_seconds"]).and_then(count),
        recording,
        call_id,
        queue,
    })
}

fn direction(row: &Value) -> CallDirection {
    if words(row, &["class"]).as_deref() == Some("one_one") {
        return CallDirection::Internal;
    }
    match words(row, &["direction"]).as_deref() {
        Some("to_ab" | "inbound") => CallDirection::Inbound,
        Some("from_ab" | "outbound") => CallDirection::Outbound,
        _ => CallDirection::Unknown,
    }
}

/// An object, or in the defensive case only a number.
fn party(row: &Value, name: &str) -> Party {
    let Some(party) = field(row, &[name]) else { return Party::default() };
    Party { number: text(party).or_else(|| words(party, &["number"])), username: words(party, &["username"]) }
}

fn status_detail(word: Option<Text>) -> StatusDetail {
    let word = word.unwrap_or_default();
    match word.to_uppercase().as_str() {
        "SUCCESS" => StatusDetail::Success,
        "IVR" => StatusDetail::Ivr,
        "CANCELLED" | "CANCELED" => StatusDetail::Cancelled,
        "BUSY" => StatusDetail::Busy,
        "UNSUCCESS" => StatusDetail::Unsuccess,
        _ => StatusDetail::Other(word),
    }
}

/// AntRing writes unix seconds where ACDC has gregorian ones; either is read (`protocols.md` §1.3).
fn queue_stat(stat: &Value) -> QueueStat {
    let time = |name: &str| field(stat, &[name]).and_then(instant);
    let (entered, handled, processed, abandoned) = (
        time("entered_timestamp"),
        time("handled_timestamp"),
        time("processed_timestamp"),
        time("abandoned_timestamp"),
    );
    let between = |from: Option<i64>, to: Option<i64>| u32::try_from((to? - from?) / 1000).ok();
    QueueStat {
        call_id: words(stat, &["call_id"]).map(LegId::new),
        queue_id: words(stat, &["queue_id"]).map(|queue| queue_id(&queue)),
        agent_id: words(stat, &["agent_id"]).map(|agent| agent_id(&agent)),
        username: words(stat, &["username"]),
        status: words(stat, &["status"]).map(queue_stat_status),
        wait_seconds: field(stat, &["wait_time"])
            .and_then(count)
            .or_else(|| between(entered, handled.or(abandoned))),
        talk_seconds: field(stat, &["talk_time"]).and_then(count).or_else(|| between(handled, processed)),
        entered,
        handled,
        processed,
        abandoned,
        abandoned_reason: words(stat, &["abandoned_reason"]),
        hung_up_by: words(stat, &["hung_up_by"]),
        misses: field(stat, &["misses"])
            .and_then(Value::as_array)
            .map(|misses| misses.iter().filter_map(miss).collect())
            .unwrap_or_default(),
    }
}

fn queue_stat_status(word: Text) -> QueueStatStatus {
    match word.to_lowercase().as_str() {
        "waiting" => QueueStatStatus::Waiting,
        "handled" => QueueStatStatus::Handled,
        "processed" => QueueStatStatus::Processed,
        "abandoned" => QueueStatStatus::Abandoned,
        _ => QueueStatStatus::Other(word),
    }
}

fn miss(miss: &Value) -> Option<Miss> {
    Some(Miss {
        agent_id: agent_id(&words(miss, &["agent_id"])?),
        reason: words(miss, &["reason", "miss_reason"]),
        at: field(miss, &["timestamp", "miss_timestamp"]).and_then(instant),
    })
}

fn words(object: &Value, names: &[&str]) -> Option<Text> {
    field(object, names).and_then(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_of_nulls_needs_only_its_time() {
        let row = json!({"unix_timestamp": "1519639917", "caller": null, "callee": "8003", "queue_stat": null,
                         "recording": "", "duration_seconds": null});
        let record = call_record(&row).expect("it has a time");
        assert_eq!(record.started, 1_519_639_917_000);
        assert_eq!(record.callee.number.as_deref(), Some("8003"));
        assert_eq!((record.recording, record.status), (None, StatusDetail::Other("".into())));
        assert_eq!(call_record(&json!({"caller": {"number": "1"}})), None);
    }

    #[test]
    fn talk_time_is_upstreams_word_and_computed_only_when_absent() {
        let stat = |talk: Value| {
            queue_stat(&json!({"entered_timestamp": 63_874_505_588_i64, "handled_timestamp": 1_707_286_400,
                               "processed_timestamp": 1_707_286_520, "talk_time": talk}))
        };
        assert_eq!(stat(json!(95)).talk_seconds, Some(95));
        assert_eq!(stat(json!(null)).talk_seconds, Some(120));
        assert_eq!(stat(json!(null)).wait_seconds, Some(12));
    }

    #[test]
    fn the_recording_names_the_call_where_no_queue_does() {
        let row = |stats: Value| json!({"unix_timestamp": 1, "recording": "call_recording_abc%40host.mp3", "queue_stat": stats});
        let by_recording = call_record(&row(json!([]))).and_then(|record| record.call_id);
        assert_eq!(by_recording, Some("abc@host".into()));
        let by_queue = call_record(&row(json!([{"call_id": "q@host"}]))).and_then(|record| record.call_id);
        assert_eq!(by_queue, Some("q@host".into()));
    }
}
