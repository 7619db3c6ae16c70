//! What one fact does to one number.

use crate::{Kpi, Millis, Unit, Why};

/// What part a row of a drill list plays in the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// In the numerator and in the denominator; of a mean, a percentile or a count: it is counted.
    Counted,
    /// In the denominator only, and why.
    Against(Why),
    /// In neither, and why. It is listed so that nobody has to look for it.
    LeftOut(Why),
}

/// How a fact counts, and when: a number over a span is made of the verdicts whose moment lies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub at: Millis,
    pub role: Role,
    /// Milliseconds of wait, talk or state.
    pub value: Millis,
}

impl Verdict {
    /// What it adds to `part` and `of` of a figure (of a percentile or a maximum: what it brings to choose from).
    pub fn adds(&self, kpi: Kpi) -> (i64, i64) {
        let weight = if kpi == Kpi::Occupancy { self.value } else { 1 };
        match (self.role, kpi.unit()) {
            (Role::LeftOut(_), _) => (0, 0),
            (Role::Against(_), _) => (0, weight),
            (Role::Counted, Unit::Share) => (weight, weight),
            (Role::Counted, Unit::Mean | Unit::Percentile | Unit::Longest) => (self.value, 1),
            (Role::Counted, Unit::Count) => (1, 0),
        }
    }
}
