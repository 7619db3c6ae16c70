use antring::CallRecord;
use kpi::{CallResult, Direction, Passage};
use serde_json::{Value, json};

use super::super::history::{NAMELESS, tests as records};
use super::super::seen::{SeenTalk, SeenWait};
use super::*;

const START: Millis = 1_770_000_100_000;

/// Milliseconds after the call's start.
fn at(millis: Millis) -> Millis {
    START + millis
}

/// Waits since 2.4 s, and has ended unanswered after 50.3 s, by our own clock.
fn seen(id: &str, number: &str, ended: Option<Millis>) -> SeenCall {
    let wait = SeenWait {
        queue: Some("q1".into()),
        since: at(2_400),
        since_call_start: false,
        again: false,
        picked_up: None,
        left: ended.is_some(),
    };
    SeenCall {
        id: id.into(),
        legs: vec![id.into()],
        started: at(300),
        ended,
        direction: Direction::Inbound,
        number: Some(number.into()),
        line: None,
        agent: None,
        result: ended.map_or(CallResult::Live, |_| CallResult::Abandoned),
        speaks_since: None,
        talked: None,
        wait: Some(wait),
        talks: Vec::new(),
        misses: vec![("bo".into(), at(9_700))],
        at: at(50_300),
    }
}

fn over(id: &str, number: &str) -> SeenCall {
    seen(id, number, Some(at(50_300)))
}

fn book(seen: &[SeenCall]) -> Book {
    let mut book = Book::default();
    for seen in seen {
        book.see(seen);
    }
    book
}

fn record(stats: Value) -> CallRecord {
    records::record(&records::through(stats))
}

fn stat(call_id: &str, status: Value) -> Value {
    let mut stat = json!({"call_id": call_id, "queue_id": "Q1", "entered_timestamp": 1_770_000_102});
    stat.as_object_mut().expect("an object").extend(status.as_object().cloned().expect("an object"));
    stat
}

fn timed_out(call_id: &str) -> Value {
    let abandoned = json!({"status": "abandoned", "abandoned_timestamp": 1_770_000_150, "abandoned_reason": "member_timeout",
        "misses": [{"agent_id": "BO", "timestamp": 1_770_000_109}, {"agent_id": "CU", "timestamp": 1_770_000_130}]});
    stat(call_id, abandoned)
}

fn only(book: &Book) -> &Call {
    let [call] = book.calls() else { panic!("one call: {:#?}", book.calls()) };
    call
}

fn lefts(call: &Call) -> Vec<Option<Left>> {
    call.passages.iter().map(|passage| passage.left.clone()).collect()
}

/// Reads it twice, as at the seam of two windows.
fn read(book: &mut Book, record: &CallRecord) -> Read {
    let first = book.read(record, &Names::default());
    let calls = book.calls().to_vec();
    book.read(record, &Names::default());
    assert_eq!(book.calls(), calls, "the same record again changes nothing");
    first
}

#[test]
fn a_record_joins_by_its_queues_row_and_decides_what_became_of_the_caller() {
    let mut book = book(&[over("caller", "0987654321")]);
    assert_eq!(read(&mut book, &record(json!([timed_out("caller")]))), Read::Joined(Join::ByQueue));
    let call = only(&book);
    assert_eq!(lefts(call), [Some(Left::FlowedOut { at: at(50_300) })], "when is the feed's word");
    assert_eq!(call.passages[0].entered, at(2_400));
    assert_eq!(call.result, CallResult::NoAnswer);
    let missed: Vec<_> = call.misses.iter().map(|miss| (&*miss.agent, miss.at)).collect();
    assert_eq!(missed, [("bo", at(9_700)), ("cu", at(30_000))]);
    book.see(&over("caller", "0987654321"));
    assert_eq!(
        lefts(only(&book)),
        [Some(Left::FlowedOut { at: at(50_300) })],
        "the feed's guess is not heard again"
    );
}

#[test]
fn the_recordings_name_comes_before_the_queues_row() {
    let mut book = book(&[over("caller", "0987654321")]);
    let mut told = record(json!([stat(
        "caller",
        json!({"status": "processed", "handled_timestamp": 1_770_000_120,
        "agent_id": "AN", "talk_time": 20})
    )]));
    told.recording = Some("call_recording_caller.mp3".into());
    assert_eq!(read(&mut book, &told), Read::Joined(Join::ByRecording));
    let answered = Left::Answered { at: at(20_000), agent: Some("an".into()), talked: Some(20_000) };
    assert_eq!(lefts(only(&book)), [Some(answered)], "the pickup was missed by the feed");
    assert_eq!(only(&book).agent.as_deref(), Some("an"));
    assert_eq!(only(&book).result, CallResult::Answered);
}

#[test]
fn one_that_names_no_leg_joins_by_likeness_if_there_is_only_one_alike() {
    let nameless = record(json!([]));
    let mut one = book(&[over("caller", "+84 987 654 321"), over("other", "0911111111")]);
    assert_eq!(read(&mut one, &nameless), Read::Joined(Join::Soft));
    let joined = one.call("caller").expect("it has its key");
    assert_eq!(joined.join, Join::Soft);
    assert_eq!(
        joined.result,
        CallResult::Abandoned,
        "a record without queues' rows knows less than the feed"
    );
    assert_eq!(lefts(joined), [Some(Left::Abandoned { at: at(50_300) })]);

    let mut two = book(&[over("caller", "0987654321"), over("again", "0987654321")]);
    assert_eq!(read(&mut two, &nameless), Read::New);
    assert_eq!(two.calls().len(), 3);
    let alone = two.call(&history::nameless(&nameless)).expect("known by its own values");
    assert_eq!(alone.join, Join::HistoryOnly);
}

