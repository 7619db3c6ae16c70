//! A number slot by slot, for charts.

use std::borrow::Borrow;

use crate::figure::Tally;
use crate::walk::walk;
use crate::{Call, Facts, Figure, Kpi, Millis, Rules, Scope, Span, figure};

/// One slot of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub span: Span,
    /// `None` where the slot has not begun yet. The present slot counts up to now.
    pub figure: Option<Figure>,
}

/// The KPI in each slot of `length` milliseconds. Numbers of an instant are those of the slot's end, or of now.
///
/// Slots add up to the span's figure, part by part, except: percentiles, numbers of an instant, callers lost (one caller
/// may be lost in two slots) and occupancy (no value in slots under half an hour).
pub fn series<C: Borrow<Call>>(
    kpi: Kpi,
    facts: &Facts<'_, C>,
    scope: &Scope,
    span: Span,
    length: Millis,
    rules: &Rules,
    now: Millis,
) -> Vec<Slot> {
    let length = length.max(1);
    let slots = span.slots(length);
    if kpi.is_of_an_instant() || kpi == Kpi::Occupancy {
        let value = |slot: Span| (slot.from <= now).then(|| figure(kpi, facts, scope, slot, rules, now));
        return slots.map(|slot| Slot { span: slot, figure: value(slot) }).collect();
    }
    let mut tallies: Vec<(Span, Tally<'_>)> = slots.map(|slot| (slot, Tally::new(kpi))).collect();
    walk(kpi, facts, scope, span, rules, now, |row| {
        let place = usize::try_from((row.at - span.from) / length).ok();
        if let Some((_, tally)) = place.and_then(|place| tallies.get_mut(place)) {
            tally.add(&row);
        }
    });
    let finish = |(span, tally): (Span, Tally<'_>)| {
        let figure = (span.from <= now).then(|| tally.figure());
        Slot { span, figure }
    };
    tallies.into_iter().map(finish).collect()
}
