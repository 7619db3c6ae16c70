//! The floor: what is happening in the call centre now.
//!
//! Pure. There is no clock, no socket and no logging here; time arrives with each [`Event`],
//! and [`Floor::apply`] is total: an event that does not fit changes nothing, says why, and is counted.
//! The same events in the same order give the same floor, which is what restart, replay and bug reports rest on.
//!
//! * [`event`]: everything that can change the floor, in the field's own words (no upstream spelling).
//! * [`floor`]: the one writer. Its hands are [`legs`] (what the feed says), [`polls`] and [`statuses`] (what the
//!   dashboard says), [`directory`] and [`tick`]. [`links`] joins legs into calls, and [`settle`] draws what follows
//!   from a call's legs. [`changes`] tells what an event touched.
//! * [`leg`], [`call`] (where it stands: [`standing`]; its way through a queue: [`in_queue`]), [`agent`], [`queue`],
//!   [`source`], [`today`]: what it holds.
//! * What went wrong: [`gap`] (nobody listened), [`listening`] (the feed is silent), [`mismatch`] (feed and dashboard
//!   differ), [`records`] (the history fills in). [`explain`] tells how a call came to be what it is.
//!
//! With the feature `serde`, [`Floor`] and [`Event`] can be written and read: by the server's journal, which owns the
//! encoding and its version. A field that is added to an event needs `#[serde(default)]`, for events written before.

mod agent;
mod call;
mod changes;
mod counters;
mod directory;
pub mod event;
mod explain;
mod floor;
mod gap;
mod id;
mod in_queue;
#[cfg(test)]
mod laws;
mod leg;
mod legs;
mod links;
mod listening;
mod lookup;
mod lost_legs;
mod mismatch;
mod misses;
mod past_call;
mod polls;
mod queue;
mod queued_calls;
mod recent;
mod records;
mod settings;
mod settle;
mod soft_links;
#[cfg(feature = "serde")]
mod sorted;
mod source;
mod standing;
mod statuses;
mod tick;
mod today;
mod upstream_clock;
mod waits;

pub use agent::{Agent, AgentState, Doing};
pub use call::{Call, CallState, Direction, Outcome};
pub use changes::{Changes, Refusal};
pub use event::{
    AgentEntry, AgentStatus, Counters, Dashboard, Digest, Event, HangupCause, Happening, LegEvent,
    LegEventKind, LegSide, Links, Origin, QueueEntry, QueuedCall, Source, SourceReport, Status, Trouble,
};
pub use explain::{Explanation, Fact, KnownBy, Rule, Unjoined, What};
pub use floor::Floor;
pub use gap::Gap;
pub use id::{AgentId, LegId, QueueId, Text};
pub use leg::Leg;
pub use mismatch::{About, Cause, Counter, Mismatch, Repair};
pub use past_call::{PastCall, PastMiss, Records};
pub use queue::{Queue, QueueNow, Share};
pub use settings::{Periods, Settings};
pub use source::{Freshness, SourceState};
pub use today::Today;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
