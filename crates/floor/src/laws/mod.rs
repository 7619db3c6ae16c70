//! Laws that hold whatever the upstream says, in whatever order: checked over random days.

mod days;
#[cfg(feature = "serde")]
mod kept;
mod reconciled;
mod seen;
mod truth;

use std::collections::BTreeMap;

use proptest::prelude::*;

use self::days::day;
use self::seen::Seen;
use crate::{AgentState, Counters, Event, Floor, Happening, Settings};

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_event_keeps_the_laws(day in day()) {
        let mut floor = Floor::new(Settings::default());
        let mut before = Seen::of(&floor);
        for (number, event) in day.iter().enumerate() {
            let changes = floor.apply(event.clone());
            let after = Seen::of(&floor);
            let told = after.untold(&before, &changes);
            prop_assert!(told.is_empty(), "event {number}, {event:?}, changed unsaid: {told:#?}\nsaid: {changes:#?}");
            if matches!(event.what, Happening::Leg(_)) {
                prop_assert!(never_less(before.today, after.today), "event {number}: a counter fell");
            }
            if let Err(broken) = consistent(&floor) {
                return Err(TestCaseError::fail(format!("event {number}, {event:?}: {broken}")));
            }
            before = after;
        }
    }

    #[test]
    fn the_same_events_give_the_same_floor(day in day()) {
        prop_assert_eq!(played(&day), played(&day));
    }
}

fn played(day: &[Event]) -> Floor {
    let mut floor = Floor::new(Settings::default());
    for event in day {
        floor.apply(event.clone());
    }
    floor
}

/// What the floor's maps owe one another.
fn consistent(floor: &Floor) -> Result<(), String> {
    let mut homes = BTreeMap::new();
    for (id, call) in &floor.calls {
        check(*id == call.id && call.first_leg().id == *id, || {
            format!("{id} is not named by its first leg")
        })?;
        check(call.is_live() || !call.is_waiting(), || format!("{id} has ended and waits"))?;
        check(call.is_live() == call.outcome.is_none(), || format!("{id} has an outcome too early or none"))?;
        for leg in &call.legs {
            check(homes.insert(&leg.id, id).is_none(), || format!("{} is in two calls", leg.id))?;
            check(call.is_live() || !leg.is_live(), || format!("{} outlives its call", leg.id))?;
            if let Some(agent) = leg.agent.as_ref().filter(|_| leg.is_live()) {
                let listed = floor.agents.get(agent).is_some_and(|agent| {
                    agent.legs.iter().filter(|listed| **listed == (id.clone(), leg.id.clone())).count() == 1
                });
                check(listed, || format!("{agent} does not know of {}", leg.id))?;
            }
        }
    }
    let kept: BTreeMap<_, _> = floor.call_of_leg.iter().collect();
    check(homes == kept, || format!("legs are in {homes:?}, and kept as {kept:?}"))?;
    let stale = floor.leg_of_link.iter().find(|(_, leg)| !floor.call_of_leg.contains_key(*leg));
    check(stale.is_none(), || format!("a link leads to a leg that is gone: {stale:?}"))?;
    for agent in floor.agents.values() {
        for (call, leg) in &agent.legs {
            let leg = floor.calls.get(call).and_then(|call| call.leg(leg));
            let theirs = leg.is_some_and(|leg| leg.is_live() && leg.agent.as_ref() == Some(&agent.id));
            check(theirs, || format!("{} has a leg that is not live or not theirs: {leg:?}", agent.id))?;
        }
        let talks =
            floor.calls.values().flat_map(|call| &call.legs).any(|leg| {
                leg.is_live() && leg.answered_at.is_some() && leg.agent.as_ref() == Some(&agent.id)
            });
        let state = floor.doing(agent).state;
        check(!talks || state == AgentState::OnCall, || format!("{} talks and is {state:?}", agent.id))?;
    }
    for (id, now) in floor.queue_numbers() {
        let waiting =
            floor.calls().filter(|call| call.is_waiting() && call.queue.as_ref() == Some(&id)).count();
        check(waiting == now.waiting as usize, || {
            format!("{id}: {waiting} wait, {} are counted", now.waiting)
        })?;
        check(now.ringing <= now.waiting, || format!("{id}: more ring than wait"))?;
        check(now.service.part <= now.service.of, || format!("{id}: service {:?}", now.service))?;
    }
    Ok(())
}

fn check(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

fn never_less(before: Counters, after: Counters) -> bool {
    before.received <= after.received
        && before.handled <= after.handled
        && before.abandoned <= after.abandoned
}
