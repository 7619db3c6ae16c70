//! A record of AntRing's history into facts. A queue's own row is the authority on what became of a caller there
//! (`protocols.md` §1.3, §3.3).

use antring::{CallDirection, CallRecord, QueueStat, QueueStatStatus};
use kpi::{Call, CallResult, Direction, Join, Left, Millis, Miss, Passage, Text};
use sha2::{Digest, Sha256};

use super::names::Names;

const DAY: Millis = 24 * 3_600_000;

/// What stands before the key of a record that names no leg.
pub const NAMELESS: &str = "h:";

/// A record's facts, as if nothing else were known of the call. `None` while the call goes on: its record will be
/// written anew.
pub fn call(record: &CallRecord, names: &Names) -> Option<Call> {
    let ended = record.ended_at()?;
    let passages = passages(record, ended);
    let legs: Vec<Text> = record.legs().iter().map(|leg| leg.as_str().into()).collect();
    let key = legs.first().cloned().unwrap_or_else(|| nameless(record));
    let misses = record.queue.iter().filter(|_| comes_in(record)).flat_map(|stat| {
        stat.misses.iter().map(|miss| Miss {
            agent: miss.agent_id.as_str().into(),
            at: miss.at.filter(|at| (at - record.started).abs() <= DAY).unwrap_or(record.started),
            queue: stat.queue_id.as_ref().map(|queue| queue.as_str().into()),
        })
    });
    let (far, ours) = match record.direction {
        CallDirection::Inbound | CallDirection::Unknown => (&record.caller, &record.callee),
        CallDirection::Outbound | CallDirection::Internal => (&record.callee, &record.caller),
    };
    let answered_by = passages.iter().rev().find_map(Passage::answered_by).cloned();
    let result = result(record, &passages);
    let person = ours.username.as_ref().map(|username| names.agent_called(username));
    let talked = record.billed_seconds.map(seconds).filter(|_| result == CallResult::Answered);
    Some(Call {
        key: key.clone(),
        started: record.started,
        ended: Some(ended),
        direction: match record.direction {
            CallDirection::Inbound => Direction::Inbound,
            CallDirection::Outbound => Direction::Outbound,
            CallDirection::Internal => Direction::Internal,
            // Only callers are in queues.
            CallDirection::Unknown if !passages.is_empty() => Direction::Inbound,
            CallDirection::Unknown => Direction::Unknown,
        },
        number: far.number.clone(),
        line: record.did_number.clone(),
        agent: answered_by.or(person),
        result,
        talked,
        recording: record.recording.clone(),
        legs: if legs.is_empty() { vec![key] } else { legs },
        passages,
        misses: misses.collect(),
        join: Join::HistoryOnly,
    })
}

/// A stable name made of the values that tell two records apart (`protocols.md` §1.4, 6). It holds no number in clear.
pub fn nameless(record: &CallRecord) -> Text {
    let mut hash = Sha256::new();
    for value in [
        record.started.to_string(),
        format!("{:?}", record.direction),
        record.caller.number.as_deref().unwrap_or_default().to_owned(),
        record.callee.number.as_deref().unwrap_or_default().to_owned(),
        record.duration_seconds.unwrap_or_default().to_string(),
    ] {
        hash.update(value.as_bytes());
        hash.update([0]);
    }
    format!("{NAMELESS}{}", hex::encode(&hash.finalize()[..12])).into()
}

/// Queues do not change a call that goes out.
fn comes_in(record: &CallRecord) -> bool {
    matches!(record.direction, CallDirection::Inbound | CallDirection::Unknown)
}

fn passages(record: &CallRecord, ended: Millis) -> Vec<Passage> {
    if !comes_in(record) {
        return Vec::new();
    }
    let mut passages: Vec<Passage> = record.queue.iter().map(|stat| passage(stat, record, ended)).collect();
    passages.sort_by_key(|passage| passage.entered);
    passages.iter_mut().skip(1).for_each(|passage| passage.transferred_in = true);
    passages
}

