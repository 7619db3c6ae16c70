//! A KPI's value, as the pair it is made of.

use std::borrow::Borrow;
use std::collections::HashSet;

use crate::drill::{DrillRow, Lost};
use crate::verdict::Role;
use crate::walk::walk;
use crate::{Call, Facts, Kpi, Millis, Rule, Rules, SMALL_SAMPLE, Scope, Span, Unit};

/// What `part` and `of` are follows from the KPI's [`Unit`]. `of` = 0 shows as "–", unless it is a count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figure {
    pub part: i64,
    pub of: i64,
    /// Its calls were judged by rules that differ in more than the goal: different targets, or one that was changed.
    pub mixed_targets: bool,
}

impl Figure {
    /// "3/4" is to be shown instead of "75 %". Of shares of events; a share of time is never small in this sense.
    pub fn is_small_sample(&self) -> bool {
        0 < self.of && self.of < i64::from(SMALL_SAMPLE)
    }
}

/// The number over the span, as it is known at `now`.
pub fn figure<C: Borrow<Call>>(
    kpi: Kpi,
    facts: &Facts<'_, C>,
    scope: &Scope,
    span: Span,
    rules: &Rules,
    now: Millis,
) -> Figure {
    let mut tally = Tally::new(kpi);
    walk(kpi, facts, scope, span, rules, now, |row| tally.add(&row));
    tally.figure()
}

/// Rows, added up.
pub(crate) struct Tally<'a> {
    kpi: Kpi,
    part: i64,
    of: i64,
    values: Vec<i64>,
    lost: HashSet<Lost>,
    rule: Option<&'a Rule>,
    mixed_targets: bool,
}

impl<'a> Tally<'a> {
    pub fn new(kpi: Kpi) -> Self {
        let (values, lost) = (Vec::new(), HashSet::new());
        Self { kpi, part: 0, of: 0, values, lost, rule: None, mixed_targets: false }
    }

    pub fn add(&mut self, row: &DrillRow<'a>) {
        if matches!(row.role, Role::LeftOut(_)) {
            return;
        }
        self.of += row.of;
        match (self.kpi.unit(), row.call()) {
            (Unit::Percentile, _) => self.values.push(row.part),
            (Unit::Longest, _) => self.part = self.part.max(row.part),
            (_, Some(call)) if self.kpi == Kpi::CallersLost => {
                self.part += i64::from(self.lost.insert(Lost::of(call)))
            }
            _ => self.part += row.part,
        }
        self.compare(row.rule);
    }

    fn compare(&mut self, rule: Option<&'a Rule>) {
        let Some(rule) = rule.filter(|_| self.kpi.is_service_level()) else { return };
        let asked = self.kpi.variant();
        let as_asked = |rule: &Rule| Rule { variant: asked.unwrap_or(rule.variant), ..*rule };
        match self.rule {
            Some(first) if std::ptr::eq(first, rule) => {}
            Some(first) => self.mixed_targets |= !as_asked(first).measures_like(&as_asked(rule)),
            None => self.rule = Some(rule),
        }
    }

    pub fn figure(mut self) -> Figure {
        if self.kpi.unit() == Unit::Percentile {
            self.part = p90(&mut self.values);
        }
        Figure { part: self.part, of: self.of, mixed_targets: self.mixed_targets }
    }
}

/// The least value that 90 percent of all values do not exceed: always one that occurred. 0 of none.
pub fn p90(values: &mut [i64]) -> i64 {
    let rank = (values.len() * 90).div_ceil(100);
    rank.checked_sub(1).map_or(0, |place| *values.select_nth_unstable(place).1)
}
