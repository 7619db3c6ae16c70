//! Figures: the numbers that are counted over a window, each as the pair it is made of.

use serde::{Deserialize, Serialize};

/// The two windows that always stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Window {
    /// The rolling last half hour.
    #[serde(rename = "30m")]
    HalfHour,
    /// The operational day, since its start.
    #[serde(rename = "day")]
    Day,
}

/// One KPI over one window, for the whole board. What `part` and `of` are follows from the KPI's unit:
///
/// | unit | `part` | `of` |
/// |---|---|---|
/// | share | numerator | denominator |
/// | mean | sum, in milliseconds | how many it is the mean of |
/// | percentile | the value, in milliseconds | how many it is taken of |
/// | longest | the value, in milliseconds | how many it is the longest of |
/// | count | the count | 0 |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The KPI's id, as in `GET /api/v1/kpis`.
    pub kpi: String,
    pub window: Window,
    pub part: i64,
    pub of: i64,
    /// The queues summed here are held to different targets.
    #[serde(default, skip_serializing_if = "crate::rows::is_false")]
    pub mixed_targets: bool,
}
