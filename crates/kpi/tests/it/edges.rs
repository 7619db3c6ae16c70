//! The edge cases of `kpi.md` 3.2, one by one.

use kpi::{
    Balance, Call, CallersLost, Day, Direction, Facts, Kpi, Left, Miss, Role, Rule, Rules, SMALL_SAMPLE,
    Scope, Span, State, Stint, Why, balance, callers_lost, drill, figure, series,
};

use crate::facts::{
    HOUR, MINUTE, MORNING, SECOND, SHIFT, abandoned, answered, call, caller, flowed_out, pair, passage,
    unknown,
};

fn whole(kpi: Kpi, calls: &[Call]) -> (i64, i64) {
    pair(kpi, calls, SHIFT, &Rules::default(), SHIFT.until)
}

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
fn talk_counts_when_it_is_over() {
    let talked = Some(Left::Answered { at: MORNING, agent: None, talked: Some(3 * MINUTE) });
    let over = Call { ended: Some(MORNING + 3 * MINUTE), ..caller("1", MORNING, talked) };
    let calls = [over, caller("2", MORNING, answered(MORNING))];
    let value = |now| pair(Kpi::Talk, &calls, SHIFT, &Rules::default(), now);
    assert_eq!(value(MORNING + 3 * MINUTE - 1), (0, 0), "both are talking");
    assert_eq!(value(MORNING + 3 * MINUTE), (3 * MINUTE, 1));
    assert_eq!(value(SHIFT.until), (3 * MINUTE, 1), "the other goes on");
}

fn stint(agent: &str, state: State, from: i64, until: i64) -> Stint {
    let until = Some(MORNING + until * MINUTE);
    Stint { agent: agent.into(), state, from: MORNING + from * MINUTE, until }
}

#[test]
fn occupancy_is_work_of_work_and_readiness() {
    let stints = [
        stint("lan", State::Available, 0, 20),
        stint("lan", State::Ringing, 20, 21),
        stint("lan", State::OnCall, 21, 31),
        stint("lan", State::WrapUp, 31, 36),
        stint("lan", State::Paused, 36, 90),
        stint("minh", State::OnCall, -10, 45),
        stint("hoa", State::Offline, 0, 120),
    ];
    let facts = Facts::<Call> { calls: &[], stints: &stints };
    let value = |scope: &Scope, span, now| {
        let value = figure(Kpi::Occupancy, &facts, scope, span, &Rules::default(), now);
        (value.part, value.of)
    };
    assert_eq!(value(&Scope::agent("lan"), SHIFT, SHIFT.until), (15 * MINUTE, 35 * MINUTE));
    assert_eq!(value(&Scope::agent("hoa"), SHIFT, SHIFT.until), (0, 0));
    assert_eq!(value(&Scope::centre(), SHIFT, SHIFT.until), (60 * MINUTE, 80 * MINUTE), "cut at the window");
    assert_eq!(value(&Scope::queue("sales"), SHIFT, SHIFT.until), (0, 0), "a queue has none");
}

#[test]
fn occupancy_of_less_than_half_an_hour_has_no_value() {
    let stints = [Stint { until: None, ..stint("lan", State::OnCall, 0, 0) }];
    let facts = Facts::<Call> { calls: &[], stints: &stints };
    let value = |span, now| figure(Kpi::Occupancy, &facts, &Scope::centre(), span, &Rules::default(), now).of;
    let half_past = MORNING + 30 * MINUTE - 1;
    assert_eq!(value(SHIFT, half_past - 1), 0);
    assert_eq!(value(SHIFT, half_past), 30 * MINUTE);
    assert_eq!(
        value(Span::rolling(half_past, 30 * MINUTE), half_past),
        30 * MINUTE,
        "the rolling one has it"
    );
}

#[test]
fn ringing_everybody_misses_as_often_as_it_rang() {
    let miss = |agent: &str| Miss { agent: agent.into(), at: MORNING, queue: Some("sales".into()) };
    let missed = Call {
        misses: vec![miss("lan"), miss("minh"), miss("lan")],
        ..caller("1", MORNING, answered(MORNING + 20 * SECOND))
    };
    let calls = [missed];
    let facts = Facts { calls: &calls, stints: &[] };
    let value =
        |scope: &Scope| figure(Kpi::Missed, &facts, scope, SHIFT, &Rules::default(), SHIFT.until).part;
    assert_eq!(value(&Scope::agent("lan")), 2);
    assert_eq!(value(&Scope::agent("hoa")), 0);
    assert_eq!(value(&Scope::queue("sales")), 3);
    assert_eq!(value(&Scope::centre()), 3);
    assert_eq!(whole(Kpi::CallersLost, &calls), (0, 0), "and nobody was lost");
}

