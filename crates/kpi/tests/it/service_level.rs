//! The five variants on the vendors' published example, and the event rule.

use crate::facts::{
    HOUR, MORNING, SECOND, SHIFT, abandoned, answered, call, caller, flowed_out, pair, passage, unknown,
};
use kpi::{Call, Facts, Kpi, Rule, Rules, Scope, Span, Variant, figure};

/// A=1000, B=60, A_T=860, B_T=20, B_S=10 (ICMI, Call Centre Helper), all within [`SHIFT`].
fn the_example() -> Vec<Call> {
    let waits = |count: usize, wait| std::iter::repeat_n(wait * SECOND, count);
    let answers = waits(860, 12).chain(waits(140, 45));
    let abandons = waits(10, 3).chain(waits(10, 15)).chain(waits(40, 60));
    let ends = answers
        .map(|wait| (wait, true))
        .chain(abandons.map(|wait| (wait, false)))
        .zip((0..).map(|number| MORNING + number * 5 * SECOND));
    let call = |((wait, is_answered), entered): ((i64, bool), i64)| {
        let left = if is_answered { answered(entered + wait) } else { abandoned(entered + wait) };
        caller(&entered.to_string(), entered, left)
    };
    ends.map(call).collect()
}

fn rule(variant: Variant) -> Rule {
    Rule { variant, ..Rule::default() }
}

#[test]
fn five_variants_on_one_set_of_calls() {
    let calls = the_example();
    let expected = [
        (Kpi::Sl1, Variant::Sl1, (860, 1_060), "81.1"),
        (Kpi::Sl2, Variant::Sl2, (860, 1_050), "81.9"),
        (Kpi::Sl3, Variant::Sl3, (860, 1_040), "82.7"),
        (Kpi::Sl4, Variant::Sl4, (860, 1_000), "86.0"),
        (Kpi::Sl5, Variant::Sl5, (880, 1_060), "83.0"),
    ];
    for (kpi, variant, value, percent) in expected {
        let now = SHIFT.until;
        assert_eq!(pair(kpi, &calls, SHIFT, &Rules::default(), now), value, "{kpi:?} by name");
        let rules = Rules::new(rule(variant));
        assert_eq!(pair(Kpi::ServiceLevel, &calls, SHIFT, &rules, now), value, "{variant:?} by the rule");
        let shown = format!("{:.1}", value.0 as f64 * 100.0 / value.1 as f64);
        assert_eq!(shown, percent, "{variant:?}");
    }
}

#[test]
fn a_caller_past_the_target_counts_while_waiting() {
    let calls = [caller("1", MORNING, None)];
    let rules = Rules::default();
    let at = |wait| pair(Kpi::ServiceLevel, &calls, SHIFT, &rules, MORNING + wait);
    assert_eq!(at(20 * SECOND), (0, 0), "an answer now would still be in time");
    assert_eq!(at(20 * SECOND + 1), (0, 1));
    assert_eq!(pair(Kpi::Sl4, &calls, SHIFT, &rules, MORNING + HOUR), (0, 0), "answered callers only");
}

#[test]
fn what_has_crossed_stays_counted_however_it_ends() {
    let (crossed, over) = (MORNING + 30 * SECOND, MORNING + 40 * SECOND);
    for left in [answered(over), abandoned(over), flowed_out(over), unknown(over)] {
        let calls = [caller("1", MORNING, left)];
        for kpi in [Kpi::Sl1, Kpi::Sl2, Kpi::Sl3, Kpi::Sl5] {
            let value = |now| pair(kpi, &calls, SHIFT, &Rules::default(), now);
            assert_eq!(value(crossed), (0, 1), "{kpi:?}, before {:?}", calls[0].passages[0].left);
            assert_eq!(value(SHIFT.until), (0, 1), "{kpi:?}, after {:?}", calls[0].passages[0].left);
        }
    }
}

#[test]
fn a_call_counts_in_the_window_of_its_event() {
    // Crosses the target 20 s and a moment after its entry, in the next window; it is answered in the one after.
    let windows =
        [0, 15, 30].map(|from| Span { from: MORNING + from * SECOND, until: MORNING + (from + 15) * SECOND });
    let calls = [caller("1", MORNING, answered(MORNING + 40 * SECOND))];
    let values = |kpi| windows.map(|window| pair(kpi, &calls, window, &Rules::default(), SHIFT.until));
    assert_eq!(values(Kpi::Sl2), [(0, 0), (0, 1), (0, 0)]);
    assert_eq!(values(Kpi::Sl4), [(0, 0), (0, 0), (0, 1)], "answers count when they come");
    assert_eq!(values(Kpi::Offered), [(1, 0), (0, 0), (0, 0)], "volume counts at the arrival");
}

