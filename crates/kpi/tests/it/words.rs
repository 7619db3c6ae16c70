//! Names and formulas say what is counted, by the rules in force.

use std::collections::BTreeSet;

use kpi::{Kpi, Rule, Rules, Scope, Variant, definition};

use crate::facts::MORNING;

fn of(kpi: Kpi, rule: Rule) -> kpi::Definition {
    definition(kpi, &Rules::new(rule), &Scope::centre(), MORNING)
}

#[test]
fn the_formula_of_a_service_level_names_its_seconds() {
    let ours = of(Kpi::ServiceLevel, Rule::default());
    assert_eq!(ours.name, ["Mức phục vụ (SL-2, 80/20)", "Service level (SL-2, 80/20)"]);
    assert_eq!(
        ours.formula,
        [
            "Số cuộc tổng đài viên nghe trong 20 giây ÷ (đã nghe + bỏ cuộc, không tính bỏ cuộc dưới 5 giây).",
            "Answered by an agent within 20 s ÷ (answered + abandoned, abandons under 5 s left out).",
        ]
    );
    let rule = |variant| Rule { variant, target_seconds: 30, short_seconds: 3, ..Rule::default() };
    let english = |rule| of(Kpi::ServiceLevel, rule).formula[1].clone();
    assert_eq!(english(rule(Variant::Sl1)), "Answered by an agent within 30 s ÷ (answered + abandoned).");
    assert_eq!(
        english(rule(Variant::Sl3)),
        "Answered by an agent within 30 s ÷ (answered + abandoned, abandons within 30 s left out)."
    );
    assert_eq!(english(rule(Variant::Sl4)), "Answered by an agent within 30 s ÷ answered.");
    assert_eq!(
        english(rule(Variant::Sl5)),
        "(Answered by an agent within 30 s + abandoned within 30 s) ÷ (answered + abandoned)."
    );
    assert_eq!(
        english(Rule { include_flow_outs: true, ..rule(Variant::Sl2) }),
        "Answered by an agent within 30 s ÷ (answered + abandoned + flowed out, abandons under 3 s left out)."
    );
    assert_eq!(of(Kpi::Sl4, Rule::default()).name[1], "Service level (SL-4, 80/20)", "asked for by name");
}

#[test]
fn different_targets_are_said_and_a_queue_says_its_own() {
    let slow = Rule { target_seconds: 60, ..Rule::default() };
    let rules = Rules::default().with_queue("support", slow);
    let formula = |scope| definition(Kpi::ServiceLevel, &rules, &scope, MORNING).formula[1].clone();
    assert!(formula(Scope::centre()).contains("each queue by its own target"));
    assert!(formula(Scope::queue("support")).contains("within 60 s"));
    assert!(formula(Scope::queue("sales")).contains("within 20 s"));
    let goal = Rules::default().with_queue("support", Rule { goal_percent: 90, ..Rule::default() });
    let of_goal = definition(Kpi::ServiceLevel, &goal, &Scope::centre(), MORNING);
    assert!(of_goal.formula[1].contains("within 20 s"), "another goal is no other formula");
}

#[test]
fn a_changed_rule_changes_the_words_from_then_on() {
    let mut rules = Rules::default();
    rules.change_queue("sales", MORNING, Some(Rule { target_seconds: 45, ..Rule::default() }));
    rules.change_queue("sales", MORNING + 10, None);
    let target = |at| rules.at(Some("sales"), at).target_seconds;
    assert_eq!([MORNING - 1, MORNING, MORNING + 9, MORNING + 10].map(target), [20, 45, 45, 20]);
    let name = |at| definition(Kpi::ServiceLevel, &rules, &Scope::queue("sales"), at).name[1].clone();
    assert_eq!(name(MORNING), "Service level (SL-2, 80/45)");
    assert_eq!(name(MORNING - 1), "Service level (SL-2, 80/20)");
}

#[test]
fn short_abandons_are_named_wherever_they_are_left_out() {
    for kpi in [Kpi::AbandonRate, Kpi::AbandonWait, Kpi::CallersLost] {
        let [vi, en] = of(kpi, Rule { short_seconds: 7, ..Rule::default() }).formula;
        assert!(vi.contains("không tính bỏ cuộc dưới 7 giây"), "{vi}");
        assert!(en.contains("abandons under 7 s left out"), "{en}");
        let [_, none] = of(kpi, Rule { short_seconds: 0, ..Rule::default() }).formula;
        assert!(!none.contains("left out"), "{none}");
    }
}

#[test]
fn every_number_has_an_id_a_name_and_a_formula_in_both_languages() {
    let ids: BTreeSet<&str> = Kpi::ALL.iter().map(|kpi| kpi.id()).collect();
    assert_eq!(ids.len(), Kpi::ALL.len());
    for kpi in Kpi::ALL {
        assert_eq!(Kpi::from_id(kpi.id()), Some(kpi));
        let words = of(kpi, Rule::default());
        assert_eq!((words.id, words.version), (kpi.id(), kpi.version()));
        for (what, [vi, en]) in [("name", words.name), ("formula", words.formula)] {
            assert!(!vi.is_empty() && !en.is_empty() && vi != en, "{kpi:?}: {what}");
        }
        let [vi, en] = words.note;
        assert_eq!(vi.is_empty(), en.is_empty(), "{kpi:?}: note");
    }
    assert_eq!(Kpi::from_id("SL-2"), None);
    assert_eq!(Variant::from_name("sl-2"), Some(Variant::Sl2));
}
