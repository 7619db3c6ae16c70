//! Lost callers once more, number by number and by whole sets: the last loss, the talks around it, nothing folded.

use std::collections::{BTreeMap, BTreeSet};

use kpi::{Call, CallResult, Direction, Kpi, LostState, Millis, Scope, Span, Spoken, figure, lost_callers};
use proptest::prelude::*;

use super::many_days;
use super::random::{World, world};
use super::recount::{self, Way, person};

/// What a row says, by anything but its calls.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    losses_since: Vec<Millis>,
    last_wait: Millis,
    /// When, whether we called, and whether they still speak.
    closed: Option<(Millis, bool, bool)>,
    closed_before: Option<Millis>,
    tries: Vec<Millis>,
    waits: bool,
}

/// When two people began to speak on a call, as often as that happened, and until when.
fn talks(world: &World, call: &Call, ways: &[Way<'_>]) -> Vec<(Millis, Option<Millis>)> {
    let of_call: Vec<&Way<'_>> = ways.iter().filter(|way| way.call.key == call.key).collect();
    let picked_up: Vec<_> = of_call
        .iter()
        .filter_map(|way| match &way.passage.left {
            Some(left @ kpi::Left::Answered { talked, .. }) if recount::answered(left) => {
                let until = talked.map(|talked| way.left_at() + talked).or(call.ended);
                Some((way.left_at(), until))
            }
            _ => None,
        })
        .collect();
    if !picked_up.is_empty() {
        return picked_up;
    }
    let begun = match (call.result, call.ended) {
        (CallResult::Live, _) => world.talking.get(&call.key).copied(),
        (CallResult::Answered, Some(ended)) => {
            let last_seconds = call.talked.map(|talked| ended - talked);
            Some(last_seconds.unwrap_or(call.started).max(call.started))
        }
        _ => None,
    };
    let begun = begun.filter(|_| call.direction != Direction::Internal && call.started <= world.now);
    begun.map(|at| (at, call.ended)).into_iter().collect()
}

fn recounted(world: &World, scope: &Scope, span: Span) -> (BTreeMap<String, Told>, usize) {
    let now = world.now;
    // As things are: of a wait that was over later, only the agent is not known yet.
    let all_ways = recount::ways(&world.calls, &Scope::centre(), &world.rules, now);
    let of_scope = recount::ways(&world.calls, scope, &world.rules, now);
    let is_short = |way: &Way<'_>| {
        way.wait() < i64::from(way.rule.short_seconds) * 1_000 && way.wait() <= way.rule.target()
    };
    let given_up = of_scope.iter().filter(|way| {
        way.passage.left.as_ref().is_some_and(recount::abandoned)
            && (span.from..span.until).contains(&way.left_at())
            && way.left_at() <= now
            && way.passage.entered <= now
            && !is_short(way)
            && !recount::is_of_the_house(way.call)
    });
    let (nobodies, people): (Vec<&Way<'_>>, Vec<&Way<'_>>) =
        given_up.partition(|way| person(way.call).starts_with("nobody"));
    let anonymous: BTreeSet<&str> = nobodies.iter().map(|way| &*way.call.key).collect();
    let mut rows = BTreeMap::new();
    for who in people.iter().map(|way| person(way.call)).collect::<BTreeSet<_>>() {
        let own_calls: Vec<&Call> = world.calls.iter().filter(|call| person(call) == who).collect();
        let losses: Vec<&&Way<'_>> = people.iter().filter(|way| person(way.call) == who).collect();
        let last = losses.iter().map(|way| way.left_at()).max().expect("a loss");
        let spoken: Vec<(Millis, bool, bool)> = own_calls
            .iter()
            .flat_map(|call| {
                talks(world, call, &all_ways).into_iter().map(move |(at, over)| (at, over, *call))
            })
            .filter(|(at, ..)| *at <= now)
            .map(|(at, over, call)| {
                (at, call.direction == Direction::Outbound, over.is_none_or(|over| over > now))
            })
            .collect();
        let between =
            |after: Millis, until: Millis| spoken.iter().any(|(at, ..)| after < *at && *at <= until);
        let since: Vec<Millis> =
            losses.iter().map(|way| way.left_at()).filter(|at| !between(*at, last)).collect();
        let earlier = losses.iter().map(|way| way.left_at()).filter(|at| between(*at, last)).max();
        let first_after =
            |loss: Millis| spoken.iter().filter(|(at, ..)| *at > loss).map(|(at, ..)| *at).min();
        let closed_at = first_after(last);
        let began = since.iter().min().copied().expect("the last loss at least");
        let tried = own_calls.iter().filter(|call| {
            call.direction == Direction::Outbound
                && (began..=now).contains(&call.started)
                && talks(world, call, &all_ways).iter().all(|(at, _)| *at > now)
        });
        let tries: Vec<Millis> = tried.map(|call| call.started).collect();
        rows.insert(
            who.clone(),
            Told {
                last_wait: losses
                    .iter()
                    .filter(|way| way.left_at() == last)
                    .map(|way| way.wait())
                    .max()
                    .unwrap_or(0),
                losses_since: since,
                closed: closed_at.and_then(|at| spoken.iter().find(|(talk, ..)| *talk == at).copied()),
                closed_before: earlier.and_then(first_after),
                tries,
                waits: own_calls
                    .iter()
                    .any(|call| all_ways.iter().any(|way| way.call.key == call.key && way.waits_at(now))),
            },
        );
    }
    (rows, anonymous.len())
}

