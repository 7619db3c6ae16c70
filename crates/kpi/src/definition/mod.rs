//! What a number means, in words: shown on hover, printed in reports, answered by the API.

mod queues;
mod service_level;

use crate::{Kpi, Millis, Rules, Scope, Unit};

/// One number's meaning. Every pair is Vietnamese, then English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub id: &'static str,
    pub version: u32,
    pub name: [String; 2],
    /// One sentence, with the targets in force.
    pub formula: [String; 2],
    /// What is decided at the edges; may be empty.
    pub note: [String; 2],
    pub unit: Unit,
    pub source: Source,
}

/// Where the facts behind a number come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Ways through queues: events and polls while we listen, `queue_stat` of the call history.
    Passages,
    /// Whole calls: events, and the call history.
    Calls,
    /// Offers that agents did not take: events of their legs, and the call history.
    Offers,
    /// Agents' states: events and polls. The history has none, so there are none of times when nobody listened.
    Stints,
}

impl Source {
    pub fn id(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Calls => "calls",
            Self::Offers => "offers",
            Self::Stints => "stints",
        }
    }
}

/// The meaning of a number for this scope, by the rules in force then.
pub fn definition(kpi: Kpi, rules: &Rules, scope: &Scope, at: Millis) -> Definition {
    let in_force = rules.all_at(scope, at);
    let (name, formula, note) = if kpi.is_service_level() {
        service_level::words(kpi, &in_force)
    } else {
        queues::words(kpi, &in_force)
    };
    Definition {
        id: kpi.id(),
        version: kpi.version(),
        name,
        formula,
        note,
        unit: kpi.unit(),
        source: source(kpi),
    }
}

fn source(kpi: Kpi) -> Source {
    match kpi {
        Kpi::Calls => Source::Calls,
        Kpi::Missed => Source::Offers,
        Kpi::Occupancy => Source::Stints,
        _ => Source::Passages,
    }
}

/// Name, formula and note.
type Words = ([String; 2], [String; 2], [String; 2]);

fn both(vi: impl Into<String>, en: impl Into<String>) -> [String; 2] {
    [vi.into(), en.into()]
}
