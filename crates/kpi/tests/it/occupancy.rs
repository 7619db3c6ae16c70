//! How busy agents were.

use kpi::{Call, Facts, Kpi, Rules, Scope, Span, State, Stint, figure};

use crate::facts::{MINUTE, MORNING, SHIFT};

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
