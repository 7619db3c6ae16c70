//! The floor: what is happening in the call centre now.
//!
//! Pure. There is no clock, no socket, no serialisation and no logging here; time arrives with each [`Event`],
//! and [`Floor::apply`] is total: an event that does not fit changes nothing, says why, and is counted.
//! The same events in the same order give the same floor, which is what restart, replay and bug reports rest on.
//!
//! * [`event`]: everything that can change the floor, in the field's own words (no upstream spelling).
//! * [`floor`]: the one writer. [`changes`] says what an event touched.
//! * [`call`], [`agent`], [`queue`], [`source`]: what the floor holds.

pub mod event;
mod id;

pub use event::{
    AgentEntry, AgentStatus, Counters, Dashboard, Digest, Event, HangupCause, Happening, LegEvent,
    LegEventKind, LegSide, Links, Origin, QueueEntry, QueuedCall, Source, SourceReport, Status, Trouble,
};
pub use id::{AgentId, LegId, QueueId, Text};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
