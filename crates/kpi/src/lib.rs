//! What every number means. Board, report, CSV and API call the same functions, so they cannot disagree.
//!
//! * [`facts`]: what numbers are counted from: calls, their passages through queues, agents' stints.
//!
//! Definitions and edge cases: `product/kpi.md`. Nothing here reads a clock: `now` is an argument.

pub mod facts;

pub use facts::{Call, CallResult, Direction, Join, Left, Miss, Passage, State, Stint};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// Shared text: a name, a number, an identity.
pub type Text = std::sync::Arc<str>;
