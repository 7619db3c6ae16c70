//! Conversations, people and offers are counted apart.

use kpi::{
    Call, Caller, Direction, Facts, Kpi, Miss, Role, Rules, Scope, Talking, Why, caller as who_calls, drill,
    figure, lost_callers,
};

use crate::facts::{
    MINUTE, MORNING, SECOND, SHIFT, abandoned, answered, call, caller, flowed_out, pair, passage, whole,
};

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
    let lost = lost_callers(&facts, &Talking::new(), &Scope::centre(), SHIFT, &rules, SHIFT.until);
    assert_eq!((lost.callers.len(), lost.anonymous), (3, 3));
    let rows = drill(Kpi::CallersLost, &facts, &Scope::centre(), SHIFT, &rules, SHIFT.until);
    let again = rows.iter().filter(|row| row.role == Role::LeftOut(Why::SameCaller));
    let again: Vec<&str> = again.filter_map(|row| Some(&*row.call()?.key)).collect();
    assert_eq!(again, ["2", "3", "4", "5", "6", "9"], "the first call of each is the one that counts");
}

#[test]
fn an_extension_is_no_country_code() {
    let known = |number: &str| who_calls(Some(number));
    assert_eq!(known("8401"), Caller::Known("8401".to_owned()));
    assert_eq!(known("+848401"), Caller::Known("08401".to_owned()), "with a plus it is one");
    assert_eq!(known("0049 30 123456"), known("+4930123456"));
    assert_ne!(known("4930123456"), known("+4930123456"), "without a prefix nobody knows");
    assert_eq!(known("+84 (0)901 234 567"), known("0901234567"), "the zero between is nobody's");
}

#[test]
fn a_colleague_who_hangs_up_is_no_caller_lost() {
    let gives_up = |key, number: &str| Call {
        number: Some(number.into()),
        ..caller(key, MORNING, abandoned(MORNING + MINUTE))
    };
    let by_name = Call { direction: Direction::Internal, ..gives_up("1", "0901234567") };
    let calls = [by_name, gives_up("2", "1016"), gives_up("3", "02838123456")];
    assert_eq!(whole(Kpi::Abandoned, &calls), (3, 0));
    assert_eq!(whole(Kpi::CallersLost, &calls), (1, 0));
    let (facts, rules) = (Facts { calls: &calls, stints: &[] }, Rules::default());
    let rows = drill(Kpi::CallersLost, &facts, &Scope::centre(), SHIFT, &rules, SHIFT.until);
    let left_out = rows.iter().filter(|row| row.role == Role::LeftOut(Why::Internal)).count();
    assert_eq!(left_out, 2, "they are listed, so that nobody looks for them");
}
