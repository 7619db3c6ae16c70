//! Where windows and slots begin and end, and in what shape facts may come.

use kpi::{Call, Facts, Kpi, Rule, Rules, Scope, Span, figure, series};

use crate::facts::{MINUTE, MORNING, SHIFT, answered, caller, pair};

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
fn a_slot_begins_with_its_first_moment_and_the_rolling_window_ends_with_the_present_one() {
    let calls = [14, 15].map(|minute| {
        let at = MORNING + 15 * MINUTE - i64::from(minute == 14);
        caller(&minute.to_string(), at, answered(at))
    });
    let facts = Facts { calls: &calls, stints: &[] };
    let slots =
        series(Kpi::Answered, &facts, &Scope::centre(), SHIFT, 15 * MINUTE, &Rules::default(), SHIFT.until);
    let answers: Vec<i64> = slots.iter().filter_map(|slot| Some(slot.figure?.part)).collect();
    assert_eq!(answers, [1, 1, 0, 0, 0, 0, 0, 0]);

    let at = MORNING + 15 * MINUTE;
    let rolling =
        |now| pair(Kpi::Answered, &calls[1..], Span::rolling(now, 30 * MINUTE), &Rules::default(), now).0;
    assert_eq!([at - 1, at, at + 30 * MINUTE - 1, at + 30 * MINUTE].map(rolling), [0, 1, 1, 0]);
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
