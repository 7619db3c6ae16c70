//! One way through the facts for every number: figures, drill lists and series all take it, so they agree.

use std::borrow::Borrow;

use crate::drill::{DrillRow, Subject};
use crate::passages::{Stood, judge};
use crate::scope::holds;
use crate::verdict::{Role, Verdict};
use crate::{Call, Direction, Facts, Kpi, Millis, Rules, Scope, Span, Text, Why, occupancy};

/// Shows each fact that has to do with the number in this span, counted or left out.
pub(crate) fn walk<'a, C: Borrow<Call>>(
    kpi: Kpi,
    facts: &Facts<'a, C>,
    scope: &Scope,
    span: Span,
    rules: &'a Rules,
    now: Millis,
    mut show: impl FnMut(DrillRow<'a>),
) {
    let calls = facts.calls.iter().map(Borrow::borrow);
    let mut in_span = |row: DrillRow<'a>| {
        if span.contains(row.at) {
            show(row);
        }
    };
    match kpi {
        Kpi::Occupancy => stints(facts, scope, span, now, in_span),
        Kpi::Calls => calls.filter_map(|call| whole_call(call, scope, rules, now)).for_each(in_span),
        Kpi::Missed => calls.for_each(|call| misses(call, scope, now, &mut in_span)),
        _ => {
            let moment = if kpi.is_of_an_instant() { span.instant(now) } else { Some(now) };
            let Some(moment) = moment else { return };
            calls.for_each(|call| passages(kpi, call, scope, rules, moment, &mut in_span));
        }
    }
}

fn passages<'a>(
    kpi: Kpi,
    call: &'a Call,
    scope: &Scope,
    rules: &'a Rules,
    now: Millis,
    show: &mut impl FnMut(DrillRow<'a>),
) {
    for (index, passage) in call.passages.iter().enumerate() {
        let Some(stood) = Stood::at(call, passage, now) else { continue };
        if !scope.has_passage(passage, stood.agent) {
            continue;
        }
        let rule = rules.at(passage.queue.as_deref(), passage.entered);
        if let Some(verdict) = judge(kpi, &stood, rule, now) {
            show(DrillRow::new(kpi, Subject::Passage { call, index }, verdict, Some(rule)));
        }
    }
}

/// A conversation counts once, when it began, whatever queues it went through.
pub(crate) fn whole_call<'a>(
    call: &'a Call,
    scope: &Scope,
    rules: &Rules,
    now: Millis,
) -> Option<DrillRow<'a>> {
    let entered = || call.passages.iter().filter(|passage| passage.entered <= now);
    let in_queue =
        scope.is_of_all_queues() || entered().any(|passage| scope.has_queue(passage.queue.as_ref()));
    let with_agent = scope.agent.is_none()
        || holds(&scope.agent, call.agent.as_ref())
        || entered().any(|passage| {
            Stood::at(call, passage, now).is_some_and(|stood| holds(&scope.agent, stood.agent))
        });
    if call.started > now || !in_queue || !with_agent {
        return None;
    }
    let role = match call.direction {
        Direction::Internal if !rules.include_internal => Role::LeftOut(Why::Internal),
        _ => Role::Counted,
    };
    let verdict = Verdict { at: call.started, role, value: 0 };
    Some(DrillRow::new(Kpi::Calls, Subject::Call(call), verdict, None))
}

pub(crate) fn misses<'a>(call: &'a Call, scope: &Scope, now: Millis, show: &mut impl FnMut(DrillRow<'a>)) {
    for (index, miss) in call.misses.iter().enumerate() {
        if miss.at <= now && scope.has_miss(miss) {
            let verdict = Verdict { at: miss.at, role: Role::Counted, value: 0 };
            show(DrillRow::new(Kpi::Missed, Subject::Miss { call, index }, verdict, None));
        }
    }
}

/// An agent works for several queues at once, so a queue has no occupancy of its own.
pub(crate) fn stints<'a, C>(
    facts: &Facts<'a, C>,
    scope: &Scope,
    span: Span,
    now: Millis,
    mut show: impl FnMut(DrillRow<'a>),
) {
    if !scope.is_of_all_queues() {
        return;
    }
    let agent: &Option<Text> = &scope.agent;
    for stint in facts.stints.iter().filter(|stint| holds(agent, Some(&stint.agent))) {
        if let Some(verdict) = occupancy::judge(stint, span, now) {
            show(DrillRow::new(Kpi::Occupancy, Subject::Stint(stint), verdict, None));
        }
    }
}
