//! Many figures in one way through the facts: what a board recounts every second.

use std::borrow::Borrow;

use crate::drill::{DrillRow, Subject};
use crate::figure::Tally;
use crate::passages::{Stood, judge};
use crate::walk::{misses, stints, whole_call};
use crate::{Call, Facts, Figure, Kpi, Millis, Passage, Rules, Scope, Span};

/// One number that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub kpi: Kpi,
    pub scope: Scope,
    pub span: Span,
}

/// The figure of each, in the order asked: what [`figure`](crate::figure()) tells of it, several times sooner.
pub fn figures<C: Borrow<Call>>(
    asked: &[Asked],
    facts: &Facts<'_, C>,
    rules: &Rules,
    now: Millis,
) -> Vec<Figure> {
    let mut sheet = Sheet::of(asked, now);
    for call in facts.calls.iter().map(Borrow::borrow) {
        for (index, passage) in call.passages.iter().enumerate() {
            sheet.passage(call, index, passage, rules, now);
        }
        sheet.whole_calls(call, rules, now);
        sheet.misses(call, now);
    }
    sheet.stints(facts, now);
    sheet.tallies.into_iter().map(Tally::figure).collect()
}

/// What is asked, in an order in which every fact is judged once for each KPI.
struct Sheet<'a> {
    asked: &'a [Asked],
    tallies: Vec<Tally<'a>>,
    /// Each scope once.
    scopes: Vec<&'a Scope>,
    /// Whether the passage at hand is within each of them.
    within: Vec<bool>,
    /// KPIs of passages, each with the numbers that want it.
    of_passages: Vec<(Kpi, Vec<Wanted>)>,
    /// Places of numbers of an instant, each with its instant.
    of_instants: Vec<(usize, Millis)>,
    of_calls: Vec<usize>,
    of_misses: Vec<usize>,
    of_stints: Vec<usize>,
}

struct Wanted {
    /// Among all that is asked.
    place: usize,
    /// Among the scopes.
    scope: usize,
    span: Span,
}

impl<'a> Sheet<'a> {
    fn of(asked: &'a [Asked], now: Millis) -> Self {
        let mut sheet = Self {
            asked,
            tallies: asked.iter().map(|asked| Tally::new(asked.kpi)).collect(),
            scopes: Vec::new(),
            within: Vec::new(),
            of_passages: Vec::new(),
            of_instants: Vec::new(),
            of_calls: Vec::new(),
            of_misses: Vec::new(),
            of_stints: Vec::new(),
        };
        for (place, Asked { kpi, scope, span }) in asked.iter().enumerate() {
            match kpi {
                Kpi::Calls => sheet.of_calls.push(place),
                Kpi::Missed => sheet.of_misses.push(place),
                Kpi::Occupancy => sheet.of_stints.push(place),
                _ if kpi.is_of_an_instant() => {
                    sheet.of_instants.extend(span.instant(now).map(|instant| (place, instant)));
                }
                _ => {
                    let scope = sheet.place_of(scope);
                    let wanted = Wanted { place, scope, span: *span };
                    match sheet.of_passages.iter_mut().find(|(other, _)| other == kpi) {
                        Some((_, all)) => all.push(wanted),
                        None => sheet.of_passages.push((*kpi, vec![wanted])),
                    }
                }
            }
        }
        sheet.within = vec![false; sheet.scopes.len()];
        sheet
    }

    fn place_of(&mut self, scope: &'a Scope) -> usize {
        self.scopes.iter().position(|other| *other == scope).unwrap_or_else(|| {
            self.scopes.push(scope);
            self.scopes.len() - 1
        })
    }

    fn passage(&mut self, call: &'a Call, index: usize, passage: &'a Passage, rules: &'a Rules, now: Millis) {
        let Some(stood) = Stood::at(call, passage, now) else { return };
        let rule = rules.at(passage.queue.as_deref(), passage.entered);
        for (within, scope) in self.within.iter_mut().zip(&self.scopes) {
            *within = scope.has_passage(passage, stood.agent);
        }
        let subject = Subject::Passage { call, index };
        for (kpi, wanted) in &self.of_passages {
            let Some(verdict) = judge(*kpi, &stood, rule, now) else { continue };
            let row = DrillRow::new(*kpi, subject, verdict, Some(rule));
            for Wanted { place, scope, span } in wanted {
                if self.within[*scope] && span.contains(verdict.at) {
                    self.tallies[*place].add(&row);
                }
            }
        }
        for (place, instant) in &self.of_instants {
            let Asked { kpi, scope, .. } = &self.asked[*place];
            let then =
                Stood::at(call, passage, *instant).filter(|then| scope.has_passage(passage, then.agent));
            if let Some(verdict) = then.and_then(|then| judge(*kpi, &then, rule, *instant)) {
                self.tallies[*place].add(&DrillRow::new(*kpi, subject, verdict, Some(rule)));
            }
        }
    }

    fn whole_calls(&mut self, call: &'a Call, rules: &Rules, now: Millis) {
        for place in &self.of_calls {
            let Asked { scope, span, .. } = &self.asked[*place];
            if span.contains(call.started)
                && let Some(row) = whole_call(call, scope, rules, now)
            {
                self.tallies[*place].add(&row);
            }
        }
    }

    fn misses(&mut self, call: &'a Call, now: Millis) {
        if call.misses.is_empty() {
            return;
        }
        for place in &self.of_misses {
            let Asked { scope, span, .. } = &self.asked[*place];
            let tally = &mut self.tallies[*place];
            misses(call, scope, now, &mut |row| {
                if span.contains(row.at) {
                    tally.add(&row);
                }
            });
        }
    }

    fn stints<C>(&mut self, facts: &Facts<'a, C>, now: Millis) {
        for place in &self.of_stints {
            let Asked { scope, span, .. } = &self.asked[*place];
            let tally = &mut self.tallies[*place];
            stints(facts, scope, *span, now, |row| tally.add(&row));
        }
    }
}