proptest! {
    #![proptest_config(many_days())]

    #[test]
    fn every_lost_caller_is_the_recount_of_their_number(world in world()) {
        for scope in World::scopes() {
            for span in world.windows() {
                let lost = lost_callers(&world.facts(), &world.talking, &scope, span, &world.rules, world.now);
                let (rows, anonymous) = recounted(&world, &scope, span);
                prop_assert_eq!(lost.anonymous as usize, anonymous);
                prop_assert_eq!(lost.callers.len(), rows.len(), "{:?} {:?}", &scope, span);
                for caller in &lost.callers {
                    let told = rows.get(&person(caller.last.call));
                    prop_assert!(told.is_some(), "{:?} was not lost", caller.last.call);
                    let Some(told) = told else { continue };
                    prop_assert_eq!(caller.attempts as usize, told.losses_since.len());
                    prop_assert_eq!(Some(&caller.first.at), told.losses_since.iter().min());
                    prop_assert_eq!(Some(&caller.last.at), told.losses_since.iter().max());
                    prop_assert!(caller.last.waited <= told.last_wait);
                    prop_assert_eq!(caller.closed_before.map(|talk| talk.at), told.closed_before);
                    match &caller.state {
                        LostState::Closed(talk) => {
                            // Two who spoke from one moment on may be told either way.
                            prop_assert_eq!(Some(talk.at), told.closed.map(|(at, ..)| at));
                            prop_assert_eq!(talk.how == Spoken::CalledBack, talk.call.direction == Direction::Outbound);
                        }
                        LostState::Open { tried, last_try, waits } => {
                            prop_assert_eq!(told.closed, None);
                            prop_assert_eq!(*tried as usize, told.tries.len());
                            prop_assert_eq!(last_try.map(|tried| tried.at), told.tries.iter().max().copied());
                            prop_assert_eq!(*waits, told.waits);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_list_is_as_long_as_the_number_and_open_rows_stand_first(world in world()) {
        for scope in World::scopes() {
            for span in world.windows() {
                let lost = lost_callers(&world.facts(), &world.talking, &scope, span, &world.rules, world.now);
                let tile = figure(Kpi::CallersLost, &world.facts(), &scope, span, &world.rules, world.now);
                prop_assert_eq!(tile.part, lost.callers.len() as i64 + i64::from(lost.anonymous));
                let (closed, of) = lost.recovered();
                prop_assert_eq!(of as usize, lost.callers.len());
                let open = lost.callers.iter().take_while(|caller| caller.is_open()).count();
                prop_assert_eq!(open, (of - closed) as usize);
                prop_assert!(lost.callers[open..].iter().all(|caller| !caller.is_open()));
            }
        }
    }
}
