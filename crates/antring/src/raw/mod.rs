//! Readers for what AntRing sends: every spelling that `protocols.md` §1.3–1.5 knows, and the likely others.
//!
//! Nothing here decides what a value means; it only finds it. A value that cannot be read is absent, never an
//! error: one odd field must not cost a whole answer.

mod event_fields;
mod read;
mod rows;
mod watch;

pub use event_fields::EventFields;
pub(crate) use event_fields::{canonical, is_channel_variables};
pub use read::{count, field, flag, number, text, texts};
pub use rows::{declared_total, rows, rows_named};
pub(crate) use watch::watched;
