//! Lost callers, story by story: who is to be called back, and who was reached.

use kpi::{
    Call, CallResult, Direction, Facts, LostCaller, LostCallers, LostState, Millis, Rules, Scope, Spoken,
    Talk, Talking, lost_callers,
};

use crate::facts::{MINUTE, MORNING, SECOND, SHIFT, abandoned, answered, call, caller, flowed_out};

const NUMBER: &str = "0901234567";

/// A caller of that number who waits from that minute on.
fn comes(key: &str, minute: i64, left: Option<kpi::Left>) -> Call {
    Call { number: Some(NUMBER.into()), ..caller(key, MORNING + minute * MINUTE, left) }
}

/// Gives up after 80 seconds.
fn gives_up(key: &str, minute: i64) -> Call {
    comes(key, minute, abandoned(MORNING + minute * MINUTE + 80 * SECOND))
}

/// Somebody calls that number; rings for 20 seconds, and then they speak for so long or nobody answers.
fn calls_back(key: &str, minute: i64, talked: Option<Millis>) -> Call {
    let started = MORNING + minute * MINUTE;
    Call {
        number: Some(NUMBER.into()),
        direction: Direction::Outbound,
        agent: Some("binh".into()),
        ended: Some(started + 20 * SECOND + talked.unwrap_or(0)),
        result: if talked.is_some() { CallResult::Answered } else { CallResult::NoAnswer },
        talked,
        ..call(key, started)
    }
}

fn lost<'a>(calls: &'a [Call], rules: &'a Rules) -> LostCallers<'a> {
    lost_at(calls, rules, &Talking::new(), SHIFT.until)
}

fn lost_at<'a>(calls: &'a [Call], rules: &'a Rules, talking: &Talking, now: Millis) -> LostCallers<'a> {
    lost_callers(&Facts { calls, stints: &[] }, talking, &Scope::centre(), SHIFT, rules, now)
}

fn only<'a>(lost: &'a LostCallers<'a>) -> &'a LostCaller<'a> {
    match &lost.callers[..] {
        [only] => only,
        others => panic!("one row: {others:#?}"),
    }
}

fn closing<'a>(caller: &LostCaller<'a>) -> Talk<'a> {
    match caller.state {
        LostState::Closed(talk) => talk,
        LostState::Open { .. } => panic!("still open: {caller:#?}"),
    }
}

#[test]
fn one_number_that_gave_up_twice_is_one_row_with_its_last_wait() {
    let calls = [gives_up("1", 0), comes("2", 10, abandoned(MORNING + 10 * MINUTE + 30 * SECOND))];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    let row = only(&lost);
    assert_eq!((row.attempts, row.first.at), (2, MORNING + 80 * SECOND));
    assert_eq!((row.last.waited, row.last.queue.map(|queue| &**queue)), (30 * SECOND, Some("sales")));
    assert_eq!(row.last.call.key, calls[1].key, "the call to call back");
    assert_eq!(lost.recovered(), (0, 1));
}

#[test]
fn spoken_to_by_another_agent_in_another_queue_is_spoken_to() {
    let mut again = comes("2", 5, answered(MORNING + 6 * MINUTE));
    again.passages[0].queue = Some("support".into());
    let calls = [gives_up("1", 0), again];
    let rules = Rules::default();
    let scope = Scope::queue("sales");
    let facts = Facts { calls: &calls, stints: &[] };
    let lost = lost_callers(&facts, &Talking::new(), &scope, SHIFT, &rules, SHIFT.until);
    let talk = closing(only(&lost));
    assert_eq!((talk.at, talk.how), (MORNING + 6 * MINUTE, Spoken::CalledAgain));
    assert_eq!(talk.agent.map(|agent| &**agent), Some("lan"));
    assert_eq!(lost.recovered(), (1, 1));
}

#[test]
fn called_back_and_spoken_to_is_closed_when_the_talk_began() {
    let calls = [gives_up("1", 0), calls_back("2", 10, Some(3 * MINUTE))];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    let talk = closing(only(&lost));
    assert_eq!((talk.at, talk.how), (MORNING + 10 * MINUTE + 20 * SECOND, Spoken::CalledBack));
    assert_eq!((talk.agent.map(|agent| &**agent), talk.goes_on), (Some("binh"), false));
    // The moment before, it was ringing: open, and somebody is at it.
    let before = lost_at(&calls, &rules, &Talking::new(), talk.at - 1);
    let LostState::Open { tried, last_try, waits } = only(&before).state.clone() else { panic!("open") };
    assert_eq!((tried, last_try.map(|tried| tried.goes_on), waits), (1, Some(true), false));
}

#[test]
fn called_back_but_not_answered_stays_open_with_the_attempt_shown() {
    let calls = [gives_up("1", 0), calls_back("2", 10, None), calls_back("3", 20, None)];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    let LostState::Open { tried, last_try, .. } = only(&lost).state.clone() else { panic!("open") };
    let last_try = last_try.expect("a try");
    assert_eq!((tried, last_try.at, last_try.goes_on), (2, MORNING + 20 * MINUTE, false));
    assert_eq!(last_try.call.agent.as_deref(), Some("binh"));
    assert_eq!(lost.recovered(), (0, 1));
}

