//! The words of what only the server draws. They are not among [`crate::i18n`]'s, because a browser need not load
//! them.

mod en;
mod lost;
mod vi;

use wire::Window;

use crate::explained::{Compare, ExplainedProblem, MarkKind, Why};
use crate::visit::Lang;

pub use en::EN;
pub use lost::LostWords;
pub use vi::VI;

pub struct ExplainedWords {
    pub drill: DrillWords,
    pub trend: TrendWords,
    pub timeline: TimelineWords,
    pub window: fn(Window) -> &'static str,
    /// What the rows are that a number counts, by its id: a sentence for the sum, and a word for a row.
    pub counted: fn(&str) -> (&'static str, &'static str),
    /// What any other row counts as.
    pub why: fn(Why) -> &'static str,
    /// The same in so few words that a cell holds it.
    pub why_short: fn(Why) -> &'static str,
    /// One sentence that says what to do.
    pub problem: fn(ExplainedProblem) -> &'static str,
}

pub struct DrillWords {
    /// What a number of this moment has instead of a window.
    pub now: &'static str,
    pub csv: &'static str,
    pub windows: &'static str,
    pub parts: &'static str,
    pub mixed_targets: &'static str,
    pub time: &'static str,
    pub queue: &'static str,
    pub number: &'static str,
    pub agent: &'static str,
    pub waited: &'static str,
    pub talked: &'static str,
    pub lasted: &'static str,
    pub result: &'static str,
    pub unknown_number: &'static str,
    pub explain: &'static str,
    /// Of a masked number.
    pub reveal: &'static str,
    pub rows: &'static str,
    pub none: &'static str,
    /// Rows drawn, rows of the list.
    pub shown: fn(&str, &str) -> String,
    pub recounted: &'static str,
    /// The number counted again.
    pub recount_differs: fn(&str) -> String,
    pub unmatched: fn(i64) -> String,
    pub as_of: fn(&str) -> String,
    pub version: fn(u32) -> String,
    /// Of numbers of this moment, which the ledger does not define.
    pub available_name: &'static str,
    pub available_formula: &'static str,
    pub waiting_name: &'static str,
    pub waiting_formula: &'static str,
    pub longest_name: &'static str,
    pub longest_formula: &'static str,
}

pub struct TrendWords {
    pub head: &'static str,
    pub service: &'static str,
    pub goal: &'static str,
    pub answered: &'static str,
    pub abandoned: &'static str,
    pub offered: &'static str,
    pub waiting: &'static str,
    pub time: &'static str,
    pub table: &'static str,
    pub compare: &'static str,
    pub nothing: &'static str,
    pub with: fn(Compare) -> &'static str,
    pub gap: fn(&str, &str) -> String,
    /// When, from, to: "10:30: SL-2 80/20 → SL-2 80/30".
    pub rules: fn(&str, &str, &str) -> String,
    /// Offered, answered, abandoned.
    pub counts: fn(u32, u32, u32) -> String,
    pub most_waiting: fn(u32) -> String,
    pub mixed_targets: &'static str,
    pub none_yet: &'static str,
    /// Days of the call history that were read, of so many, and whether AntRing did not answer last.
    pub reading: fn(u32, u32, bool) -> String,
    pub keys: &'static str,
}

pub struct TimelineWords {
    pub none_yet: &'static str,
    pub moment: &'static str,
    pub begin: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub speed: &'static str,
    pub gap: fn(&str, &str) -> String,
    pub hole: fn(&str, &str) -> String,
    pub mark: fn(MarkKind) -> &'static str,
}

impl ExplainedWords {
    pub fn told(&self, kpi: &str, why: Why) -> &'static str {
        if why == Why::Counted { (self.counted)(kpi).0 } else { (self.why)(why) }
    }

    pub fn told_short(&self, kpi: &str, why: Why) -> &'static str {
        if why == Why::Counted { (self.counted)(kpi).1 } else { (self.why_short)(why) }
    }
}

impl Lang {
    pub(crate) fn explained(self) -> &'static ExplainedWords {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
