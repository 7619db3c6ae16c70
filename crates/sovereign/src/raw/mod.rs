//! Readers for what Sovereign sends, in every spelling that `protocols.md` §4 knows.
//!
//! A value that cannot be read is absent, never an error: one odd field must not cost a whole answer.

mod call;
mod error;
mod read;
mod rows;

pub(crate) use call::{call, messages, recording};
pub(crate) use error::said;
pub(crate) use read::{count, field, flag, object, text};
pub(crate) use rows::{rows, total};
