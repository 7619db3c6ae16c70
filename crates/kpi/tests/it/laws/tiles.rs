//! A tile, its drill list, its queues and its slots tell the same.

use kpi::{
    Asked, DrillRow, Facts, Figure, Kpi, Left, Millis, QUARTER_HOUR, Role, Scope, Span, balance, drill,
    figure, figures, series,
};
use proptest::prelude::*;

use super::many_days;
use super::random::{QUEUES, World, world};
use super::recount::{self, Way};
use crate::facts::MINUTE;

/// Numbers of passages that add up: no percentile, no maximum, no people.
const ADD_UP: [Kpi; 15] = [
    Kpi::ServiceLevel,
    Kpi::Sl1,
    Kpi::Sl2,
    Kpi::Sl3,
    Kpi::Sl4,
    Kpi::Sl5,
    Kpi::Asa,
    Kpi::AbandonRate,
    Kpi::AbandonWait,
    Kpi::AnswerRate,
    Kpi::Talk,
    Kpi::Offered,
    Kpi::Answered,
    Kpi::Abandoned,
    Kpi::FlowedOut,
];

/// Windows and moments on whole minutes for numbers that are counted by the minute.
fn looked_at(kpi: Kpi, span: Span, now: Millis) -> (Span, Millis) {
    if kpi != Kpi::Occupancy {
        return (span, now);
    }
    let whole = |at: Millis| at.div_euclid(MINUTE) * MINUTE;
    (Span { from: whole(span.from), until: whole(span.until) }, whole(now) - 1)
}

/// From the facts themselves.
fn of_facts(kpi: Kpi, world: &World, scope: &Scope, span: Span, now: Millis) -> (i64, i64) {
    let calls = &world.calls;
    match kpi {
        Kpi::Calls => recount::of_calls(&recount::calls_of(calls, scope, now), span, &world.rules, now),
        Kpi::Missed => recount::of_misses(calls.iter().flat_map(|call| &call.misses), scope, span, now),
        Kpi::Occupancy => recount::of_stints(world.stints.iter(), scope, span, now),
        // As it stood at the instant: who is answered later still waits.
        _ => recount::of_ways(
            kpi,
            &recount::ways(calls, scope, &world.rules, as_of(kpi, span, now)),
            span,
            now,
        ),
    }
}

fn as_of(kpi: Kpi, span: Span, now: Millis) -> Millis {
    if kpi.is_of_an_instant() { now.min(span.until - 1) } else { now }
}

/// From what the rows of the drill list show, whatever role they claim.
fn of_rows(
    kpi: Kpi,
    rows: &[DrillRow<'_>],
    world: &World,
    scope: &Scope,
    span: Span,
    now: Millis,
) -> (i64, i64) {
    match kpi {
        Kpi::Calls => {
            let calls: Vec<_> = rows.iter().filter_map(DrillRow::call).collect();
            recount::of_calls(&calls, span, &world.rules, now)
        }
        Kpi::Missed => recount::of_misses(rows.iter().filter_map(DrillRow::miss), scope, span, now),
        Kpi::Occupancy => recount::of_stints(rows.iter().filter_map(DrillRow::stint), scope, span, now),
        _ => {
            let way = |row: &DrillRow<'_>| {
                let (call, passage) = row.call().zip(row.passage()).expect("a row of a passage");
                let key = call.key.clone();
                let call = world.calls.iter().find(|other| other.key == key).expect("a call of this world");
                let place = call.passages.iter().position(|other| std::ptr::eq(other, passage));
                let passage = &call.passages[place.expect("a passage of its call")];
                let rule = world.rules.at(passage.queue.as_deref(), passage.entered);
                assert_eq!(row.rule, Some(rule), "a row names the rule of its entry");
                Way { call, passage, rule }
            };
            recount::of_ways(kpi, &rows.iter().map(way).collect::<Vec<_>>(), span, now)
        }
    }
}

