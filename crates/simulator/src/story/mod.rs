//! Scripted days: a small text format, one thing that happens a line.
//!
//! ```text
//! # offset  verb and words; names with blanks in "…"; calls are named by the story itself
//! 00:00 login "Hồng Nhung"
//! 00:05 call A from 0912345678 to "Bán hàng"     the caller is answered and waits in the queue
//! 00:07 ring A "Hồng Nhung"                      without an agent: whoever has been idle longest
//! 00:10 miss A                                   the phone rang in vain; the agent stays ready
//! 00:12 answer A "Lan Anh"                       rings first, if no phone does
//! 01:10 hang-up A by caller                      or: by agent
//! 01:20 abandon B                                the caller leaves the queue
//! 01:30 outbound C "Minh" to 0909000111          then: ring C, answer C, busy C, miss C, hang-up C
//! 01:40 internal D "Minh" to "Lan Anh"
//! 01:42 ring-all E                               all free agents of the queue, or: ring-all E "Minh" "Lan Anh"
//! 01:44 transfer E to agent "Minh"               unseen; then answer E, miss E. Also: to queue "Kỹ thuật"
//! 01:46 consult F of E with "Minh"               the agent asks a colleague; then ring F, answer F, hang-up F
//! 01:48 complete E                               the agent hands E to the colleague consulted
//! 01:50 new-day                                  the dashboard's counters start again
//! 01:52 ai K from 0912345678                    a caller reaches Sovereign's voice assistant, or: to "+842873001001"
//! 01:53 ai-answer K                              then: ai-say K user "…", ai-say K assistant "…"
//! 01:55 ai-transfer K to "Kỹ thuật" as L         the same caller waits in the queue, as the story's call L; or: ai-end K
//! 01:58 ai-fail K "STT connection failed"
//! 02:00 pause "Minh" "Nghỉ trưa" for 30:00       reason and length may be left out
//! 02:10 ready "Minh"
//! 02:20 logout "Minh"
//! 02:30 unregister "Minh"                        also: register
//! 02:40 load 12                                  calls a minute by themselves; 0 stops them
//! 03:00 fault feed drop                          also: refuse, silent, frozen
//! 03:10 fault rest 503 times 3 retry-after 30    also: garbage, html, empty, hang, cut, truncated, slow, big; delay 2000 (ms)
//! 03:20 fault drop-events 0.1                    also: duplicate 0.1, reorder 0.1, shuffle 3000 (ms), account,
//!                                                skew 600 (s), drop-every 5 (s), expire-tokens, auth-failure
//! 03:30 fault clear
//! ```
//!
//! Offsets are `mm:ss` or `h:mm:ss`, with a fraction if wanted (`00:07.5`), and count from the start of the story.
//! `arrive A from … to …` stops at the caller's CREATE; `enter A` then answers and queues the call.

mod parse;
mod words;

use std::path::Path;

use crate::centre::Side;
use crate::faults::FaultOrder;

/// A parsed story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// In order of time.
    pub lines: Vec<StoryLine>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StoryLine {
    /// Line in the file, from 1.
    pub number: usize,
    /// Seconds from the start of the story.
    pub offset_seconds: f64,
    pub verb: Verb,
}

/// What happens. Calls have the story's names, agents and queues whatever the story calls them.
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    Arrive {
        call: String,
        from: String,
        queue: String,
    },
    Call {
        call: String,
        from: String,
        queue: String,
    },
    Enter {
        call: String,
    },
    Ring {
        call: String,
        agent: Option<String>,
    },
    Answer {
        call: String,
        agent: Option<String>,
    },
    Miss {
        call: String,
        agent: Option<String>,
    },
    /// Without agents: all free ones of the call's queue.
    RingAll {
        call: String,
        agents: Vec<String>,
    },
    Transfer {
        call: String,
        to: Target,
    },
    /// The agent of the call `of` asks a colleague; the consultation is a call of its own.
    Consult {
        call: String,
        of: String,
        with: String,
    },
    /// The attended transfer of a call whose agent consults a colleague.
    Complete {
        call: String,
    },
    NewDay,
    Busy {
        call: String,
    },
    HangUp {
        call: String,
        by: Side,
    },
    Abandon {
        call: String,
    },
    Outbound {
        call: String,
        agent: String,
        number: String,
    },
    Internal {
        call: String,
        from: String,
        to: String,
    },
    Pause {
        agent: String,
        reason: Option<String>,
        seconds: Option<u64>,
    },
    Ready {
        agent: String,
    },
    Login {
        agent: String,
    },
    Logout {
        agent: String,
    },
    Register {
        agent: String,
        registered: bool,
    },
    Load {
        calls_per_minute: f64,
    },
    Fault(FaultOrder),
    /// A call with a voice assistant of Sovereign's; nothing without Sovereign.
    Assistant {
        call: String,
        order: AssistantOrder,
    },
    /// The caller of the assistant's call waits in a queue from now on, as the story's call `as_call`.
    HandToQueue {
        call: String,
        queue: String,
        as_call: String,
    },
}

/// What happens to a call with a voice assistant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssistantOrder {
    /// Without a line: the first one.
    Begin {
        from: String,
        line: Option<String>,
    },
    Answer,
    Say {
        role: &'static str,
        text: String,
    },
    /// It was handed to this company number, where the caller is already.
    HandedTo(String),
    End,
    Fail(Option<String>),
}

/// Where a call is handed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Agent(String),
    Queue(String),
}

/// Why a story cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    #[error("the story {path} cannot be read: {source}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("line {line} of the story: {reason}")]
    Line { line: usize, reason: String },
}

impl Story {
    pub fn read(path: &Path) -> Result<Self, StoryError> {
        let text = std::fs::read_to_string(path);
        Self::parse(
            &text.map_err(|source| StoryError::Unreadable { path: path.display().to_string(), source })?,
        )
    }

    pub fn parse(text: &str) -> Result<Self, StoryError> {
        parse::story(text)
    }
}
