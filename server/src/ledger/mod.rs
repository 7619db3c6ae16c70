//! The ledger: from what was seen, and what AntRing's history says, to facts, figures and reports.
//!
//! * [`seen`]: what the live actor tells, as plain copies. [`sync`]: what AntRing's history tells.
//! * [`book`]: calls, each once: [`passages`] follows the feed, [`history`] reads records, [`join`] makes one of both.
//! * [`stints`]: agents' time. [`names`]: who is who. [`rulebook`]: what numbers are counted by, over time.
//! * [`task`]: the one that writes it all; a [`LedgerHandle`] is the way to it. Questions are answered at a [`desk`]:
//!   [`figures`] for boards, [`drill`], [`lost`], [`trend`], [`report`], [`mine`] for agents, as JSON
//!   or [`csv`].

pub mod book;
pub mod csv;
pub mod desk;
pub mod drill;
pub mod figures;
pub mod handle;
pub mod history;
pub mod join;
pub mod lost;
pub mod mine;
pub mod names;
pub mod passages;
pub mod report;
pub mod rulebook;
pub mod seen;
mod start;
pub mod stints;
pub mod sync;
mod task;
pub mod trend;

pub use figures::{Figures, QueueFigures};
pub use handle::{LedgerError, LedgerHandle, When};
pub use seen::{Seen, Teller};
pub use start::start;
pub use task::{Counts, LedgerOpenError};