fn passage(stat: &QueueStat, record: &CallRecord, ended: Millis) -> Passage {
    let waited = stat.wait_seconds.map(seconds);
    let left_at = stat.handled.or(stat.abandoned);
    let said = stat.entered.or_else(|| Some(left_at? - waited?));
    // The documents' own example pairs a call with a row of another year: its lengths are right, its times are not.
    let misplaced = said.filter(|entered| (entered - record.started).abs() > DAY);
    let shift = misplaced.map_or(0, |entered| record.started - entered);
    let entered = said.map_or(record.started, |entered| entered + shift);
    let at = left_at.map(|at| at + shift).or_else(|| Some(entered + waited?));
    let agent = || stat.agent_id.as_ref().map(|agent| agent.as_str().into());
    let answered = |at: Option<Millis>| Left::Answered {
        at: at.unwrap_or(entered),
        agent: agent(),
        talked: stat.talk_seconds.map(seconds),
    };
    let left = match &stat.status {
        Some(QueueStatStatus::Processed | QueueStatStatus::Handled) => answered(at),
        Some(QueueStatStatus::Abandoned) => abandoned(stat, at.unwrap_or(ended)),
        // The call is over, and this row was not written again.
        Some(QueueStatStatus::Waiting) => Left::Unknown { at: ended.max(entered) },
        Some(QueueStatStatus::Other(_)) | None if stat.handled.is_some() => answered(at),
        Some(QueueStatStatus::Other(_)) | None if stat.abandoned.is_some() => {
            abandoned(stat, at.unwrap_or(ended))
        }
        Some(QueueStatStatus::Other(_)) | None => Left::Unknown { at: ended.max(entered) },
    };
    Passage {
        queue: stat.queue_id.as_ref().map(|queue| queue.as_str().into()),
        entered,
        entered_is_call_start: said.is_none() || misplaced.is_some(),
        transferred_in: false,
        left: Some(left),
    }
}

/// ACDC calls everybody abandoned whom no agent took; the reason tells who was (`protocols.md` §3.3). A word that is not
/// known is taken for what the status says.
fn abandoned(stat: &QueueStat, at: Millis) -> Left {
    let reason = stat.abandoned_reason.as_deref().unwrap_or_default().to_lowercase();
    if reason.contains("timeout") || reason.contains("exit") {
        Left::FlowedOut { at }
    } else if reason.contains("error") {
        Left::Unknown { at }
    } else {
        Left::Abandoned { at }
    }
}

fn result(record: &CallRecord, passages: &[Passage]) -> CallResult {
    match record.result() {
        antring::CallResult::Answered => CallResult::Answered,
        antring::CallResult::Abandoned => match passages.last().and_then(|last| last.left.as_ref()) {
            Some(Left::FlowedOut { .. }) => CallResult::NoAnswer,
            Some(Left::Unknown { .. }) => CallResult::Unknown,
            _ => CallResult::Abandoned,
        },
        antring::CallResult::Busy => CallResult::Busy,
        antring::CallResult::Cancelled => CallResult::NoAnswer,
        antring::CallResult::Ivr => CallResult::LeftEarly,
        antring::CallResult::Failed => CallResult::Failed,
    }
}

fn seconds(seconds: u32) -> Millis {
    Millis::from(seconds) * 1_000
}

#[cfg(test)]
pub(super) mod tests {
    use antring::translate::call_record;
    use serde_json::{Value, json};

    use super::*;

    pub fn record(row: &Value) -> CallRecord {
        call_record(row).expect("it has a time")
    }

    fn read(row: &Value) -> Call {
        call(&record(row), &Names::default()).expect("it is over")
    }

    /// A call from outside at second 100 of 60 s, through these queues.
    pub fn through(stats: Value) -> Value {
        json!({"unix_timestamp": 1_770_000_100, "direction": "to_ab", "status_detail": "IVR", "duration_seconds": 60,
               "billing_seconds": 60, "caller": {"number": "0987654321"}, "did_number": "028", "queue_stat": stats})
    }

    fn at(second: Millis) -> Millis {
        1_770_000_100_000 + second * 1_000
    }

    fn abandoned_by(reason: Value) -> Option<Left> {
        let call = read(&through(json!([{"call_id": "a", "queue_id": "Q1", "status": "abandoned",
            "entered_timestamp": 1_770_000_102, "abandoned_timestamp": 1_770_000_150, "abandoned_reason": reason}])));
        call.passages[0].left.clone()
    }

    #[test]
    fn the_reason_tells_who_gave_up_from_who_was_sent_on() {
        for gave_up in [json!("member_hangup"), json!(null), json!("A NEW WORD")] {
            assert_eq!(abandoned_by(gave_up), Some(Left::Abandoned { at: at(50) }));
        }
        for sent_on in ["member_timeout", "member_exit", "member_exit_empty", "dtmf_exit"] {
            assert_eq!(abandoned_by(json!(sent_on)), Some(Left::FlowedOut { at: at(50) }), "{sent_on}");
        }
        assert_eq!(abandoned_by(json!("INTERNAL ERROR")), Some(Left::Unknown { at: at(50) }));
    }

