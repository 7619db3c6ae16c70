//! The figures of one moment, on their way to viewers.

use std::collections::BTreeMap;

use kpi::{Millis, Text};
use serde::{Deserialize, Serialize};

/// Every KPI over both windows, and what each queue's row shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// They are true of this moment.
    pub at: Millis,
    /// All queues together.
    #[serde(default)]
    pub all: Vec<wire::Figure>,
    /// By queue's id, over the last half hour.
    #[serde(default)]
    pub queues: BTreeMap<Text, QueueFigures>,
}

/// Service level and abandonment of one queue, as pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFigures {
    pub service: wire::Share,
    pub abandoned: wire::Share,
}