/// By the roles alone: so many are counted, so many are against.
fn by_roles(kpi: Kpi, rows: &[DrillRow<'_>]) -> Option<(i64, i64)> {
    let with = |role: fn(&Role) -> bool| rows.iter().filter(|row| role(&row.role)).count() as i64;
    let counted = with(|role| *role == Role::Counted);
    let against = with(|role| matches!(role, Role::Against(_)));
    match kpi.unit() {
        kpi::Unit::Count => Some((counted, 0)),
        kpi::Unit::Share if kpi != Kpi::Occupancy => Some((counted, counted + against)),
        _ => None,
    }
}

fn pair(figure: Figure) -> (i64, i64) {
    (figure.part, figure.of)
}

proptest! {
    #![proptest_config(many_days())]

    #[test]
    fn a_tile_is_the_recount_of_its_drill_list(world in world()) {
        let facts = world.facts();
        for scope in World::scopes() {
            for span in world.windows() {
                for kpi in Kpi::ALL {
                    let (span, now) = looked_at(kpi, span, world.now);
                    let tile = figure(kpi, &facts, &scope, span, &world.rules, now);
                    let rows = drill(kpi, &facts, &scope, span, &world.rules, now);
                    let tile = pair(tile);
                    prop_assert_eq!(tile, of_facts(kpi, &world, &scope, span, now), "{:?} {:?} {:?}: facts", kpi, &scope, span);
                    prop_assert_eq!(tile, of_rows(kpi, &rows, &world, &scope, span, now), "{:?} {:?} {:?}: rows", kpi, &scope, span);
                    if let Some(by_roles) = by_roles(kpi, &rows) {
                        prop_assert_eq!(tile, by_roles, "{:?} {:?} {:?}: roles", kpi, &scope, span);
                    }
                    for pair in rows.windows(2) {
                        prop_assert!(pair[0].at <= pair[1].at, "{:?}: rows by time", kpi);
                    }
                }
            }
        }
    }

    #[test]
    fn many_figures_at_once_are_the_same_one_by_one(world in world()) {
        let windows = world.windows();
        let asked: Vec<Asked> = World::scopes()
            .into_iter()
            .flat_map(|scope| windows.map(|span| (scope.clone(), span)))
            .flat_map(|(scope, span)| Kpi::ALL.map(|kpi| Asked { kpi, scope: scope.clone(), span }))
            .collect();
        let at_once = figures(&asked, &world.facts(), &world.rules, world.now);
        prop_assert_eq!(asked.len(), at_once.len());
        for (asked, at_once) in asked.iter().zip(at_once) {
            let Asked { kpi, scope, span } = asked;
            let alone = figure(*kpi, &world.facts(), scope, *span, &world.rules, world.now);
            prop_assert_eq!(alone, at_once, "{:?}", asked);
        }
    }

    #[test]
    fn queues_add_up_to_the_centre(world in world()) {
        // Callers whose queue nobody has named belong to the centre alone.
        let mut unnamed = world.calls.clone();
        for call in &mut unnamed {
            call.passages.retain(|passage| passage.queue.is_none());
        }
        let unnamed = Facts { calls: &unnamed, stints: &[] };
        for span in world.windows() {
            for kpi in ADD_UP.into_iter().chain([Kpi::Waiting]) {
                let value = |facts: Facts<'_>, scope: &Scope| pair(figure(kpi, &facts, scope, span, &world.rules, world.now));
                let mut sum = value(unnamed, &Scope::centre());
                for queue in QUEUES {
                    let (part, of) = value(world.facts(), &Scope::queue(queue));
                    sum = (sum.0 + part, sum.1 + of);
                }
                prop_assert_eq!(sum, value(world.facts(), &Scope::centre()), "{:?} {:?}", kpi, span);
            }
        }
    }

    #[test]
    fn slots_add_up_to_their_span(world in world()) {
        for span in [world.day_span(), world.window] {
            for kpi in ADD_UP.into_iter().chain([Kpi::Calls, Kpi::Missed]) {
                let slots = series(kpi, &world.facts(), &Scope::centre(), span, QUARTER_HOUR, &world.rules, world.now);
                let mut sum = (0, 0);
                for slot in &slots {
                    let own = figure(kpi, &world.facts(), &Scope::centre(), slot.span, &world.rules, world.now);
                    prop_assert_eq!(slot.figure, (slot.span.from <= world.now).then_some(own));
                    sum = (sum.0 + own.part, sum.1 + own.of);
                }
                let whole = figure(kpi, &world.facts(), &Scope::centre(), span, &world.rules, world.now);
                prop_assert_eq!(sum, pair(whole), "{:?} {:?}", kpi, span);
            }
        }
    }

    #[test]
    fn the_balance_leaves_over_just_the_unknown_ends(world in world()) {
        let scopes = QUEUES.map(Scope::queue).into_iter().chain([Scope::centre()]);
        for scope in scopes {
            for span in world.windows() {
                let balance = balance(&world.facts(), &scope, span, world.now);
                let ways = recount::ways(&world.calls, &scope, &world.rules, world.now);
                let unknown = ways.iter().filter(|way| {
                    let left = way.passage.left.as_ref().filter(|left| recount::unknown(left));
                    let at = left.map(|left: &Left| left.at().max(way.passage.entered));
                    at.is_some_and(|at| span.contains(at) && at <= world.now)
                });
                prop_assert_eq!(balance.remainder, unknown.count() as i64, "{:?} {:?}", &scope, span);
                let value = |kpi| figure(kpi, &world.facts(), &scope, span, &world.rules, world.now).part;
                prop_assert_eq!(balance.offered, value(Kpi::Offered));
                prop_assert_eq!(balance.answered, value(Kpi::Answered));
                prop_assert_eq!(balance.abandoned, value(Kpi::Abandoned));
                prop_assert_eq!(balance.flowed_out, value(Kpi::FlowedOut));
                prop_assert_eq!(balance.waiting_now, value(Kpi::Waiting));
                let sum = balance.answered + balance.abandoned + balance.flowed_out + balance.remainder;
                prop_assert_eq!(balance.offered, sum + balance.waiting_now - balance.waiting_at_start);
                let before = Span { from: Millis::MIN / 2, until: span.from };
                if span.instant(world.now).is_some() {
                    let waited = figure(Kpi::Waiting, &world.facts(), &scope, before, &world.rules, world.now).part;
                    prop_assert_eq!(balance.waiting_at_start, waited);
                }
            }
        }
    }
}
