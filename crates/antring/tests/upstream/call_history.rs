//! Rows of the call history (`protocols.md` §1.3).

use antring::raw::{declared_total, rows};
use antring::translate::call_record;
use antring::{CallDirection, CallRecord, CallResult, QueueStatStatus, StatusDetail};

use crate::support::json;

fn read(file: &str) -> Vec<CallRecord> {
    let answer = json(file);
    rows(&answer).expect("a list").iter().map(|row| call_record(row).expect("a record")).collect()
}

#[test]
fn the_page() {
    let records = read("histories_page1.json");
    let told: Vec<(CallDirection, CallResult, Option<u32>)> =
        records.iter().map(|record| (record.direction, record.result(), record.duration_seconds)).collect();
    assert_eq!(
        told,
        [
            (CallDirection::Outbound, CallResult::Answered, Some(50)),
            (CallDirection::Inbound, CallResult::Abandoned, Some(71)),
            (CallDirection::Outbound, CallResult::Busy, Some(9)),
            (CallDirection::Internal, CallResult::Cancelled, Some(6)),
            (CallDirection::Outbound, CallResult::Failed, Some(2)),
        ]
    );
    assert!(records[1..].iter().all(|record| record.recording.is_none()));
}

#[test]
fn the_documented_row() {
    let record = &read("histories_page1.json")[0];
    assert_eq!(record.started, 1_519_639_917_000);
    assert_eq!(record.caller.number.as_deref(), Some("01693608879"));
    assert_eq!(record.callee.username.as_deref(), Some("thutran"));
    assert_eq!(record.did_number.as_deref(), Some("02873019555"));
    assert_eq!((&record.status, record.billed_seconds), (&StatusDetail::Success, Some(43)));
    assert_eq!(record.call_id, Some("call_1707286400@pbx.antbuddy".into()));
    let stat = &record.queue[0];
    assert_eq!(stat.status, Some(QueueStatStatus::Processed));
    assert_eq!((stat.wait_seconds, stat.talk_seconds), (Some(12), Some(95)));
    assert_eq!((stat.entered, stat.processed), (Some(1_707_286_388_000), Some(1_707_286_520_000)));
    assert_eq!(
        (stat.agent_id.clone(), stat.hung_up_by.as_deref()),
        (Some("agent_support01".into()), Some("agent"))
    );
}

#[test]
fn the_abandoned_row() {
    let stat = &read("histories_page1.json")[1].queue[0];
    assert_eq!(stat.status, Some(QueueStatStatus::Abandoned));
    assert_eq!(stat.abandoned, Some(1_770_349_338_000));
    assert_eq!(stat.abandoned_reason.as_deref(), Some("member_hangup"));
    assert_eq!((stat.agent_id.as_ref(), stat.handled, stat.talk_seconds), (None, None, None));
}

#[test]
fn an_envelope_changes_nothing() {
    assert_eq!(read("variants/histories_page1_envelope.json"), read("histories_page1.json"));
    assert_eq!(declared_total(&json("variants/histories_page1_envelope.json")), Some(5));
}

#[test]
fn the_english_documents_row_without_queue_stat() {
    let record = &read("variants/histories_en_doc_no_queue_stat.json")[0];
    assert!(record.queue.is_empty());
    assert_eq!(record.call_id, Some("dl5m5j5hfh4n8njj1oor".into()));
    assert_eq!(record.result(), CallResult::Answered);
}