#[test]
fn likeness_takes_number_direction_and_time() {
    let mut later = over("caller", "0987654321");
    later.started = at(6_000);
    let mut outbound = over("caller", "0987654321");
    (outbound.direction, outbound.wait) = (Direction::Outbound, None);
    let mut anonymous = over("caller", "0987654321");
    anonymous.number = None;
    for unlike in [later, outbound, anonymous, over("caller", "0987654322")] {
        assert_eq!(read(&mut book(&[unlike]), &record(json!([]))), Read::New);
    }
    let mut named = book(&[over("caller", "0987654321")]);
    assert_eq!(
        read(&mut named, &record(json!([timed_out("somebody else")]))),
        Read::New,
        "it names another leg"
    );
}

#[test]
fn a_record_of_two_calls_of_the_feed_makes_them_one() {
    let mut halves = book(&[over("caller", "0987654321"), over("agents", "0987654321")]);
    let mut told = record(json!([timed_out("caller")]));
    told.recording = Some("call_recording_agents.mp3".into());
    let unkept = halves.take_unkept(10);
    assert_eq!(unkept.calls.len(), 2);
    read(&mut halves, &told);
    assert_eq!(only(&halves).legs, ["agents", "caller"].map(Text::from));
    let unkept = halves.take_unkept(10);
    assert_eq!((unkept.calls.len(), unkept.removed.as_slice()), (1, ["caller".into()].as_slice()));
}

#[test]
fn a_call_that_goes_on_is_not_told_yet() {
    let mut live = book(&[seen("caller", "0987654321", None)]);
    assert_eq!(read(&mut live, &record(json!([timed_out("caller")]))), Read::NotYet);
    assert_eq!(only(&live).ended, None);
    live.see(&over("caller", "0987654321"));
    assert_eq!(read(&mut live, &record(json!([timed_out("caller")]))), Read::Joined(Join::ByQueue));
}

#[test]
fn what_nobody_saw_is_the_histories_alone() {
    let mut empty = Book::default();
    assert_eq!(read(&mut empty, &record(json!([timed_out("caller")]))), Read::New);
    assert_eq!(read(&mut empty, &record(json!([]))), Read::New);
    assert_eq!(empty.calls().len(), 2);
    assert!(empty.calls().iter().all(|call| call.join == Join::HistoryOnly));
    assert!(empty.calls()[1].key.starts_with(NAMELESS));
}

#[test]
fn legs_that_turn_out_one_call_leave_one_and_the_other_is_removed() {
    let mut book = book(&[seen("agents", "0987654321", None), seen("caller", "0987654321", None)]);
    drop(book.take_unkept(10));
    let mut one = seen("caller", "0987654321", None);
    one.legs.push("agents".into());
    assert!(book.see(&one));
    assert!(!book.see(&one));
    assert_eq!(&*only(&book).key, "caller");
    assert_eq!(book.take_unkept(10).removed, ["agents".into()]);
    // A soft link that was undone.
    book.see(&seen("agents", "0987654321", None));
    book.see(&seen("caller", "0987654321", None));
    assert_eq!(book.calls().len(), 2);
    assert_eq!(book.call_of_leg("agents").map(|call| &*call.key), Some("agents"));
}

#[test]
fn what_could_not_be_kept_is_owed_and_a_newer_state_of_it_wins() {
    let mut book = book(&[seen("caller", "0987654321", None)]);
    let unkept = book.take_unkept(10);
    assert_eq!(book.take_unkept(10), Unkept::default());
    book.see(&over("caller", "0987654321"));
    book.give_back(unkept);
    assert_eq!(book.take_unkept(10).calls[0].ended, Some(at(50_300)));
    book.forget_before(at(60_000));
    assert!(book.calls().is_empty());
}

#[test]
fn a_call_that_nobody_told_of_since_a_restart_is_lost_not_live() {
    let mut talking = seen("talking", "0987654321", None);
    talking.wait.as_mut().expect("it waits").picked_up = Some(at(10_000));
    talking.talks = vec![SeenTalk { agent: Some("an".into()), from: at(10_000), until: None }];
    let mut book = book(&[seen("waiting", "0911111111", None), talking]);
    book.lose(&["waiting".into(), "talking".into(), "nobody".into()], at(70_000));
    let left = |key: &str| book.call(key).and_then(|call| call.passages[0].left.clone());
    assert_eq!(left("waiting"), Some(Left::Unknown { at: at(70_000) }));
    assert!(matches!(left("talking"), Some(Left::Answered { .. })));
    assert!(book.calls().iter().all(|call| call.result == CallResult::Unknown && call.ended.is_some()));
    let told = json!([stat(
        "waiting",
        json!({"status": "processed", "handled_timestamp": 1_770_000_120, "agent_id": "AN"})
    )]);
    book.read(&record(told), &Names::default());
    let passage: &Passage = &book.call("waiting").expect("it is there").passages[0];
    assert!(matches!(passage.left, Some(Left::Answered { at: picked_up, .. }) if picked_up == at(20_000)));
    assert_eq!(book.call("waiting").and_then(|call| call.ended), Some(at(60_000)));
}
