//! The floor: what is happening in the call centre now.
//!
//! Pure. There is no clock, no socket, no serialisation and no logging here; time arrives with each [`Event`],
//! and [`Floor::apply`] is total: an event that does not fit changes nothing, says why, and is counted.
//! The same events in the same order give the same floor, which is what restart, replay and bug reports rest on.
//!
//! * [`event`]: everything that can change the floor, in the field's own words (no upstream spelling).
//! * [`floor`]: the one writer; [`legs`] and [`polls`] are its two hands: what the feed says, and what the
//!   dashboard says. [`changes`] tells what an event touched.
//! * [`call`], [`agent`], [`queue`], [`source`], [`today`]: what the floor holds.

mod agent;
mod call;
mod changes;
pub mod event;
mod feed_clock;
mod floor;
mod id;
mod legs;
mod polls;
mod queue;
mod source;
mod today;

pub use agent::{Agent, AgentState, Doing};
pub use call::{Call, CallState, Direction, Leg, Outcome};
pub use changes::{Changes, Refusal};
pub use event::{
    AgentEntry, AgentStatus, Counters, Dashboard, Digest, Event, HangupCause, Happening, LegEvent,
    LegEventKind, LegSide, Links, Origin, QueueEntry, QueuedCall, Source, SourceReport, Status, Trouble,
};
pub use floor::{Floor, Settings};
pub use id::{AgentId, LegId, QueueId, Text};
pub use queue::{Queue, QueueNow, Share};
pub use source::SourceState;
pub use today::Today;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