    #[test]
    fn a_call_through_two_queues_is_two_passages_in_the_order_of_entry() {
        let second = json!({"call_id": "a", "queue_id": "Q2", "status": "abandoned", "abandoned_reason": "member_timeout",
            "entered_timestamp": 1_770_000_130, "wait_time": 20});
        let first = json!({"call_id": "a", "queue_id": "Q1", "status": "processed", "agent_id": "AN",
            "entered_timestamp": 1_770_000_102, "handled_timestamp": 1_770_000_110, "processed_timestamp": 1_770_000_130,
            "talk_time": 15, "misses": [{"agent_id": "BO", "timestamp": 1_770_000_105}, {"agent_id": "CU"}]});
        let call = read(&through(json!([second, first])));
        let answered = Left::Answered { at: at(10), agent: Some("an".into()), talked: Some(15_000) };
        assert_eq!(call.passages[0].left, Some(answered), "upstream's talk time is not recomputed");
        assert_eq!(call.passages[1].left, Some(Left::FlowedOut { at: at(50) }));
        assert_eq!(call.passages.iter().map(|one| one.transferred_in).collect::<Vec<_>>(), [false, true]);
        assert_eq!((call.result, call.agent.as_deref()), (CallResult::Answered, Some("an")));
        let misses: Vec<_> = call.misses.iter().map(|miss| (&*miss.agent, miss.at)).collect();
        assert_eq!(misses, [("bo", at(5)), ("cu", at(0))]);
    }

    #[test]
    fn a_row_that_still_waits_after_the_call_is_nobodys_knowledge() {
        let call = read(&through(
            json!([{"call_id": "a", "status": "waiting", "entered_timestamp": 1_770_000_102}]),
        ));
        assert_eq!(call.passages[0].left, Some(Left::Unknown { at: at(60) }));
        assert_eq!(call.passages[0].queue, None);
        let on = json!({"unix_timestamp": 1_770_000_100, "direction": "to_ab",
            "queue_stat": [{"call_id": "a", "status": "handled", "entered_timestamp": 1_770_000_102, "handled_timestamp": 1_770_000_105}]});
        assert_eq!(super::call(&record(&on), &Names::default()), None, "it goes on");
    }

    #[test]
    fn a_wait_without_an_entry_counts_back_from_its_end_or_from_the_start_of_the_call() {
        let by_end = read(&through(
            json!([{"status": "handled", "handled_timestamp": 1_770_000_120, "wait_time": 12}]),
        ));
        assert_eq!((by_end.passages[0].entered, by_end.passages[0].entered_is_call_start), (at(8), false));
        let by_start = read(&through(json!([{"status": "abandoned", "abandoned_timestamp": 1_770_000_150}])));
        assert_eq!((by_start.passages[0].entered, by_start.passages[0].entered_is_call_start), (at(0), true));
    }

    #[test]
    fn the_vendors_page() {
        let page = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../crates/antring/tests/fixtures/histories_page1.json"
        ));
        let rows: Vec<Value> = serde_json::from_str(page).expect("JSON");
        let calls: Vec<Call> = rows.iter().map(read).collect();
        let drawn: Vec<_> =
            calls.iter().map(|call| (call.direction, call.result, call.passages.len())).collect();
        assert_eq!(
            drawn,
            [
                // Its queue's row is of another call, and queues do not change a call that goes out.
                (Direction::Outbound, CallResult::Answered, 0),
                (Direction::Inbound, CallResult::Abandoned, 1),
                (Direction::Outbound, CallResult::Busy, 0),
                (Direction::Internal, CallResult::NoAnswer, 0),
                (Direction::Outbound, CallResult::Failed, 0),
            ]
        );
        assert_eq!(calls[0].ended, Some(1_519_639_967_000));
        assert_eq!(calls[0].talked, Some(43_000));
        assert_eq!((calls[1].talked, calls[1].number.as_deref()), (None, Some("0933555666")));
        assert_eq!(calls[2].agent.as_deref(), Some("userstaging2"), "nobody has said who that is");
        assert!(calls[2].key.starts_with(NAMELESS) && !calls[2].key.contains("0909000111"));
    }

    #[test]
    fn a_row_of_another_year_keeps_its_lengths() {
        let call = read(&through(
            json!([{"call_id": "x", "status": "processed", "agent_id": "AN", "wait_time": 12,
            "entered_timestamp": 1_707_286_388, "handled_timestamp": 1_707_286_400, "processed_timestamp": 1_707_286_520}]),
        ));
        let passage = &call.passages[0];
        assert_eq!((passage.entered, passage.entered_is_call_start), (at(0), true));
        assert_eq!(passage.left.as_ref().map(Left::at), Some(at(12)));
        assert_eq!(call.ended, Some(at(60)));
    }
}
