//! What is counted in each row of the fault table.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::Value;

/// Counts since a start.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Channel events of the centre.
    pub emitted: u64,
    /// Channel events that reached the server.
    pub heard: u64,
    /// Connections to the feed, tried or made.
    pub connections: u64,
    /// Dashboards that were answered.
    pub polls: u64,
    pub tokens: u64,
    /// REST questions of every kind.
    pub rest: u64,
    pub trust: Trust,
}

/// What the server says of itself: where its sources differ, what it repaired, when nobody listened.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    pub unmatched: u64,
    pub repaired: BTreeMap<String, u64>,
    pub gaps: u64,
    pub gaps_filled: u64,
}

impl Trust {
    pub fn read(repairs: &Value, board: &Value) -> Self {
        let gaps = board["gaps"].as_array().cloned().unwrap_or_default();
        let counts = repairs["repaired"].as_object().expect("the server counts its repairs").iter();
        let repaired = counts.map(|(cause, count)| (cause.clone(), count.as_u64().expect("a count")));
        Self {
            unmatched: repairs["unmatched"].as_array().expect("the server lists what differs").len() as u64,
            repaired: repaired.filter(|(_, count)| *count > 0).collect(),
            gaps: gaps.len() as u64,
            gaps_filled: gaps.iter().filter(|gap| gap["filled"] == true).count() as u64,
        }
    }

    pub fn repairs(&self) -> u64 {
        self.repaired.values().sum()
    }
}

impl Figures {
    /// What was added since `before`. What stands, stands: differences and gaps are as of now.
    pub fn since(&self, before: &Self) -> Self {
        let mut repaired = self.trust.repaired.clone();
        for (cause, count) in &before.trust.repaired {
            repaired.entry(cause.clone()).and_modify(|now| *now -= count);
        }
        repaired.retain(|_, count| *count > 0);
        Self {
            emitted: self.emitted - before.emitted,
            heard: self.heard - before.heard,
            connections: self.connections - before.connections,
            polls: self.polls - before.polls,
            tokens: self.tokens - before.tokens,
            rest: self.rest - before.rest,
            trust: Trust { repaired, ..self.trust.clone() },
        }
    }
}

/// Says a line past the test harness, which keeps what tests print to itself.
pub fn say(line: &str) {
    // Nobody reading is no reason to fail.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
