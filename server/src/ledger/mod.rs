//! The ledger: from what was seen, and what AntRing's history says, to facts, figures and reports.
//!
//! * [`seen`]: what the live actor tells, as plain copies.
//! * [`book`]: calls, each once: [`passages`] follows the feed, [`history`] reads records, [`join`] makes one of both.
//! * [`stints`]: agents' time. [`names`]: who is who.
//! * [`figures`]: the numbers of one moment, for viewers.

pub mod book;
pub mod figures;
pub mod history;
pub mod join;
pub mod names;
pub mod passages;
pub mod seen;
pub mod stints;

pub use figures::{Figures, QueueFigures};
pub use seen::{Seen, Teller};
