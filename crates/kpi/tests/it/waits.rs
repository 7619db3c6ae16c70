//! How long callers waited and talked.

use kpi::{Call, Facts, Kpi, Left, Rules, Scope, Span, series};

use crate::facts::{
    HOUR, MINUTE, MORNING, SECOND, SHIFT, abandoned, answered, call, caller, pair, passage, whole,
};

#[test]
fn average_and_p90_of_the_wait_of_answered_callers() {
    let waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
    let calls: Vec<Call> = waits
        .iter()
        .map(|wait| caller(&wait.to_string(), MORNING, answered(MORNING + wait * SECOND)))
        .chain([caller("gave up", MORNING, abandoned(MORNING + HOUR))])
        .collect();
    assert_eq!(whole(Kpi::Asa, &calls), (145 * SECOND, 10), "the one who hung up is not in it");
    assert_eq!(whole(Kpi::AsaP90, &calls), (9 * SECOND, 10), "nearest rank: the ninth of ten");
    assert_eq!(whole(Kpi::AsaP90, &calls[9..]), (100 * SECOND, 1), "of one it is that one");
    assert_eq!(whole(Kpi::AsaP90, &calls[10..]), (0, 0));
}

#[test]
fn the_wait_begins_at_the_queue_and_not_in_the_menu() {
    let after_menu = Call {
        passages: vec![passage("sales", MORNING + MINUTE, answered(MORNING + MINUTE + 5 * SECOND))],
        ..call("1", MORNING)
    };
    assert_eq!(whole(Kpi::Asa, &[after_menu]), (5 * SECOND, 1));
}

#[test]
fn talk_counts_when_it_is_over() {
    let talked = Some(Left::Answered { at: MORNING, agent: None, talked: Some(3 * MINUTE) });
    let over = Call { ended: Some(MORNING + 3 * MINUTE), ..caller("1", MORNING, talked) };
    let calls = [over, caller("2", MORNING, answered(MORNING))];
    let value = |now| pair(Kpi::Talk, &calls, SHIFT, &Rules::default(), now);
    assert_eq!(value(MORNING + 3 * MINUTE - 1), (0, 0), "both are talking");
    assert_eq!(value(MORNING + 3 * MINUTE), (3 * MINUTE, 1));
    assert_eq!(value(SHIFT.until), (3 * MINUTE, 1), "the other goes on");
}

#[test]
fn waiting_and_the_longest_wait_are_of_an_instant() {
    let calls = [
        caller("1", MORNING, abandoned(MORNING + 3 * MINUTE)),
        caller("2", MORNING + MINUTE, answered(MORNING + 5 * MINUTE)),
        caller("3", MORNING + 2 * MINUTE, None),
    ];
    let value = |kpi, now| pair(kpi, &calls, SHIFT, &Rules::default(), now);
    assert_eq!(value(Kpi::Waiting, MORNING - 1), (0, 0));
    assert_eq!(value(Kpi::Waiting, MORNING + 2 * MINUTE), (3, 0));
    assert_eq!(value(Kpi::LongestWait, MORNING + 2 * MINUTE), (2 * MINUTE, 3));
    // Not the day's record: who left waits no more.
    assert_eq!(value(Kpi::LongestWait, MORNING + 3 * MINUTE), (2 * MINUTE, 2));
    let at_the_end = (SHIFT.until - 1 - MORNING - 2 * MINUTE, 1);
    assert_eq!(
        value(Kpi::LongestWait, SHIFT.until + HOUR),
        at_the_end,
        "of a window that is over: at its end"
    );
    let facts = Facts { calls: &calls, stints: &[] };
    let by_minute = Span { from: MORNING, until: MORNING + 6 * MINUTE };
    let slots =
        series(Kpi::Waiting, &facts, &Scope::centre(), by_minute, MINUTE, &Rules::default(), SHIFT.until);
    let waiting: Vec<i64> = slots.iter().filter_map(|slot| Some(slot.figure?.part)).collect();
    assert_eq!(waiting, [1, 2, 3, 2, 2, 1]);
}
