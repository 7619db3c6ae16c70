//! What became of callers: the rates, the balance, and days that they cross.

use kpi::{Balance, Call, Day, Facts, Kpi, Rules, SMALL_SAMPLE, Scope, balance, figure};

use crate::facts::{
    HOUR, MINUTE, MORNING, SECOND, SHIFT, abandoned, answered, call, caller, flowed_out, pair, unknown, whole,
};

#[test]
fn abandonment_leaves_short_abandons_out_of_both_sides() {
    let calls = [
        caller("short", MORNING, abandoned(MORNING + 4 * SECOND)),
        caller("long", MORNING, abandoned(MORNING + 40 * SECOND)),
        caller("answered", MORNING, answered(MORNING + 3 * SECOND)),
        caller("on the way", MORNING, flowed_out(MORNING + 50 * SECOND)),
        caller("waits", MORNING, None),
    ];
    assert_eq!(whole(Kpi::AbandonRate, &calls), (1, 4));
    assert_eq!(whole(Kpi::AbandonWait, &calls), (40 * SECOND, 1));
    assert_eq!(whole(Kpi::AnswerRate, &calls), (1, 5), "not 1 − the rate of abandonment");
    assert_eq!(whole(Kpi::Abandoned, &calls), (2, 0), "the balance counts them all");
}

#[test]
fn hanging_up_in_the_menu_is_no_abandon() {
    let menu_only = Call { ended: Some(MORNING + MINUTE), ..call("1", MORNING) };
    for kpi in [Kpi::AbandonRate, Kpi::Abandoned, Kpi::Offered, Kpi::CallersLost, Kpi::ServiceLevel] {
        assert_eq!(whole(kpi, std::slice::from_ref(&menu_only)), (0, 0), "{kpi:?}");
    }
    assert_eq!(whole(Kpi::Calls, &[menu_only]), (1, 0), "it was a call all the same");
}

#[test]
fn a_call_over_midnight_belongs_to_its_arrival_and_its_answer_to_the_next_day() {
    let day = Day::new("Asia/Ho_Chi_Minh", "00:00").expect("a day");
    let (today, tomorrow) = (day.span_at(MORNING), day.span_at(MORNING + 24 * HOUR));
    let midnight = today.until;
    let calls = [caller("1", midnight - 5 * SECOND, answered(midnight + 5 * SECOND))];
    let value =
        |kpi| [today, tomorrow].map(|span| pair(kpi, &calls, span, &Rules::default(), midnight + HOUR).0);
    assert_eq!(value(Kpi::Calls), [1, 0]);
    assert_eq!(value(Kpi::Offered), [1, 0]);
    assert_eq!(value(Kpi::ServiceLevel), [0, 1], "shown once, on the day of its event");
    assert_eq!(value(Kpi::Answered), [0, 1]);
    assert_eq!(value(Kpi::AnswerRate), [1, 0], "what became of those who entered");
    let facts = Facts { calls: &calls, stints: &[] };
    let of = |span| balance(&facts, &Scope::centre(), span, midnight + HOUR);
    assert_eq!(of(today), Balance { offered: 1, waiting_now: 1, ..Balance::default() });
    assert_eq!(of(tomorrow), Balance { answered: 1, waiting_at_start: 1, ..Balance::default() });
}

#[test]
fn an_end_that_nobody_told_is_what_the_balance_leaves_over() {
    let calls = [
        caller("1", MORNING, unknown(MORNING + 5 * SECOND)),
        caller("2", MORNING, abandoned(MORNING + MINUTE)),
        caller("3", MORNING - MINUTE, flowed_out(MORNING + MINUTE)),
        caller("4", MORNING, None),
    ];
    let facts = Facts { calls: &calls, stints: &[] };
    assert_eq!(
        balance(&facts, &Scope::centre(), SHIFT, SHIFT.until),
        Balance {
            offered: 3,
            answered: 0,
            abandoned: 1,
            flowed_out: 1,
            waiting_at_start: 1,
            waiting_now: 1,
            remainder: 1
        }
    );
    assert_eq!(balance(&facts, &Scope::centre(), SHIFT, MORNING - 1), Balance::default(), "not begun");
}

#[test]
fn few_events_are_a_small_sample() {
    let answers = |count: i64| -> Vec<Call> {
        (0..count).map(|at| caller(&at.to_string(), MORNING + at, answered(MORNING + at))).collect()
    };
    let is_small = |count| {
        let calls = answers(count);
        let facts = Facts { calls: &calls, stints: &[] };
        let scope = Scope::centre();
        figure(Kpi::ServiceLevel, &facts, &scope, SHIFT, &Rules::default(), SHIFT.until).is_small_sample()
    };
    let enough = i64::from(SMALL_SAMPLE);
    assert_eq!([0, 1, enough - 1, enough].map(is_small), [false, true, true, false]);
}