#[test]
fn a_talk_that_goes_on_closes_and_says_so() {
    let live = |call: Call| Call { ended: None, result: CallResult::Live, talked: None, ..call };
    let back = live(calls_back("2", 10, None));
    let calls = [gives_up("1", 0), back];
    let rules = Rules::default();
    let now = MORNING + 12 * MINUTE;
    let ringing = lost_at(&calls, &rules, &Talking::new(), now);
    assert!(only(&ringing).is_open(), "a phone that rings has reached nobody");
    let talking = Talking::from([("2".into(), MORNING + 11 * MINUTE)]);
    let lost = lost_at(&calls, &rules, &talking, now);
    let talk = closing(only(&lost));
    assert_eq!((talk.at, talk.goes_on), (MORNING + 11 * MINUTE, true));
    let taken = [gives_up("1", 0), comes("2", 10, answered(MORNING + 11 * MINUTE))];
    let lost = lost_at(&taken, &rules, &Talking::new(), now);
    assert!(closing(only(&lost)).goes_on);
}

#[test]
fn who_waits_again_at_this_moment_need_not_be_called() {
    let calls = [gives_up("1", 0), comes("2", 10, answered(MORNING + 14 * MINUTE))];
    let rules = Rules::default();
    let lost = lost_at(&calls, &rules, &Talking::new(), MORNING + 12 * MINUTE);
    let LostState::Open { waits, .. } = only(&lost).state else { panic!("open") };
    assert!(waits);
}

#[test]
fn a_new_loss_after_the_talk_opens_the_row_again_and_counts_from_there() {
    let calls = [
        gives_up("1", 0),
        gives_up("2", 5),
        calls_back("3", 10, Some(MINUTE)),
        gives_up("4", 30),
        gives_up("5", 40),
    ];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    let row = only(&lost);
    assert!(row.is_open());
    assert_eq!((row.attempts, row.first.at), (2, MORNING + 30 * MINUTE + 80 * SECOND));
    assert_eq!(row.closed_before.map(|talk| talk.at), Some(MORNING + 10 * MINUTE + 20 * SECOND));
    assert_eq!(lost.recovered(), (0, 1), "one number is one row");
}

#[test]
fn a_talk_before_the_loss_closes_nothing() {
    let mut handed_on = comes("1", 5, answered(MORNING + 6 * MINUTE));
    let second = crate::facts::passage("support", MORNING + 8 * MINUTE, abandoned(MORNING + 9 * MINUTE));
    handed_on.passages.push(second);
    let calls = [calls_back("2", 0, Some(MINUTE)), handed_on];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    assert!(only(&lost).is_open(), "they were spoken to, handed on, and lost");
    assert_eq!(only(&lost).closed_before, None);
}

#[test]
fn three_spellings_are_one_caller_and_a_talk_with_any_of_them_closes() {
    let spelled = |call: Call, number: &str| Call { number: Some(number.into()), ..call };
    let calls = [
        spelled(gives_up("1", 0), "+84901234567"),
        spelled(gives_up("2", 5), "0084 901 234 567"),
        spelled(calls_back("3", 10, Some(MINUTE)), "84901234567"),
    ];
    let rules = Rules::default();
    assert_eq!(only(&lost(&calls[..2], &rules)).attempts, 2);
    assert_eq!(lost(&calls, &rules).recovered(), (1, 1));
}

#[test]
fn anonymous_callers_are_counted_apart_and_closed_by_nobody() {
    let nobody = |call: Call, number: Option<&str>| Call { number: number.map(Into::into), ..call };
    let calls = [
        nobody(gives_up("1", 0), None),
        nobody(gives_up("2", 1), Some("anonymous")),
        nobody(comes("3", 10, answered(MORNING + 11 * MINUTE)), None),
    ];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    assert_eq!((lost.callers.len(), lost.anonymous, lost.recovered()), (0, 2, (0, 0)));
}

#[test]
fn who_hung_up_at_once_flowed_out_or_is_a_colleague_was_not_lost() {
    let colleague = Call { number: Some("1016".into()), ..gives_up("3", 0) };
    let calls = [
        comes("1", 0, abandoned(MORNING + 4_999)),
        comes("2", 0, flowed_out(MORNING + MINUTE)),
        colleague,
        Call { direction: Direction::Internal, ..gives_up("4", 0) },
    ];
    let rules = Rules::default();
    assert_eq!(lost(&calls, &rules), LostCallers::default());
}

#[test]
fn a_loss_belongs_to_its_span_and_a_talk_after_the_span_closes_it() {
    let late = SHIFT.until + 30 * MINUTE;
    let back = calls_back("2", (late - MORNING) / MINUTE, Some(MINUTE));
    let calls = [gives_up("1", 0), back, gives_up("3", 200)];
    let rules = Rules::default();
    let open = lost(&calls, &rules);
    assert!(only(&open).is_open());
    let later = lost_at(&calls, &rules, &Talking::new(), late + 300 * MINUTE);
    assert_eq!(only(&later).attempts, 1, "what was lost after the span is another list's");
    assert_eq!(closing(only(&later)).at, late + 20 * SECOND);
}

#[test]
fn the_newest_loss_stands_first_and_whoever_was_reached_last_after_them() {
    let of = |number: &str, call: Call| Call { number: Some(number.into()), ..call };
    let calls = [
        of("0911111111", gives_up("1", 0)),
        of("0922222222", gives_up("2", 10)),
        of("0933333333", gives_up("3", 20)),
        of("0944444444", gives_up("4", 30)),
        of("0944444444", calls_back("5", 32, Some(MINUTE))),
        of("0922222222", calls_back("6", 40, Some(MINUTE))),
    ];
    let rules = Rules::default();
    let lost = lost(&calls, &rules);
    let order: Vec<&str> = lost.callers.iter().map(|caller| &*caller.last.call.key).collect();
    assert_eq!(order, ["3", "1", "2", "4"]);
}