#[test]
fn flow_outs_and_transfers_in_by_choice() {
    let in_time = MORNING + 10 * SECOND;
    let mut handed_on = caller("2", MORNING, flowed_out(in_time));
    let mut again = passage("sales", in_time, answered(in_time + SECOND));
    again.transferred_in = true;
    handed_on.passages.push(again);
    let calls = [handed_on];
    let value = |include_flow_outs, include_transfers_in| {
        let rules = Rules::new(Rule { include_flow_outs, include_transfers_in, ..Rule::default() });
        pair(Kpi::ServiceLevel, &calls, SHIFT, &rules, SHIFT.until)
    };
    assert_eq!(value(false, true), (1, 1));
    assert_eq!(value(true, true), (1, 2));
    assert_eq!(value(false, false), (0, 0));
    assert_eq!(value(true, false), (0, 1));
}

#[test]
fn a_caller_is_judged_by_the_rule_at_the_entry() {
    let mut rules = Rules::default();
    let changed = MORNING + 10 * SECOND;
    rules.change_default(changed, Rule { target_seconds: 60, ..Rule::default() });
    // Both waited 30 s; one entered before the change.
    let before = caller("1", changed - 1, answered(changed + 30 * SECOND - 1));
    let after = caller("2", changed, answered(changed + 30 * SECOND));
    let calls = [before, after];
    assert_eq!(pair(Kpi::ServiceLevel, &calls, SHIFT, &rules, SHIFT.until), (1, 2));
    let facts = Facts { calls: &calls, stints: &[] };
    let of_both = figure(Kpi::ServiceLevel, &facts, &Scope::centre(), SHIFT, &rules, SHIFT.until);
    assert!(of_both.mixed_targets);
    assert_eq!(rules.changes_in(&Scope::queue("sales"), SHIFT), [changed]);
}

#[test]
fn queues_add_up_with_their_own_targets() {
    let slow = Rule { target_seconds: 60, ..Rule::default() };
    let rules = Rules::default().with_queue("support", slow);
    let mut calls = vec![caller("1", MORNING, answered(MORNING + 30 * SECOND))];
    calls.push(Call {
        passages: vec![passage("support", MORNING, answered(MORNING + 30 * SECOND))],
        ..caller("2", MORNING, None)
    });
    let facts = Facts { calls: &calls, stints: &[] };
    let value = |scope: &Scope| {
        let value = figure(Kpi::ServiceLevel, &facts, scope, SHIFT, &rules, SHIFT.until);
        (value.part, value.of, value.mixed_targets)
    };
    assert_eq!(value(&Scope::queue("sales")), (0, 1, false));
    assert_eq!(value(&Scope::queue("support")), (1, 1, false));
    assert_eq!(value(&Scope::centre()), (1, 2, true));
}

#[test]
fn a_short_abandon_is_under_its_seconds_and_never_past_the_target() {
    let wait = |millis| [caller("1", MORNING, abandoned(MORNING + millis))];
    let value = |millis, rules: &Rules| pair(Kpi::Sl2, &wait(millis), SHIFT, rules, SHIFT.until);
    assert_eq!(value(5 * SECOND - 1, &Rules::default()), (0, 0));
    assert_eq!(value(5 * SECOND, &Rules::default()), (0, 1));
    let odd = Rules::new(Rule { target_seconds: 3, ..Rule::default() });
    assert_eq!(value(4 * SECOND, &odd), (0, 1), "it had crossed a target of 3 s before");
}

#[test]
fn nothing_offered_is_no_percentage() {
    assert_eq!(pair(Kpi::ServiceLevel, &[], SHIFT, &Rules::default(), SHIFT.until), (0, 0));
}

#[test]
fn rules_are_mixed_where_they_make_different_formulas() {
    let mut calls = vec![caller("1", MORNING, answered(MORNING))];
    let of_support = |left| Call { passages: vec![passage("support", MORNING, left)], ..call("2", MORNING) };
    calls.push(of_support(answered(MORNING)));
    let is_mixed = |kpi, rule, other, calls: &[Call]| {
        let rules = Rules::new(rule).with_queue("support", other);
        let facts = Facts { calls, stints: &[] };
        figure(kpi, &facts, &Scope::centre(), SHIFT, &rules, SHIFT.until).mixed_targets
    };
    let ours = Rule::default();
    let strict = Rule { variant: Variant::Sl1, ..ours };
    let shorter = |rule| Rule { short_seconds: 3, ..rule };
    assert!(is_mixed(Kpi::ServiceLevel, ours, shorter(ours), &calls));
    assert!(!is_mixed(Kpi::ServiceLevel, strict, shorter(strict), &calls), "no abandon is short to SL-1");
    assert!(is_mixed(Kpi::ServiceLevel, ours, strict, &calls));
    assert!(!is_mixed(Kpi::Sl1, ours, strict, &calls), "asked for by name, both are counted alike");
    assert!(!is_mixed(Kpi::ServiceLevel, ours, Rule { goal_percent: 90, ..ours }, &calls));
    assert!(!is_mixed(Kpi::Asa, ours, strict, &calls), "an average has no target");
    let one_left_out = [calls[0].clone(), of_support(abandoned(MORNING))];
    let slow = Rule { target_seconds: 60, ..ours };
    assert!(!is_mixed(Kpi::ServiceLevel, ours, slow, &one_left_out), "what is left out mixes nothing");
}
