//! The call history as `/calls` draws it and as `GET /api/v1/calls` answers it: a question and an answer.

use serde::{Deserialize, Serialize};
use wire::{Direction, Millis};

/// Rows a page shows when nobody asks for another number.
pub const PAGE_ROWS: u32 = 50;

/// Which calls: newest first, page by page. Absent times mean the last 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Millis>,
    /// From 1.
    #[serde(default = "first")]
    pub page: u32,
    /// Rows a page.
    #[serde(default = "page_rows")]
    pub limit: u32,
}

fn first() -> u32 {
    1
}

fn page_rows() -> u32 {
    PAGE_ROWS
}

impl Default for CallsQuery {
    fn default() -> Self {
        Self { from: None, to: None, page: first(), limit: page_rows() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsPage {
    /// Newest first.
    pub rows: Vec<PastCall>,
    /// The span asked for.
    pub from: Millis,
    pub to: Millis,
    /// Calls in the span, on all pages.
    pub total: u32,
}

/// One call of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCall {
    /// The call id for `/recordings/{id}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub started: Millis,
    pub direction: Direction,
    /// The far party's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The far party's name, where the directory knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The queue's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The agent's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<u32>,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talked: Option<u32>,
    pub result: CallResult,
    #[serde(default)]
    pub has_recording: bool,
}

/// How a call of the history ended, in AntRing's own classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallResult {
    Answered,
    Abandoned,
    Busy,
    Cancelled,
    Ivr,
    Failed,
    /// A word that this version does not know.
    #[serde(other)]
    Unknown,
}

/// Why there is no history to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallsProblem {
    /// AntRing did not answer, or not in time.
    UpstreamSilent,
    /// Nothing is kept: the store could not be opened or read.
    NotKept,
    /// There is no such queue, agent, result or direction, or the time ends before it begins.
    Unfit,
    /// A search for numbers by one who sees them masked.
    NumbersHidden,
    Failed,
}