#[test]
fn a_conversation_is_one_call_and_colleagues_do_not_count() {
    let mut handed_on = caller("1", MORNING, flowed_out(MORNING + SECOND));
    handed_on.passages.push(passage("support", MORNING + SECOND, answered(MORNING + 2 * SECOND)));
    let internal = Call { direction: Direction::Internal, ..call("2", MORNING) };
    let outbound = Call { direction: Direction::Outbound, ..call("3", MORNING) };
    let calls = [handed_on, internal, outbound];
    assert_eq!(whole(Kpi::Calls, &calls), (2, 0));
    let mut rules = Rules::default();
    rules.include_internal = true;
    assert_eq!(pair(Kpi::Calls, &calls, SHIFT, &rules, SHIFT.until), (3, 0));
    let facts = Facts { calls: &calls, stints: &[] };
    let left_out = |row: &kpi::DrillRow<'_>| row.role == Role::LeftOut(Why::Internal);
    let rules = Rules::default();
    let rows = drill(Kpi::Calls, &facts, &Scope::centre(), SHIFT, &rules, SHIFT.until);
    assert_eq!(
        rows.iter().filter(|row| left_out(row)).count(),
        1,
        "it is listed, so that nobody looks for it"
    );
}

#[test]
fn one_number_is_one_lost_caller_and_nobody_is_never_merged() {
    let numbers = [
        Some("0901234567"),
        Some("+84901234567"),
        Some("84901234567"),
        Some("0084901234567"),
        Some("+84 (90) 123-45-67"),
        Some("0901234567@acme.sip.example"),
        Some("0901234568"),
        Some("02838123456"),
        Some("842838123456"),
        None,
        Some("anonymous"),
        Some("anonymous@anonymous.invalid"),
    ];
    let calls: Vec<Call> = numbers
        .iter()
        .zip(1..)
        .map(|(number, place)| Call {
            number: number.map(Into::into),
            ..caller(&place.to_string(), MORNING + place, abandoned(MORNING + MINUTE + place))
        })
        .collect();
    assert_eq!(whole(Kpi::Abandoned, &calls), (12, 0));
    assert_eq!(whole(Kpi::CallersLost, &calls), (6, 0));
    let (facts, rules) = (Facts { calls: &calls, stints: &[] }, Rules::default());
    let lost = callers_lost(&facts, &Scope::centre(), SHIFT, &rules, SHIFT.until);
    assert_eq!(lost, CallersLost { known: 3, anonymous: 3 });
    let rows = drill(Kpi::CallersLost, &facts, &Scope::centre(), SHIFT, &rules, SHIFT.until);
    let again = rows.iter().filter(|row| row.role == Role::LeftOut(Why::SameCaller));
    let again: Vec<&str> = again.filter_map(|row| Some(&*row.call()?.key)).collect();
    assert_eq!(again, ["2", "3", "4", "5", "6", "9"], "the first call of each is the one that counts");
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

#[test]
fn slots_that_have_not_begun_have_no_value() {
    let facts = Facts::<Call> { calls: &[], stints: &[] };
    for kpi in Kpi::ALL {
        let now = MORNING + 20 * MINUTE;
        let slots = series(kpi, &facts, &Scope::centre(), SHIFT, 15 * MINUTE, &Rules::default(), now);
        let begun = slots.iter().map(|slot| slot.figure.is_some()).collect::<Vec<_>>();
        assert_eq!(begun, [true, true, false, false, false, false, false, false], "{kpi:?}");
    }
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

#[test]
fn facts_may_be_shared_or_borrowed() {
    let owned = [caller("1", MORNING, answered(MORNING))];
    let shared: Vec<std::sync::Arc<Call>> = owned.iter().cloned().map(Into::into).collect();
    let borrowed: Vec<&Call> = owned.iter().collect();
    let (scope, rules) = (Scope::centre(), Rules::new(Rule::default()));
    let of = |value: kpi::Figure| (value.part, value.of);
    let shared = Facts { calls: &shared, stints: &[] };
    let borrowed = Facts { calls: &borrowed, stints: &[] };
    assert_eq!(of(figure(Kpi::Sl1, &shared, &scope, SHIFT, &rules, SHIFT.until)), (1, 1));
    assert_eq!(of(figure(Kpi::Sl1, &borrowed, &scope, SHIFT, &rules, SHIFT.until)), (1, 1));
}
