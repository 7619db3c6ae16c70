//! Click to call: one click, one call, from the phone of the one who clicks.
//!
//! * [`number`]: what people type, paste and link to, as a number, and whether to ask before it is dialled.
//! * [`far_party`]: whom a call back would reach, for who may.
//! * [`phone`]: which phone rings.
//! * [`limit`]: how often one may call within a minute.
//! * [`clicks`]: a double click is one call, whatever becomes of it.
//! * [`dialler`]: all of it in order, each call written down.

mod clicks;
mod dialler;
mod far_party;
mod limit;
pub mod number;
mod phone;

pub use dialler::{Dialler, Wanted};
pub use far_party::{FarParty, far_party, whole_number};
pub use number::Number;
pub use phone::Phones;
