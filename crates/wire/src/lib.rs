//! What travels between server and browser, and how it changes what a viewer already has.
//!
//! * [`rows`]: one agent, queue, call or source as a viewer sees it; times are absolute, in milliseconds
//!   since 1970 (UTC), and never elapsed, so that a timer needs no message to tick.
//! * [`board`]: a [`Board`] is all rows of one snapshot; [`Board::apply`] is the only way they change.
//! * [`figures`]: the numbers that are counted over a window, each as the pair it is made of.
//! * [`frame`]: one message on the live stream, and its text form.
//! * [`replay`]: what a replay says of itself.
//! * [`totals`]: the headline numbers, computed from rows by server and browser alike.
//! * [`freshness`]: how old a number may be before it must look old.
//! * [`trust`]: where sources disagree, and when nobody listened.
//!
//! This crate knows no call-centre rule and no upstream word: it is the promise of `contract.md` in types.

pub mod board;
pub mod figures;
pub mod frame;
pub mod freshness;
pub mod replay;
pub mod rows;
pub mod totals;
pub mod trust;

pub use board::{Board, Change, Targets};
pub use figures::{Figure, Window};
pub use frame::{Frame, HEARTBEAT_MILLIS, Notice, Position, close};
pub use freshness::Freshness;
pub use replay::{FASTEST_REPLAY, NoReplay, REPLAY_BEAT_MILLIS};
pub use rows::{
    AgentNow, AgentRow, AgentState, CallNow, CallRow, CallState, Direction, Millis, Outcome, Problem,
    QueueNow, QueueRow, Share, SourceKind, SourceRow, Today,
};
pub use totals::Totals;
pub use trust::{Drift, Gap};
