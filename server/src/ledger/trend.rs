//! One operational day by quarters of an hour.

use app::explained::{Recount, Slot, Target};
use kpi::{Kpi, Millis, QUARTER_HOUR, Scope, Span};

use super::desk::Desk;

/// The slots that have begun.
pub fn slots(desk: &Desk<'_>, span: Span, scope: &Scope) -> Vec<Slot> {
    let series = |kpi| kpi::series(kpi, &desk.facts(), scope, span, QUARTER_HOUR, desk.rules, desk.now);
    let (offered, answered) = (series(Kpi::Offered), series(Kpi::Answered));
    let (abandoned, service) = (series(Kpi::Abandoned), series(Kpi::ServiceLevel));
    let waiting = most_waiting(desk, span, scope);
    let counts = offered.iter().zip(&answered).zip(abandoned.iter().zip(&service)).zip(waiting);
    counts
        .filter_map(|(((offered, answered), (abandoned, service)), waiting)| {
            let service = service.figure?;
            Some(Slot {
                from: offered.span.from,
                until: offered.span.until,
                offered: count(offered.figure?.part),
                answered: count(answered.figure?.part),
                abandoned: count(abandoned.figure?.part),
                service: Recount { part: service.part, of: service.of },
                waiting,
            })
        })
        .collect()
}

/// What the service level was held against, and since when.
pub fn targets(desk: &Desk<'_>, span: Span, scope: &Scope) -> Vec<Target> {
    let target = |from: Millis| {
        let rule = desk.rules.at(scope.queue.as_deref(), from);
        Target {
            from,
            variant: rule.variant as u8 + 1,
            goal_percent: rule.goal_percent.into(),
            target_seconds: rule.target_seconds,
        }
    };
    let changes = desk.rules.changes_in(scope, span.so_far(desk.now));
    let mut targets = vec![target(span.from)];
    targets.extend(changes.into_iter().filter(|at| *at > span.from).map(target));
    targets
}

/// The most callers who waited at once, slot by slot.
fn most_waiting(desk: &Desk<'_>, span: Span, scope: &Scope) -> Vec<u32> {
    let mut steps: Vec<(Millis, i32)> = Vec::new();
    let passages = desk.calls.iter().flat_map(|call| &call.passages);
    for passage in
        passages.filter(|passage| scope.has_queue(passage.queue.as_ref()) && passage.entered <= desk.now)
    {
        let left = passage.left.as_ref().map(kpi::Left::at).filter(|left| *left <= desk.now);
        if passage.entered < span.until && left.is_none_or(|left| left >= span.from) {
            steps.push((passage.entered, 1));
            steps.extend(left.map(|left| (left, -1)));
        }
    }
    // Who leaves at the moment another comes has made room.
    steps.sort_unstable();
    let mut steps = steps.into_iter().peekable();
    let mut waiting = 0;
    let slots = span.slots(QUARTER_HOUR).map(|slot| {
        while steps.peek().is_some_and(|(at, _)| *at < slot.from) {
            waiting += steps.next().map_or(0, |(_, step)| step);
        }
        let mut most = waiting;
        while steps.peek().is_some_and(|(at, _)| *at < slot.until) {
            waiting += steps.next().map_or(0, |(_, step)| step);
            most = most.max(waiting);
        }
        u32::try_from(most).unwrap_or(0)
    });
    slots.collect()
}

fn count(part: i64) -> u32 {
    u32::try_from(part.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use kpi::{Call, CallResult, Day, Direction, Join, Left, Passage, Rules, Talking};

    use super::super::names::Names;
    use super::*;

    fn waits(entered: Millis, left: Option<Millis>) -> Call {
        let queue = Some("q1".into());
        let left = left.map(|at| Left::Abandoned { at });
        let passage = Passage { queue, entered, entered_is_call_start: false, transferred_in: false, left };
        Call {
            key: format!("{entered}").into(),
            started: entered,
            ended: None,
            direction: Direction::Inbound,
            number: None,
            line: None,
            agent: None,
            result: CallResult::Live,
            talked: None,
            recording: None,
            legs: Vec::new(),
            passages: vec![passage],
            misses: Vec::new(),
            join: Join::FeedOnly,
        }
    }

    #[test]
    fn the_most_who_waited_at_once_carry_over_from_slot_to_slot() {
        let minute = 60_000;
        let calls = [
            waits(-5 * minute, Some(3 * minute)),
            waits(2 * minute, Some(20 * minute)),
            waits(3 * minute, None),
            waits(40 * minute, None),
        ];
        let (rules, names, talking) = (Rules::default(), Names::default(), Talking::new());
        let day = Day::new("UTC", "00:00").expect("a day");
        let desk = Desk {
            calls: &calls,
            stints: &[],
            talking: &talking,
            rules: &rules,
            names: &names,
            day: &day,
            from: 0,
            now: 50 * minute,
        };
        let hour = Span { from: 0, until: 75 * minute };
        assert_eq!(most_waiting(&desk, hour, &Scope::centre()), [2, 2, 2, 2, 2]);
        assert_eq!(most_waiting(&desk, hour, &Scope::queue("q2")), [0; 5]);
        assert_eq!(slots(&desk, hour, &Scope::centre()).len(), 4, "the fifth has not begun");
        let early = desk.at(minute);
        assert_eq!(most_waiting(&early, hour, &Scope::centre())[0], 1, "nobody knows the future");
    }
}
