//! The calls behind a number.

use std::borrow::Borrow;
use std::collections::HashSet;

use crate::callers::{Caller, caller};
use crate::verdict::{Role, Verdict};
use crate::walk::walk;
use crate::{Call, Facts, Kpi, Millis, Miss, Passage, Rule, Rules, Scope, Span, Stint, Text, Why};

/// One fact and what it does to the number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrillRow<'a> {
    pub subject: Subject<'a>,
    pub role: Role,
    /// When it counts: the number of a span is made of the rows with their moment in it.
    pub at: Millis,
    /// What it adds to the figure's `part`. Of a percentile or a maximum: the value it brings to choose from.
    pub part: i64,
    /// What it adds to the figure's `of`.
    pub of: i64,
    /// Milliseconds of wait (so far), of talk, or in a state; 0 of whole calls and missed offers.
    pub value: Millis,
    /// By which rule: the one in force at the entry. Of passages only.
    pub rule: Option<&'a Rule>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject<'a> {
    Call(&'a Call),
    /// `index` in the call's passages.
    Passage {
        call: &'a Call,
        index: usize,
    },
    /// `index` in the call's misses.
    Miss {
        call: &'a Call,
        index: usize,
    },
    Stint(&'a Stint),
}

impl<'a> DrillRow<'a> {
    pub(crate) fn new(kpi: Kpi, subject: Subject<'a>, verdict: Verdict, rule: Option<&'a Rule>) -> Self {
        let (part, of) = verdict.adds(kpi);
        let Verdict { at, role, value } = verdict;
        Self { subject, role, at, part, of, value, rule }
    }

    /// `None` of a stint.
    pub fn call(&self) -> Option<&'a Call> {
        match self.subject {
            Subject::Call(call) | Subject::Passage { call, .. } | Subject::Miss { call, .. } => Some(call),
            Subject::Stint(_) => None,
        }
    }

    pub fn passage(&self) -> Option<&'a Passage> {
        match self.subject {
            Subject::Passage { call, index } => call.passages.get(index),
            _ => None,
        }
    }

    pub fn miss(&self) -> Option<&'a Miss> {
        match self.subject {
            Subject::Miss { call, index } => call.misses.get(index),
            _ => None,
        }
    }

    pub fn stint(&self) -> Option<&'a Stint> {
        match self.subject {
            Subject::Stint(stint) => Some(stint),
            _ => None,
        }
    }

    /// The order of a list: by time, then by call.
    fn place(&self) -> (Millis, &'a str, usize) {
        match self.subject {
            Subject::Call(call) => (self.at, &call.key, 0),
            Subject::Passage { call, index } | Subject::Miss { call, index } => (self.at, &call.key, index),
            Subject::Stint(stint) => (self.at, &stint.agent, 0),
        }
    }
}

/// Everything that the figure of the same arguments is made of, and what was left out of it, by time.
pub fn drill<'a, C: Borrow<Call>>(
    kpi: Kpi,
    facts: &Facts<'a, C>,
    scope: &Scope,
    span: Span,
    rules: &'a Rules,
    now: Millis,
) -> Vec<DrillRow<'a>> {
    let mut rows = Vec::new();
    walk(kpi, facts, scope, span, rules, now, |row| rows.push(row));
    rows.sort_by(|one, other| one.place().cmp(&other.place()));
    if kpi == Kpi::CallersLost {
        let mut known = HashSet::new();
        for row in rows.iter_mut().filter(|row| row.role == Role::Counted) {
            if row.call().is_some_and(|call| !known.insert(Lost::of(call))) {
                (row.role, row.part) = (Role::LeftOut(Why::SameCaller), 0);
            }
        }
    }
    rows
}

/// Who counts as one lost caller: a number, or one call of somebody without.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Lost {
    Known(String),
    Anonymous(Text),
}

impl Lost {
    pub fn of(call: &Call) -> Self {
        match caller(call.number.as_deref()) {
            Caller::Known(number) => Self::Known(number),
            Caller::Anonymous => Self::Anonymous(call.key.clone()),
        }
    }
}
