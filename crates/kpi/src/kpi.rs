//! The list of all numbers, by ids that never change: links, CSV files and boards name them.

use crate::Variant;

/// A number that a board may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kpi {
    /// By each queue's own variant.
    ServiceLevel,
    Sl1,
    Sl2,
    Sl3,
    Sl4,
    Sl5,
    Asa,
    AsaP90,
    AbandonRate,
    AbandonWait,
    AnswerRate,
    Talk,
    Occupancy,
    Missed,
    Calls,
    Offered,
    Answered,
    Abandoned,
    FlowedOut,
    CallersLost,
    Waiting,
    LongestWait,
}

/// What the two numbers of a [`crate::Figure`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// `part` of `of`: shown in percent.
    Share,
    /// `part` milliseconds in all, over `of` events.
    Mean,
    /// `part` milliseconds is the value itself, taken of `of` events.
    Percentile,
    /// `part` milliseconds is the longest of `of`.
    Longest,
    /// `part` is how many; `of` is 0.
    Count,
}

impl Kpi {
    pub const ALL: [Self; 22] = [
        Self::ServiceLevel,
        Self::Sl1,
        Self::Sl2,
        Self::Sl3,
        Self::Sl4,
        Self::Sl5,
        Self::Asa,
        Self::AsaP90,
        Self::AbandonRate,
        Self::AbandonWait,
        Self::AnswerRate,
        Self::Talk,
        Self::Occupancy,
        Self::Missed,
        Self::Calls,
        Self::Offered,
        Self::Answered,
        Self::Abandoned,
        Self::FlowedOut,
        Self::CallersLost,
        Self::Waiting,
        Self::LongestWait,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::ServiceLevel => "service-level",
            Self::Sl1 => "sl-1",
            Self::Sl2 => "sl-2",
            Self::Sl3 => "sl-3",
            Self::Sl4 => "sl-4",
            Self::Sl5 => "sl-5",
            Self::Asa => "asa",
            Self::AsaP90 => "asa-p90",
            Self::AbandonRate => "abandon-rate",
            Self::AbandonWait => "abandon-wait",
            Self::AnswerRate => "answer-rate",
            Self::Talk => "talk",
            Self::Occupancy => "occupancy",
            Self::Missed => "missed",
            Self::Calls => "calls",
            Self::Offered => "offered",
            Self::Answered => "answered",
            Self::Abandoned => "abandoned",
            Self::FlowedOut => "flowed-out",
            Self::CallersLost => "callers-lost",
            Self::Waiting => "waiting",
            Self::LongestWait => "longest-wait",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kpi| kpi.id() == id)
    }

    /// Rises whenever what is counted changes, so that old exports can be told from new ones.
    pub fn version(self) -> u32 {
        match self {
            // 2: colleagues are no callers lost.
            Self::CallersLost => 2,
            _ => 1,
        }
    }

    pub fn unit(self) -> Unit {
        match self {
            Self::ServiceLevel | Self::Sl1 | Self::Sl2 | Self::Sl3 | Self::Sl4 | Self::Sl5 => Unit::Share,
            Self::AbandonRate | Self::AnswerRate | Self::Occupancy => Unit::Share,
            Self::Asa | Self::AbandonWait | Self::Talk => Unit::Mean,
            Self::AsaP90 => Unit::Percentile,
            Self::LongestWait => Unit::Longest,
            Self::Missed | Self::Calls | Self::Offered | Self::Answered | Self::Abandoned => Unit::Count,
            Self::FlowedOut | Self::CallersLost | Self::Waiting => Unit::Count,
        }
    }

    /// It is true of one instant (the end of the window, or now), not of a stretch of time.
    pub fn is_of_an_instant(self) -> bool {
        matches!(self, Self::Waiting | Self::LongestWait)
    }

    pub fn is_service_level(self) -> bool {
        self == Self::ServiceLevel || self.variant().is_some()
    }

    /// The variant of service level that is asked for by name; `None` for every other KPI.
    pub(crate) fn variant(self) -> Option<Variant> {
        match self {
            Self::Sl1 => Some(Variant::Sl1),
            Self::Sl2 => Some(Variant::Sl2),
            Self::Sl3 => Some(Variant::Sl3),
            Self::Sl4 => Some(Variant::Sl4),
            Self::Sl5 => Some(Variant::Sl5),
            _ => None,
        }
    }
}
