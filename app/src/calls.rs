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
    /// False: there are more than `total`, too many to count.
    #[serde(default = "yes")]
    pub total_is_exact: bool,
}

fn yes() -> bool {
    true
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

impl CallResult {
    /// As the address, the API and CSV spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Answered => "answered",
            Self::Abandoned => "abandoned",
            Self::Busy => "busy",
            Self::Cancelled => "cancelled",
            Self::Ivr => "ivr",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Those that can be looked for, in the order in which a person would.
    pub const ALL: [Self; 8] = [
        Self::Answered,
        Self::Abandoned,
        Self::Cancelled,
        Self::Busy,
        Self::Ivr,
        Self::Failed,
        Self::Unknown,
        Self::Live,
    ];
}

/// How a call of the history ended, in AntRing's own classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallResult {
    /// It goes on.
    Live,
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

/// What `/calls` shows below its totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallsList {
    pub calls: CallsPage,
    /// The call that the address opens; none is one that is not kept, or not this reader's.
    pub opened: Option<Box<OpenedCall>>,
    /// While the history of the days asked for is still being read.
    pub reading: Option<crate::explained::Reading>,
}

/// A call with all that is known of its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedCall {
    pub id: String,
    pub call: PastCall,
    /// The company's number that was called.
    pub line: Option<String>,
    /// Until when it is drawn: its end, or now.
    pub until: Millis,
    pub lanes: Vec<Lane>,
    /// The phones' own events tell the lanes; else they are drawn from what is kept of the call.
    pub by_events: bool,
    /// Why the line was cut, by the leg that decided it.
    pub hangup: Option<Hangup>,
    pub joined: Joined,
    /// It passed through queues that are not this reader's; those parts are left out.
    pub is_cut: bool,
}

/// One party's part in a call, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    pub who: Party,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Whoever is at the far end.
    Caller,
    /// By name; nobody knows whose phone it is without one.
    Agent(Option<String>),
    /// A phone outside to which the call was handed on.
    Outside,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub from: Millis,
    pub until: Millis,
    pub doing: Doing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// Greeting and menu.
    Menu,
    /// In a queue, by its name.
    Waits(Option<String>),
    /// It rang and was picked up, or rings still.
    Rings,
    /// It rang and was not picked up.
    Missed(Option<Hangup>),
    Talks,
}

/// Why a leg ended (`protocols.md` §3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hangup {
    Normal,
    /// The calling side gave up while it rang.
    GaveUp,
    Busy,
    NoAnswer,
    AnsweredElsewhere,
    Transferred,
    Unreachable,
    Network,
}

/// What vouches for a call: the ids of `kpi::Join`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    EventsOnly,
    HistoryOnly,
    ByQueue,
    ByRecording,
    ByLikeness,
}

/// What the ledger counts in the window of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    pub from: Millis,
    pub until: Millis,
    /// They are true of this moment.
    pub as_of: Millis,
    pub numbers: Vec<Total>,
    /// Whether the board shows the same now; `None`: the board has no such window.
    pub matches_board: Option<bool>,
    /// The list is narrowed by something that numbers do not know.
    pub is_wider: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub definition: crate::explained::Definition,
    pub part: i64,
    pub of: i64,
}

/// What can be looked for, and what is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Ids and names, by name.
    pub queues: Vec<(String, String)>,
    pub agents: Vec<(String, String)>,
    /// The span of the list as `YYYY-MM-DDTHH:MM` on the site's clock.
    pub from: String,
    pub until: String,
    /// The reader's own, by name; `None` for one who cannot have any.
    pub saved: Option<Vec<SavedFilter>>,
}

/// A question that was kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    pub id: i64,
    pub name: String,
    /// As in the address, behind the question mark.
    pub query: String,
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
