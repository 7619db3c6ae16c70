//! As time goes on: the past stays, and a service level falls only by what happened.

use kpi::{Call, Facts, Kpi, Left, Millis, Scope, Span, Stint, drill, figure};
use proptest::prelude::*;

use super::many_days;
use super::random::{World, world};

/// What was known at a moment.
fn known_at(world: &World, now: Millis) -> (Vec<Call>, Vec<Stint>) {
    let mut calls = world.calls.clone();
    calls.retain(|call| call.started <= now);
    for call in &mut calls {
        call.ended = call.ended.filter(|ended| *ended <= now);
        call.misses.retain(|miss| miss.at <= now);
        call.passages.retain(|passage| passage.entered <= now);
        for passage in &mut call.passages {
            let entered = passage.entered;
            let known = passage.left.take().filter(|left| left.at().max(entered) <= now);
            passage.left = known.map(|left| match left {
                Left::Answered { at, agent, talked } => {
                    let over = talked.filter(|talked| at.max(entered) + talked <= now);
                    Left::Answered { at, agent, talked: over }
                }
                other => other,
            });
        }
    }
    let mut stints = world.stints.clone();
    stints.retain(|stint| stint.from <= now);
    for stint in &mut stints {
        stint.until = stint.until.filter(|until| *until <= now);
    }
    (calls, stints)
}

proptest! {
    #![proptest_config(many_days())]

    #[test]
    fn without_new_facts_the_past_does_not_change(world in world(), later in 0..10_000_000_i64) {
        let then = world.now;
        let (calls, stints) = known_at(&world, then);
        let facts = Facts { calls: &calls, stints: &stints };
        for span in world.windows() {
            // Over by then: its last millisecond is the present one at most.
            let span = Span { from: span.from, until: span.until.min(then + 1) };
            for kpi in Kpi::ALL {
                for scope in World::scopes() {
                    let value = |now| figure(kpi, &facts, &scope, span, &world.rules, now);
                    prop_assert_eq!(value(then), value(then + later), "{:?} {:?} {:?}", kpi, &scope, span);
                }
            }
        }
    }

    #[test]
    fn a_moment_of_the_past_shows_what_was_known_then(world in world()) {
        let now = world.now;
        let (calls, stints) = known_at(&world, now);
        let known = Facts { calls: &calls, stints: &stints };
        for span in world.windows() {
            for kpi in Kpi::ALL {
                for scope in World::scopes() {
                    let value = |facts: Facts<'_>| figure(kpi, &facts, &scope, span, &world.rules, now);
                    prop_assert_eq!(value(world.facts()), value(known), "{:?} {:?} {:?}", kpi, &scope, span);
                    let roles = |facts: Facts<'_>| {
                        let rows = drill(kpi, &facts, &scope, span, &world.rules, now);
                        rows.iter().map(|row| (row.at, row.role)).collect::<Vec<_>>()
                    };
                    prop_assert_eq!(roles(world.facts()), roles(known), "{:?} {:?} {:?}", kpi, &scope, span);
                }
            }
        }
    }

    #[test]
    fn a_live_service_level_falls_only_by_an_event(world in world(), later in 0..300_000_i64) {
        // Of the day so far: it begins at a fixed moment, so nothing leaves it.
        let (span, then, now) = (world.day_span(), world.now, world.now + later);
        for kpi in [Kpi::ServiceLevel, Kpi::Sl1, Kpi::Sl2, Kpi::Sl3, Kpi::Sl4, Kpi::Sl5] {
            let value = |now| figure(kpi, &world.facts(), &Scope::centre(), span, &world.rules, now);
            let (before, after) = (value(then), value(now));
            let met = after.part - before.part;
            let missed = (after.of - after.part) - (before.of - before.part);
            prop_assert!(met >= 0 && missed >= 0, "{:?}: what is counted stays counted", kpi);
            let between = Span { from: then + 1, until: now + 1 };
            let events = |kpi| happened(kpi, &world, between, span);
            prop_assert_eq!(met + missed, events(kpi), "{:?}: one event, one caller more", kpi);
            let fell = after.part * before.of < before.part * after.of;
            prop_assert!(!fell || missed > 0, "{:?}: it fell, and nobody was late", kpi);
        }
    }
}

/// Callers who were answered, hung up or waited past their target between two moments, and count for that.
fn happened(kpi: Kpi, world: &World, between: Span, day: Span) -> i64 {
    let (rules, now) = (&world.rules, between.until - 1);
    let ways = super::recount::ways(&world.calls, &Scope::centre(), rules, now);
    let span = Span { from: between.from.max(day.from), until: between.until.min(day.until) };
    super::recount::of_ways(kpi, &ways, span, now).1
}
