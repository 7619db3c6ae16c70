//! The ledger: from what was seen, and what AntRing's history says, to facts, figures and reports.
//!
//! * [`seen`]: what the live actor tells, as plain copies.
//! * [`figures`]: the numbers of one moment, for viewers.

pub mod figures;
pub mod seen;

pub use figures::{Figures, QueueFigures};
pub use seen::{Seen, Teller};
